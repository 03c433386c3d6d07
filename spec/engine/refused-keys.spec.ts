// Keys of several kinds in one table that cannot be: each is refused by name, and nothing is sent.
import { expect } from 'chai'
import {
  attribute,
  Collection,
  CommandExecutor,
  Entity,
  EntityDefinitionError,
  InvalidKeyError,
  InvalidUpdateError,
  QueryPlanError,
  Repository,
  Table,
  ValidationError,
} from 'dyntastic'
import { date, enums, integer, literal, number, optional, string } from 'superstruct'
import { rejection, thrown } from '../support/rejection.js'

const tableOf = (more: object = {}) =>
  new Table({
    name: 'mixed',
    key: { partition: 'pk', sort: 'sk' },
    indexes: { gsi1: { partition: 'gpk', sort: 'gsk' } },
    ...more,
  })
const attributes = {
  id: string(),
  n: optional(integer()),
  day: optional(attribute(date(), { as: 'isoDay' })),
  at: optional(attribute(date(), { as: 'epochSeconds' })),
  size: optional(number()),
}
const key = { partition: 'A#{id}', sort: 'A' }

/** A definition that JavaScript may make; the compiler refuses most of them as well. */
const define = (name: string, parts: object, table = tableOf()): Entity<never, never> =>
  Reflect.construct(Entity, [{ name, table, attributes, key, ...parts }])

const definitions: readonly (readonly [title: string, define: () => unknown, message: RegExp])[] = [
  [
    'an attribute that there is not',
    () => define('A', { key: { partition: 'A#{idd}', sort: 'A' } }),
    /A: key\.partition: 'idd' is not an attribute; did you mean `id`\?/,
  ],
  [
    'a format that there is not',
    () => define('A', { key: { partition: 'A#{id}', sort: '{day:week}' } }),
    /A: key\.sort: 'day' has no format 'week'/,
  ],
  [
    'a number without a width',
    () => define('A', { key: { partition: 'A#{id}', sort: '{n}' } }),
    /A: key\.sort: 'n' is a number, and needs a width/,
  ],
  [
    'two attributes with nothing between them',
    () => define('A', { key: { partition: 'A#{id}', sort: '{id}{day}' } }),
    /A: key\.sort: 'id' .*'day' follows immediately/,
  ],
  [
    'braces that do not match',
    () => define('A', { key: { partition: 'A#{id', sort: 'A' } }),
    /A: key\.partition: the '\{' at 2 is not closed/,
  ],
  [
    'an attribute of the key that may be absent',
    () => define('A', { key: { partition: 'A#{id}', sort: '{n:3}' } }),
    /A: 'n' is in the key and must not be optional/,
  ],
  [
    'a key without its partition',
    () => define('A', { key: { sort: 'A' } }),
    /A: the key needs a `partition`/,
  ],
  [
    'a key without its sort key',
    () => define('A', { key: { partition: 'A#{id}' } }),
    /A: key\.sort: the table has 'sk' here/,
  ],
  [
    'an index that the table does not have',
    () => define('A', { indexes: { byN: { index: 'gsi2', partition: '{id}', sort: 'A' } } }),
    /A: indexes\.byN: the table has no index 'gsi2'; it has 'gsi1'/,
  ],
  [
    'one index of the table twice',
    () => {
      const index = { index: 'gsi1', partition: '{id}', sort: 'A' }
      define('A', { indexes: { one: index, other: index } })
    },
    /A: indexes\.other and indexes\.one are both index 'gsi1'/,
  ],
  [
    'two kinds that could have one key, with nothing to tell them apart',
    () => {
      const table = tableOf({ kind: false })
      define('A', {}, table)
      define('B', { key: { partition: '{id}', sort: 'A' } }, table)
    },
    /B: it shares a Table with entity A, but an item of each could have one key, '\{id\}' \+ 'A' of B and 'A#\{id\}' \+ 'A' of A/,
  ],
  [
    'two entities that disagree about the time to live',
    () => {
      const table = tableOf()
      define('A', { ttl: 'at' }, table)
      const expires = optional(attribute(date(), { as: 'epochSeconds' }))
      define('B', { attributes: { ...attributes, expires }, ttl: 'expires' }, table)
    },
    /B: it shares a Table with entity A, but the TTL attribute is 'expires'.*'at'/,
  ],
  [
    'two entities that store a key attribute as different types',
    () => {
      const table = tableOf({ indexes: { gsi1: { partition: 'group' } } })
      define(
        'A',
        { attributes: { ...attributes, group: string() }, indexes: { byIt: { index: 'gsi1' } } },
        table,
      )
      define(
        'B',
        { attributes: { ...attributes, group: integer() }, indexes: { byIt: { index: 'gsi1' } } },
        table,
      )
    },
    /B: it shares a Table with entity A, but index 'gsi1' is .*'group' \(N\).* for B, but .*'group' \(S\).* for A/,
  ],
  [
    'kinds with one marker',
    () => {
      const table = tableOf({ kind: { name: '_et', values: { A: 'a', B: 'a' } } })
      define('A', {}, table)
      define('B', {}, table)
    },
    /Table: `kind\.values`: 'a' stands for both A and B/,
  ],
  [
    'a collection whose partitions differ',
    () => {
      const table = tableOf()
      const groups = {
        a: define('A', {}, table),
        b: define('B', { key: { partition: 'B#{id}', sort: 'B' } }, table),
      }
      return new Collection(groups, executorOf().executor)
    },
    /the partition key of A is .*A#\{id\}.*, and that of B is .*B#\{id\}.*; a collection reads one partition/,
  ],
]

