// Random entities, data and where-chains, small enough that conditions meet.
import fc from 'fast-check'
import { integer, optional, string } from 'superstruct'
import { EntityModel } from '../../lib/entity/model.js'
import type { StoredItem } from '../../lib/entity/struct/attribute-value.js'
import type { Descriptor, IndexDescriptor } from '../../lib/entity/table/descriptor.js'
import { references } from '../../lib/expression/chain/references.js'
import type { Condition } from '../../lib/expression/condition/condition.js'
import { and, not, or } from '../../lib/expression/condition/logic.js'
import { resolvePath } from '../../lib/expression/path/resolved-path.js'
import type { QuerySpec } from '../../lib/plan/source/plan.js'

const texts = { p: true, s: true, t: true, u: true, o: true } as const
const numbers = { a: true, b: true } as const
const names = [...Object.keys(texts), ...Object.keys(numbers)]

interface Thing {
  p: string
  s: string
  t: string
  u?: string
  o?: string
  a: number
  b?: number
}

const pool: readonly (readonly [string, IndexDescriptor])[] = [
  ['globalT', { partition: 't' }],
  ['globalTS', { partition: 't', sort: 's' }],
  ['globalAll', { partition: 'a', sort: 'b' }],
  ['globalKeys', { partition: 'a', sort: 't', projection: 'keys' }],
  ['globalSome', { partition: 't', sort: 'a', projection: ['u'] }],
  ['globalSparse', { partition: 'o', sort: 'p' }],
  ['globalMany', { partition: ['t', 'a'], sort: ['u', 's', 'b'] }],
  ['globalWide', { partition: 'p', sort: ['t', 'a'] }],
  ['localT', { local: true, sort: 't' }],
  ['localA', { local: true, sort: 'a', projection: 'keys' }],
  ['localU', { local: true, sort: 'u', projection: ['t', 'a'] }],
]

const attributes = {
  p: string(),
  s: string(),
  t: string(),
  u: optional(string()),
  o: optional(string()),
  a: integer(),
  b: optional(integer()),
}

const described = (indexes: { [label: string]: IndexDescriptor }): Descriptor => {
  const key = { partition: 'p', sort: 's' }
  // The names of keys are checked when the model is made; the types know those of literal descriptors only.
  return { name: 'Thing', table: 'things', attributes, key, indexes } as unknown as Descriptor
}

/** Definitions with any of the indexes, in any order. */
export const definitions: fc.Arbitrary<Descriptor> = fc
  .subarray([...pool])
  .chain((some) => fc.shuffledSubarray(some, { minLength: some.length }))
  .map((indexes) => described(Object.fromEntries(indexes)))

/** Entities with any of the indexes, in any order. */
export const models = definitions.map((definition) => new EntityModel(definition))

const word = fc.constantFrom('a', 'ab', 'b', 'ba')
const S = word.map((value) => ({ S: value }))
const N = fc.constantFrom('0', '1', '2').map((value) => ({ N: value }))
/** Items of one table. */
export const items: fc.Arbitrary<StoredItem[]> = fc.array(
  fc
    .record({ p: S, s: S, t: S, u: S, o: S, a: N, b: N }, { requiredKeys: ['p', 's', 't', 'a'] })
    .map((item): StoredItem => ({ ...item })),
  { minLength: 20, maxLength: 40 },
)

type Make = (attr: ReturnType<typeof references<Thing>>) => Condition

// Operators are found by name: which go together with which attribute is known here, not to the compiler.
const call = (attr: unknown, name: string, operator: string, args: readonly unknown[]): Condition =>
  (Reflect.get(attr as object, name) as Record<string, (...args: readonly unknown[]) => Condition>)[
    operator
  ]?.(...args) as Condition

const comparison: fc.Arbitrary<Make> = fc
  .record({
    // The partition keys more often than others, so that there is something to plan.
    name: fc.constantFrom('p', 'p', 'p', 's', 's', 't', 't', 'a', 'a', 'u', 'o', 'b'),
    operator: fc.constantFrom(
      'eq',
      'eq',
      'eq',
      'eq',
      'ne',
      'lt',
      'lte',
      'gt',
      'gte',
      'between',
      'in',
      'beginsWith',
      'exists',
      'notExists',
      'contains',
      'size',
      'other',
    ),
    words: fc.array(fc.oneof({ arbitrary: word, weight: 20 }, fc.constant('')), {
      minLength: 2,
      maxLength: 2,
    }),
    figures: fc.array(fc.nat(2), { minLength: 2, maxLength: 2 }),
    other: fc.constantFrom('p', 's', 't', 'u', 'o'),
    count: fc.nat(2),
  })
  .map(({ name, operator, words, figures, other, count }): Make => {
    const text = Object.hasOwn(texts, name)
    const values = text ? words.toSorted() : figures.toSorted()
    return (attr) => {
      if (operator === 'between') return call(attr, name, 'between', values)
      if (operator === 'in') return call(attr, name, 'in', [values.slice(0, count)])
      if (operator === 'exists' || operator === 'notExists') return call(attr, name, operator, [])
      if (!text && ['beginsWith', 'contains', 'size', 'other'].includes(operator))
        return call(attr, name, 'gte', [figures[0]])
      if (operator === 'size') return attr.t.size().gte(count)
      if (operator === 'other')
        return name === other
          ? call(attr, name, 'ne', [words[0]])
          : call(attr, name, count === 0 ? 'lt' : 'eq', [Reflect.get(attr, other)])
      return call(attr, name, operator, [(text ? words : figures)[0]])
    }
  })

const tree: fc.Arbitrary<Make> = fc.letrec<{ node: Make }>((tie) => ({
  node: fc.oneof(
    { depthSize: 'small', maxDepth: 3 },
    { arbitrary: comparison, weight: 6 },
    fc.array(tie('node'), { minLength: 1, maxLength: 3 }).map(
      (parts): Make =>
        (attr) =>
          and(...parts.map((part) => part(attr))),
    ),
    fc.array(tie('node'), { minLength: 1, maxLength: 3 }).map(
      (parts): Make =>
        (attr) =>
          or(...parts.map((part) => part(attr))),
    ),
    tie('node').map(
      (part): Make =>
        (attr) =>
          not(part(attr)),
    ),
  ),
})).node

/** The conditions of a query. */
export const randomQuery = fc.record({
  where: fc.array(fc.oneof({ arbitrary: comparison, weight: 3 }, tree), { maxLength: 5 }),
  index: fc.option(fc.constantFrom(...pool.map(([label]) => label)), { nil: undefined, freq: 4 }),
  consistent: fc.boolean(),
  order: fc.constantFrom(undefined, undefined, 'ascending' as const, 'descending' as const),
  select: fc.oneof(fc.constant<string[]>([]), fc.subarray(names, { minLength: 1, maxLength: 2 })),
  full: fc.boolean(),
  scan: fc.constantFrom(false, false, false, true),
})

export type RandomQuery = typeof randomQuery extends fc.Arbitrary<infer T> ? T : never

/** The wishes of an entity. */
export function specOf(model: EntityModel, { where, select, index, ...rest }: RandomQuery): QuerySpec {
  const root = { entity: model.name, codec: model.codec }
  const attr = references<Thing>(root)
  return {
    ...rest,
    index: index !== undefined && model.indexes.has(index) ? index : undefined,
    conditions: where.map((make) => make(attr)),
    select: select.map((name) => resolvePath(root, name)),
  }
}
