// A table of several kinds under keys made of attributes, whose ranges overlap, with items of odd values and
// questions about them.
import { attribute, type Condition, Entity, not, or, Table } from 'dyntastic'
import fc from 'fast-check'
import { boolean, date, enums, integer, number, optional, string } from 'superstruct'

// DynamoDB Local does not have keys of several attributes: there the first one is the partition key.
const native = (
  process.env['DYNTASTIC_TEST_ENDPOINT'] === undefined ? ['state', 'owner'] : ['state']
) as readonly ['state', 'owner']

const states = ['open', 'paid', 'o#'] as const

/** What an item of any kind may have. */
export interface Fields {
  readonly owner: string
  readonly id: string
  readonly at: Date
  readonly line: number
  readonly total: number
  readonly state: (typeof states)[number]
  readonly due?: Date | undefined
  readonly note?: string | undefined
  readonly done: boolean
}

/** The table and its kinds, under a table name. */
export function manyKinds(name: string) {
  const table = new Table({
    name,
    key: { partition: 'pk', sort: 'sk' },
    indexes: {
      gsi1: { partition: 'gsi1pk', sort: 'gsi1sk' },
      gsi2: { partition: 'gsi2pk', sort: 'gsi2sk', projection: 'keys' },
      gsi3: { partition: native, sort: 'total' },
      inverted: { partition: 'sk', sort: 'pk' },
      gsi4: { partition: 'gsi4pk', sort: 'gsi4sk' },
      lsi1: { local: true, sort: 'lsi1sk' },
    },
  })
  const attributes = {
    owner: string(),
    id: attribute(string(), { name: 'i' }),
    at: date(),
    line: integer(),
    total: number(),
    state: enums(states),
    due: optional(date()),
    note: optional(string()),
    done: boolean(),
  }
  const Order = new Entity({
    name: 'Order',
    table,
    attributes,
    key: { partition: 'C#{owner}', sort: 'O#{at}#{id}' },
    indexes: {
      byState: { index: 'gsi1', partition: 'S#{state}', sort: '{at:day}#{id}' },
      byDue: { index: 'gsi2', partition: 'D#{due:month}', sort: '{id}#{line:3}' },
      byTotal: { index: 'lsi1', sort: '{total:-4.1}' },
      native: { index: 'gsi3' },
      byNote: { index: 'gsi4', partition: 'N#{state}', sort: 'N#{note}#{due:day}{id}', partial: true },
    },
  })
  const Line = new Entity({
    name: 'Line',
    table,
    attributes,
    key: { partition: 'C#{owner}', sort: 'O#{at}#{id}#L#{line:3}' },
    indexes: {
      byState: { index: 'gsi1', partition: 'S#{state}', sort: '{at:day}#{line:3}{id}' },
      turned: { index: 'inverted' },
      byNote: { index: 'gsi4', partition: 'N#{note}', sort: 'N#{due}#{line:3}{note}', partial: true },
      done: {
        index: 'lsi1',
        sort: '{done}#{owner:lower}',
        when: (item) => item.total >= 0,
        attributes: ['total'],
      },
    },
  })
  const Profile = new Entity({
    name: 'Profile',
    table,
    attributes,
    key: { partition: 'C#{owner}', sort: 'P' },
    indexes: {
      all: {
        index: 'gsi1',
        partition: 'ALL',
        sort: 'P#{state:upper}#{total:plain}#{owner:upper}#{at:lower}',
      },
      byDue: { index: 'gsi2', partition: 'D#{due:month}', sort: 'P' },
    },
  })
  const Tag = new Entity({
    name: 'Tag',
    table,
    attributes,
    key: { partition: '{owner}', sort: '{line:3}{id}' },
    indexes: {
      all: { index: 'gsi1', partition: 'ALL', sort: '{total:-4.1}' },
      byDue: { index: 'gsi2', partition: 'D#{state}', sort: 'T#{due:day}{note}', partial: true },
      byNote: { index: 'gsi4', partition: 'ALL', sort: 'T#{note:lower}#{due:day}', partial: true },
    },
  })
  return { Order, Line, Profile, Tag }
}

/** The names of the kinds. */
export const kindNames = ['Order', 'Line', 'Profile', 'Tag'] as const
export type KindName = (typeof kindNames)[number]

const owners = fc.constantFrom('a', 'a#', '#', '$', 'ab', 'A', 'é', 'O#', '\u{10ffff}', ' a')
const ids = fc.oneof(
  fc.constantFrom('', 'x', 'x#', 'x#L', 'x$', '001', 'xy', '😀', '\uffff'),
  fc.string({ unit: fc.constantFrom('x', '#', '$', ' '), maxLength: 3 }),
)
const dates = fc.constantFrom(0, 1, 86_399_999, 86_400_000, 2_678_400_000, -1).map((time) => new Date(time))
const totals = fc.constantFrom(-10, -0.1, 0, 0.1, 9.9, 10, 10.1, 999)

/** Values of one item. */
export const fields: fc.Arbitrary<Fields> = fc.record({
  owner: owners,
  id: ids,
  at: dates,
  line: fc.constantFrom(0, 1, 2, 10, 999),
  total: totals,
  state: fc.constantFrom(...states),
  due: fc.option(dates, { nil: undefined }),
  note: fc.option(ids, { nil: undefined }),
  done: fc.boolean(),
})

