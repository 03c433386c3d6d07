// DynamoDB-Toolbox and dyntastic on one table: computed keys, linked index keys, prefixes, `_et`, `_ct` and `_md`.
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb'
import * as toolbox from 'dynamodb-toolbox'
import { prefix } from 'dynamodb-toolbox/transformers/prefix'
import { attribute, CommandExecutor, Entity, Repository, Table } from 'dyntastic'
import * as s from 'superstruct'
import { bothWays, createTable } from './both-ways.mjs'
import { plain } from './plain.mjs'

/** Compares the two. */
export async function checkToolbox(client, report) {
  for (const name of ['interop-one', 'interop-two']) await createTable(client, name)
  const sides = (table) => ({ theirs: theirEntities(client, table), ours: ourRepositories(client, table) })
  await bothWays(client, report, { sides, items, reads, changes, ignored: ['_ct', '_md'] })
}

function theirEntities(client, name) {
  const { any, boolean, item, list, map, number, record, set, string } = toolbox
  const global = (label) => ({
    type: 'global',
    partitionKey: { name: `${label}pk`, type: 'string' },
    sortKey: { name: `${label}sk`, type: 'string' },
  })
  const table = new toolbox.Table({
    documentClient: DynamoDBDocumentClient.from(client, { marshallOptions: { removeUndefinedValues: true } }),
    name,
    partitionKey: { name: 'pk', type: 'string' },
    sortKey: { name: 'sk', type: 'string' },
    indexes: { gsi1: global('gsi1'), gsi2: global('gsi2') },
  })
  const order = new toolbox.Entity({
    name: 'ORDER',
    table,
    schema: item({
      customerId: string().key(),
      orderId: string().key(),
      placedAt: string(),
      status: string().enum('open', 'paid'),
      total: number(),
      gift: boolean().optional(),
      note: string().savedAs('n').optional(),
      tags: set(string()).optional(),
      sizes: set(number()).optional(),
      address: map({ city: string().savedAs('c'), zip: string().optional() }).optional(),
      lines: list(map({ sku: string(), n: number() })).optional(),
      prices: record(string(), number()).optional(),
      extra: any().optional(),
    }).and(() => ({
      byStatus: string()
        .savedAs('gsi1pk')
        .hidden()
        .link(({ status }) => `STATUS#${status}`)
        .updateLink(({ status }) => (status === undefined ? undefined : `STATUS#${status}`)),
      byTime: string()
        .savedAs('gsi1sk')
        .hidden()
        .link(({ placedAt, orderId }) => `${placedAt}#${orderId}`),
    })),
    computeKey: ({ customerId, orderId }) => ({ pk: `CUSTOMER#${customerId}`, sk: `ORDER#${orderId}` }),
  })
  const user = new toolbox.Entity({
    name: 'USER',
    table,
    timestamps: false,
    schema: item({
      userId: string().key().savedAs('pk').transform(prefix('USER')),
      part: string().enum('PROFILE').key().default('PROFILE').savedAs('sk'),
      age: number().optional(),
    }),
  })
  return { table, order, user }
}

function ourRepositories(client, name) {
  const executor = new CommandExecutor({ client })
  const table = new Table({
    name,
    key: { partition: 'pk', sort: 'sk' },
    indexes: {
      gsi1: { partition: 'gsi1pk', sort: 'gsi1sk' },
      gsi2: { partition: 'gsi2pk', sort: 'gsi2sk' },
    },
    kind: { name: '_et', values: { Order: 'ORDER', User: 'USER' } },
    separators: 'keep',
  })
  const { any, array, boolean, date, enums, number, object, optional, record, set, string } = s
  const Order = new Entity({
    name: 'Order',
    table,
    nulls: 'store',
    attributes: {
      customerId: string(),
      orderId: string(),
      placedAt: date(),
      status: enums(['open', 'paid']),
      total: number(),
      gift: optional(boolean()),
      note: optional(attribute(string(), { name: 'n' })),
      tags: optional(set(string())),
      sizes: optional(set(number())),
      address: optional(object({ city: attribute(string(), { name: 'c' }), zip: optional(string()) })),
      lines: optional(array(object({ sku: string(), n: number() }))),
      prices: optional(record(string(), number())),
      extra: optional(any()),
      created: attribute(date(), { name: '_ct' }),
      modified: attribute(date(), { name: '_md' }),
    },
    timestamps: { created: 'created', updated: 'modified' },
    key: { partition: 'CUSTOMER#{customerId}', sort: 'ORDER#{orderId}' },
    indexes: { byStatus: { index: 'gsi1', partition: 'STATUS#{status}', sort: '{placedAt}#{orderId}' } },
  })
  const User = new Entity({
    name: 'User',
    table,
    attributes: {
      userId: attribute(string(), {
        name: 'pk',
        type: 'S',
        encode: (id) => `USER#${id}`,
        decode: (stored) => String(stored).slice('USER#'.length),
        prefix: (beginning) => `USER#${beginning}`,
      }),
      age: optional(number()),
    },
    key: { partition: '{userId}', sort: 'PROFILE' },
  })
  return { orders: new Repository(Order, executor), users: new Repository(User, executor) }
}

