// Random entities with indexes, random items of them, and random where-chains, with their results in plain JavaScript.
import { type Condition, Entity, not, or, type QueryOperation } from 'dyntastic'
import fc from 'fast-check'
import { integer, optional, string } from 'superstruct'

/** An item: two key attributes, and others of which some may be absent. */
export interface Entry {
  readonly p: string
  readonly s: number
  readonly a?: string | undefined
  readonly b: number
  readonly c?: number | undefined
  readonly d: string
}

export type Name = keyof Entry
type Scalar = string | number

const texts = ['a', 'ab', 'b', 'é', '\u{fffd}', '\u{1f600}', 'x y']
const numbers = [-10, -1, 0, 1, 2, 10, 1000]
const pools: { readonly [N in Name]: readonly Scalar[] } = {
  p: ['a', 'b', 'é'],
  s: Array.from({ length: 30 }, (_, at) => at - 5),
  a: texts,
  b: numbers,
  c: numbers,
  d: texts,
}
const names = Object.keys(pools) as Name[]

/** An index as it is described, random in everything. */
export interface RandomIndex {
  readonly local?: true
  readonly partition?: Name | readonly Name[]
  readonly sort?: Name
  readonly projection: 'all' | 'keys' | readonly Name[]
}

const projection: fc.Arbitrary<RandomIndex['projection']> = fc.oneof(
  { weight: 2, arbitrary: fc.constant('all' as const) },
  { weight: 1, arbitrary: fc.constant('keys' as const) },
  { weight: 2, arbitrary: fc.subarray(['a', 'b', 'c', 'd'] as Name[], { minLength: 1 }) },
)

const index: fc.Arbitrary<RandomIndex> = fc.oneof(
  fc.record({
    local: fc.constant(true as const),
    sort: fc.constantFrom<Name>('a', 'b', 'c', 'd'),
    projection,
  }),
  fc
    .tuple(fc.shuffledSubarray(names, { minLength: 1, maxLength: 2 }), fc.boolean(), projection)
    .map(([[partition = 'd', sort], sorted, projected]) => ({
      partition,
      ...(sorted && sort !== undefined ? { sort } : {}),
      projection: projected,
    })),
)

/** The indexes of an entity, by name. */
export const randomIndexes: fc.Arbitrary<Record<string, RandomIndex>> = fc
  .array(index, { minLength: 2, maxLength: 5 })
  .map((all) => Object.fromEntries(all.map((each, at) => [`index${at}`, each])))

/** The entity with these indexes. */
export function entryEntity(table: string, indexes: Record<string, RandomIndex>) {
  return new Entity({
    name: 'Entry',
    table,
    attributes: {
      p: string(),
      s: integer(),
      a: optional(string()),
      b: integer(),
      c: optional(integer()),
      d: string(),
    },
    key: { partition: 'p', sort: 's' },
    indexes: indexes as Record<string, { partition: 'd' }>,
  })
}

/** Items with keys that differ. */
export const randomEntries: fc.Arbitrary<Entry[]> = fc.uniqueArray(
  fc
    .record(
      {
        p: fc.constantFrom('a', 'b', 'é'),
        s: fc.constantFrom(...(pools.s as number[])),
        a: fc.constantFrom(...texts),
        b: fc.constantFrom(...numbers),
        c: fc.constantFrom(...numbers),
        d: fc.constantFrom(...texts),
      },
      { requiredKeys: ['p', 's', 'b', 'd'] },
    )
    .map((entry) => ({ ...entry })),
  { minLength: 40, maxLength: 60, selector: ({ p, s }) => `${p} ${s}` },
)

/** One condition as plain data. */
export interface Clause {
  readonly name: Name
  readonly operator: keyof typeof meanings
  readonly args: readonly Scalar[]
}

/** Clauses that must all hold are a chain; an `any` is an or() of them, a `not` the opposite of one. */
export type Part =
  | { readonly kind: 'one' | 'not'; readonly clause: Clause }
  | { readonly kind: 'any'; readonly clauses: readonly Clause[] }

const compared = (value: Scalar | undefined, other: Scalar | undefined): number => {
  if (typeof value === 'string' && typeof other === 'string')
    return Buffer.compare(Buffer.from(value), Buffer.from(other))
  return Number(value) - Number(other)
}

type Meaning = (value: Scalar | undefined, args: readonly Scalar[]) => boolean

const present =
  (meaning: Meaning): Meaning =>
  (value, args) =>
    value !== undefined && meaning(value, args)

const meanings = {
  eq: present((value, [other]) => value === other),
  ne: (value: Scalar | undefined, [other]: readonly Scalar[]) => value !== other,
  lt: present((value, [other]) => compared(value, other) < 0),
  lte: present((value, [other]) => compared(value, other) <= 0),
  gt: present((value, [other]) => compared(value, other) > 0),
  gte: present((value, [other]) => compared(value, other) >= 0),
  between: present((value, [from, to]) => compared(value, from) >= 0 && compared(value, to) <= 0),
  in: present((value, others) => others.includes(value as Scalar)),
  beginsWith: present((value, [prefix]) => String(value).startsWith(String(prefix))),
  exists: present(() => true),
  notExists: (value: Scalar | undefined) => value === undefined,
} satisfies Record<string, Meaning>

/** Whether a part holds on an item: what the chain means, said in JavaScript. */
export function holdsOn(part: Part, entry: Entry): boolean {
  const one = ({ name, operator, args }: Clause): boolean => meanings[operator](entry[name], args)
  if (part.kind === 'any') return part.clauses.some(one)
  return one(part.clause) === (part.kind === 'one')
}

