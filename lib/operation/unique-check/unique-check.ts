// Check of unique values: reads the whole table, compares items with guards, and repairs guards on request.
import type { ScanCommandInput } from '@aws-sdk/client-dynamodb'
import { keyOfStored } from '../../entity/key/key-values.js'
import type { EntityModel } from '../../entity/model.js'
import { storedOf } from '../../entity/scan/scanned-item.js'
import type { StoredItem } from '../../entity/struct/attribute-value.js'
import { type GuardedKey, guardKey, isGuard } from '../../entity/unique/guard-key.js'
import { guardNames } from '../../entity/unique/unique-values.js'
import { checkOptions } from '../../errors/option-table.js'
import { UnsupportedOperationError } from '../../errors/unsupported-operation-error.js'
import { fetchStored } from '../batch-read/stored-fetch.js'
import type { OperationContext } from '../ground/operation.js'
import type { Request } from '../ground/request.js'
import { UsageMeter } from '../ground/usage-meter.js'
import { linkedSignal } from '../many/linked-signal.js'
import { ratedRunner } from '../rate/rated-runner.js'
import { itemGuards, keyOfItem } from '../unique/item-guards.js'
import {
  type CheckUniqueOptions,
  checkUniqueOptions,
  type UniqueFault,
  type UniqueReport,
} from './check-options.js'
import { checkpointOf, positionsAt, type SegmentPosition } from './checkpoint.js'
import { isGuardOf, itemOfModel, ownerOf } from './owned-guards.js'
import { repairValue } from './value-repair.js'
import { valueState } from './value-state.js'

const operation = 'checkUnique'
/** How many faults a report lists. */
const mostFaults = 1_000

/** What a check has found so far. */
interface Found {
  items: number
  guards: number
  found: number
  repaired: number
  readonly faults: UniqueFault[]
}

/** One run of a check. */
interface Run {
  readonly context: OperationContext
  readonly options: CheckUniqueOptions
  readonly positions: SegmentPosition[]
  readonly found: Found
}

/**
 * Compares the items of an entity with the guards of their unique values (Scan, BatchGetItem and, for what seems wrong,
 * TransactGetItems). Writes of others meanwhile are never mistaken for faults.
 * @throws InvalidOptionError if an option is invalid.
 * @throws UnsupportedOperationError within bounds: beyond them, every guard would seem to be without an item.
 */
export async function checkUnique(
  context: OperationContext,
  options: CheckUniqueOptions = {},
): Promise<UniqueReport> {
  const { model } = context
  checkOptions(checkUniqueOptions, options, { entity: model.name, operation })
  if (model.bounds !== undefined) throw withinBounds(model)
  const { segments = 1, resume } = options
  const positions =
    resume === undefined
      ? new Array<SegmentPosition>(segments).fill(undefined)
      : positionsAt(model, resume, segments)
  const found: Found = { items: 0, guards: 0, found: 0, repaired: 0, faults: [] }
  const rated = { model, runner: ratedRunner(context.runner, options.rate) }
  // If one segment fails, the others end, too.
  const { signal, end } = linkedSignal(context.runner, options.signal)
  const run: Run = { context: rated, options: { ...options, signal }, positions, found }
  try {
    await Promise.all(positions.map((_, segment) => checkSegment(run, segment)))
  } finally {
    end()
  }
  const { faults, ...counts } = found
  return Object.freeze({ ...counts, faults: Object.freeze([...faults]) })
}

function withinBounds({ name: entity }: EntityModel): UnsupportedOperationError {
  const detail =
    'values are unique among all items of the entity, within the bounds of this repository or not: check them with the repository of all items'
  return new UnsupportedOperationError({ entity, operation, detail })
}

async function checkSegment(run: Run, segment: number): Promise<void> {
  const { context, options, positions, found } = run
  while (positions[segment] !== null) {
    const { Items = [], LastEvaluatedKey } = await context.runner.run(scanRequest(run, segment), {
      signal: options.signal,
    })
    // The client returns items in DynamoDB's form.
    await checkPage(run, Items as readonly StoredItem[])
    positions[segment] = (LastEvaluatedKey as StoredItem | undefined) ?? null
    const { faults: _, ...counts } = found
    await options.onProgress?.({ ...counts, checkpoint: checkpointOf(context.model, positions) })
  }
}

function scanRequest({ context: { model }, positions }: Run, segment: number): Request<'Scan'> {
  const { name: entity, table } = model
  const start = positions[segment]
  const input: ScanCommandInput = { TableName: table.name, ConsistentRead: true }
  if (start !== undefined && start !== null) input.ExclusiveStartKey = start
  if (positions.length > 1) {
    input.Segment = segment
    input.TotalSegments = positions.length
  }
  const withoutTable = { $metadata: {}, Items: [] }
  return { call: 'Scan', input, entity, operation, table, withoutTable }
}

