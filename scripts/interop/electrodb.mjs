// ElectroDB and dyntastic on one table: its keys, casings, numbers, collections, sparse indexes and markers.
import { attribute, CommandExecutor, Entity, Repository, Table } from 'dyntastic'
import { Entity as ElectroEntity } from 'electrodb'
import { any, array, boolean, date, enums, integer, number, object, optional, set, string } from 'superstruct'
import { bothWays, createTable } from './both-ways.mjs'

/** Compares the two. */
export async function checkElectroDB(client, report) {
  for (const name of ['interop-one', 'interop-two']) await createTable(client, name, { indexes: 3 })
  const sides = (table) => ({ theirs: theirEntities(client, table), ours: ourRepositories(client, table) })
  await bothWays(client, report, { sides, items: { ...orders, ...notes }, reads, changes })
}

function theirEntities(client, table) {
  const model = (entity, version) => ({ entity, version, service: 'ShopFloor' })
  const order = new ElectroEntity(
    {
      model: model('Order', '1'),
      attributes: {
        customerId: { type: 'string', required: true },
        orderId: { type: 'string', required: true },
        placedAt: { type: 'number', required: true },
        line: { type: 'number', required: true, padding: { length: 5, char: '0' } },
        weight: { type: 'number', required: true },
        gift: { type: 'boolean', required: true },
        status: { type: ['open', 'Paid', 'SHIPPED'], required: true },
        day: { type: 'string', required: true },
        note: { type: 'string', field: 'n' },
        tags: { type: 'set', items: 'string' },
        sizes: { type: 'set', items: 'number' },
        address: { type: 'map', properties: { city: { type: 'string' }, zip: { type: 'string' } } },
        lines: {
          type: 'list',
          items: { type: 'map', properties: { sku: { type: 'string' }, n: { type: 'number' } } },
        },
        extra: { type: 'any' },
      },
      indexes: {
        primary: {
          collection: 'account',
          pk: { field: 'pk', composite: ['customerId'] },
          sk: { field: 'sk', composite: ['orderId', 'line'] },
        },
        byStatus: {
          index: 'gsi1',
          pk: { field: 'gsi1pk', composite: ['status', 'gift'] },
          sk: { field: 'gsi1sk', composite: ['placedAt', 'weight'] },
        },
        byDay: {
          index: 'gsi2',
          pk: { field: 'gsi2pk', composite: ['day'], casing: 'none' },
          sk: { field: 'gsi2sk', composite: ['orderId', 'line'], casing: 'upper' },
        },
      },
    },
    { client, table },
  )
  const note = new ElectroEntity(
    {
      model: model('Note', '2'),
      attributes: {
        customerId: { type: 'string', required: true },
        noteId: { type: 'string', required: true },
        writtenAt: { type: 'string', required: true },
        text: { type: 'string' },
      },
      indexes: {
        primary: {
          collection: ['account', 'papers'],
          type: 'clustered',
          pk: { field: 'pk', composite: ['customerId'] },
          sk: { field: 'sk', composite: ['writtenAt', 'noteId'] },
        },
        byTime: {
          index: 'gsi3',
          scope: 'papers',
          pk: { field: 'gsi3pk', composite: [] },
          sk: { field: 'gsi3sk', composite: ['writtenAt'] },
        },
      },
    },
    { client, table },
  )
  return { order, note }
}

