// Decoding of stored maps, whole and in part.
import { expect } from 'chai'
import { integer, object, optional, string, type } from 'superstruct'
import { invalid } from '../../../lib/entity/codec/codec.js'
import type { Failure } from '../../../lib/entity/struct/failure.js'
import { codecOf, read, unreadable } from './crossing.js'

const lines = object({ sku: string(), count: optional(integer()), constructor: optional(string()) })

describe('decoding of objects', () => {
  it('looks attributes up by name, whatever their order, and never what every object inherits', () => {
    const codec = codecOf(lines)
    expect(read(codec, { M: { count: { N: '2' }, other: { S: 'x' }, sku: { S: 'a' } } })).to.deep.equal({
      sku: 'a',
      count: 2,
    })
    expect(Object.keys(read(codec, { M: { count: { N: '2' }, sku: { S: 'a' } } }) as object)).to.deep.equal([
      'sku',
      'count',
    ])
    expect(unreadable(codec, { M: {} })).to.deep.equal(['sku: required, but absent'])
  })

  it('of a part leaves out what is absent, and still checks what there is', () => {
    const codec = codecOf(object({ id: string(), lines }))
    const failures: Failure[] = []
    const part = { M: { lines: { M: { count: { N: '2' } } } } } as const
    expect(codec.decodePart(part, failures)).to.deep.equal({ lines: { count: 2 } })
    expect(failures).to.deep.equal([])
    expect(codec.decodePart({ M: { lines: { M: { count: { S: 'x' } } } } }, failures)).to.equal(invalid)
    expect(failures.map(({ path }) => path)).to.deep.equal([['lines', 'count']])
    expect(codec.decodePart({ S: 'x' }, [])).to.equal(invalid)
  })

  it('keeps unknown attributes of type(), also in parts', () => {
    const codec = codecOf(type({ id: string() }))
    expect(read(codec, { M: { id: { S: 'a' }, more: { N: '1' } } })).to.deep.equal({ id: 'a', more: 1 })
    expect(codec.decodePart({ M: { more: { N: '1' } } }, [])).to.deep.equal({ more: 1 })
  })
})
