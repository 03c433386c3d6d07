// Updates whose index keys depend on the item: sent on the condition that it is as known, and repeated if it is not.
import type { UpdateItemCommandOutput } from '@aws-sdk/client-dynamodb'
import type { StoredItem } from '../../entity/struct/attribute-value.js'
import { ConditionFailedError } from '../../errors/condition-failed-error.js'
import { DyntasticError, withOutcome } from '../../errors/dyntastic-error.js'
import { InvalidUpdateError } from '../../errors/invalid-update-error.js'
import { isError } from '../../errors/is-error.js'
import { RequestFailedError } from '../../errors/request-failed-error.js'
import type { Condition } from '../../expression/condition/condition.js'
import { evaluate } from '../../expression/condition/evaluation.js'
import { pauseBefore } from '../../util/backoff.js'
import { keyWayOut, lackingWords } from '../derived/key-guards.js'
import { knownByRead } from '../derived/known-item.js'
import { pauseBetweenAttempts } from '../ground/attempt-pause.js'
import { settle } from '../ground/deferred.js'
import { isOver } from '../ground/patience.js'
import { defaultRetry } from '../ground/retry.js'
import type { SendOptions } from '../ground/runner.js'
import { isOwn } from '../write/write.js'
import { fittingChanges, isMissingParent, type RefusedUpdate, storedItem } from './missing-parents.js'
import { uniqueWords } from './unique-effect.js'
import { type UpdateDependence, type UpdateRequest, updateRequest } from './update-request.js'

const noDependence: UpdateDependence = Object.freeze({ guards: [], rest: [], lacking: [] })

/**
 * Sends an update. If the keys of indexes depend on attributes that are not known, reads the item (strongly consistent)
 * and sends the update on the condition that these attributes are unchanged; repeats both if they are not.
 * @throws RequestFailedError if they change each time until no attempts or no time are left.
 * @throws The errors of the update.
 */
export async function runGuarded(
  update: RefusedUpdate,
  request: UpdateRequest,
  options: SendOptions | undefined,
): Promise<UpdateItemCommandOutput> {
  const { depends } = request
  if (depends === undefined) return update.sendAs(request, options)
  const { attempts, ...pauses } = (update.context.runner.retry ?? defaultRetry).conflicts
  let lost = false
  for (let attempt = 0; ; attempt++) {
    let sent: UpdateRequest | undefined
    try {
      sent = attempt === 0 && !isLacking(depends) ? request : await requestOnRead(update, options)
      return await update.sendAs(sent, options)
    } catch (error) {
      if (sent === undefined || !isConflict(update, sent, error, attempt)) throw known(error, lost)
      lost ||= isUnknown(error)
      const wait = pauseBefore(attempt, pauses)
      const limit = options?.patience
      const late = limit !== undefined && isOver(update.context.runner, limit, wait)
      if (attempt + 1 >= attempts || late) throw known(busy(update, attempt + 1, error), lost)
      const { entity, operation } = request
      await pauseBetweenAttempts(wait, { entity, operation }, options?.signal).catch((aborted) => {
        throw known(aborted, lost)
      })
    }
  }
}

/**
 * Refuses a token of the caller for an update that is computed from the item: a repeat would be another update.
 * @throws InvalidUpdateError.
 */
export function refuseTokenOnRead(
  { context: { model }, state }: Pick<RefusedUpdate, 'context' | 'state'>,
  { depends = noDependence }: UpdateRequest,
): void {
  if (!isLacking(depends) || state().once?.token === undefined) return
  const { lacking } = depends
  const detail =
    lacking.length === 0
      ? `${uniqueWords}, so the item must be read, and a repeat with the same token would be another update: omit the token`
      : `${lackingWords(lacking)}, so the item must be read, and a repeat with the same token would be another update: ${keyWayOut}, or omit the token`
  throw new InvalidUpdateError({ entity: model.name, operation: 'update', detail })
}

/** Whether an update must not be sent before the item is read. */
function isLacking({ lacking, unread }: UpdateDependence): boolean {
  return lacking.length > 0 || unread === true
}

// A failed condition of the caller does not count: only what was known of the item is false.
function isConflict(
  { state, context }: RefusedUpdate,
  { depends: { guards, rest } = noDependence, repeatable }: UpdateRequest,
  error: unknown,
  attempt: number,
): boolean {
  const { once } = state()
  // What is sent next is another update, and the first may still be applied.
  if (isUnknown(error) && (once !== undefined || repeatable !== true)) return false
  if (isMissingParent(error)) return attempt > 0
  if (!isError(error, ConditionFailedError)) return false
  // The client returns items in DynamoDB's form.
  const stored = (error.stored ?? {}) as StoredItem
  const holds = (condition: Condition): boolean => evaluate(condition, stored)
  if (error.stored !== undefined && !isOwn(context.model, stored)) return false
  return rest.every(holds) && !guards.every(holds)
}

async function requestOnRead(
  update: RefusedUpdate,
  options: SendOptions | undefined,
): Promise<UpdateRequest> {
  return requestOn(update, await storedItem(update, options))
}

/**
 * Returns the request of an update of an item that was read.
 * @throws ConditionFailedError if the update does not apply to it.
 */
export function requestOn(
  update: Omit<RefusedUpdate, 'sendAs'>,
  read: StoredItem | undefined,
): UpdateRequest {
  const { context, name } = update
  const { model } = context
  const state = update.state()
  const { conditions } = update.clauses()
  const own = isOwn(model, read) ? read : undefined
  const unmet = () =>
    new ConditionFailedError({ entity: model.name, operation: name, stored: read, cause: undefined })
  if (own === undefined && (read !== undefined || state.upsert === undefined)) throw unmet()
  try {
    const { changes, guards } = fittingChanges(update, own ?? {})
    const known = knownByRead(model, settle(state.target).key, own)
    return updateRequest(model, state, conditions, { changes, known, guards, read: { stored: own } })
  } catch (error) {
    // DynamoDB, too, looks at the conditions before it looks at the changes.
    if (conditions.every((condition) => evaluate(condition, own ?? {}))) throw error
    throw unmet()
  }
}

function busy({ context: { model }, name }: RefusedUpdate, attempts: number, cause: unknown) {
  const times = attempts === 1 ? 'once' : `${attempts} times in a row`
  return new RequestFailedError({
    entity: model.name,
    operation: name,
    cause,
    detail: `attributes that keys of indexes or unique values are made of were changed by other writers ${times} before the update could be written`,
    outcome: 'nothing written',
  })
}

function known(error: unknown, lost: boolean): unknown {
  return lost ? withOutcome(error, 'unknown', 'an earlier attempt may have been applied') : error
}

function isUnknown(error: unknown): boolean {
  return isError(error, DyntasticError) && error.outcome === 'unknown'
}
