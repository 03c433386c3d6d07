import { once } from 'node:events'
import { expect } from 'chai'
import { Entity, vector } from 'dyntastic'
import { optional, string } from 'superstruct'

const define = (attributes: Record<string, ReturnType<typeof vector>>) =>
  new Entity({
    name: 'Wide',
    table: 'wide',
    attributes: { id: string(), ...attributes },
    key: { partition: 'id' },
  })

describe('vector sizes', () => {
  it('are warned of if items cannot hold them', async () => {
    const warned = once(process, 'warning')
    define({ one: vector(40_000), two: vector(20_000) })
    const [warning] = await warned
    expect(warning).include({ name: 'DyntasticWarning', code: 'DYNTASTIC_VECTOR_SIZE' })
    expect(warning.message).contain('Wide: the vectors of an item take about 420000 bytes')
  })

  it('say nothing of vectors that fit, and of those that items may lack', async () => {
    const notified: unknown[] = []
    const listen = (warning: Error & { code?: string }) => {
      if (warning.code === 'DYNTASTIC_VECTOR_SIZE') notified.push(warning)
    }
    process.on('warning', listen)
    define({ one: vector(4096), two: optional(vector(100_000)) as unknown as ReturnType<typeof vector> })
    await new Promise((resolve) => setImmediate(resolve))
    process.off('warning', listen)
    expect(notified).deep.equal([])
  })
})
