// Changes below unions: which of the members take them, and the conditions under which they are right.
import { expect } from 'chai'
import {
  array,
  enums,
  integer,
  intersection,
  lazy,
  literal,
  min,
  number,
  object,
  optional,
  record,
  size,
  string,
  tuple,
  union,
} from 'superstruct'
import { attribute } from '../../../lib/entity/struct/attribute.js'
import type { StoredItem } from '../../../lib/entity/struct/attribute-value.js'
import { InvalidUpdateError } from '../../../lib/errors/invalid-update-error.js'
import { changing, rootOf, unmet } from '../bounded-entity.js'
import { thrown } from '../sample-entity.js'

const card = object({
  kind: literal('card'),
  no: string(),
  note: optional(string()),
  n: integer(),
  w: number(),
  list: array(string()),
})
const iban = object({
  kind: enums(['iban', 'sepa']),
  iban: string(),
  note: optional(string()),
  n: min(integer(), 0),
  w: min(integer(), 0),
  list: array(size(string(), 1, 2)),
})
const pay = union([card, iban])
const change = changing(
  rootOf({
    pay,
    maybe: optional(pay),
    list: array(pay),
    result: union([
      object({ kind: literal('a'), title: string() }),
      record(string(), object({ kind: literal('b'), just: string() })),
    ]),
    nested: union([card, union([iban, object({ kind: literal('cash') })])]),
    both: intersection([object({ pay }), object({ x: string() })]),
    blind: union([object({ a: string() }), object({ b: string() })]),
    mixed: union([string(), object({ title: string() })]),
    pair: union([tuple([literal('x'), string()]), array(number())]),
    named: union([
      object({ kind: literal('m'), v: attribute(string(), { name: 'w' }) }),
      object({ kind: literal('n'), v: string() }),
    ]),
    sized: union([
      object({ kind: literal('list'), of: array(number()) }),
      object({ kind: literal('tuple'), of: tuple([number(), number()]) }),
    ]),
    late: union([lazy(() => card), lazy(() => iban)]),
  }),
)
const of = (name: string, kind: string): StoredItem => ({ [name]: { M: { kind: { S: kind } } } })

describe('changes below a union', () => {
  it('that every member takes need nothing', () => {
    expect(change('set', 'pay.note', 'x')).not.have.property('needs')
    expect(change('remove', 'pay.note')).not.have.property('needs')
    expect(change('set', 'mixed.title', 'x')).not.have.property('needs')
  })

  for (const name of ['pay', 'maybe', 'nested', 'late'])
    it(`that one member takes need it to be stored: ${name}`, () => {
      const set = [change('set', `${name}.iban`, 'x')]
      expect(['card', 'iban', 'sepa'].map((kind) => unmet(set, of(name, kind)).length)).deep.equal([1, 0, 0])
      expect(unmet(set, of(name, 'card'))).deep.equal([
        `${name} must be a member of its union that accepts ${name}.iban`,
      ])
      expect(unmet(set, {})).deep.equal([])
    })

  it('are told apart in elements of lists, and in intersections', () => {
    const element = [change('set', 'list[1].no', 'x')]
    const list = (kind: string): StoredItem => ({ list: { L: [{ S: '' }, { M: { kind: { S: kind } } }] } })
    expect([unmet(element, list('card')).length, unmet(element, list('iban')).length]).deep.equal([0, 1])
    const inner = [change('set', 'both.pay.no', 'x')]
    const both = (kind: string): StoredItem => ({ both: { M: of('pay', kind) } })
    expect([unmet(inner, both('card')).length, unmet(inner, both('iban')).length]).deep.equal([0, 1])
  })

  it('are told apart from records', () => {
    const title = [change('set', 'result.title', 'T')]
    expect(unmet(title, of('result', 'a'))).deep.equal([])
    expect(unmet(title, { result: { M: { k: { M: {} } } } })).length(1)
    const entry = thrown(() => change('set', 'result.title', { kind: 'b', just: 'x' }))
    expect((entry as Error).message).contain(
      'no attribute with a few values distinguishes them from the others',
    )
  })

  it('may change what tells the members apart only within one', () => {
    const kind = [change('set', 'pay.kind', 'sepa')]
    expect(['card', 'iban'].map((each) => unmet(kind, of('pay', each)).length)).deep.equal([1, 0])
  })

  it('are refused if nothing tells the members apart', () => {
    for (const [path, value] of [
      ['blind.a', 'x'],
      ['pair[1]', 'x'],
    ] as const) {
      const error = thrown(() => change('set', path, value))
      expect(error).instanceOf(InvalidUpdateError)
      expect((error as Error).message).match(/as a whole/)
    }
  })

  it('keep the bounds of every member', () => {
    const add = [change('add', 'pay.n', -1)]
    expect(unmet(add, { pay: { M: { kind: { S: 'iban' }, n: { N: '0' } } } })).deep.equal([
      'pay.n must be at least 0',
    ])
    const free = [change('add', 'pay.w', -1)]
    expect(unmet(free, { pay: { M: { kind: { S: 'card' }, w: { N: '0' } } } })).deep.equal([
      'pay.w must be at least 0',
    ])
    const append = [change('append', 'pay.list', ['abc'])]
    expect(['card', 'iban'].map((kind) => unmet(append, of('pay', kind)).length)).deep.equal([0, 1])
  })

  it('shorten and lengthen lists, and never tuples', () => {
    const longer = [change('append', 'sized.of', [1])]
    expect(['list', 'tuple'].map((kind) => unmet(longer, of('sized', kind)).length)).deep.equal([0, 1])
    expect(thrown(() => change('remove', 'sized.of[0]'))).instanceOf(InvalidUpdateError)
  })

  it('have no path where the members store it under different names', () => {
    const error = thrown(() => change('set', 'named.v', 'x'))
    expect((error as Error).message).contain('the members of the union named store v under different names')
  })
})
