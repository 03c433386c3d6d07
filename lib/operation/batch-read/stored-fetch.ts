// Fetches any number of whole items by key, for queries whose index contains only part of them.

import { keyOfStored } from '../../entity/key/key-values.js'
import type { BodyItem } from '../../entity/scan/scanned-item.js'
import type { StoredItem } from '../../entity/struct/attribute-value.js'
import type { PrintablePath } from '../../expression/path/printed-path.js'
import type { OperationContext } from '../ground/operation.js'
import type { UsageMeter } from '../ground/usage-meter.js'
import type { RateLimiter } from '../rate/rate-limiter.js'
import { KeySlots } from './key-slots.js'
import { BatchReadRun } from './read-run.js'
import { isUnread, unreadError } from './unread.js'

/** How keys are fetched. */
export interface FetchOptions {
  readonly operation: string
  readonly consistent: boolean
  /** The paths to fetch; empty for whole items. */
  readonly select: readonly PrintablePath[]
  readonly concurrency: number
  readonly meter: UsageMeter
  readonly limiter?: RateLimiter | undefined
  /** Whether to request the consumed capacity. */
  readonly capacity: boolean
  readonly signal: AbortSignal | undefined
}

/**
 * Returns the stored items of the keys, in order; `undefined` for an item that does not exist. Each key is requested
 * once.
 * @throws UnprocessedError if DynamoDB keeps leaving keys unprocessed. Such a key never looks like a missing item.
 */
export async function fetchStored(
  context: OperationContext,
  keys: readonly StoredItem[],
  options: Omit<FetchOptions, 'limiter'>,
): Promise<(BodyItem | undefined)[]> {
  // Only a wait for the rate can outlast the budget.
  return (await fetchAtRate(context, keys, options)) ?? []
}

/**
 * Returns the same, read at a rate; `undefined` if the budget was spent while a request waited.
 * @throws the errors of `fetchStored`.
 */
export async function fetchAtRate(
  { model, runner }: OperationContext,
  keys: readonly StoredItem[],
  options: FetchOptions,
): Promise<(BodyItem | undefined)[] | undefined> {
  const { operation, consistent, select } = options
  const shape = { model, consistent, select }
  const wanted = new KeySlots(runner)
  const slots = keys.map((key) => wanted.want(shape, key))
  const run = new BatchReadRun(runner, options)
  await run.readAll(wanted.chunks())
  if (run.spent) return undefined
  if (!isUnread({ slots })) return slots.map(({ stored }) => stored)
  throw unreadError({
    entity: model.name,
    operation,
    slots,
    again: (at) => keyOfStored(model, keys[at] ?? {}),
  })
}
