// Updates that do not fit their item: repeated in a form that fits, or explained by what the item holds.
import type { UpdateItemCommandOutput } from '@aws-sdk/client-dynamodb'
import type { EntityModel } from '../../entity/model.js'
import type { StoredItem } from '../../entity/struct/attribute-value.js'
import { ConditionFailedError } from '../../errors/condition-failed-error.js'
import { DyntasticError, withOutcome } from '../../errors/dyntastic-error.js'
import { InvalidUpdateError } from '../../errors/invalid-update-error.js'
import { isError } from '../../errors/is-error.js'
import type { Condition } from '../../expression/condition/condition.js'
import { evaluate } from '../../expression/condition/evaluation.js'
import { equalStored } from '../../expression/stored/stored-order.js'
import { changesOnAbsence, mayMeetNull, nullsOn, withoutPaths } from '../../expression/update/update-nulls.js'
import { parentsOf } from '../../expression/update/update-parents.js'
import { applyChanges } from '../../expression/update/update-result.js'
import { unchangedAt } from '../derived/key-guards.js'
import { knownByRead } from '../derived/known-item.js'
import { consistentRead } from '../ground/consistent-read.js'
import { type Deferred, settle } from '../ground/deferred.js'
import type { OperationContext } from '../ground/operation.js'
import type { Request } from '../ground/request.js'
import type { RunOptions } from '../ground/runner.js'
import { isOwn, type WriteClauses } from '../write/write.js'
import { reasonOf } from './idempotent-update.js'
import { completedChanges } from './missing-maps.js'
import { absenceGuards, allChanges, updateRequest } from './update-request.js'
import type { UpdateState } from './update-state.js'

/** How often the item may change during the update before it fails. */
const mostAttempts = 5

/**
 * Whether DynamoDB rejected an update because a map on one of its paths is missing, as a call or inside a transaction.
 */
export function isMissingParent(error: unknown): boolean {
  return isRefused(error, /document path/i)
}

function isRefused(error: unknown, why: RegExp): boolean {
  const { cause } = Object(error) as { cause?: { name?: string; message?: string } }
  const { Code, Message } = reasonOf(error) ?? {}
  const invalid = cause?.name === 'ValidationException' || Code === 'ValidationError'
  return invalid && why.test(Message ?? cause?.message ?? '')
}

/**
 * Whether an update was rejected because of the item: a map is missing, an operand has another data type, or an
 * attribute whose existence is checked holds a NULL. A NULL that means absence may be the reason.
 */
export function isRefusedByItem(error: unknown, { guards, possible }: NullsOfUpdate): boolean {
  if (isError(error, ConditionFailedError)) {
    const { stored, outcome } = error
    if (guards.length === 0 || stored === undefined || outcome === 'unknown') return false
    // The client returns items in DynamoDB's form.
    return guards.some((guard) => !evaluate(guard, stored as StoredItem))
  }
  return isMissingParent(error) || (possible && isRefused(error, /incorrect data type|type mismatch/i))
}

/** Which NULLs that mean absence an update may encounter. */
export interface NullsOfUpdate {
  /** Whether there may be one in an attribute that the update changes or reads. */
  readonly possible: boolean
  /** Conditions that there is none where DynamoDB would treat it as a value. */
  readonly guards: readonly Condition[]
}

/** Returns which NULLs that mean absence an update may encounter. */
export function nullsOf(model: EntityModel, state: UpdateState): NullsOfUpdate {
  const changes = allChanges(model, state)
  return { possible: mayMeetNull(state.root, changes), guards: absenceGuards(model, state, changes) }
}

/** The parts of the update that are needed here. */
export interface RefusedUpdate {
  readonly context: OperationContext
  readonly name: string
  readonly state: Deferred<UpdateState>
  readonly clauses: Deferred<WriteClauses>
  readonly nulls: NullsOfUpdate
  sendAs(request: Request<'UpdateItem'>, options: RunOptions | undefined): Promise<UpdateItemCommandOutput>
}

/**
 * Repeats an update that DynamoDB rejected because of its item, in a form that fits, if there is one.
 * @throws The error if there is none: of a rejection that names no path, with the path and what is stored there.
 */
export async function runRefused(
  update: RefusedUpdate,
  error: unknown,
  options: () => RunOptions | undefined,
): Promise<UpdateItemCommandOutput> {
  if (isRefusedByItem(error, update.nulls)) return runWithParents(update, error, options())
  throw isUnexplained(error) ? await explainedRefusal(update, error, options()) : error
}

/**
 * Repeats an update with the maps that the item lacks. If a response was lost before, the result of a later attempt
 * does not tell whether the update was applied: the outcome stays unknown.
 * @throws The errors of `withParents`.
 */
async function runWithParents(
  update: RefusedUpdate,
  refusal: unknown,
  options: RunOptions | undefined,
): Promise<UpdateItemCommandOutput> {
  if (isUnderWay(update, refusal)) throw refusal
  const lost = { any: isUnknown(refusal) }
  try {
    return await withParents(update, refusal, options, lost)
  } catch (error) {
    throw lost.any ? withOutcome(error, 'unknown', 'an earlier attempt may have been applied') : error
  }
}

// What is sent next has another token: an attempt under the first one that arrives after it would find the maps it
// lacked, and be applied, too.
function isUnderWay({ state }: RefusedUpdate, error: unknown): boolean {
  return state().once !== undefined && isUnknown(error)
}

function isUnknown(error: unknown): boolean {
  return isError(error, DyntasticError) && error.outcome === 'unknown'
}

