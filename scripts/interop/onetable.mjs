// OneTable and dyntastic on one table: value templates, padded numbers, `_type`, timestamps, both forms of dates.

import { Table as OneTable } from 'dynamodb-onetable'
import { Dynamo } from 'dynamodb-onetable/Dynamo'
import { attribute, CommandExecutor, Entity, Repository, Table } from 'dyntastic'
import {
  any,
  array,
  boolean,
  date,
  instance,
  integer,
  number,
  object,
  optional,
  set,
  string,
} from 'superstruct'
import { bothWays, createTable } from './both-ways.mjs'
import { plain } from './plain.mjs'

/** Compares the two, with dates as ISO text and as milliseconds. */
export async function checkOneTable(client, report) {
  const names = ['interop-one', 'interop-two']
  for (const name of names) await createTable(client, name)
  for (const isoDates of [true, false]) {
    const sides = (table) => ({
      theirs: theirModels(client, table, isoDates),
      ours: ourRepositories(client, table, isoDates),
    })
    const prefix = isoDates ? 'iso' : 'millis'
    const scenario = { items: items(prefix), reads: reads(prefix), changes: changes(prefix) }
    await bothWays(client, report, { sides, ...scenario, ignored: ['created', 'updated'] })
  }
}

// OneTable's templates have a dollar sign before each brace.
const valued = (template) => ({ type: String, value: template.replaceAll('{', '$\u007b') })

function theirModels(client, name, isoDates) {
  const table = new OneTable({
    name,
    client: new Dynamo({ client }),
    logger: false,
    partial: false,
    schema: {
      format: 'onetable:1.1.0',
      version: '0.0.1',
      indexes: {
        primary: { hash: 'pk', sort: 'sk' },
        gsi1: { hash: 'gsi1pk', sort: 'gsi1sk', project: 'all' },
        gsi2: { hash: 'gsi2pk', sort: 'gsi2sk', project: 'all' },
      },
      models: {
        Order: {
          pk: valued('account:{account}'),
          sk: valued('order:{placedAt}:{line:6:0}:{id}'),
          gsi1pk: valued('status:{status}'),
          gsi1sk: valued('order:{placedAt}#{weight}'),
          gsi2pk: valued('ship:{shipBy}'),
          gsi2sk: valued('{shipBy}#{id}'),
          account: { type: String, required: true },
          id: { type: String, required: true },
          placedAt: { type: Date, required: true },
          line: { type: Number, required: true },
          weight: { type: Number, required: true },
          status: { type: String, required: true, enum: ['open', 'Paid'] },
          shipBy: { type: Date },
          gift: { type: Boolean },
          note: { type: String, map: 'n' },
          tags: { type: Set },
          address: { type: Object, schema: { city: { type: String }, since: { type: Date } } },
          lines: { type: Array, items: { type: Object, schema: { sku: { type: String } } } },
          extra: { type: Object },
          body: { type: Buffer },
          expires: { type: Date, ttl: true },
        },
      },
      params: { isoDates, timestamps: true, nulls: false },
    },
  })
  return { table, order: table.getModel('Order') }
}

function ourRepositories(client, name, isoDates) {
  const executor = new CommandExecutor({ client })
  const table = new Table({
    name,
    key: { partition: 'pk', sort: 'sk' },
    indexes: {
      gsi1: { partition: 'gsi1pk', sort: 'gsi1sk' },
      gsi2: { partition: 'gsi2pk', sort: 'gsi2sk' },
    },
    kind: '_type',
    separators: 'keep',
  })
  const time = () => attribute(date(), { as: isoDates ? 'iso' : 'epochMillis' })
  // Milliseconds have 13 digits from 2001 to 2286.
  const [placed, shipped] = isoDates ? ['{placedAt}', '{shipBy}'] : ['{placedAt:13}', '{shipBy:13}']
  const Order = new Entity({
    name: 'Order',
    table,
    attributes: {
      account: string(),
      id: string(),
      placedAt: time(),
      line: integer(),
      weight: number(),
      status: string(),
      shipBy: optional(time()),
      gift: optional(boolean()),
      note: optional(attribute(string(), { name: 'n' })),
      tags: optional(set(string())),
      address: optional(object({ city: optional(string()), since: optional(time()) })),
      lines: optional(array(object({ sku: string() }))),
      extra: optional(any()),
      body: optional(
        attribute(instance(Uint8Array), {
          encode: (bytes) => Buffer.from(bytes).toString('base64'),
          decode: (text) => new Uint8Array(Buffer.from(text, 'base64')),
        }),
      ),
      expires: optional(attribute(date(), { as: 'epochSeconds' })),
      created: time(),
      updated: time(),
    },
    timestamps: { created: 'created', updated: 'updated' },
    ttl: 'expires',
    key: { partition: 'account:{account}', sort: `order:${placed}:{line:6}:{id}` },
    indexes: {
      byStatus: { index: 'gsi1', partition: 'status:{status}', sort: `order:${placed}#{weight:plain}` },
      byShipping: { index: 'gsi2', partition: `ship:${shipped}`, sort: `${shipped}#{id}` },
    },
  })
  return { orders: new Repository(Order, executor) }
}

