// Forms of an update besides its own request: its element in a transaction, and the item in the response.
import type { TransactWriteItem, UpdateItemCommandOutput } from '@aws-sdk/client-dynamodb'
import { isBeyond } from '../../entity/bound-model.js'
import { inexact } from '../../entity/codecs/number.js'
import type { KeyValues } from '../../entity/key/key-values.js'
import type { EntityModel } from '../../entity/model.js'
import { storedOf } from '../../entity/scan/scanned-item.js'
import type { StoredItem } from '../../entity/struct/attribute-value.js'
import type { ConditionFailedError } from '../../errors/condition-failed-error.js'
import { type DyntasticError, retold } from '../../errors/dyntastic-error.js'
import { InvalidItemError } from '../../errors/invalid-item-error.js'
import { isError } from '../../errors/is-error.js'
import { ItemNotFoundError } from '../../errors/item-not-found-error.js'
import { keyWayOut, lackingWords } from '../derived/key-guards.js'
import { settle } from '../ground/deferred.js'
import type { GuardedFace, TransactWriteFace } from '../ground/faces.js'
import type { OperationContext } from '../ground/operation.js'
import type { Request } from '../ground/request.js'
import { deletionWords, returnedItem } from '../write/write.js'
import { lackedBy } from './missing-parents.js'
import { uniqueWords } from './unique-effect.js'
import type { UpdateRequest } from './update-request.js'
import type { UpdateName, UpdateState } from './update-state.js'

/** Why a transaction cannot hold the update; `undefined` if it can. */
export function untransactable({ returning, once }: UpdateState, request: UpdateRequest): string | undefined {
  if (returning !== 'new' && returning !== 'none') return 'transactions return no items'
  if (once?.token !== undefined) return 'in a transaction, the transaction has the token, not the update'
  const lacking = lackingOf(request)
  if (lacking === undefined) return undefined
  return `${lacking}, and nothing can be read inside a transaction: ${keyWayOut}`
}

/** Why the update is not one UpdateItem request; `undefined` if it is. */
export function uncommanded({ once }: UpdateState, request: UpdateRequest): string | undefined {
  if (once !== undefined)
    return 'an idempotent update is sent as TransactWriteItems with a new token on each run, so it has no single command'
  const lacking = lackingOf(request)
  if (lacking === undefined && request.depends?.unread === true)
    return `${uniqueWords}: the item is read first, and the update is sent as TransactWriteItems, so it has no single command`
  if (lacking === undefined) return undefined
  return `${lacking}, so the item is read first, and the update has no single command: ${keyWayOut}`
}

function lackingOf({ depends }: UpdateRequest): string | undefined {
  return depends === undefined || depends.lacking.length === 0 ? undefined : lackingWords(depends.lacking)
}

/** Returns the update as an element of a transaction. */
export function updateFace(
  { model, runner }: OperationContext,
  state: UpdateState,
  { input, creation, operation }: Request<'UpdateItem'>,
  failure: (error: ConditionFailedError) => DyntasticError,
  guarded?: GuardedFace,
): TransactWriteFace {
  const { target, returning } = state
  const { ReturnValues: _, ...update } = input
  const face = {
    model,
    runner,
    operation,
    stored: settle(target).key.stored,
    // An UpdateItem input without ReturnValues is a valid element of a transaction.
    action: { Update: update } as TransactWriteItem,
    result: undefined,
    pending: returning === 'new',
    failure,
    lacked: () => lackedBy(model, state),
    ...(guarded === undefined ? {} : { guarded }),
  }
  return creation === undefined ? face : { ...face, creation }
}

const missingWords = {
  update: 'no item with this key exists; use upsert() to create it',
  delete: 'no item with this key exists',
  restore: 'no deleted item with this key exists',
} satisfies Record<UpdateName, string>

/** The error of an update whose item does not exist. */
export function updateOfMissing(
  model: EntityModel,
  key: KeyValues['values'],
  { cause, outcome, stored }: ConditionFailedError,
  operation: UpdateName,
): ItemNotFoundError {
  const { name: entity } = model
  // The client returns items in DynamoDB's form.
  const found = stored as StoredItem | undefined
  const detail = deletionWords(model, found) ?? missingWords[operation]
  // What is beyond the bounds of a repository is not shown, also not in the error of the SDK.
  const shown = isBeyond(model, found) ? undefined : cause
  return new ItemNotFoundError({ entity, operation, key, cause: shown, outcome, detail })
}

/** Decodes the response to an update. @throws RequestFailedError if it lacks the item; InvalidItemError. */
export function updatedItem(
  model: EntityModel,
  { returning, upsert, once }: UpdateState,
  { Attributes }: UpdateItemCommandOutput,
): unknown {
  if (returning === 'none') return undefined
  const part = returning === 'updatedNew' || returning === 'updatedOld'
  // Without upsert(), there is an old and a new item. An attribute that is only removed has no new value, and a new
  // attribute no old one.
  const needed = returning === 'new' || (returning === 'old' && upsert === undefined)
  const call = once === undefined ? 'UpdateItem' : 'GetItem'
  const stored = returnedItem({ model, operation: 'update', call }, Attributes, { needed, part })
  if (stored === undefined) return part ? {} : undefined
  try {
    return model.itemOf(part && !model.plain ? withoutKeys(model, storedOf(stored)) : stored, 'update', part)
  } catch (error) {
    throw withBound(error)
  }
}

// Only DynamoDB computes sums, and a whole number beyond 2^53 cannot be read.
function withBound(error: unknown): unknown {
  if (!isError(error, InvalidItemError) || !error.failures.some(({ message }) => message === inexact))
    return error
  const wayOut =
    'set it to a number that fits; a bound, such as max(integer(), Number.MAX_SAFE_INTEGER), refuses such an update before it is applied'
  return retold(error, { detail: `${error.detail}, or ${wayOut}` })
}

// The library writes index keys in addition to the requested changes; attributes in them were not updated.
function withoutKeys(model: EntityModel, stored: StoredItem): StoredItem {
  return Object.fromEntries(Object.entries(stored).filter(([name]) => !model.hidden.has(name)))
}
