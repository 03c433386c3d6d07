// Streams under failures: every record is handled, in order for each item, and a replay makes an equal table.
import { expect } from 'chai'
import { CommandExecutor, Entity, Repository, Table } from 'dyntastic'
import { type StreamOptions, streamHandler } from 'dyntastic/streams'
import { type DeliveryFunction, type DeliveryOptions, startLocal } from 'dyntastic/testing'
import fc from 'fast-check'
import { array, integer, object, optional, record, set, string } from 'superstruct'
import { holds, runCount, timeLimit } from './property-runs.js'

// Both kinds may have the same key, so that an item of one can be replaced by one of the other.
const entitiesIn = (name: string) => {
  const table = new Table({ name, key: { partition: 'pk' }, kind: 'kind' })
  const Note = new Entity({
    name: 'Note',
    table,
    attributes: {
      id: string(),
      n: integer(),
      tags: optional(set(string())),
      address: optional(object({ city: string(), zip: optional(string()) })),
    },
    key: { partition: 'X#{id}' },
  })
  const List = new Entity({
    name: 'List',
    table,
    attributes: { id: string(), lines: array(integer()), by: optional(record(string(), integer())) },
    key: { partition: 'X#{id}' },
  })
  return { table, Note, List }
}

const ids = fc.constantFrom('a', 'b', 'c')
const numbers = fc.integer({ min: 0, max: 3 })
const word = fc.constantFrom('x', 'y', 'z')
const operations = fc.oneof(
  fc.record({
    op: fc.constant('note' as const),
    id: ids,
    n: numbers,
    tags: fc.option(fc.array(word, { minLength: 1 }), { nil: undefined }),
    city: fc.option(word, { nil: undefined }),
  }),
  fc.record({ op: fc.constant('list' as const), id: ids, lines: fc.array(numbers, { maxLength: 3 }) }),
  fc.record({ op: fc.constant('update' as const), id: ids, n: numbers }),
  fc.record({ op: fc.constant('append' as const), id: ids, n: numbers, key: word }),
  fc.record({ op: fc.constant('delete' as const), id: ids }),
  fc.record({ op: fc.constant('transaction' as const), id: ids, other: ids, n: numbers }),
  fc.record({ op: fc.constant('batch' as const), id: ids, other: ids, n: numbers }),
)
type Write = typeof operations extends fc.Arbitrary<infer T> ? T : never

const options = fc.record({
  batchSize: fc.integer({ min: 1, max: 6 }),
  bisectBatchOnFunctionError: fc.boolean(),
})
const modes = fc.constantFrom<StreamOptions>(
  {},
  { parallel: 'byItem' },
  { parallel: 'byItem', concurrency: 2 },
  { failures: 'throw' },
)
/** Whether each call fails, one after the other; those beyond succeed, so that a delivery ends. */
const failures = fc.array(fc.constantFrom('ok', 'ok', 'fail', 'lost'), { maxLength: 40 })

interface Shop extends ReturnType<typeof entitiesIn> {
  readonly notes: Repository<ReturnType<typeof entitiesIn>['Note']>
  readonly lists: Repository<ReturnType<typeof entitiesIn>['List']>
  readonly executor: CommandExecutor
}

async function write({ notes, lists, executor }: Shop, given: Write): Promise<unknown> {
  const { op, id } = given
  if (op === 'note') {
    const { n, tags, city } = given
    const address = city === undefined ? undefined : { city }
    return notes.save({ id, n, tags: tags && new Set(tags), address })
  }
  if (op === 'list') return lists.save({ id, lines: given.lines })
  if (op === 'update') return notes.update({ id }).set('n', given.n).remove('tags')
  if (op === 'append')
    return lists
      .update({ id })
      .append('lines', [given.n])
      .set('by', { [given.key]: given.n })
  if (op === 'delete') return notes.delete({ id })
  const pair =
    given.other === id
      ? [notes.save({ id, n: given.n })]
      : [notes.save({ id, n: given.n }), lists.delete({ id: given.other })]
  return op === 'batch' ? executor.batch(pair) : executor.transaction(pair)
}