/** An executor that counts what it sends. */
function executorOf() {
  const sent: unknown[] = []
  const client = {
    async send(command: unknown) {
      sent.push(command)
      return {}
    },
  }
  return { executor: new CommandExecutor({ client } as never), sent }
}

const table = tableOf()
const Order = new Entity({
  name: 'Order',
  table,
  attributes: {
    customer: string(),
    line: integer(),
    day: attribute(date(), { as: 'isoDay' }),
    status: optional(string()),
    place: optional(attribute(date(), { as: 'epochSeconds' })),
    weight: optional(number()),
  },
  key: { partition: 'C#{customer}', sort: 'O#{day}#{line:3}' },
  indexes: { byStatus: { index: 'gsi1', partition: 'S#{status}#', sort: '{place}#{weight:3.1}' } },
})
const Customer = new Entity({
  name: 'Customer',
  table,
  attributes: { customer: string(), email: optional(string()) },
  key: { partition: 'C#{customer}', sort: 'PROFILE' },
  indexes: { byStatus: { index: 'gsi1', partition: 'E#{email}', sort: 'PROFILE' } },
})
const Strict = new Entity({
  name: 'Strict',
  table: tableOf({ separators: 'refuse' }),
  attributes: { a: string(), b: string() },
  key: { partition: '{a}#{b}', sort: 'S' },
})
const shapes = tableOf()
const Circle = new Entity({
  name: 'Circle',
  table: shapes,
  attributes: { id: string(), kind: literal('circle') },
  key: { partition: '{id}', sort: 'C' },
})
const Square = new Entity({
  name: 'Square',
  table: shapes,
  attributes: { id: string(), kind: literal('square'), side: enums(['1', '2']) },
  key: { partition: '{id}', sort: 'C' },
})

/** Methods by name, with their arguments, one after the other: calls that the compiler refuses in most cases. */
type Steps = readonly (readonly [method: string, ...args: readonly unknown[]])[]

function chained(start: object, steps: Steps): PromiseLike<unknown> {
  return steps.reduce<object>((chain, [method, ...args]) => {
    const step: unknown = Reflect.get(chain, method)
    if (typeof step !== 'function') throw new Error(`no ${method}()`)
    return Object(Reflect.apply(step, chain, args))
  }, start) as PromiseLike<unknown>
}

const day = new Date('2026-01-05')
const noon = new Date('2026-01-05T12:00:00.000Z')
const orderKey = { customer: 'c1', line: 1, day }
const long = '#'.repeat(700)

