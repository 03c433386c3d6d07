// What tells the members of a union apart at a glance.
import { expect } from 'chai'
import { enums, literal, number, object, type Struct, trimmed } from 'superstruct'
import type { Node } from '../../../lib/entity/codec/node.js'
import { codecOf } from './crossing.js'

const circle = codecOf(object({ kind: literal('circle'), r: number() })) as Node

describe('likeness', () => {
  for (const [value, unlike] of [
    [{ kind: 'circle' }, false],
    [{ kind: 'square' }, true],
    [{}, false],
    [{ kind: null }, false],
    [5, true],
    [null, true],
  ] as const)
    it(`${JSON.stringify(value)} is ${unlike ? 'unlike' : 'maybe'} a circle`, () => {
      expect(circle.unlike?.(value)).to.equal(unlike)
    })

  it('stored values too', () => {
    expect(circle.unlikeStored?.({ M: { kind: { S: 'circle' } } })).to.equal(false)
    expect(circle.unlikeStored?.({ M: { kind: { S: 'square' } } })).to.equal(true)
    expect(circle.unlikeStored?.({ M: {} })).to.equal(false)
    expect(circle.unlikeStored?.({ S: 'circle' })).to.equal(true)
  })

  it('a coerced property tells nothing', () => {
    const coerced = codecOf(object({ kind: trimmed(enums(['a']) as unknown as Struct<string>) })) as Node
    expect(coerced.unlike?.({ kind: ' a ' })).to.equal(false)
  })
})
