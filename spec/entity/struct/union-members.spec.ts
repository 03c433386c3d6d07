// Unions: their members, and which of them a value is clearly meant for.
import { expect } from 'chai'
import * as s from 'superstruct'
import { failuresOf } from '../../../lib/entity/codecs/struct-failures.js'
import { schemaFailures } from '../../../lib/entity/compile/schema-failures.js'
import type { AnyStruct } from '../../../lib/entity/struct/struct.js'
import { clearMember, unionMembers } from '../../../lib/entity/struct/union-members.js'

const erased = (struct: unknown): AnyStruct => struct as AnyStruct
const Card = s.object({
  kind: s.literal('card'),
  no: s.string(),
  holder: s.optional(s.object({ name: s.string() })),
})
const Iban = s.object({ kind: s.enums(['iban', 'sepa']), iban: s.string() })
const Pay = s.union([Card, Iban])
const Plain = s.union([s.object({ a: s.string() }), s.object({ b: s.string() })])

describe('unionMembers', () => {
  it('finds the members of a union, also behind lazy(), and none of other structs', () => {
    for (const union of [Pay, s.lazy(() => Pay), s.optional(Pay), s.nullable(Pay)])
      expect(unionMembers(erased(union))).deep.equal([Card, Iban])
    for (const other of [Card, s.string(), s.lazy(() => Card)])
      expect(unionMembers(erased(other))).equal(undefined)
  })
})

describe('clearMember', () => {
  const cases: readonly (readonly [string, readonly unknown[], unknown, unknown])[] = [
    ['the one whose literal fits', [Card, Iban], { kind: 'card' }, Card],
    ['the one whose enums fit', [Card, Iban], { kind: 'sepa', no: '1' }, Iban],
    ['none for a discriminator that no member has', [Card, Iban], { kind: 'cash' }, undefined],
    ['none without a discriminator', [Card, Iban], { no: '1' }, undefined],
    [
      'none of objects that have no discriminators',
      [s.object({ a: s.string() }), s.object({})],
      { a: 'x' },
      undefined,
    ],
    ['the only one of the kind of the value', [Card, s.string()], { kind: 'card' }, Card],
  ]
  for (const [what, members, value, clear] of cases)
    it(`is ${what}`, () => {
      expect(clearMember(members.map(erased), value)).equal(clear)
    })
})

describe('what is wrong with a value in a union', () => {
  const schema = erased(
    s.object({
      pay: s.optional(Pay),
      list: s.optional(s.array(s.union([Card, s.string()]))),
      nested: s.optional(
        s.union([s.object({ type: s.literal('pay'), pay: Pay }), s.object({ type: s.literal('none') })]),
      ),
      plain: s.optional(Plain),
      late: s.optional(s.lazy(() => Pay)),
    }),
  )
  const cases: readonly (readonly [unknown, readonly string[]])[] = [
    [
      { pay: { kind: 'card', no: '1', hodler: {} } },
      ["pay.hodler: there is no attribute 'hodler'; did you mean `holder`?"],
    ],
    [
      { pay: { kind: 'iban', ibn: 'x' } },
      [
        'pay.iban: Expected a string, but received: undefined',
        "pay.ibn: there is no attribute 'ibn'; did you mean `iban`?",
      ],
    ],
    [
      { pay: { kind: 'card', no: '1', holder: { nmae: 'x', name: 'y' } } },
      ["pay.holder.nmae: there is no attribute 'nmae'; did you mean `name`?"],
    ],
    [
      { list: ['a', { kind: 'card', no: '1', hodler: 1 }] },
      ["list.1.hodler: there is no attribute 'hodler'; did you mean `holder`?"],
    ],
    [
      { nested: { type: 'pay', pay: { kind: 'sepa', iban: 'x', ibam: 'y' } } },
      ["nested.pay.ibam: there is no attribute 'ibam'; did you mean `iban`?"],
    ],
    [{ late: { kind: 'card', no: 5 } }, ['late.no: Expected a string, but received: 5']],
    [
      { late: { kind: 'card', no: '1', nos: 5 } },
      ["late.nos: there is no attribute 'nos'; did you mean `no`?"],
    ],
  ]
  for (const [input, messages] of cases)
    it(`is what its member has against it: ${JSON.stringify(input)}`, () => {
      const failures = schemaFailures(schema, input, [])
      expect(failures.map(({ path, message }) => `${path.join('.')}: ${message}`)).deep.equal(messages)
    })

  it('is which values a discriminator has, if it fits no member', () => {
    const Shape = s.union([
      s.object({ type: s.literal('dot'), at: s.literal(1), x: s.number() }),
      s.object({ type: s.enums(['line', 'arrow']), to: s.number() }),
    ])
    const shown = (value: unknown): string[] =>
      failuresOf(erased(Shape), value).map(({ path, message }) => `${path.join('.')}: ${message}`)
    for (const [value, what] of [
      [{ type: 'dott', x: 1 }, 'a string'],
      [{ type: 5, to: 1 }, 'a number'],
      [{ to: 1 }, 'undefined'],
      [{}, 'undefined'],
    ] as const)
      expect(shown(value)).deep.equal([
        `type: Expected one of \`"dot","line","arrow"\`, but received ${what}`,
      ])
    // What cannot be named, or is told apart in some members only, is said as before.
    const open = s.union([s.object({ type: s.literal(5n) }), s.object({ type: s.literal('a') })])
    expect(failuresOf(erased(open), { type: 'b' }).length).greaterThan(2)
    const loose = s.union([s.object({ type: s.literal('b'), n: s.number() }), s.object({ n: s.number() })])
    expect(failuresOf(erased(loose), { type: 'c', n: 'x' }).length).greaterThan(1)
  })

  it('is what all members have against it if none is clear, each thing once', () => {
    const shown = (input: unknown): string[] =>
      schemaFailures(schema, input, []).map(({ path, message }) => `${path.join('.')}: ${message}`)
    expect(shown({ plain: { a: 'x', c: 'y' } })).include("plain.c: there is no attribute 'c'")
    for (const input of [{ pay: 'x' }, { plain: { a: 'x', c: 'y' } }, { pay: null }])
      expect(new Set(shown(input)).size).equal(shown(input).length)
  })
})