async function opened(
  run: (
    shop: Shop,
    copy: Shop,
    deliver: (handler: DeliveryFunction, how: DeliveryOptions) => Promise<unknown>,
  ) => Promise<void>,
) {
  const [one, two] = [entitiesIn('one'), entitiesIn('two')]
  const local = await startLocal({ tables: [one.Note, two.Note], streams: 'NEW_AND_OLD_IMAGES' })
  const executor = new CommandExecutor({ client: local.client, scans: 'allow' })
  const shops = [one, two].map((kinds) => ({
    ...kinds,
    executor,
    notes: new Repository(kinds.Note, executor),
    lists: new Repository(kinds.List, executor),
  }))
  try {
    const [shop, copy] = shops
    if (shop === undefined || copy === undefined) return
    // A lost invocation: the function did its work, and the service does not know.
    await run(shop, copy, (handler, how) => local.stream(one.table).deliver(handler, how))
  } finally {
    await local.stop()
  }
}

const contentOf = async ({ notes, lists }: Shop): Promise<unknown[]> => {
  const all = [...(await notes.scan()), ...(await lists.scan())]
  return all.sort((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1))
}

describe('streams', () => {
  it('every record is handled, in order for each item, whatever fails in between', async function () {
    this.timeout(timeLimit(600_000))
    await holds(
      fc.asyncProperty(
        fc.array(operations, { maxLength: 12 }),
        options,
        modes,
        failures,
        (writes, how, mode, faults) =>
          opened(async (shop, _copy, deliver) => {
            for (const one of writes) await write(shop, one).catch(() => {})
            const written: string[] = []
            await deliver(({ Records }) => {
              for (const { dynamodb } of Records)
                written.push(`${JSON.stringify(dynamodb.Keys)} ${dynamodb.SequenceNumber}`)
            }, {})
            const handled: string[] = []
            let at = 0
            const handle = async ({ key, sequence }: { key: { id: string }; sequence: string }) => {
              await new Promise((resolve) => setImmediate(resolve))
              if (faults[at++] === 'fail') throw new Error('planned')
              handled.push(`{"pk":{"S":"X#${key.id}"}} ${sequence}`)
            }
            const handler = streamHandler(
              [shop.Note, shop.List],
              { Note: handle, List: handle },
              { ...mode, onFailure() {} },
            )
            const lossy: DeliveryFunction = async (event, context) => {
              const response = await handler(event as never, context)
              if (faults[at++] === 'lost') throw new Error('lost')
              return response
            }
            // However often: a delivery gives up after ten attempts without progress, and goes on in the next.
            for (let calls = 0; calls < 20; calls += 1)
              if (
                await deliver(lossy, how).then(
                  () => true,
                  () => false,
                )
              )
                break
            const firsts = [...new Set(handled)]
            expect(firsts.toSorted()).deep.equal([...new Set(written)].toSorted())
            for (const item of new Set(firsts.map((line) => line.split(' ')[0]))) {
              const own = firsts.filter((line) => line.startsWith(`${item} `))
              expect(own).deep.equal(own.toSorted())
            }
          }),
      ),
      runCount(60, 300),
    )
  })

  it('a stream of any writes, replayed into another table through a handler, makes an equal table', async function () {
    this.timeout(timeLimit(600_000))
    await holds(
      fc.asyncProperty(
        fc.array(operations, { maxLength: 14 }),
        options,
        modes,
        failures,
        (writes, how, mode, faults) =>
          opened(async (shop, copy, deliver) => {
            let at = 0
            const planned = <T>(work: T): T => {
              if (faults[at++] === 'fail') throw new Error('planned')
              return work
            }
            const handler = streamHandler(
              [shop.Note, shop.List],
              {
                Note: {
                  insert: ({ item }) => planned(copy.notes.save(item)),
                  modify: ({ item }) => planned(copy.notes.save(item)),
                  remove: ({ key }) => planned(copy.notes.delete(key).orSkip()),
                },
                List: async (record) =>
                  planned(
                    record.type === 'remove'
                      ? copy.lists.delete(record.key).orSkip()
                      : copy.lists.save(record.item),
                  ),
              },
              { ...mode, onFailure() {} },
            )
            const lossy: DeliveryFunction = async (event, context) => {
              const response = await handler(event as never, context)
              if (faults[at++] === 'lost') throw new Error('lost')
              return response
            }
            for (const one of writes) {
              await write(shop, one).catch(() => {})
              if (at % 3 === 0) await deliver(lossy, how).catch(() => {})
            }
            for (let calls = 0; calls < 20; calls += 1)
              if (
                await deliver(lossy, how).then(
                  () => true,
                  () => false,
                )
              )
                break
            expect(await contentOf(copy)).deep.equal(await contentOf(shop))
          }),
      ),
      runCount(60, 300),
    )
  })
})
