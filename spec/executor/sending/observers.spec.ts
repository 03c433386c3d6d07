import { expect } from 'chai'
import { notifierOf, type Observer } from '../../../lib/executor/sending/observers.js'

const event = { entity: 'Thing', operation: 'save', table: 'Things' }
const soon = (): Promise<void> => new Promise((resolve) => setImmediate(resolve))

describe('executor/observers', () => {
  it('tells each observer that has the method, with its own this', () => {
    class Counter implements Observer {
      seen: unknown[] = []
      onTableCreated(noted: unknown): void {
        this.seen.push(noted)
      }
    }
    const counters = [new Counter(), new Counter()]
    const notifier = notifierOf([...counters, {}])
    notifier.notify('onTableCreated', event)
    for (const { seen } of counters) expect(seen).to.deep.equal([event])
    expect([notifier.has('onTableCreated'), notifier.has('onCommand')]).to.deep.equal([true, false])
    expect(notifierOf([]).has('onCommand')).to.equal(false)
  })

  it('warns once of an observer that throws or rejects, and tells the others', async () => {
    const warnings: Error[] = []
    const onWarning = (warning: Error): void => void warnings.push(warning)
    process.on('warning', onWarning)
    const seen: unknown[] = []
    const notifier = notifierOf([
      {
        onTableCreated() {
          throw new Error('first')
        },
      },
      { onTableCreated: (async () => Promise.reject(new Error('second'))) as () => void },
      { onTableCreated: (noted) => void seen.push(noted) },
    ])
    notifier.notify('onTableCreated', event)
    notifier.notify('onTableCreated', event)
    await soon()
    await soon()
    process.removeListener('warning', onWarning)
    expect(seen).to.have.length(2)
    expect(warnings.map(({ name, message }) => `${name}: ${message}`)).to.deep.equal([
      "DyntasticWarning: an observer's onTableCreated threw Error: first; its further errors are not reported",
      "DyntasticWarning: an observer's onTableCreated threw Error: second; its further errors are not reported",
    ])
  })
})
