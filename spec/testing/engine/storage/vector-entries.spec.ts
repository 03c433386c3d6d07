import { expect } from 'chai'
import type { VectorSchema } from '../../../../lib/testing/engine/storage/table-schema.js'
import { scoreOf, VectorEntries } from '../../../../lib/testing/engine/storage/vector-entries.js'
import type { WireItem } from '../../../../lib/testing/engine/values/wire.js'
import { numbers } from '../shelves.js'

const index: VectorSchema = {
  name: 'near',
  attribute: 'v',
  dimensions: 2,
  distance: 'COSINE',
  partition: undefined,
  filters: [],
  projected: undefined,
}
const entry = (key: string, vector: readonly number[], more: WireItem = {}) => ({
  key,
  item: { v: { L: numbers(...vector) }, ...more },
})
const owner = {}

function found(
  entries: VectorEntries,
  query: number[],
  { top = 10, tenant }: { top?: number; tenant?: string } = {},
) {
  const { found } = entries.nearest({
    query: Float32Array.from(query),
    top,
    partition: tenant === undefined ? undefined : { S: tenant },
    accepts: () => true,
  })
  return found.map((one) => [one.stored.key, scoreOf(entries.schema.distance, one)])
}

describe('vector entries', () => {
  it('are found by each distance, the nearest first', () => {
    const of = (distance: VectorSchema['distance']) => {
      const entries = new VectorEntries({ ...index, distance })
      const all = [entry('right', [1, 0]), entry('far', [10, 0]), entry('up', [0, 1]), entry('left', [-1, 0])]
      for (const one of all) entries.replace(owner, undefined, one)
      return found(entries, [1, 0])
    }
    expect(of('COSINE')).to.deep.equal([
      ['far', 0],
      ['right', 0],
      ['up', 1],
      ['left', 2],
    ])
    expect(of('EUCLIDEAN')).to.deep.equal([
      ['right', 0],
      ['up', Math.fround(Math.SQRT2)],
      ['left', 2],
      ['far', 9],
    ])
    expect(of('DOT_PRODUCT')).to.deep.equal([
      ['far', 10],
      ['right', 1],
      ['up', 0],
      ['left', -1],
    ])
  })

  it('are at most as many as requested; of equal ones, the first of the index', () => {
    const entries = new VectorEntries(index)
    for (const key of ['c', 'a', 'd', 'b']) entries.replace(owner, undefined, entry(key, [1, 1]))
    entries.replace(owner, undefined, entry('nearer', [1, 0]))
    expect(found(entries, [1, 0], { top: 3 }).map(([key]) => key)).to.deep.equal(['nearer', 'a', 'b'])
  })

  it('have no direction without a length', () => {
    const entries = new VectorEntries(index)
    entries.replace(owner, undefined, entry('zero', [0, 0]))
    expect(found(entries, [1, 0])).to.deep.equal([['zero', 1]])
    expect(found(entries, [0, 0])).to.deep.equal([['zero', 1]])
  })

  it('follow what becomes of their items', () => {
    const entries = new VectorEntries({ ...index, partition: { name: 'tenant', type: 'S' } })
    const [one, other] = [
      entry('a', [1, 0], { tenant: { S: 't' } }),
      entry('a', [1, 0], { tenant: { S: 'tt' } }),
    ]
    entries.replace(owner, undefined, one)
    entries.replace(owner, one, other)
    expect(found(entries, [1, 0], { tenant: 't' })).to.deep.equal([])
    expect(found(entries, [1, 0], { tenant: 'tt' })).to.deep.equal([['a', 0]])
    const changed = entry('a', [0, 1], { tenant: { S: 'tt' } })
    entries.replace(owner, other, changed)
    expect(found(entries, [1, 0], { tenant: 'tt' })).to.deep.equal([['a', 1]])
    for (const left of [
      { key: 'a', item: { tenant: { S: 'tt' } } },
      entry('a', [1, 0, 0], { tenant: { S: 'tt' } }),
      entry('a', [1, 0]),
      entry('a', [1, 0], { tenant: { N: '1' } }),
      undefined,
    ]) {
      entries.replace(owner, undefined, changed)
      entries.replace(owner, changed, left)
      expect(entries.size, JSON.stringify(left)).to.equal(0)
    }
  })

  it('stay in a copy as they were', () => {
    const entries = new VectorEntries(index)
    const one = entry('a', [1, 0])
    entries.replace(owner, undefined, one)
    const copy = entries.copy()
    copy.replace({}, one, undefined)
    expect([entries.size, copy.size]).to.deep.equal([1, 0])
    const seen: string[] = []
    entries.each(({ stored }) => seen.push(stored.key))
    expect(seen).to.deep.equal(['a'])
  })
})
