// The comparison: two tables, written in turn by another library and dyntastic, must hold the same stored items.
import { isDeepStrictEqual } from 'node:util'
import { CreateTableCommand, GetItemCommand, ScanCommand } from '@aws-sdk/client-dynamodb'

/** Creates a table with string keys, and global indexes gsi1, gsi2 … on attributes of these names. */
export async function createTable(client, name, { indexes = 2, types = {} } = {}) {
  const keys = ['pk', 'sk']
  const pairs = Array.from({ length: indexes }, (_, at) => [`gsi${at + 1}pk`, `gsi${at + 1}sk`])
  await client.send(
    new CreateTableCommand({
      TableName: name,
      BillingMode: 'PAY_PER_REQUEST',
      AttributeDefinitions: [...keys, ...pairs.flat()].map((each) => ({
        AttributeName: each,
        AttributeType: types[each] ?? 'S',
      })),
      KeySchema: keySchema(keys),
      GlobalSecondaryIndexes: pairs.map((pair, at) => ({
        IndexName: `gsi${at + 1}`,
        KeySchema: keySchema(pair),
        Projection: { ProjectionType: 'ALL' },
      })),
    }),
  )
}

const keySchema = ([partition, sort]) => [
  { AttributeName: partition, KeyType: 'HASH' },
  { AttributeName: sort, KeyType: 'RANGE' },
]

/** A count of comparisons, and the differences that they found. */
export class Report {
  compared = 0
  faults = []

  constructor(library) {
    this.library = library
  }

  same(what, theirs, ours) {
    this.compared++
    if (!isDeepStrictEqual(theirs, ours))
      this.faults.push(`${this.library}: ${what}\n  theirs ${shown(theirs)}\n  ours   ${shown(ours)}`)
  }
}

const shown = (value) =>
  JSON.stringify(value, (_, each) => (each instanceof Set ? [...each] : each), 1)?.replaceAll(/\n\s*/g, ' ')

/** All items of a table as they are stored, each read by its key; members of sets sorted: they have no order. */
export async function storedItems(client, table) {
  const { Items = [] } = await client.send(new ScanCommand({ TableName: table, ConsistentRead: true }))
  const items = await Promise.all(
    Items.map(async ({ pk, sk }) => {
      const { Item } = await client.send(
        new GetItemCommand({ TableName: table, Key: { pk, sk }, ConsistentRead: true }),
      )
      return comparable(Item)
    }),
  )
  return items.sort((a, b) => (keyText(a) < keyText(b) ? -1 : 1))
}

const keyText = ({ pk, sk }) => JSON.stringify([pk, sk])

function comparable(item) {
  const sorted = Object.keys(item).sort()
  return Object.fromEntries(sorted.map((name) => [name, comparableValue(item[name])]))
}

function comparableValue(value) {
  const [[type, inner]] = Object.entries(value)
  if (type === 'SS' || type === 'NS') return { [type]: [...inner].sort() }
  if (type === 'M') return { M: comparable(inner) }
  if (type === 'L') return { L: inner.map(comparableValue) }
  return value
}

/**
 * Runs one scenario on two tables. Each item is written to one table by the other library and to the other table by
 * dyntastic; then everything is read by both from both; then each changes what the other one wrote. After each step,
 * the two tables must hold the same stored items.
 * @param scenario
 *   sides: makes both sides for a table
 *   items: what to write, by name; `theirs` and `ours` write it
 *   reads: what to read; a side that cannot say it is left out
 *   changes: what to change
 *   ignored: stored attributes that hold the time of the write
 */
export async function bothWays(client, report, { sides, items, reads, changes, ignored = [] }) {
  const [one, two] = ['interop-one', 'interop-two'].map((table) => ({ table, ...sides(table) }))
  const compare = async (what) => {
    const stored = async ({ table }) =>
      (await storedItems(client, table)).map((item) => withoutTimes(report, item, ignored))
    const [first, second] = [await stored(one), await stored(two)]
    report.same(`${what}: items stored`, first.map(keyText), second.map(keyText))
    for (const [at, item] of first.entries()) report.same(`${what}: ${keyText(item)}`, item, second[at])
  }
  const readAll = async (when) => {
    for (const [what, { theirs, ours }] of Object.entries(reads)) {
      const found = await ours(one.ours)
      report.same(`${what} ${when}: dyntastic reads both alike`, found, await ours(two.ours))
      const others = await theirs(one.theirs)
      report.same(`${what} ${when}: they read both alike`, others, await theirs(two.theirs))
      report.same(`${what} ${when}: both find the same items`, others, found)
    }
  }
  for (const [what, { theirs, ours }] of Object.entries(items)) {
    await theirs(one.theirs)
    await ours(two.ours)
    await compare(`${what}, as it is written`)
  }
  await readAll('after writing')
  for (const [what, { theirs, ours }] of Object.entries(changes)) {
    await ours(one.ours)
    await theirs(two.theirs)
    await compare(`${what}, on items that the other one wrote`)
    await readAll(`after ${what}`)
  }
}

const times = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$|^\d{13}$/

function withoutTimes(report, item, ignored) {
  const rest = { ...item }
  for (const name of ignored) {
    const [[type, value]] = Object.entries(rest[name] ?? { none: '' })
    if (type !== 'none' && !times.test(value))
      report.faults.push(`${report.library}: ${name} holds ${value}, which is not a time`)
    rest[name] = { [type]: type === 'none' ? '' : 'a time' }
  }
  return rest
}
