// What superstruct has against a value: the same as superstruct says, with an end.
import { expect } from 'chai'
import * as s from 'superstruct'
import { failuresOf } from '../../../lib/entity/codecs/struct-failures.js'
import type { AnyStruct } from '../../../lib/entity/struct/struct.js'
import { mostFailures } from '../../../lib/errors/failures.js'
import { processorTime } from '../../support/cpu-time.js'

const erased = (struct: unknown): AnyStruct => struct as AnyStruct

const Line = s.object({ sku: s.string(), count: s.min(s.integer(), 1) })
const Pay = s.union([s.object({ card: s.string() }), s.object({ iban: s.size(s.string(), 4) })])
const structs: Record<string, unknown> = {
  object: s.object({ a: s.string(), b: s.optional(s.number()), lines: s.array(Line) }),
  tuple: s.tuple([s.string(), s.number()]),
  record: s.record(s.size(s.string(), 1, 3), s.number()),
  map: s.map(s.string(), s.number()),
  union: Pay,
  'unions in a list': s.object({ pays: s.array(Pay) }),
  'an optional union': s.object({ pay: s.optional(Pay) }),
  'a refined union': s.refine(Pay, 'odd', () => 'never right'),
  'a union behind lazy': s.lazy(() => Pay),
  'a coerced part': s.object({
    a: s.coerce(s.number(), s.string(), Number),
    b: s.defaulted(s.string(), 'x'),
  }),
  intersection: s.intersection([s.type({ a: s.string() }), s.type({ b: s.number() })]),
  refined: s.refine(s.object({ a: s.number() }), 'odd', ({ a }) => a === 1 || 'must be 1'),
}
const values: readonly unknown[] = [
  undefined,
  null,
  'text',
  5,
  [],
  {},
  ['a', 'b'],
  { a: 1 },
  { a: 'x', b: 'y' },
  { a: '5' },
  { a: 'x', lines: [{ sku: 'a', count: 0 }, { sku: 5 }, 'no'] },
  { pays: [{ card: 'c' }, { iban: 'abc' }, { other: 1 }, 5] },
  { pay: { iban: 5 } },
  { card: 'c' },
  { iban: 'ab' },
  { abcd: 'x', e: 1 },
  new Map<unknown, unknown>([[1, 'x']]),
  new Set([1]),
]

describe('failuresOf', () => {
  for (const [what, struct] of Object.entries(structs))
    for (const coerce of [false, true])
      it(`is what superstruct says: ${what}${coerce ? ', coerced' : ''}`, () => {
        for (const value of values) {
          const copy = structuredClone(value)
          const [error] = erased(struct).validate(structuredClone(value), { coerce })
          const theirs = error
            ?.failures()
            .map(({ path, message }) => [path.join('.'), message.split(' received')[0]])
          const ours = failuresOf(erased(struct), copy, coerce).map(({ path, message }) => [
            path.join('.'),
            message.split(' received')[0],
          ])
          expect(ours).deep.equal(theirs ?? [])
          // What was given is not written into.
          expect(copy).deep.equal(value)
        }
      })

  it('ends after a hundred failures, also inside unions', () => {
    const many = Array.from({ length: 5_000 }, () => ({ card: 1 }))
    for (const struct of [s.array(Pay), s.array(s.number()), s.union([s.array(Pay), s.array(s.number())])])
      expect(failuresOf(erased(struct), many)).length(mostFailures)
  })

  type Node = { readonly v: number } | { readonly next: Node }
  const Tree: s.Struct<Node, null> = s.lazy(
    () =>
      s.union([
        s.object({ v: s.number() }),
        s.object({ next: Tree }),
        s.object({ next: Tree, w: s.optional(s.string()) }),
      ]) as never,
  )

  function chain(length: number, end: unknown): unknown {
    let node = end
    for (let at = 0; at < length; at++) node = { next: node }
    return node
  }

  it('does not double its time with each level of a recursive union', () => {
    const spent = processorTime()
    const found = failuresOf(erased(Tree), chain(25, { v: 'bad' }), true)
    expect(spent()).lessThan(2_000)
    expect(found).length.within(1, mostFailures)
  })

  it('ends in what holds itself, and says what cannot be printed', () => {
    const circle: Record<string, unknown> = {}
    circle['next'] = circle
    expect(failuresOf(erased(Tree), circle)).length.lessThan(mostFailures + 1)
    const deep = chain(50_000, {})
    let list: unknown = []
    for (let at = 0; at < 50_000; at++) list = [list]
    expect(failuresOf(erased(Tree), deep)).length.lessThan(mostFailures + 1)
    expect(failuresOf(erased(s.string()), list).map(({ message }) => message)).deep.equal([
      'Expected a value of type `string`, but received one that cannot be printed',
    ])
  })
})
