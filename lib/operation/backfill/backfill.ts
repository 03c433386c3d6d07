// Backfill: reads a whole table, and writes the items of older versions in the current one.
import type { ScanCommandInput } from '@aws-sdk/client-dynamodb'
import type { StoredItem } from '../../entity/struct/attribute-value.js'
import { checkOptions } from '../../errors/option-table.js'
import { UnsupportedOperationError } from '../../errors/unsupported-operation-error.js'
import { concurrently } from '../../util/concurrent.js'
import type { OperationContext } from '../ground/operation.js'
import type { Request } from '../ground/request.js'
import { linkedSignal } from '../many/linked-signal.js'
import { ratedRunner } from '../rate/rated-runner.js'
import { itemOfModel } from '../unique-check/owned-guards.js'
import { type BackfillState, begun, stateAt, stateText, storeOf } from './backfill-checkpoint.js'
import { type BackfilledItem, backfillItem } from './backfill-item.js'
import { type BackfillOptions, backfillOptions, type CheckpointStore } from './backfill-options.js'
import type { BackfillFailure, BackfillProgress, BackfillReport } from './backfill-report.js'

const operation = 'backfill'
/** How many items of a segment are written at a time. */
const mostAtOnce = 8
/** How many failures a report lists. */
const mostFailures = 1_000

/** One run of a backfill. */
interface Run {
  readonly context: OperationContext
  readonly options: BackfillOptions
  readonly state: BackfillState
  readonly store: CheckpointStore | undefined
  readonly failures: BackfillFailure[]
  /** Checkpoints are saved one after the other. */
  saved: Promise<void>
}

/**
 * Reads all items of an entity (Scan), and writes those of older versions in the current one (PutItem, on the condition
 * that the item is as it was read).
 * @throws InvalidOptionError if an option is invalid, or the checkpoint is not one of this backfill.
 * @throws UnsupportedOperationError if the entity has no `schemaVersion`.
 */
export async function backfillItems(
  context: OperationContext,
  options: BackfillOptions = {},
): Promise<BackfillReport> {
  const { model } = context
  const { name: entity } = model
  checkOptions(backfillOptions, options, { entity, operation })
  if (model.members.every(({ versions }) => versions === undefined))
    throw new UnsupportedOperationError({ entity, operation, detail: 'the entity has no `schemaVersion`' })
  const { segments = 1 } = options
  const store = storeOf(options.checkpoint)
  const text = await store?.load()
  const state = text === undefined ? begun(segments) : stateAt(model, text, segments)
  const rated = { model, runner: ratedRunner(context.runner, options.rate) }
  // If one segment fails, the others end, too.
  const { signal, end } = linkedSignal(context.runner, options.signal)
  const run: Run = {
    context: rated,
    options: { ...options, signal },
    state,
    store,
    failures: [],
    saved: Promise.resolve(),
  }
  try {
    await concurrently(state.positions, segments, (_, segment) => backfillSegment(run, segment))
  } finally {
    end()
    await run.saved
  }
  await store?.save(undefined)
  return Object.freeze({ ...progressOf(state), failures: Object.freeze([...run.failures]) })
}

function progressOf({ upgraded, failed, versions }: BackfillState): BackfillProgress {
  const items = Object.values(versions).reduce((sum, count) => sum + count, 0)
  return Object.freeze({ items, upgraded, failed, versions: Object.freeze({ ...versions }) })
}

async function backfillSegment(run: Run, segment: number): Promise<void> {
  const { context, options, state, store } = run
  const { signal } = options
  while (state.positions[segment] !== null) {
    const { Items = [], LastEvaluatedKey } = await context.runner.run(scanRequest(run, segment), { signal })
    // The client returns items in DynamoDB's form. Other kinds, and guards of unique values, are left alone.
    const items = (Items as readonly StoredItem[]).filter(
      (item) => itemOfModel(context.model, item) !== undefined,
    )
    const results = await concurrently(items, mostAtOnce, (item) => backfillItem(run, item))
    // A page counts once it is done: after a crash, it is read again.
    for (const result of results) {
      count(run, result)
      if (result?.failure !== undefined) await options.onFailure?.(result.failure)
    }
    state.positions[segment] = (LastEvaluatedKey as StoredItem | undefined) ?? null
    if (store !== undefined) {
      const checkpoint = stateText(context.model, state)
      run.saved = run.saved.then(() => store.save(checkpoint))
      await run.saved
    }
    await options.onProgress?.(progressOf(state))
  }
}

function scanRequest({ context: { model }, state }: Run, segment: number): Request<'Scan'> {
  const { name: entity, table } = model
  const start = state.positions[segment]
  const input: ScanCommandInput = { TableName: table.name }
  if (start !== undefined && start !== null) input.ExclusiveStartKey = start
  if (state.positions.length > 1) {
    input.Segment = segment
    input.TotalSegments = state.positions.length
  }
  const withoutTable = { $metadata: {}, Items: [] }
  return { call: 'Scan', input, entity, operation, table, withoutTable }
}

function count({ state, failures }: Run, result: BackfilledItem | undefined): void {
  if (result === undefined) return
  const { version, upgraded, failure } = result
  // Items whose version cannot be read are counted as 0.
  state.versions[version ?? 0] = (state.versions[version ?? 0] ?? 0) + 1
  if (upgraded) state.upgraded += 1
  if (failure === undefined) return
  state.failed += 1
  if (failures.length < mostFailures) failures.push(failure)
}