/** The order of DynamoDB by these attributes. */
export function byNames(order: readonly Name[]): (one: Partial<Entry>, other: Partial<Entry>) => number {
  return (one, other) => {
    for (const name of order) {
      const found = compared(one[name], other[name])
      if (found !== 0) return found
    }
    return 0
  }
}

const clauseOf = (name: Name): fc.Arbitrary<Clause> => {
  const value = fc.constantFrom(...pools[name])
  const isText = typeof pools[name][0] === 'string'
  return fc.oneof(
    {
      weight: 6,
      arbitrary: fc.record({
        name: fc.constant(name),
        operator: fc.constant('eq' as const),
        args: fc.tuple(value),
      }),
    },
    {
      weight: 5,
      arbitrary: fc.record({
        name: fc.constant(name),
        operator: fc.constantFrom('ne', 'lt', 'lte', 'gt', 'gte'),
        args: fc.tuple(value),
      }),
    },
    {
      weight: 2,
      arbitrary: fc.tuple(value, value).map(([one, other]): Clause => {
        const args = compared(one, other) <= 0 ? [one, other] : [other, one]
        return { name, operator: 'between', args }
      }),
    },
    {
      weight: 1,
      arbitrary: fc
        .array(value, { minLength: 1, maxLength: 3 })
        .map((args): Clause => ({ name, operator: 'in', args })),
    },
    {
      weight: isText ? 2 : 0,
      arbitrary: fc.constantFrom('a', 'x', 'é', '\u{fffd}').map((prefix): Clause => {
        return { name, operator: 'beginsWith', args: [prefix] }
      }),
    },
    {
      weight: 1,
      arbitrary: fc
        .constantFrom('exists', 'notExists')
        .map((operator): Clause => ({ name, operator: operator as 'exists', args: [] })),
    },
  )
}

const clause = fc.constantFrom<Name>(...names, 'p', 'd', 'b').chain(clauseOf)

const part: fc.Arbitrary<Part> = fc.oneof(
  { weight: 8, arbitrary: clause.map((each): Part => ({ kind: 'one', clause: each })) },
  { weight: 1, arbitrary: clause.map((each): Part => ({ kind: 'not', clause: each })) },
  {
    weight: 1,
    arbitrary: fc
      .array(clause, { minLength: 1, maxLength: 3 })
      .map((clauses): Part => ({ kind: 'any', clauses })),
  },
)

/** Everything that a chain says. */
export interface Chain {
  readonly parts: readonly Part[]
  readonly scan: boolean
  readonly index: string | undefined
  readonly order: 'ascending' | 'descending' | undefined
  readonly consistent: boolean
  readonly full: boolean
  readonly select: readonly Name[] | undefined
  readonly limit: number | undefined
  readonly pageSize: number | undefined
}

/** Chains on an entity with these indexes. */
export function randomChains(labels: readonly string[]): fc.Arbitrary<Chain> {
  const maybe = <T>(value: fc.Arbitrary<T>, freq: number): fc.Arbitrary<T | undefined> =>
    fc.option(value, { freq, nil: undefined })
  return fc.record({
    parts: fc.array(part, { maxLength: 4 }),
    scan: fc.nat(5).map((die) => die === 0),
    index: fc.nat(3).chain((die) => (die === 0 ? fc.constantFrom(...labels) : fc.constant(undefined))),
    order: maybe(fc.constantFrom('ascending' as const, 'descending' as const), 2),
    consistent: fc.nat(5).map((die) => die === 0),
    full: fc.nat(3).map((die) => die === 0),
    // The key along, so that items can be told apart.
    select: maybe(
      fc.subarray(['a', 'b', 'c', 'd'] as Name[]).map((some): Name[] => ['p', 's', ...some]),
      1,
    ),
    limit: maybe(fc.integer({ min: 1, max: 20 }), 1),
    pageSize: maybe(fc.integer({ min: 1, max: 25 }), 1),
  })
}

export type EntryQuery = QueryOperation<Entry, Partial<Entry>, object>

/** The query of a chain. */
export function queryOf(
  start: { query(): object; scan(): object },
  entity: ReturnType<typeof entryEntity>,
  chain: Chain,
): EntryQuery {
  // Names and operators are data here: their types are not known to the compiler.
  let query = (chain.scan ? start.scan() : start.query()) as EntryQuery
  if (chain.index !== undefined) query = query.index(chain.index as never) as EntryQuery
  for (const each of chain.parts) query = query.where(conditionOf(entity, each))
  if (chain.order !== undefined) query = query[chain.order]()
  if (chain.consistent) query = query.consistent()
  if (chain.full) query = query.full() as EntryQuery
  if (chain.select !== undefined) query = query.select(...(chain.select as 'p'[])) as EntryQuery
  if (chain.limit !== undefined) query = query.limit(chain.limit)
  return chain.pageSize === undefined ? query : query.pageSize(chain.pageSize)
}

function conditionOf(entity: ReturnType<typeof entryEntity>, part: Part): Condition {
  const one = ({ name, operator, args }: Clause): Condition =>
    entity.condition((attr) => {
      const operators = attr[name] as unknown as Record<string, (...args: unknown[]) => Condition>
      return operators[operator]?.(...(operator === 'in' ? [args] : args)) as Condition
    })
  if (part.kind === 'any') return or(...part.clauses.map(one))
  return part.kind === 'not' ? not(one(part.clause)) : one(part.clause)
}
