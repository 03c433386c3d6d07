// Sets with an element struct.
import { expect } from 'chai'
import {
  any,
  array,
  bigint,
  boolean,
  date,
  enums,
  instance,
  map,
  nullable,
  number,
  object,
  optional,
  record,
  set,
  size,
  string,
  union,
} from 'superstruct'
import { attribute } from '../../../lib/entity/struct/attribute.js'
import { codecOf, keeps, parsed, read, refusals, unreadable } from './crossing.js'

describe('set codec', () => {
  it('SS, NS and BS, and back as Sets', () => {
    keeps(codecOf(set(string())), new Set(['a', 'b']), { SS: ['a', 'b'] })
    keeps(codecOf(set(number())), new Set([1, 2.5]), { NS: ['1', '2.5'] })
    keeps(codecOf(set(bigint())), new Set([2n ** 64n]), { NS: ['18446744073709551616'] })
    keeps(codecOf(set(instance(Uint8Array))), new Set([Uint8Array.of(1)]), { BS: [Uint8Array.of(1)] })
    keeps(codecOf(set(enums(['a', 'b']))), new Set(['b']), { SS: ['b'] })
    keeps(codecOf(set(date())), new Set([new Date(0)]), { SS: ['1970-01-01T00:00:00.000Z'] })
    keeps(codecOf(set(attribute(date(), { as: 'epochMillis' }))), new Set([new Date(7)]), { NS: ['7'] })
  })

  it('a member that no number holds exactly is refused: it could not be deleted again', () => {
    expect(unreadable(codecOf(set(number())), { NS: ['3.4000000000000003'] })).to.have.length(1)
    expect(
      unreadable(codecOf(set(number())), { NS: ['3.4000000000000003', '3.4000000000000004'] }),
    ).to.have.length(1)
    expect(read(codecOf(set(number())), { NS: ['3.4000000000000004', '1.50'] })).to.deep.equal(
      new Set([3.4000000000000004, 1.5]),
    )
  })

  it('the type is that of the element', () => {
    expect(codecOf(set(string())).types).to.deep.equal(['SS'])
    expect(codecOf(set(number())).element?.types).to.deep.equal(['N'])
    expect(codecOf(set(string())).at(0)).to.equal(undefined)
  })

  it('an empty Set is stored as absence, which reads back as an empty Set', () => {
    keeps(codecOf(object({ tags: set(string()) })), { tags: new Set() }, { M: {} })
  })

  it('where absence is undefined, so is an empty Set', () => {
    keeps(codecOf(object({ tags: optional(set(string())) })), { tags: new Set() }, { M: {} }, {} as never)
  })

  it('where absence is a default or null, an empty Set is refused by name', () => {
    const filled = attribute(set(string()), { default: () => new Set(['a']) })
    expect(refusals(codecOf(object({ tags: filled })), { tags: new Set() })).to.deep.equal([
      'tags: an empty set is stored as absence, and an absent attribute is read back as another value here',
    ])
    expect(refusals(codecOf(object({ tags: nullable(set(string())) })), { tags: new Set() })).to.have.length(
      1,
    )
    keeps(codecOf(object({ tags: filled })), {}, { M: { tags: { SS: ['a'] } } }, {
      tags: new Set(['a']),
    } as never)
  })

  it('inside lists, records, Maps and any() an empty Set is refused by name', () => {
    const empty = new Set()
    expect(refusals(codecOf(array(set(string()))), [empty])).to.deep.equal([
      '[0]: an empty set cannot be stored in a list',
    ])
    expect(refusals(codecOf(record(string(), set(string()))), { a: empty })).to.deep.equal([
      'a: an empty set cannot be stored here',
    ])
    expect(refusals(codecOf(map(string(), set(string()))), new Map([['a', empty]]))).to.have.length(1)
    expect(refusals(codecOf(any()), { a: [empty] })).to.deep.equal([
      'a[0]: an empty set cannot be stored here',
    ])
  })

  it('members that are one for the database are refused', () => {
    const numbers = set(union([number(), bigint()]))
    expect(refusals(codecOf(numbers), new Set([1, 1n]))).to.have.length(1)
    const twice = ['a set cannot contain the same value twice']
    expect(
      refusals(codecOf(set(instance(Uint8Array))), new Set([Uint8Array.of(1), Uint8Array.of(1)])),
    ).to.deep.equal(twice)
    expect(refusals(codecOf(set(date())), new Set([new Date(1), new Date(1)]))).to.deep.equal(twice)
    expect(
      refusals(codecOf(set(attribute(string(), { as: 'decimal' }))), new Set(['1', '1.0'])),
    ).to.deep.equal(twice)
  })

  it('members are checked, all of them', () => {
    expect(refusals(codecOf(set(string())), new Set(['a\ud800', 'b', 'c\ud800']))).to.have.length(2)
    expect(refusals(codecOf(set(string())), new Set([1]))).to.deep.equal([])
    expect(refusals(codecOf(set(nullable(string()))), new Set([null]))).to.have.length(1)
    expect(refusals(codecOf(set(string())), ['a'])).to.deep.equal([])
    expect(unreadable(codecOf(set(date())), { SS: ['never', 'ever'] })).to.have.length(2)
    expect(unreadable(codecOf(set(string())), { NS: ['1'] })).to.deep.equal([
      'expected SS (a string set), but NS is stored',
    ])
  })

  it('refinements of the whole set hold both ways', () => {
    const codec = codecOf(size(set(string()), 1, 2))
    expect(refusals(codec, new Set(['a', 'b', 'c']))).to.deep.equal([])
    expect(unreadable(codec, { SS: ['a', 'b', 'c'] })).to.have.length(1)
    expect(unreadable(codec, undefined)).to.have.length(1)
  })

  it('sets of any() hold what natural sets hold', () => {
    keeps(codecOf(set(any())), new Set([1, 2]), { NS: ['1', '2'] })
    keeps(codecOf(set()), new Set(['a']), { SS: ['a'] })
    keeps(codecOf(instance(Set)), new Set(['a']), { SS: ['a'] })
    expect(parsed(codecOf(set()), new Set())).to.deep.equal(new Set())
    expect(read(codecOf(set()), undefined)).to.deep.equal(new Set())
  })

  it('other elements are refused at definition', () => {
    for (const element of [boolean(), object({ a: string() }), array(string()), union([string(), number()])])
      expect(() => codecOf(object({ tags: set(element as never) }))).to.throw(
        /tags: a set contains values of one type/,
      )
  })
})