/** One comparison: an attribute, an operator, and its operands. */
export interface Question {
  readonly property: keyof Fields
  readonly operator: string
  readonly operands: readonly unknown[]
}

/** Questions, some of them joined. */
export type RandomCondition = Question | { readonly any: readonly Question[] } | { readonly not: Question }

const ordered = ['eq', 'ne', 'lt', 'lte', 'gt', 'gte', 'between', 'in', 'exists']
const operatorsOf: Readonly<Record<keyof Fields, readonly string[]>> = {
  owner: [...ordered, 'beginsWith'],
  id: [...ordered, 'beginsWith', 'beginsWith'],
  at: ordered,
  line: ordered,
  total: ordered,
  state: ['eq', 'ne', 'in'],
  due: [...ordered, 'notExists'],
  note: [...ordered, 'notExists', 'beginsWith'],
  done: ['eq', 'ne', 'in'],
}
const properties = Object.keys(operatorsOf) as (keyof Fields)[]

const question = (chosen: fc.Arbitrary<keyof Fields>, only?: string): fc.Arbitrary<Question> =>
  chosen.chain((property) =>
    fc
      .tuple(fc.constantFrom(...operatorsOf[property]), fields, fields, fc.nat(2))
      .map(([operator, one, other, cut]) =>
        requested(property, only ?? operator, [one[property], other[property]], cut),
      ),
  )

function requested(
  property: keyof Fields,
  operator: string,
  given: readonly unknown[],
  cut: number,
): Question {
  // Nothing compares with what is absent.
  const values = given.map((value) => value ?? (property === 'note' ? 'x' : new Date(5)))
  const [first, second] = values
  if (operator === 'exists' || operator === 'notExists') return { property, operator, operands: [] }
  if (operator === 'beginsWith')
    return { property, operator, operands: [[...String(first)].slice(0, cut).join('')] }
  if (operator === 'in') return { property, operator, operands: [values] }
  if (operator !== 'between') return { property, operator, operands: [first] }
  return { property, operator, operands: order(first, second) > 0 ? [second, first] : values }
}

const any = fc.constantFrom(...properties)
const one = question(any)
const joined: fc.Arbitrary<RandomCondition> = fc.oneof(
  { weight: 4, arbitrary: one },
  { weight: 1, arbitrary: fc.array(one, { minLength: 2, maxLength: 3 }).map((list) => ({ any: list })) },
  { weight: 1, arbitrary: one.map((each) => ({ not: each })) },
)

/** What one run asks: which kind, which conditions, which index by hand, in which order, how much. */
export const runs = fc.record({
  kind: fc.constantFrom(...kindNames),
  // Keys are given more often than not, so that there is something to plan.
  given: fc.array(question(fc.constantFrom('owner', 'owner', 'state', 'at', 'due', 'note'), 'eq'), {
    maxLength: 2,
  }),
  more: fc.array(joined, { maxLength: 2 }),
  byHand: fc.option(fc.nat(3), { freq: 4, nil: undefined }),
  order: fc.constantFrom<'ascending' | 'descending' | undefined>(
    undefined,
    undefined,
    'ascending',
    'descending',
  ),
  limit: fc.integer({ min: 1, max: 4 }),
})

/** How two values compare, as DynamoDB compares what is stored of them. */
export function order(a: unknown, b: unknown): number {
  if (a instanceof Date && b instanceof Date) return a.getTime() - b.getTime()
  if (typeof a === 'number' && typeof b === 'number') return a - b
  return Buffer.compare(Buffer.from(String(a)), Buffer.from(String(b)))
}

/** Whether an item meets a question, without the library. */
export function meets(item: Fields, given: RandomCondition): boolean {
  if ('any' in given) return given.any.some((each) => meets(item, each))
  if ('not' in given) return !meets(item, given.not)
  const { property, operator, operands } = given
  const value = item[property]
  const [first, second] = operands
  if (operator === 'exists') return value !== undefined
  if (operator === 'notExists') return value === undefined
  if (operator === 'ne') return value === undefined || order(value, first) !== 0
  if (value === undefined) return false
  if (operator === 'in') return (first as unknown[]).some((each) => order(value, each) === 0)
  if (operator === 'beginsWith') return String(value).startsWith(String(first))
  if (operator === 'between') return order(value, first) >= 0 && order(value, second) <= 0
  const sign = Math.sign(order(value, first))
  const signs: Readonly<Record<string, readonly number[]>> = {
    eq: [0],
    lt: [-1],
    lte: [-1, 0],
    gt: [1],
    gte: [0, 1],
  }
  return signs[operator]?.includes(sign) === true
}

type Reference = Record<string, (...operands: readonly unknown[]) => Condition>

/** A question as a condition. */
export function conditionFor(attr: object, given: RandomCondition): Condition {
  if ('any' in given) {
    const [first, ...others] = given.any.map((each) => conditionFor(attr, each))
    return or(first as Condition, ...others)
  }
  if ('not' in given) return not(conditionFor(attr, given.not))
  const reference = Reflect.get(attr, given.property) as Reference
  return reference[given.operator]?.(...given.operands) as Condition
}
