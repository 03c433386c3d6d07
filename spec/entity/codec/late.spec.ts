// Recursive structs.
import { expect } from 'chai'
import { array, lazy, number, object, optional, record, type Struct, string, union } from 'superstruct'
import { lateNode } from '../../../lib/entity/codec/late.js'
import type { Node } from '../../../lib/entity/codec/node.js'
import { codecOf, keeps, read, refusals } from '../codecs/crossing.js'

interface Tree {
  value: string
  children: Tree[]
}
const tree: Struct<Tree> = object({
  value: string(),
  children: array(lazy(() => tree)),
}) as unknown as Struct<Tree>

interface Chain {
  next?: Chain
}
const chain: Struct<Chain> = object({ next: optional(lazy(() => chain)) }) as unknown as Struct<Chain>

function chainOf(length: number): Chain {
  let result: Chain = {}
  for (let at = 1; at < length; at++) result = { next: result }
  return result
}

describe('late codecs', () => {
  it('a struct may hold itself', () => {
    keeps(
      codecOf(tree),
      { value: 'a', children: [{ value: 'b', children: [] }] },
      {
        M: {
          value: { S: 'a' },
          children: { L: [{ M: { value: { S: 'b' }, children: { L: [] } } }] },
        },
      },
    )
    expect(codecOf(tree).at('children')?.codec.at(0)?.codec.at('value')?.codec.types).to.deep.equal(['S'])
    expect(codecOf(tree).at('children')?.codec.element?.types).to.deep.equal(['M'])
  })

  it('so may a union', () => {
    const json: Struct<unknown> = lazy(() =>
      union([string(), number(), array(json), record(string(), json)]),
    ) as never
    const value = { a: [1, 'x', { b: [] }] }
    const codec = codecOf(json)
    expect(read(codec, codec.encode(codec.parse(value, [])))).to.deep.equal(value)
    expect(codec.types).to.deep.equal(['S', 'N', 'L', 'M'])
  })

  it('what nests deeper than 32 levels, or without end, is refused by name', () => {
    const codec = codecOf(chain)
    expect(codec.decode(codec.encode(codec.parse(chainOf(32), [])), [])).to.deep.equal(chainOf(32))
    expect(refusals(codec, chainOf(33))[0]).to.match(/nested deeper than 32 levels/)
    const endless: Chain = {}
    endless.next = endless
    expect(refusals(codec, endless)[0]).to.match(/nested deeper than 32 levels/)
  })

  it('a lazy() that makes another one each time is compiled as far as it is used', () => {
    let made = 0
    const fresh = (): Struct<Chain> => {
      made++
      return object({ next: optional(lazy(fresh)) }) as unknown as Struct<Chain>
    }
    const codec = codecOf(fresh())
    expect(made).to.be.lessThan(20)
    expect(codec.decode(codec.encode(codec.parse(chainOf(20), [])), [])).to.deep.equal(chainOf(20))
  })

  it('nothing is looked up before it is used', () => {
    let calls = 0
    const node = lateNode(() => {
      calls++
      return codecOf(string()) as Node
    })
    expect(calls).to.equal(0)
    expect(node.types).to.deep.equal(['S'])
    expect(node.parse('a', [])).to.equal('a')
    expect(node.unlike?.('a')).to.equal(false)
    expect(calls).to.equal(1)
  })
})