/**
 * Sends the update with the missing maps: reads the item (strongly consistent), and completes the missing maps in the
 * update, on the condition that they are still missing. This is one atomic request, so no empty map is ever left
 * behind.
 * @throws ValidationError if a map would lack a required attribute.
 * @throws InvalidUpdateError if the update has a token of the caller.
 * @throws Any other error of the update.
 */
async function withParents(
  update: RefusedUpdate,
  refusal: unknown,
  options: RunOptions | undefined,
  lost: { any: boolean },
): Promise<UpdateItemCommandOutput> {
  const { model } = update.context
  const state = update.state()
  const clauses = update.clauses()
  refuseOwnToken(update, refusal)
  for (let attempt = 0; attempt < mostAttempts; attempt++) {
    const item = await storedItem(update, options)
    if (!isOwn(model, item) && state.upsert === undefined) throw gone(update, refusal)
    const { changes, missing, nulls, guards } = fittingChanges(update, item ?? {})
    const known = knownByRead(model, settle(state.target).key, item)
    const read = { stored: item }
    const request = updateRequest(model, state, clauses.conditions, { changes, known, guards, read })
    try {
      return await update.sendAs(request, options)
    } catch (error) {
      if (isUnderWay(update, error)) throw error
      if (isUnknown(error)) lost.any = true
      // The item was changed in the meantime, or the update was rejected for another reason.
      if (missing.length === 0 && nulls.length === 0)
        throw isRefusedByItem(error, update.nulls) ? explained(update, refusal, item) : error
      const changed = isError(error, ConditionFailedError) && !equalItems(error.stored, item)
      if (!changed && !isMissingParent(error)) throw error
    }
  }
  throw refusal
}

// DynamoDB accepts one update per token, and a repeat must be identical: the update cannot be completed under the same
// token.
function refuseOwnToken({ context, name, state }: RefusedUpdate, refusal: unknown): void {
  if (state().once?.token === undefined) return
  throw new InvalidUpdateError({
    entity: context.model.name,
    operation: name,
    detail: `${lackedBy(context.model, state())}, or an attribute that the update reads holds NULL, and an update with a token of your own cannot be modified and sent again: set the whole map or list, or omit the token`,
    cause: Object(refusal).cause,
  })
}

/** Returns which maps and lists the item may lack, in words. */
export function lackedBy(model: EntityModel, state: UpdateState): string {
  const parents = parentsOf(state.root, allChanges(model, state)).map(({ text }) => text)
  if (parents.length === 0) return 'a map on the path of a change is missing'
  return `a map or list on the path of a change is missing (${parents.join(', ')})`
}

/** Whether DynamoDB rejected an update because of what the item holds, without saying where. */
function isUnexplained(error: unknown): boolean {
  return isRefused(
    error,
    /incorrect data type|type mismatch|does not exist in the item|significant digits|number (?:over|under)flow/i,
  )
}

/**
 * Returns the error of an update that DynamoDB rejected because of what its item holds: with the path, and what is
 * stored there. If that is unknown, returns the error unchanged.
 */
async function explainedRefusal(
  update: RefusedUpdate,
  refusal: unknown,
  options: RunOptions | undefined,
): Promise<unknown> {
  try {
    return explained(update, refusal, await storedItem(update, options))
  } catch {
    return refusal
  }
}

function explained(
  { context: { model }, state }: RefusedUpdate,
  refusal: unknown,
  item: StoredItem | undefined,
): unknown {
  if (isUnknown(refusal) || !isOwn(model, item)) return refusal
  try {
    applyChanges(allChanges(model, state()), item ?? {}, model.name)
  } catch (error) {
    if (!isError(error, InvalidUpdateError)) return refusal
    const { entity, operation, detail } = error
    return new InvalidUpdateError({ entity, operation, detail, cause: Object(refusal).cause })
  }
  return refusal
}

/** Reads the item of an update (strongly consistent). */
export async function storedItem(
  { context: { model, runner }, name, state }: RefusedUpdate,
  options: RunOptions | undefined,
): Promise<StoredItem | undefined> {
  const { target, upsert } = state()
  const read = consistentRead(model, name, settle(target).key.stored, upsert !== undefined)
  const { Item } = await runner.run(read, options)
  // The client returns items in DynamoDB's form.
  return Item as StoredItem | undefined
}

// The error that DynamoDB would return by now: an item that must exist does not.
function gone({ context, name }: RefusedUpdate, refusal: unknown): ConditionFailedError {
  return new ConditionFailedError({
    entity: context.model.name,
    operation: name,
    cause: Object(refusal).cause,
  })
}

/**
 * The changes adapted to the item: with the maps that it lacks, and with its NULLs that mean absence treated as absent;
 * and the conditions that the values from which they were computed are unchanged.
 */
export function fittingChanges(
  { context: { model }, ...update }: Omit<RefusedUpdate, 'sendAs'>,
  item: StoredItem,
) {
  const state = update.state()
  const given = allChanges(model, state)
  const nulls = nullsOn(state.root, given, item)
  const bare = withoutPaths(item, nulls)
  const completed = completedChanges(state.root, given, bare, state.upsert ?? [])
  const { changes, read } = changesOnAbsence(completed.changes, nulls, bare, model.name)
  const { missing } = completed
  const paths = [...missing, ...completed.read.map(({ path }) => path), ...read]
  return { changes, missing, nulls, guards: paths.map((path) => unchangedAt(model, path, item)) }
}

function equalItems(now: unknown, read: StoredItem | undefined): boolean {
  if (now === undefined || read === undefined) return now === read
  // The client returns items in DynamoDB's form.
  return equalStored({ M: now as StoredItem }, { M: read })
}
