import { expect } from 'chai'
import type { AttributeValue } from '../../../lib/entity/struct/attribute-value.js'
import { joinedSets, setOf, withoutMembers } from '../../../lib/expression/stored/stored-sets.js'

const bytes = (...values: number[]) => Uint8Array.from(values)

describe('stored sets', () => {
  const made: [string, readonly AttributeValue[], AttributeValue | undefined][] = [
    ['texts', [{ S: 'a' }, { S: 'b' }, { S: 'a' }], { SS: ['a', 'b'] }],
    ['numbers, by their value', [{ N: '1' }, { N: '1.0' }, { N: '2' }], { NS: ['1', '2'] }],
    ['binaries', [{ B: bytes(1) }, { B: bytes(1) }, { B: bytes(2) }], { BS: [bytes(1), bytes(2)] }],
    ['nothing', [], undefined],
    ['several types', [{ S: '1' }, { N: '1' }], undefined],
    ['types that sets do not hold', [{ BOOL: true }], undefined],
  ]
  for (const [what, members, set] of made)
    it(`are made of ${what}`, () => {
      expect(setOf(members)).deep.equal(set)
    })

  it('are joined, each member once', () => {
    expect(joinedSets({ SS: ['a'] }, { SS: ['a', 'b'] })).deep.equal({ SS: ['a', 'b'] })
    expect(joinedSets({ NS: ['1'] }, { NS: ['1E0', '3'] })).deep.equal({ NS: ['1', '3'] })
    expect(joinedSets({ SS: ['1'] }, { NS: ['1'] })).equal(undefined)
    expect(joinedSets({ S: 'a' }, { SS: ['a'] })).equal(undefined)
  })

  it('lose members; those that are not there are no error', () => {
    expect(withoutMembers({ SS: ['a', 'b', 'c'] }, { SS: ['a', 'z'] })).deep.equal({ SS: ['b', 'c'] })
    expect(withoutMembers({ BS: [bytes(1), bytes(2)] }, { BS: [bytes(2)] })).deep.equal({ BS: [bytes(1)] })
    expect(withoutMembers({ NS: ['1'] }, { NS: ['1.0'] })).equal(null)
    expect(withoutMembers({ NS: ['1'] }, { SS: ['1'] })).equal(undefined)
    expect(withoutMembers({ L: [] }, { SS: ['1'] })).equal(undefined)
  })
})
