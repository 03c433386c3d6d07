// Sets without element struct.
import { expect } from 'chai'
import { invalid } from '../../../lib/entity/codec/codec.js'
import {
  decodeNaturalSet,
  encodeNaturalSet,
  memberIdentity,
  parseNaturalSet,
} from '../../../lib/entity/codecs/natural-set.js'
import type { Failure } from '../../../lib/entity/struct/failure.js'

describe('natural sets', () => {
  for (const [name, set, stored] of [
    ['text', new Set(['a', '']), { SS: ['a', ''] }],
    ['numbers', new Set<unknown>([1, 2n ** 70n]), { NS: ['1', String(2n ** 70n)] }],
    ['binary', new Set([Uint8Array.of(1), Uint8Array.of()]), { BS: [Uint8Array.of(1), Uint8Array.of()] }],
  ] as const)
    it(`${name}`, () => {
      expect(encodeNaturalSet(parseNaturalSet(set, []) as Set<unknown>)).to.deep.equal(stored)
      expect(decodeNaturalSet(stored as never)).to.deep.equal(set)
    })

  for (const [name, set, message] of [
    ['empty', new Set(), /empty set/],
    ['mixed', new Set<unknown>(['a', 1]), /one type only/],
    ['of booleans', new Set([true]), /strings, numbers or binary/],
    ['of one value twice', new Set([Uint8Array.of(1), Uint8Array.of(1)]), /the same value twice/],
    ['of objects', new Set([{}]), /cannot be stored/],
    ['of null', new Set([null]), /cannot be stored/],
  ] as const)
    it(`a set that is ${name} is refused`, () => {
      const failures: Failure[] = []
      expect(parseNaturalSet(set, failures)).to.equal(invalid)
      expect(failures[0]?.message).to.match(message)
    })

  it('identity is type and value', () => {
    expect(memberIdentity({ S: '1' })).to.not.equal(memberIdentity({ N: '1' }))
    expect(memberIdentity({ BOOL: true })).to.equal(undefined)
    expect(encodeNaturalSet(new Set())).to.equal(undefined)
  })
})
