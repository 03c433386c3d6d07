// Whole items by their keys, any number: BatchGetItem in chunks, repeated until nothing is left unprocessed.
import type { StoredItem } from '../entity/attribute-value.js'
import { keyOfStored } from '../entity/key-values.js'
import type { EntityModel } from '../entity/model.js'
import { AbortedError } from '../errors/interrupted.js'
import { UnprocessedError } from '../errors/unprocessed-error.js'
import { Placeholders } from '../expression/placeholders.js'
import { printProjection } from '../expression/projection.js'
import type { ResolvedPath } from '../expression/resolved-path.js'
import { pause, pauseBefore } from '../util/backoff.js'
import { concurrently } from '../util/concurrent.js'
import type { OperationContext } from './operation.js'
import { keyPaths } from './query-request.js'
import type { Request } from './request.js'
import type { UsageMeter } from './usage-meter.js'

/** DynamoDB's limit of keys in one BatchGetItem ("Service quotas"). */
const mostKeys = 100
/** Attempts in a row that bring nothing, before what is left is given up. */
const mostFruitless = 8
const backoff = { base: 25, most: 1_000 }

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
  context: OperationContext,
  keys: readonly StoredItem[],
  options: FetchOptions,
): Promise<(StoredItem | undefined)[]> {
  const distinct = new Map<string, StoredItem>()
  for (const key of keys) distinct.set(keyText(context.model, key), key)
  const all = [...distinct.values()]
  const chunks = Array.from({ length: Math.ceil(all.length / mostKeys) }, (_, at) =>
    all.slice(at * mostKeys, (at + 1) * mostKeys),
  )
  const found = new Map<string, StoredItem>()
  const fetched = await concurrently(chunks, options.concurrency, (chunk) =>
    fetchChunk(context, chunk, options),
  )
  for (const item of fetched.flat()) found.set(keyText(context.model, item), item)
  return keys.map((key) => found.get(keyText(context.model, key)))
}

async function fetchChunk(
  context: OperationContext,
  chunk: readonly StoredItem[],
  options: FetchOptions,
): Promise<StoredItem[]> {
  const { model, runner } = context
  const { operation, meter, signal } = options
  const items: StoredItem[] = []
  let left: readonly StoredItem[] = chunk
  for (let fruitless = 0; left.length > 0; ) {
    const request = fetchRequest(model, left, options)
    meter.begin()
    const output = await runner.run(request, { signal })
    const units = output.ConsumedCapacity?.reduce((sum, each) => sum + (each.CapacityUnits ?? 0), 0)
    meter.add(0, units ?? 0)
    // One table was asked, by its name or its ARN. The types of the SDK and ours say the same.
    items.push(...(Object.values(output.Responses ?? {}).flat() as StoredItem[]))
    const before = left.length
    left = Object.values(output.UnprocessedKeys ?? {}).flatMap(({ Keys }) => Keys ?? []) as StoredItem[]
    if (left.length === 0) break
    fruitless = left.length < before ? 0 : fruitless + 1
    if (fruitless >= mostFruitless)
      throw new UnprocessedError({
        entity: model.name,
        operation,
        detail: `${left.length} of ${chunk.length} keys were left unprocessed by ${fruitless} attempts in a row`,
        remaining: left.map((key) => keyOfStored(model.key, key)),
      })
    await waitBefore(fruitless, model, options)
  }
  return items
}

function fetchRequest(
  model: EntityModel,
  keys: readonly StoredItem[],
  { operation, consistent, select, capacity }: FetchOptions,
): Request<'BatchGetItem'> {
  const placeholders = new Placeholders()
  // Items come back in any order: their keys tell which is which.
  const paths = select.length === 0 ? [] : [...select, ...keyPaths([model.key])]
  const projection = printProjection(paths, placeholders, model.name)
  const names = placeholders.names()
  const asked = {
    Keys: [...keys],
    ...(consistent ? { ConsistentRead: true } : {}),
    ...(projection === undefined ? {} : { ProjectionExpression: projection }),
    ...(names === undefined ? {} : { ExpressionAttributeNames: names }),
  }
  const input = {
    RequestItems: { [model.table.name]: asked },
    ...(capacity ? { ReturnConsumedCapacity: 'TOTAL' as const } : {}),
  }
  return { call: 'BatchGetItem', input, entity: model.name, operation, table: model.table }
}

async function waitBefore(attempt: number, model: EntityModel, options: FetchOptions): Promise<void> {
  try {
    await pause(pauseBefore(attempt, backoff), options.signal)
  } catch (cause) {
    throw new AbortedError({
      entity: model.name,
      operation: options.operation,
      cause,
      outcome: 'nothing written',
    })
  }
}

/** A text that is the same for equal keys of stored items. */
export function keyText(model: EntityModel, stored: StoredItem): string {
  const { partition, sort } = model.key
  return JSON.stringify(
    [...partition, ...sort].map(({ name }) => {
      const value = stored[name]
      return value !== undefined && 'B' in value ? [...value.B] : value
    }),
  )
}
