// Whole items by their keys: in order, in chunks, again where keys are left unprocessed, and never a key lost.
import { expect } from 'chai'
import { AbortedError, Repository, UnprocessedError } from 'dyntastic'
import { type BodyItem, storedOf } from '../../../lib/entity/scan/scanned-item.js'
import type { StoredItem } from '../../../lib/entity/struct/attribute-value.js'
import { resolvePath } from '../../../lib/expression/path/resolved-path.js'
import { type FetchOptions, fetchStored } from '../../../lib/operation/batch-read/stored-fetch.js'
import type { Request } from '../../../lib/operation/ground/request.js'
import { UsageMeter } from '../../../lib/operation/ground/usage-meter.js'
import { rejection } from '../../support/rejection.js'
import { FakeTable, Note, notes, numberOf } from '../fake-table.js'

const keyOf = (at: number): StoredItem => ({ owner: { S: 'o' }, at: { N: String(at) } })
const keys = (count: number): StoredItem[] => Array.from({ length: count }, (_, at) => keyOf(at))
const numbers = (items: readonly (BodyItem | undefined)[]) =>
  items.map((item) => numberOf(item === undefined ? undefined : storedOf(item)['at']))

function fetching(table: FakeTable, wanted: readonly StoredItem[], more: Partial<FetchOptions> = {}) {
  return fetchStored(new Repository(Note, table).context, wanted, {
    operation: 'query',
    consistent: false,
    select: [],
    concurrency: 8,
    meter: new UsageMeter(undefined),
    capacity: false,
    signal: undefined,
    ...more,
  })
}

const requested = (table: FakeTable) =>
  table.sent.map(({ input }) => (input as Request<'BatchGetItem'>['input']).RequestItems?.['notes'])

describe('fetchStored', () => {
  const { random } = Math

  // No pauses between attempts.
  before(() => {
    Math.random = () => 0
  })
  after(() => {
    Math.random = random
  })

  it('returns in the order of the keys, whatever order the items come in', async () => {
    const table = new FakeTable(notes(5))
    const wanted = [3, 0, 4, 1].map(keyOf)
    expect(numbers(await fetching(table, wanted))).deep.equal(['3', '0', '4', '1'])
    expect(requested(table)).deep.equal([{ Keys: wanted }])
  })

  it('has undefined in the place of a missing item, and requests equal keys once', async () => {
    const table = new FakeTable(notes(2))
    expect(numbers(await fetching(table, [1, 9, 1].map(keyOf)))).deep.equal(['1', undefined, '1'])
    expect(requested(table)[0]?.Keys).length(2)
  })

  it('sends nothing for no keys', async () => {
    const table = new FakeTable([])
    expect(await fetching(table, [])).deep.equal([])
    expect(table.sent).length(0)
  })

  it('requests 100 keys at a time, as many requests at once as allowed', async () => {
    const table = new FakeTable(notes(450))
    const found = await fetching(table, keys(450), { concurrency: 2 })
    expect(numbers(found)).deep.equal(keys(450).map(({ at }) => numberOf(at)))
    expect(requested(table).map((each) => each?.Keys?.length)).deep.equal([100, 100, 100, 100, 50])
    expect(table.mostUnderWay).equal(2)
  })

  it('requests consistency, paths and capacity on demand', async () => {
    const meter = new UsageMeter(undefined)
    const table = new FakeTable(notes(1))
    const root = { entity: 'Note', codec: Note.codec }
    await fetching(table, [keyOf(0)], {
      consistent: true,
      capacity: true,
      meter,
      select: [resolvePath(root, 'text'), resolvePath(root, 'at')],
    })
    expect(table.sent[0]?.input).deep.equal({
      RequestItems: {
        notes: {
          Keys: [keyOf(0)],
          ConsistentRead: true,
          ProjectionExpression: '#0, #1, #2',
          ExpressionAttributeNames: { '#0': 't', '#1': 'at', '#2': 'owner' },
        },
      },
      ReturnConsumedCapacity: 'TOTAL',
    })
    expect(meter.usage).include({ requests: 1, examined: 0, capacityUnits: 2 })
  })

  it('asks again for what was left unprocessed, and for that alone', async () => {
    const table = new FakeTable(notes(10))
    table.reply = (request) => {
      const { Keys = [] } = (request as Request<'BatchGetItem'>).input.RequestItems?.['notes'] ?? {}
      const done = Math.ceil(Keys.length / 2)
      const taken = Keys.slice(0, done).map((key) => table.items[Number(numberOf(key['at']))])
      const left = Keys.slice(done)
      return {
        Responses: { notes: taken },
        UnprocessedKeys: left.length === 0 ? {} : { notes: { Keys: left } },
      }
    }
    expect(numbers(await fetching(table, keys(10)))).deep.equal(keys(10).map(({ at }) => numberOf(at)))
    expect(requested(table).map((each) => each?.Keys?.length)).deep.equal([10, 5, 2, 1])
  })

  it('gives up after 6 attempts in a row without progress, and says what is unread', async () => {
    const table = new FakeTable(notes(10))
    table.reply = (request) => ({
      Responses: {},
      UnprocessedKeys: (request as Request<'BatchGetItem'>).input.RequestItems,
    })
    const error = await rejection(fetching(table, keys(3)), UnprocessedError)
    expect(table.sent).length(6)
    expect(error.remaining).deep.equal([0, 1, 2].map((at) => ({ owner: 'o', at })))
    expect(error.message).contain(
      'Note.query: 3 of 3 keys were left unprocessed after 6 consecutive attempts',
    )
  })

  it('counts only attempts in a row: a little done each time is enough', async () => {
    const table = new FakeTable(notes(40))
    let attempt = 0
    table.reply = (request) => {
      const { Keys = [] } = (request as Request<'BatchGetItem'>).input.RequestItems?.['notes'] ?? {}
      const done = ++attempt % 5 === 0 ? 1 : 0
      const left = Keys.slice(done)
      return {
        Responses: { notes: Keys.slice(0, done) },
        UnprocessedKeys: left.length === 0 ? {} : { notes: { Keys: left } },
      }
    }
    expect(numbers(await fetching(table, keys(4)))).deep.equal(['0', '1', '2', '3'])
    expect(table.sent).length(20)
  })

  it('is aborted while it pauses', async () => {
    Math.random = () => 1
    const controller = new AbortController()
    const table = new FakeTable(notes(1))
    table.reply = (request) => {
      setImmediate(() => controller.abort(new Error('enough')))
      return { UnprocessedKeys: (request as Request<'BatchGetItem'>).input.RequestItems }
    }
    const error = await rejection(fetching(table, keys(1), { signal: controller.signal }), AbortedError)
    expect(error).include({ outcome: 'nothing written', entity: 'Note', operation: 'query' })
    expect(error.cause).include({ message: 'enough' })
    Math.random = () => 0
  })
})