function ourRepositories(client, name) {
  const executor = new CommandExecutor({ client })
  const table = new Table({
    name,
    key: { partition: 'pk', sort: 'sk' },
    indexes: {
      gsi1: { partition: 'gsi1pk', sort: 'gsi1sk' },
      gsi2: { partition: 'gsi2pk', sort: 'gsi2sk' },
      gsi3: { partition: 'gsi3pk', sort: 'gsi3sk' },
    },
    kind: '__edb_e__',
    separators: 'keep',
  })
  const Order = new Entity({
    name: 'Order',
    table,
    constants: { __edb_v__: '1' },
    nulls: 'store',
    attributes: {
      customerId: string(),
      orderId: string(),
      placedAt: attribute(date(), { as: 'epochMillis' }),
      line: integer(),
      weight: number(),
      gift: boolean(),
      status: enums(['open', 'Paid', 'SHIPPED']),
      day: string(),
      note: optional(attribute(string(), { name: 'n' })),
      tags: optional(set(string())),
      sizes: optional(set(number())),
      address: optional(object({ city: optional(string()), zip: optional(string()) })),
      lines: optional(array(object({ sku: string(), n: number() }))),
      extra: optional(any()),
    },
    key: {
      partition: '$shopfloor#customerid_{customerId:lower}',
      sort: '$account#order_1#orderid_{orderId:lower}#line_{line:5}',
    },
    indexes: {
      byStatus: {
        index: 'gsi1',
        partition: '$shopfloor#status_{status:lower}#gift_{gift}',
        sort: '$order_1#placedat_{placedAt:13}#weight_{weight:plain}',
      },
      byDay: {
        index: 'gsi2',
        partition: '$ShopFloor#day_{day}',
        sort: '$ORDER_1#ORDERID_{orderId:upper}#LINE_{line:5}',
      },
    },
  })
  const Note = new Entity({
    name: 'Note',
    table,
    constants: { __edb_v__: '2' },
    attributes: { customerId: string(), noteId: string(), writtenAt: date(), text: optional(string()) },
    key: {
      partition: '$shopfloor#customerid_{customerId:lower}',
      sort: '$account#papers#writtenat_{writtenAt:lower}#noteid_{noteId:lower}#note_2',
    },
    indexes: {
      byTime: { index: 'gsi3', partition: '$shopfloor_papers', sort: '$note_2#writtenat_{writtenAt:lower}' },
    },
  })
  return { orders: new Repository(Order, executor), notes: new Repository(Note, executor) }
}

const asDate = ({ placedAt, ...rest }) => ({ ...rest, placedAt: new Date(placedAt) })
const plainSets = (value) => (value instanceof Set ? [...value].sort() : value)

// What both return, in one form: sets as arrays, times as numbers.
function plain(item) {
  if (item === null || item === undefined) return undefined
  const entries = Object.entries(item).filter(([, value]) => value !== undefined)
  const values = entries.map(([name, value]) => [
    name,
    value instanceof Date
      ? value.getTime()
      : (Array.isArray(value) && ['tags', 'sizes'].includes(name)) || value instanceof Set
        ? plainSets(new Set(value))
        : value,
  ])
  return Object.fromEntries(values.sort(([a], [b]) => (a < b ? -1 : 1)))
}
const plainNote = (item) => {
  const { writtenAt, ...rest } = plain(item)
  return { ...rest, writtenAt: typeof writtenAt === 'number' ? new Date(writtenAt).toISOString() : writtenAt }
}

const base = {
  customerId: 'Çelik Ltd#1',
  orderId: 'O-1',
  placedAt: 1_700_000_000_000,
  line: 7,
  weight: 2.5,
  gift: false,
  status: 'open',
  day: 'Sun',
}
const whole = {
  ...base,
  orderId: 'o_2',
  line: 99_999,
  weight: 1.5e-7,
  gift: true,
  status: 'Paid',
  day: 'Mon#1',
  note: '',
  tags: ['b', 'A', '{x}'],
  sizes: [1.5, -3, 0],
  address: { city: 'İzmir' },
  lines: [
    { sku: '😀', n: 1 },
    { sku: '', n: -0.5 },
  ],
  extra: { deep: [1, null, { on: true }], text: '$#_' },
}
const odd = { ...base, customerId: 'ΟΔΟΣ', orderId: '$a#line_b', line: 0, weight: -12, status: 'SHIPPED' }
const far = {
  ...base,
  customerId: 'c2',
  orderId: 'x',
  placedAt: 1_000_000_000_000,
  weight: 9_007_199_254_740_991,
}

const written = (order) => ({
  theirs: ({ order: entity }) => entity.put(order).go(),
  ours: ({ orders: repository }) => repository.save(asDate(setsOf(order))),
})
const setsOf = ({ tags, sizes, ...rest }) => ({
  ...rest,
  ...(tags === undefined ? {} : { tags: new Set(tags) }),
  ...(sizes === undefined ? {} : { sizes: new Set(sizes) }),
})

const orders = {
  'a plain order': written(base),
  'an order with everything': written(whole),
  'an order with separators and a sigma': written(odd),
  'an order of long ago': written(far),
}