const calls: readonly (readonly [
  title: string,
  on: 'orders' | 'strict' | 'either' | 'both' | 'shape',
  steps: Steps,
  error: abstract new (...all: never[]) => Error,
  message: RegExp,
])[] = [
  [
    'a key without one of its parts',
    'orders',
    [['get', { customer: 'c1', line: 1 }]],
    InvalidKeyError,
    /the key lacks 'day'; it must be 'customer' \(S\), 'day' \(S\) and 'line' \(N\)/,
  ],
  [
    'a key with a part too many',
    'orders',
    [['get', { ...orderKey, email: 'e' }]],
    InvalidKeyError,
    /'email' is not part of the key/,
  ],
  [
    'a number outside of its width, in a key',
    'orders',
    [['get', { ...orderKey, line: 1_000 }]],
    InvalidKeyError,
    /'line' has 4 digits before the point, but its width in the key is 3/,
  ],
  [
    'a number outside of its width, in a save',
    'orders',
    [['save', { ...orderKey, line: -1 }]],
    ValidationError,
    /line: in key attribute 'sk': is negative/,
  ],
  [
    'a number outside of its width, in the key of an index',
    'orders',
    [['save', { ...orderKey, status: 'open', place: day, weight: 0.25 }]],
    ValidationError,
    /weight: in key attribute 'gsk': has 2 decimals/,
  ],
  [
    'an update whose index key does not hold a number',
    'orders',
    [
      ['update', orderKey],
      ['set', 'status', 'open'],
      ['set', 'place', day],
      ['set', 'weight', 12_345],
    ],
    ValidationError,
    /weight: in key attribute 'gsk': has 5 digits/,
  ],
  [
    'a value that is too long after escaping',
    'orders',
    [['save', { ...orderKey, status: '#'.repeat(1_200), place: day, weight: 1 }]],
    ValidationError,
    /in key attribute 'gpk': makes a key of 240\d bytes, but this key attribute can have at most 2048/,
  ],
  [
    'a key that is too long',
    'orders',
    [['get', { ...orderKey, customer: long.repeat(3) }]],
    InvalidKeyError,
    /'customer' makes a key of 2102 bytes, but this key attribute can have at most 2048/,
  ],
  [
    'a separator, if values are not escaped',
    'strict',
    [['save', { a: 'x#y', b: 'z' }]],
    ValidationError,
    /a: in key attribute 'pk': contains "#", which ends it in the key/,
  ],
  [
    'a date that its storage form cuts off, in a save',
    'orders',
    [['save', { ...orderKey, day: noon }]],
    ValidationError,
    /day: the Date has a time of day \(in UTC\), which as: 'isoDay' cannot store; keys are not truncated/,
  ],
  [
    'the same in a key',
    'orders',
    [['get', { ...orderKey, day: noon }]],
    InvalidKeyError,
    /'day' cannot be a Date: the Date has a time of day/,
  ],
  [
    'the same in the key of an index',
    'orders',
    [['save', { ...orderKey, place: new Date(1_500) }]],
    ValidationError,
    /place: the Date has a fraction of a second, which as: 'epochSeconds' cannot store/,
  ],
  [
    'the same in a condition',
    'orders',
    [['query'], ['where', 'customer'], ['eq', 'c1'], ['where', 'day'], ['eq', noon]],
    ValidationError,
    /day: the Date has a time of day/,
  ],
  [
    'a change of the key',
    'orders',
    [
      ['update', orderKey],
      ['set', 'line', 2],
    ],
    InvalidUpdateError,
    /line is part of the key/,
  ],
  [
    'an index that the entity does not have',
    'orders',
    [['query'], ['where', 'status'], ['eq', 'open'], ['index', 'byPlace']],
    QueryPlanError,
    /there is no index 'byPlace'; the indexes are byStatus/,
  ],
  [
    'an index whose partition the kinds of a collection make differently',
    'both',
    [['query'], ['where', 'status'], ['eq', 'open'], ['index', 'byStatus']],
    QueryPlanError,
    /index 'byStatus' cannot be queried: its partition key is made differently: 'S#\{status\}#' in Order, 'E#\{email\}' in Customer/,
  ],
  [
    'the same of a union',
    'either',
    [['query'], ['where', 'customer'], ['eq', 'c1'], ['index', 'byStatus']],
    QueryPlanError,
    /'S#\{status\}#' in Order, 'E#\{email\}' in Customer \(query the entities one by one\)/,
  ],
  [
    'a kind that is not known',
    'shape',
    [['save', { id: 's1', kind: 'triangle' }]],
    ValidationError,
    /kind.*circle.*square/,
  ],
]

function givenOf() {
  const { executor, sent } = executorOf()
  const given = {
    orders: new Repository(Order, executor),
    strict: new Repository(Strict, executor),
    either: new Repository(Entity.oneOf([Order, Customer]), executor),
    both: new Collection({ orders: Order, customers: Customer }, executor),
    shape: new Repository(Entity.oneOf([Circle, Square]), executor),
  }
  return { given, sent }
}

describe('keys that cannot be', () => {
  describe('are refused when the entity is defined', () => {
    for (const [title, run, message] of definitions)
      it(title, () => {
        expect(thrown(run, EntityDefinitionError).message).match(message)
      })
  })

  describe('are refused before anything is sent', () => {
    for (const [title, on, steps, error, message] of calls)
      it(title, async () => {
        const { given, sent } = givenOf()
        const refused = await rejection((async () => await chained(given[on], steps))(), error)
        expect(refused.message).match(message)
        expect(sent).deep.equal([])
      })
  })
})
