// Updates of attributes that must be unique: with the guards of the item, as a transaction.
import { randomUUID } from 'node:crypto'
import type { TransactWriteItem, UpdateItemCommandOutput } from '@aws-sdk/client-dynamodb'
import type { StoredItem } from '../../entity/struct/attribute-value.js'
import { ConditionFailedError } from '../../errors/condition-failed-error.js'
import type { DyntasticError } from '../../errors/dyntastic-error.js'
import { isError } from '../../errors/is-error.js'
import type { Change } from '../../expression/change/update-change.js'
import { evaluate } from '../../expression/condition/evaluation.js'
import { settle } from '../ground/deferred.js'
import type { GuardedFace, GuardedWrite, TransactWriteFace } from '../ground/faces.js'
import type { OperationContext } from '../ground/operation.js'
import type { RunOptions, SendOptions } from '../ground/runner.js'
import { unchanged } from '../unique/guard-sources.js'
import { runGuardedWrite } from '../unique/guarded-single.js'
import { isOwn } from '../write/write.js'
import { requestOn } from './guarded-update.js'
import { itemAfter } from './idempotent-update.js'
import type { RefusedUpdate } from './missing-parents.js'
import type { UniqueChanges } from './unique-effect.js'
import { updateFace } from './update-face.js'
import { allChanges, type UpdateRequest, updateRequest } from './update-request.js'
import type { UpdateState } from './update-state.js'

/** An update, as far as it is needed here. */
interface UniqueUpdate extends Omit<RefusedUpdate, 'sendAs'> {
  failure(error: ConditionFailedError): DyntasticError
}

function guardedWrite(request: UpdateRequest, { takes, releases }: UniqueChanges): GuardedWrite {
  const { ReturnValues: _, ...update } = request.input
  // An UpdateItem input without ReturnValues is a valid element of a transaction.
  return { takes, releases, request, action: { Update: update } as TransactWriteItem }
}

const none: UniqueChanges = Object.freeze({ takes: [], releases: [], before: undefined })

/** An update of unique values in a transaction, which is computed once its item was read. */
export function guardedFace(update: UniqueUpdate, plain: UpdateRequest): GuardedFace {
  const { model } = update.context
  const { upsert } = update.state()
  return {
    known: undefined,
    most: model.unique.length * 2,
    on: (found) => {
      const applies = isOwn(model, found) || upsert !== undefined
      const request = applies ? applying(update, found) : refused(update, found)
      return guardedWrite(request, request.writes ?? none)
    },
    holds: (found) => (plain.depends?.rest ?? []).every((condition) => evaluate(condition, found ?? {})),
  }
}

function applying(update: UniqueUpdate, found: StoredItem | undefined): UpdateRequest {
  try {
    return requestOn(update, found)
  } catch (error) {
    if (isError(error, ConditionFailedError)) return refused(update, found)
    throw error
  }
}

// An update that does not apply to the item is refused by its own conditions. If the item has changed since, so that
// they are true, it is computed again.
function refused(update: UniqueUpdate, found: StoredItem | undefined): UpdateRequest {
  const { model } = update.context
  const { conditions } = update.clauses()
  return updateRequest(model, update.state(), conditions, { guards: unchanged(model, found) })
}

/** Sends an update of unique values that was computed from an item. @throws UniqueValueError. */
export function sendUnique(
  update: UniqueUpdate,
  request: UpdateRequest,
  writes: UniqueChanges,
  options: RunOptions | undefined,
): Promise<UpdateItemCommandOutput> {
  const { context } = update
  const state = update.state()
  const write = guardedWrite(request, writes)
  const face = updateFace(context, state, request, (error) => update.failure(error), {
    known: writes.before ?? 'missing',
    most: writes.takes.length + writes.releases.length,
    on: () => write,
    // If the item is not as it was read, `runGuarded` reads it again.
    holds: () => false,
  })
  const token = state.once === undefined ? undefined : (state.once.token ?? randomUUID())
  return runUniqueUpdate(context, state, face, allChanges(context.model, state), { ...options, token })
}

// Returns what UpdateItem would return.
async function runUniqueUpdate(
  context: OperationContext,
  { returning, target }: UpdateState,
  face: TransactWriteFace,
  changes: readonly Change[],
  { token, ...options }: SendOptions & { readonly token: string | undefined },
): Promise<UpdateItemCommandOutput> {
  const { runner } = context
  const { $metadata, before, Attributes } = await runGuardedWrite(runner, face, options, token)
  if (Attributes !== undefined) return { $metadata, Attributes }
  if (returning === 'none') return { $metadata }
  const part = (stored: StoredItem): StoredItem =>
    returning === 'updatedOld' || returning === 'updatedNew' ? changedPart(stored, changes) : stored
  if (returning === 'old' || returning === 'updatedOld') {
    const [old] = before
    return old === undefined ? { $metadata } : { $metadata, Attributes: part(old) }
  }
  const after = await itemAfter(context, settle(target).key, face.operation, options)
  return { $metadata: after.$metadata, Attributes: part(after.Attributes) }
}

function changedPart(stored: StoredItem, changes: readonly Change[]): StoredItem {
  const names = new Set(changes.map(({ target }) => String(target.names[0])))
  return Object.fromEntries(Object.entries(stored).filter(([name]) => names.has(name)))
}