const note = { customerId: 'Çelik Ltd#1', noteId: 'N1', writtenAt: '2026-01-05T10:00:00.000Z', text: 'T' }
const notes = {
  'a note in a cluster': {
    theirs: ({ note: entity }) => entity.put(note).go(),
    ours: ({ notes: repository }) => repository.save({ ...note, writtenAt: new Date(note.writtenAt) }),
  },
}

const keyOf = ({ customerId, orderId, line }) => ({ customerId, orderId, line })
const got = (order) => ({
  theirs: async ({ order: entity }) => plain((await entity.get(keyOf(order)).go()).data),
  ours: async ({ orders: repository }) => plain(await repository.get(keyOf(order))),
})
const listed = (theirs, ours) => ({
  theirs: async ({ order: entity }) => (await theirs(entity.query).go({ pages: 'all' })).data.map(plain),
  ours: async ({ orders: repository }) => (await ours(repository.query())).map(plain),
})

const reads = {
  'a get': got(base),
  'a get of an order with everything': got(whole),
  'a get of odd text': got(odd),
  'a get of what is not there': got({ ...base, line: 3 }),
  'the orders of a customer': listed(
    (query) => query.primary({ customerId: base.customerId }),
    (query) => query.where('customerId').eq(base.customerId),
  ),
  'the open orders in a range': listed(
    (query) =>
      query
        .byStatus({ status: 'open', gift: false })
        .between({ placedAt: 1_600_000_000_000 }, { placedAt: 1_800_000_000_000 }),
    (query) =>
      query
        .where('status')
        .eq('open')
        .where('gift')
        .eq(false)
        .where('placedAt')
        .between(new Date(1_600_000_000_000), new Date(1_800_000_000_000)),
  ),
  'the orders of a day': listed(
    (query) => query.byDay({ day: 'Mon#1' }),
    (query) => query.where('day').eq('Mon#1'),
  ),
  'the notes of all': {
    theirs: async ({ note: entity }) => (await entity.query.byTime({}).go()).data.map(plainNote),
    ours: async ({ notes: repository }) => (await repository.query().index('byTime')).map(plainNote),
  },
  'the notes of a customer': {
    theirs: async ({ note: entity }) =>
      (await entity.query.primary({ customerId: note.customerId }).go()).data.map(plainNote),
    ours: async ({ notes: repository }) =>
      (await repository.query().where('customerId').eq(note.customerId)).map(plainNote),
  },
}

const changes = {
  'a change that touches no key': {
    theirs: ({ order: entity }) =>
      entity
        .patch(keyOf(base))
        .set({ note: 'changed' })
        .add({ sizes: [4] })
        .go(),
    ours: ({ orders: repository }) =>
      repository
        .update(keyOf(base))
        .set('note', 'changed')
        .add('sizes', new Set([4])),
  },
  'a change of an index key': {
    theirs: ({ order: entity }) =>
      entity
        .patch(keyOf(base))
        .set({ status: 'Paid', gift: true })
        .composite({ placedAt: base.placedAt, weight: base.weight })
        .go(),
    ours: ({ orders: repository }) => repository.update(keyOf(base)).set('status', 'Paid').set('gift', true),
  },
  'a change of the day': {
    theirs: ({ order: entity }) => entity.patch(keyOf(odd)).set({ day: 'Tue' }).go(),
    ours: ({ orders: repository }) => repository.update(keyOf(odd)).set('day', 'Tue'),
  },
  'an upsert of a new order': {
    theirs: ({ order: entity }) => entity.upsert({ ...base, orderId: 'Up' }).go(),
    ours: ({ orders: repository }) => {
      const { customerId, orderId, line, weight, ...rest } = asDate({ ...base, orderId: 'Up' })
      return repository.update({ customerId, orderId, line }).set('weight', weight).upsert(rest)
    },
  },
  'a change of a note': {
    theirs: ({ note: entity }) =>
      entity
        .patch({ customerId: note.customerId, noteId: note.noteId, writtenAt: note.writtenAt })
        .remove(['text'])
        .go(),
    ours: ({ notes: repository }) =>
      repository.update({ ...note, writtenAt: new Date(note.writtenAt) }).remove('text'),
  },
  'a delete': {
    theirs: ({ order: entity }) => entity.delete(keyOf(whole)).go(),
    ours: ({ orders: repository }) => repository.delete(keyOf(whole)),
  },
}
