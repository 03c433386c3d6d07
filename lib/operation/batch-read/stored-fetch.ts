// Whole items by their keys, any number, for queries whose index holds part of them.

import { keyOfStored } from '../../entity/key/key-values.js'
import type { StoredItem } from '../../entity/struct/attribute-value.js'
import type { ResolvedPath } from '../../expression/path/resolved-path.js'
import type { OperationContext } from '../ground/operation.js'
import type { UsageMeter } from '../ground/usage-meter.js'
import { KeySlots } from './key-slots.js'
import { ReadRun } from './read-run.js'
import { isUnread, unreadError } from './unread.js'

/** How keys are fetched. */
export interface FetchOptions {
  readonly operation: string
  readonly consistent: boolean
  /** The paths to fetch; none for whole items. */
  readonly select: readonly ResolvedPath[]
  readonly concurrency: number
  readonly meter: UsageMeter
  /** Whether consumed capacity is to be reported. */
  readonly capacity: boolean
  readonly signal: AbortSignal | undefined
}

/**
 * The stored items of the keys, in their order; `undefined` for one that is not there. Equal keys are asked for once.
 * @throws UnprocessedError where DynamoDB goes on leaving keys unprocessed: such a key never looks like a missing item.
 */
export async function fetchStored(
  { model, runner }: OperationContext,
  keys: readonly StoredItem[],
  options: FetchOptions,
): Promise<(StoredItem | undefined)[]> {
  const { operation, consistent, select } = options
  const shape = { model, consistent, select }
  const wanted = new KeySlots(runner)
  const slots = keys.map((key) => wanted.want(shape, key))
  await new ReadRun(runner, options).readAll(wanted.chunks())
  if (!isUnread({ slots })) return slots.map(({ stored }) => stored)
  throw unreadError({
    entity: model.name,
    operation,
    slots,
    again: (at) => keyOfStored(model.key, keys[at] ?? {}),
  })
}
