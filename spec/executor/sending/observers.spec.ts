import { expect } from 'chai'
import { audienceOf, type Observer } from '../../../lib/executor/sending/observers.js'

const event = { entity: 'Thing', operation: 'save', table: 'Things' }
const soon = (): Promise<void> => new Promise((resolve) => setImmediate(resolve))

describe('executor/observers', () => {
  it('tells each observer that has the method, with its own this', () => {
    class Counter implements Observer {
      seen: unknown[] = []
      onTableCreated(told: unknown): void {
        this.seen.push(told)
      }
    }
    const counters = [new Counter(), new Counter()]
    const audience = audienceOf([...counters, {}])
    audience.tell('onTableCreated', event)
    for (const { seen } of counters) expect(seen).to.deep.equal([event])
    expect([audience.has('onTableCreated'), audience.has('onCommand')]).to.deep.equal([true, false])
    expect(audienceOf([]).has('onCommand')).to.equal(false)
  })

  it('warns once of an observer that throws or rejects, and tells the others', async () => {
    const warnings: Error[] = []
    const onWarning = (warning: Error): void => void warnings.push(warning)
    process.on('warning', onWarning)
    const seen: unknown[] = []
    const audience = audienceOf([
      {
        onTableCreated() {
          throw new Error('first')
        },
      },
      { onTableCreated: (async () => Promise.reject(new Error('second'))) as () => void },
      { onTableCreated: (told) => void seen.push(told) },
    ])
    audience.tell('onTableCreated', event)
    audience.tell('onTableCreated', event)
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
