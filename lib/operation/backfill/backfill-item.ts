// One item of a backfill: written in the current version, on the condition that it is as it was read.
import { keyOfStored } from '../../entity/key/key-values.js'
import type { StoredItem } from '../../entity/struct/attribute-value.js'
import { versionIn } from '../../entity/versions/schema-versions.js'
import { rivalReaders } from '../../entity/versions/shared-items.js'
import { InvalidItemError } from '../../errors/invalid-item-error.js'
import { isError } from '../../errors/is-error.js'
import { RequestFailedError } from '../../errors/request-failed-error.js'
import { UniqueValueError } from '../../errors/unique-value-error.js'
import { UnsupportedOperationError } from '../../errors/unsupported-operation-error.js'
import { ValidationError } from '../../errors/validation-error.js'
import { pause, pauseBefore } from '../../util/backoff.js'
import { consistentRead } from '../ground/consistent-read.js'
import type { OperationContext } from '../ground/operation.js'
import { defaultRetry } from '../ground/retry.js'
import type { RunOptions } from '../ground/runner.js'
import { itemOfModel } from '../unique-check/owned-guards.js'
import { upgradeStored } from '../upgrade/upgrade-stored.js'
import type { BackfillFailure } from './backfill-report.js'

const operation = 'backfill'

/** The run that an item is part of. */
export interface ItemRun {
  readonly context: OperationContext
  readonly options: RunOptions
}

/** What became of an item; `undefined` if it was deleted meanwhile. */
export interface BackfilledItem {
  readonly version: number | undefined
  readonly upgraded: boolean
  readonly failure?: BackfillFailure
}

/** Brings an item to the current version, unless another writer does. */
export async function backfillItem(run: ItemRun, item: StoredItem): Promise<BackfilledItem | undefined> {
  const { context, options } = run
  const { runner } = context
  const { signal } = options
  const { attempts, ...pauses } = (runner.retry ?? defaultRetry).conflicts
  let stored = item
  for (let attempt = 0; ; attempt++) {
    let version: number | undefined
    try {
      const { versions } = context.model.reader(stored, operation)
      if (versions === undefined) return { version: 1, upgraded: false }
      version = versionIn(versions, stored)
      if (version === versions.current) return { version, upgraded: false }
      if (attempt >= attempts) throw busy(run, attempt)
      refuseRivals(run, stored)
      if (await upgradeStored(context, stored, { signal }))
        return { version: versions.current, upgraded: true }
    } catch (error) {
      return { version, upgraded: false, failure: failureOf(run, stored, version, error) }
    }
    // Another writer was first: what it has written counts.
    if (attempt > 0) await pause(pauseBefore(attempt, pauses), signal)
    const read = await readAgain(run, stored)
    if (read === undefined || itemOfModel(context.model, read) === undefined) return undefined
    stored = read
  }
}

// Items that another entity of the table reads, too, may be its own.
function refuseRivals({ context: { model } }: ItemRun, stored: StoredItem): void {
  const rivals = rivalReaders(model, stored)
  if (rivals.length === 0) return
  const detail = `the item also fits ${rivals.join(' and ')} of the same table, and may be one of theirs: give the Table a \`kind\`, or upgrade the item with an update`
  throw new UnsupportedOperationError({ entity: model.name, operation, detail })
}

// What is wrong with an item is not the end of the backfill; that nothing can be read or written is.
function failureOf(
  { context: { model } }: ItemRun,
  stored: StoredItem,
  version: number | undefined,
  error: unknown,
): BackfillFailure {
  if (!ofItem.some((type) => isError(error, type))) throw error
  return Object.freeze({ key: Object.freeze(keyOfStored(model, stored)), version, error })
}

const ofItem = [InvalidItemError, ValidationError, UniqueValueError, UnsupportedOperationError]

async function readAgain({ context, options }: ItemRun, stored: StoredItem): Promise<StoredItem | undefined> {
  const { model, runner } = context
  const { partition, sort } = model.reader(stored, operation).key
  const key = Object.fromEntries(
    [...partition, ...sort].map(({ name }) => [name, stored[name]]),
  ) as StoredItem
  const { Item } = await runner.run(consistentRead(model, operation, key), { signal: options.signal })
  // The client returns items in DynamoDB's form.
  return Item as StoredItem | undefined
}

function busy({ context: { model } }: ItemRun, attempts: number): RequestFailedError {
  const detail = `an item was changed by other writers ${attempts} times in a row before it could be upgraded`
  return new RequestFailedError({ entity: model.name, operation, detail, outcome: 'nothing written' })
}
