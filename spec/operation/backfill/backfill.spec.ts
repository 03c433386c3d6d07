// Backfills: ended at random and resumed, while programs of every version write.
import { getEventListeners } from 'node:events'
import { PutItemCommand, UpdateItemCommand } from '@aws-sdk/client-dynamodb'
import { expect } from 'chai'
import {
  AbortedError,
  type BackfillFailure,
  type BackfillProgress,
  backfill,
  type CheckpointStore,
  CommandExecutor,
  Repository,
} from 'dyntastic'
import fc from 'fast-check'
import type { StoredItem } from '../../../lib/entity/struct/attribute-value.js'
import { holds, runCount } from '../../properties/property-runs.js'
import { patience, withEngine } from '../../support/engine.js'
import { rejection } from '../../support/rejection.js'
import { storedOrder, versionedOrder } from '../../support/versioned-orders.js'

describe('backfill', () => {
  const engine = withEngine()
  let table = ''
  let orders: Repository<ReturnType<typeof versionedOrder>>

  const put = (Item: StoredItem) =>
    engine.client.send(new PutItemCommand({ TableName: table, Item: Item as never }))
  const fresh = async () => {
    table = engine.name('backfill')
    orders = new Repository(
      versionedOrder(table),
      new CommandExecutor({ client: engine.client, scans: 'allow' }),
    )
    await orders.createTable()
  }
  beforeEach(fresh)

  // The executor, whose requests are looked at before they are sent.
  type Run = CommandExecutor['run']
  const watched = (look: (...given: Parameters<Run>) => void): CommandExecutor => {
    const run: Run = (request, options) => {
      look(request, options)
      return orders.executor.run(request, options)
    }
    return Object.create(orders.executor, { run: { value: run } })
  }

  it('brings every item to the current version, and counts them', async () => {
    for (let n = 0; n < 30; n++) await put(storedOrder(1 + (n % 3), `o${n}`))
    await put(storedOrder(3, 'future', { _v: { N: '4' } }))
    const seen: BackfillProgress[] = []
    const report = await backfill(orders, { segments: 2, onProgress: (progress) => void seen.push(progress) })
    expect(report).deep.include({ items: 31, upgraded: 20, failed: 1, versions: { 3: 30, 4: 1 } })
    expect(report.failures.map(({ key, version }) => ({ key, version }))).deep.equal([
      { key: { id: 'future' }, version: 4 },
    ])
    expect(seen.at(-1)).deep.equal({ items: 31, upgraded: 20, failed: 1, versions: { 3: 30, 4: 1 } })
    const again = await backfill(orders)
    expect(again).deep.include({ items: 31, upgraded: 0, versions: { 3: 30, 4: 1 } })
  })

  it('reports every item that cannot be upgraded, also those before a crash', async () => {
    for (let n = 0; n < 12; n++) await put(storedOrder(3, `o${n}`, { _v: { N: '4' } }))
    let saved: string | undefined
    const checkpoint: CheckpointStore = {
      load: () => saved,
      save: (text) => {
        saved = text
      },
    }
    const reported: unknown[] = []
    const killed = new AbortController()
    const options = {
      segments: 3,
      checkpoint,
      onFailure: ({ key }: BackfillFailure) => void reported.push(key['id']),
    }
    const paged = new Repository(
      orders.entity,
      watched((request) => {
        if (request.call === 'Scan') Object.assign(request.input, { Limit: 1 })
      }),
    )
    const run = backfill(paged, { ...options, signal: killed.signal, onProgress: () => killed.abort() })
    expect(await rejection(run, AbortedError)).include({ outcome: 'nothing written' })
    const { failed, failures } = await backfill(orders, options)
    expect(failed).equal(12)
    expect(failures.length).lessThan(12)
    // What was being read when it was killed is read again.
    expect([...new Set(reported)]).length(12)
  })

  it('leaves one listener on a signal, however many items it writes at a time', async () => {
    for (let n = 0; n < 40; n++) await put(storedOrder(1, `o${n}`))
    const { signal } = new AbortController()
    let most = 0
    const executor = watched(() => {
      most = Math.max(most, getEventListeners(signal, 'abort').length)
    })
    const rate = { read: 1e6, write: 1e6 }
    await backfill(new Repository(orders.entity, executor), { segments: 4, rate, signal })
    expect(most).equal(1)
    expect(getEventListeners(signal, 'abort')).deep.equal([])
  })

  it('ends as a whole if one segment fails', async () => {
    for (let n = 0; n < 40; n++) await put(storedOrder(1, `o${n}`))
    const signals: (AbortSignal | undefined)[] = []
    const executor = watched((_, options) => void signals.push(options?.signal))
    const failing = new Error('no progress')
    const onProgress = () => {
      throw failing
    }
    const ended = await backfill(new Repository(orders.entity, executor), { segments: 4, onProgress }).catch(
      (error: unknown) => error,
    )
    expect(ended).equal(failing)
    expect(signals.map((signal) => signal?.aborted)).not.include(false)
  })

  it('is of a table that is not there yet, too', async () => {
    const missing = new Repository(
      versionedOrder(engine.name('missing')),
      new CommandExecutor({ client: engine.client }),
    )
    expect(await backfill(missing)).deep.include({ items: 0, upgraded: 0, versions: {} })
  })

  it('ends with every item current and no write lost, killed and resumed at random, while others write', async function () {
    this.timeout(120_000 * patience)
    const step = fc.record({
      id: fc.integer({ min: 0, max: 11 }),
      kind: fc.constantFrom(
        'old put' as const,
        'old update' as const,
        'new update' as const,
        'none' as const,
      ),
      /** Before a request, or after it was applied and before its response is there. */
      killed: fc.constantFrom('no' as const, 'before' as const, 'after' as const),
    })
    const property = fc.asyncProperty(
      fc.array(fc.integer({ min: 1, max: 3 }), { minLength: 12, maxLength: 12 }),
      fc.array(step, { maxLength: 40 }),
      fc.integer({ min: 1, max: 3 }),
      async (versions, steps, segments) => {
        await fresh()
        const notes = new Map<string, string>()
        for (const [n, version] of versions.entries()) await put(storedOrder(version, `o${n}`))
        let saved: string | undefined
        const checkpoint: CheckpointStore = {
          load: () => saved,
          save: (text) => {
            saved = text
          },
        }
        let at = 0
        // One after the other, so that it is known which write is the last.
        let writing = Promise.resolve(false)
        const write = (stop: AbortController) => {
          writing = writing.then(() => writeNext(stop))
          return writing
        }
        const writeNext = async (stop: AbortController) => {
          const next = steps[at++]
          if (next === undefined) return false
          const [id, note] = [`o${next.id}`, `n${at}`]
          if (next.kind === 'old put') await put(storedOrder(1, id, { note: { S: note } }))
          else if (next.kind === 'old update')
            // A program of the first version, which knows nothing of others.
            await engine.client.send(
              new UpdateItemCommand({
                TableName: table,
                Key: { id: { S: id } },
                UpdateExpression: 'SET note = :n',
                ExpressionAttributeValues: { ':n': { S: note } },
              }),
            )
          else if (next.kind === 'new update') await orders.update(id).set('note', note)
          if (next.kind !== 'none') notes.set(id, note)
          if (next.killed === 'before') stop.abort(new Error('killed'))
          return next.killed === 'after'
        }
        const attempt = async () => {
          const stop = new AbortController()
          // Writers come in before each request of the backfill.
          const executor = new CommandExecutor({
            client: engine.client,
            retry: { conflicts: { base: 0, most: 0 } },
          })
          const { run } = executor
          Object.defineProperty(executor, 'run', {
            value: async (...given: Parameters<typeof run>) => {
              const isLast = await write(stop)
              stop.signal.throwIfAborted()
              if (given[0].call === 'Scan') Object.assign(given[0].input, { Limit: 3 })
              const output = await run.apply(executor, given)
              if (isLast) stop.abort(new Error('killed'))
              stop.signal.throwIfAborted()
              return output
            },
          })
          return backfill(new Repository(versionedOrder(table), executor), { segments, checkpoint })
        }
        for (;;) {
          const done = await attempt().then(
            () => true,
            () => false,
          )
          if (done && at >= steps.length) break
        }
        // What old writers have written behind the first run, a second one finds.
        const report = await backfill(orders, { checkpoint })
        expect(report).deep.include({ items: 12, failed: 0, versions: { 3: 12 } })
        expect(saved).equal(undefined)
        const items = await orders.scan()
        for (const { id, title, total, note } of items)
          expect({ id, title, total, note }).deep.equal({ id, title: 'Pen', total: 2.5, note: notes.get(id) })
        expect(items).length(12)
      },
    )
    await holds(property, runCount(25, 200))
  })
})