async function checkPage(run: Run, stored: readonly StoredItem[]): Promise<void> {
  const { model } = run.context
  const guards = stored.filter((each) => isGuard(model.key, each) && isOfEntity(run, each))
  const items = stored.filter((each) => itemOfModel(model, each) !== undefined)
  run.found.items += items.length
  run.found.guards += guards.length
  await checkItems(run, items)
  await checkGuards(run, guards)
}

// Guards of other entities of the table are not the concern of this one.
function isOfEntity({ context: { model } }: Run, guard: StoredItem): boolean {
  const what = guard[guardNames.what]
  if (what === undefined || !('S' in what)) return false
  try {
    const [entity]: readonly unknown[] = JSON.parse(what.S)
    return model.entities.includes(String(entity))
  } catch {
    return false
  }
}

async function checkItems(run: Run, items: readonly StoredItem[]): Promise<void> {
  const { model } = run.context
  const expected = items.flatMap((item) =>
    itemGuards(model, item).map((guard) => ({ key: keyOfItem(model, item), guard })),
  )
  const keys = expected.map(({ guard }) => guardKey(model.key, guard.text))
  const stored = await fetched(run, keys)
  for (const [at, { key, guard }] of expected.entries()) {
    const found = stored[at]
    if (found === undefined || !isGuardOf(found, key) || !sameTime(run, found, guard.stored))
      await examine(run, key, guard.text, guard.properties)
  }
}

function sameTime({ context: { model } }: Run, found: StoredItem, expected: StoredItem): boolean {
  const { ttl } = model.managed
  return ttl === undefined || JSON.stringify(found[ttl]) === JSON.stringify(expected[ttl])
}

async function checkGuards(run: Run, guards: readonly StoredItem[]): Promise<void> {
  const { model } = run.context
  const owned = guards.flatMap((guard) => {
    const owner = ownerOf(guard)
    return owner === undefined ? [] : [{ guard, owner }]
  })
  const owners = await fetched(
    run,
    owned.map(({ owner }) => owner),
  )
  for (const [at, { guard, owner }] of owned.entries()) {
    const text = textOf(model.key, guard)
    const has = itemGuards(model, itemOfModel(model, owners[at])).some((each) => each.text === text)
    if (!has) await examine(run, owner, text, attributesOf(run, guard))
  }
}

function textOf({ partition: [part] }: GuardedKey, guard: StoredItem): string {
  const value = guard[String(part?.name)]
  return value !== undefined && 'B' in value ? Buffer.from(value.B).toString() : String(Object(value).S)
}

// The attributes of a guard, which need not be unique in the definition any more.
function attributesOf({ context: { model } }: Run, guard: StoredItem): readonly string[] {
  const [, names]: readonly unknown[] = JSON.parse(String(Object(guard[guardNames.what]).S))
  return (Array.isArray(names) ? names : []).map((name) => model.propertyOf(String(name)) ?? String(name))
}

async function fetched(run: Run, keys: readonly StoredItem[]): Promise<(StoredItem | undefined)[]> {
  if (keys.length === 0) return []
  const { context, options } = run
  const found = await fetchStored(context, keys, {
    operation,
    consistent: true,
    select: [],
    concurrency: 2,
    meter: new UsageMeter(undefined),
    capacity: false,
    signal: options.signal,
  })
  return found.map((each) => (each === undefined ? undefined : storedOf(each)))
}

/** Looks at a value again, at one point in time, and repairs it on request. */
async function examine(
  { context, options, found }: Run,
  key: StoredItem,
  text: string,
  attributes: readonly string[],
): Promise<void> {
  const { signal } = options
  const seen = await valueState(context, key, text, { signal })
  if (seen.fault === undefined) return
  const { state, repaired } = options.repair
    ? await repairValue(context, key, text, seen, { signal })
    : { state: seen, repaired: false }
  const { fault, ownerKey } = state
  if (fault === undefined) return
  const named = (stored: StoredItem) => Object.freeze(keyOfStored(context.model, stored))
  const owner = fault === 'duplicate' && ownerKey !== undefined ? { owner: named(ownerKey) } : {}
  found.found += 1
  if (repaired) found.repaired += 1
  if (found.faults.length < mostFaults)
    found.faults.push(Object.freeze({ fault, attributes, key: named(key), ...owner, repaired }))
}