const time = (text) => new Date(text)
const base = (prefix) => ({
  account: `${prefix}:1`,
  id: 'o:1',
  placedAt: time('2026-01-05T10:00:00.123Z'),
  line: 7,
  weight: 2.5,
  status: 'open',
})
const whole = (prefix) => ({
  ...base(prefix),
  id: 'Ö2 {x}',
  line: 999_999,
  weight: 1.5e-7,
  status: 'Paid',
  shipBy: time('2026-02-01'),
  gift: false,
  note: 'n',
  tags: new Set(['b', 'A']),
  address: { city: 'Izmir', since: time('2020-01-01') },
  lines: [{ sku: '😀' }],
  extra: { deep: [1, { on: true }], text: '$#' },
  body: Buffer.from([0, 255, 1]),
  expires: time('2030-01-01'),
})
const old = (prefix) => ({ ...base(prefix), id: '', placedAt: time('2002-01-01'), line: 0, weight: -12 })

const put = (order) => ({
  theirs: ({ order: model }) => model.create({ ...order }, { exists: null }),
  ours: ({ orders }) => orders.save(ourForm(order)),
})
const ourForm = ({ body, ...order }) =>
  body === undefined ? order : { ...order, body: new Uint8Array(body) }

const items = (prefix) => ({
  [`a plain order (${prefix})`]: put(base(prefix)),
  [`an order with everything (${prefix})`]: put(whole(prefix)),
  [`an old order with an empty part (${prefix})`]: put(old(prefix)),
})

const keyOf = ({ account, placedAt, line, id }) => ({ account, placedAt, line, id })
const form = (item) => {
  if (item === undefined || item === null) return undefined
  const { created, updated, body, expires, address, ...rest } = plain(item)
  // OneTable returns nested dates, times to live and binary in forms of its own; their stored form is compared.
  return rest
}
const got = (order) => ({
  theirs: async ({ order: model }) => form(await model.get(keyOf(order))),
  ours: async ({ orders }) => form(await orders.get(keyOf(order))),
})
const listed = (theirs, ours) => ({
  theirs: async ({ order: model }) => (await theirs(model)).map(form),
  ours: async ({ orders }) => (await ours(orders.query())).map(form),
})

const reads = (prefix) => ({
  'a get': got(base(prefix)),
  'a get of an order with everything': got(whole(prefix)),
  'a get of an old order': got(old(prefix)),
  'a get of what is not there': got({ ...base(prefix), line: 8 }),
  'the orders of an account': listed(
    (model) => model.find({ account: `${prefix}:1` }),
    (query) => query.where('account').eq(`${prefix}:1`),
  ),
  'the open orders': listed(
    (model) => model.find({ status: 'open', account: `${prefix}:1` }, { index: 'gsi1' }),
    (query) => query.where('status').eq('open').where('account').eq(`${prefix}:1`).index('byStatus'),
  ),
  'the orders to ship on a day': listed(
    // It cannot find by a Date.
    (model) => model.find({ gsi2pk: `ship:${shipText(prefix)}`, account: `${prefix}:1` }, { index: 'gsi2' }),
    (query) =>
      query.where('shipBy').eq(time('2026-02-01')).where('account').eq(`${prefix}:1`).index('byShipping'),
  ),
})

const shipText = (prefix) =>
  prefix === 'iso' ? '2026-02-01T00:00:00.000Z' : String(Number(time('2026-02-01')))

const changes = (prefix) => ({
  'a change that touches no key': {
    theirs: ({ order: model }) => model.update({ ...keyOf(base(prefix)), note: 'changed', gift: true }),
    ours: ({ orders }) =>
      orders
        .update(keyOf(base(prefix)))
        .set('note', 'changed')
        .set('gift', true),
  },
  'a change of an index key': {
    theirs: ({ order: model }) => model.update({ ...base(prefix), status: 'Paid' }),
    ours: ({ orders }) => orders.update(keyOf(base(prefix))).set('status', 'Paid'),
  },
  'a removal': {
    theirs: ({ order: model }) => model.update(keyOf(whole(prefix)), { remove: ['note', 'extra'] }),
    ours: ({ orders }) =>
      orders
        .update(keyOf(whole(prefix)))
        .remove('note')
        .remove('extra'),
  },
  'a delete': {
    theirs: ({ order: model }) => model.remove(keyOf(old(prefix))),
    ours: ({ orders }) => orders.delete(keyOf(old(prefix))),
  },
})
