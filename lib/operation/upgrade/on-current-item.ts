// Writes whose conditions hold of items of the current version only: an older item is upgraded before.
import type { EntityModel } from '../../entity/model.js'
import type { StoredItem } from '../../entity/struct/attribute-value.js'
import { ConditionFailedError } from '../../errors/condition-failed-error.js'
import { isError } from '../../errors/is-error.js'
import { RequestFailedError } from '../../errors/request-failed-error.js'
import { reasonsIn, type SdkReason } from '../../errors/transaction-cancelled-error.js'
import { evaluate } from '../../expression/condition/evaluation.js'
import { pause, pauseBefore } from '../../util/backoff.js'
import type { TransactWriteFace } from '../ground/faces.js'
import type { OperationContext } from '../ground/operation.js'
import { defaultRetry } from '../ground/retry.js'
import type { RunOptions } from '../ground/runner.js'
import type { GuardedFailure, GuardedResult } from '../unique/guarded-run.js'
import { currentVersion } from './current-version.js'
import { upgradeStored } from './upgrade-stored.js'

/**
 * Sends a write that is conditional on the current version. If the item is of an older one, it is upgraded, and the
 * write is sent again.
 * @throws SchemaVersionError if the item is of a version from the future, or cannot be upgraded; nothing is written.
 * @throws The errors of the write.
 */
export async function onCurrentItem<O>(
  { model, runner }: OperationContext,
  options: RunOptions | undefined,
  send: () => Promise<O>,
): Promise<O> {
  const upgrading = new UpgradedRetries({ model, runner }, options)
  for (;;)
    try {
      return await send()
    } catch (error) {
      const stored = isError(error, ConditionFailedError) ? error.stored : undefined
      const unsure = isError(error, ConditionFailedError) && error.outcome === 'unknown'
      // The client returns items in DynamoDB's form.
      const older = unsure ? [] : outdated([{ model, stored: stored as StoredItem | undefined }])
      if (older.length === 0) throw error
      await upgrading.upgrade(older, error)
    }
}

/**
 * Sends a transaction, the elements of which are given. Older items on which one of them failed are upgraded, and the
 * transaction is sent again: nothing of it was written.
 * @throws SchemaVersionError as `onCurrentItem`; the errors of the transaction.
 */
export async function onCurrentItems<O>(
  runner: OperationContext['runner'],
  elements: readonly TransactWriteFace[],
  options: RunOptions | undefined,
  send: () => Promise<O>,
): Promise<O> {
  const models = elements.filter((element) => dependsOnVersion(element)).map(({ model }) => model)
  const [first] = models
  if (first === undefined) return send()
  const upgrading = new UpgradedRetries({ model: first, runner }, options)
  for (;;)
    try {
      return await send()
    } catch (error) {
      const older = outdated(
        reasonsOf(error).flatMap(({ Code, Item }, at) => {
          const element = elements[at]
          if (element === undefined || Code !== 'ConditionalCheckFailed' || !dependsOnVersion(element))
            return []
          return [{ model: element.model, stored: Item }]
        }),
      )
      if (older.length === 0) throw error
      await upgrading.upgrade(older, error)
    }
}

/** The same for a transaction with guards of unique values, which tells how it failed. */
export async function onCurrentGuarded(
  runner: OperationContext['runner'],
  elements: readonly TransactWriteFace[],
  options: RunOptions | undefined,
  send: () => Promise<GuardedResult | GuardedFailure>,
): Promise<GuardedResult | GuardedFailure> {
  let failure: GuardedFailure | undefined
  try {
    return await onCurrentItems(runner, elements, options, async () => {
      const result = await send()
      failure = 'error' in result ? result : undefined
      if ('error' in result) throw result.error
      return result
    })
  } catch (error) {
    if (failure !== undefined && failure.error === error) return failure
    throw error
  }
}

interface FoundItem {
  readonly model: EntityModel
  readonly stored: StoredItem | undefined
}

interface OutdatedItem {
  readonly model: EntityModel
  readonly stored: StoredItem
}

// Items of the entity that are not of the current version.
function outdated(found: readonly FoundItem[]): OutdatedItem[] {
  return found.flatMap(({ model, stored }) => {
    if (stored === undefined || !model.isOfKind(stored)) return []
    return currentVersion(model).every((current) => evaluate(current, stored)) ? [] : [{ model, stored }]
  })
}

// Whether its condition names the attribute of the version.
function dependsOnVersion({ model, action }: TransactWriteFace): boolean {
  const named = model.members.flatMap(({ versions }) => versions?.name ?? [])
  if (named.length === 0) return false
  const [input] = Object.values(action)
  const names: readonly unknown[] = Object.values(Object(Object(input).ExpressionAttributeNames))
  return named.some((name) => names.includes(name))
}

function reasonsOf(error: unknown): readonly SdkReason<StoredItem>[] {
  return reasonsIn(Object(error).cause)
}

/** Upgrades items again and again, up to the attempts of the retry policy: other writers may come in between. */
class UpgradedRetries {
  readonly context: OperationContext
  readonly options: RunOptions | undefined
  attempt = 0

  constructor(context: OperationContext, options: RunOptions | undefined) {
    this.context = context
    this.options = options
  }

  async upgrade(items: readonly OutdatedItem[], cause: unknown): Promise<void> {
    const { runner, model } = this.context
    const { attempts, ...pauses } = (runner.retry ?? defaultRetry).conflicts
    const { signal } = this.options ?? {}
    if (this.attempt > 0) await pause(pauseBefore(this.attempt, pauses), signal)
    if (++this.attempt >= attempts)
      throw new RequestFailedError({
        entity: model.name,
        cause,
        detail: `items of older versions were written ${this.attempt} times in a row before they could be upgraded`,
        outcome: 'nothing written',
      })
    await Promise.all(
      items.map((item) => upgradeStored({ model: item.model, runner }, item.stored, { signal })),
    )
  }
}