const base = {
  customerId: 'c#1',
  orderId: 'o1',
  placedAt: '2026-01-05T10:00:00.000Z',
  status: 'open',
  total: 12.5,
}
const whole = {
  ...base,
  orderId: 'O#2 {x}',
  status: 'paid',
  total: -1.5e-7,
  gift: true,
  note: '',
  tags: new Set(['b', 'A', '😀']),
  sizes: new Set([1.5, -3, 0]),
  address: { city: 'Izmir' },
  lines: [{ sku: '', n: 0 }],
  prices: { 'a.b': 1, ü: 2 },
  extra: { deep: [1, null, { on: true }] },
}
const odd = { ...base, customerId: 'É', orderId: '\u0000|~', total: 9_007_199_254_740_991 }

const put = (order) => ({
  theirs: ({ order: entity }) => entity.build(toolbox.PutItemCommand).item(order).send(),
  ours: ({ orders }) => orders.save({ ...order, placedAt: new Date(order.placedAt) }),
})

const items = {
  'a plain order': put(base),
  'an order with everything': put(whole),
  'an order of odd text': put(odd),
  'a user with a prefix': {
    theirs: ({ user }) => user.build(toolbox.PutItemCommand).item({ userId: 'u#1', age: 7 }).send(),
    ours: ({ users }) => users.save({ userId: 'u#1', age: 7 }),
  },
}

const keyOf = ({ customerId, orderId }) => ({ customerId, orderId })
const isoTimes = ({ placedAt, ...rest }) => ({ ...rest, placedAt: new Date(placedAt).toISOString() })
// Times of writes differ between the tables.
const form = (item) => {
  if (item === undefined) return undefined
  const { created, modified, entity, part, ...rest } = plain(item)
  return rest.placedAt === undefined ? rest : plain(isoTimes(rest))
}
const got = (order) => ({
  theirs: async ({ order: entity }) =>
    form((await entity.build(toolbox.GetItemCommand).key(keyOf(order)).send()).Item),
  ours: async ({ orders }) => form(await orders.get(keyOf(order))),
})
const queried = (query, ours) => ({
  theirs: async ({ table, order }) =>
    ((await table.build(toolbox.QueryCommand).query(query).entities(order).send()).Items ?? []).map(form),
  ours: async ({ orders }) => (await ours(orders.query())).map(form),
})

const reads = {
  'a get': got(base),
  'a get of an order with everything': got(whole),
  'a get of odd text': got(odd),
  'a get of what is not there': got({ ...base, orderId: 'none' }),
  'the orders of a customer': queried(
    { partition: 'CUSTOMER#c#1', range: { beginsWith: 'ORDER#' } },
    (query) => query.where('customerId').eq('c#1'),
  ),
  'the open orders': queried({ index: 'gsi1', partition: 'STATUS#open' }, (query) =>
    query.where('status').eq('open'),
  ),
  'a user': {
    theirs: async ({ user }) =>
      form((await user.build(toolbox.GetItemCommand).key({ userId: 'u#1' }).send()).Item),
    ours: async ({ users }) => form(await users.get('u#1')),
  },
}

const update = (order, theirs, ours) => ({
  theirs: ({ order: entity }) =>
    entity
      .build(toolbox.UpdateItemCommand)
      .item({ ...keyOf(order), ...theirs })
      .send(),
  ours: ({ orders }) => ours(orders.update(keyOf(order))),
})

const changes = {
  'a change that touches no key': update(base, { note: 'changed', total: toolbox.$add(1) }, (orders) =>
    orders.set('note', 'changed').add('total', 1),
  ),
  'a change of an index key': {
    theirs: ({ order }) =>
      order
        .build(toolbox.UpdateItemCommand)
        .item({ ...keyOf(base), status: 'paid', placedAt: base.placedAt })
        .send(),
    ours: ({ orders }) => orders.update(keyOf(base)).set('status', 'paid'),
  },
  'a removal': update(whole, { note: toolbox.$remove(), tags: toolbox.$delete(new Set(['b'])) }, (orders) =>
    orders.remove('note').delete('tags', new Set(['b'])),
  ),
  'a change of a user': {
    theirs: ({ user }) =>
      user
        .build(toolbox.UpdateItemCommand)
        .item({ userId: 'u#1', age: toolbox.$add(1) })
        .send(),
    ours: ({ users }) => users.update('u#1').add('age', 1),
  },
  'a delete': {
    theirs: ({ order }) => order.build(toolbox.DeleteItemCommand).key(keyOf(odd)).send(),
    ours: ({ orders }) => orders.delete(keyOf(odd)),
  },
}
