// Updates of items that lack maps, or hold NULL for absence: the whole update once more, as it fits the item, in one request.
import type { UpdateItemCommandOutput } from '@aws-sdk/client-dynamodb'
import type { EntityModel } from '../../entity/model.js'
import type { StoredItem } from '../../entity/struct/attribute-value.js'
import { ConditionFailedError } from '../../errors/condition-failed-error.js'
import { DyntasticError, withOutcome } from '../../errors/dyntastic-error.js'
import { InvalidUpdateError } from '../../errors/invalid-update-error.js'
import { isError } from '../../errors/is-error.js'
import { Condition } from '../../expression/condition/condition.js'
import { evaluate } from '../../expression/condition/evaluation.js'
import { type PathOperand, rawPath, valueAt } from '../../expression/path/operand.js'
import { equalStored } from '../../expression/stored/stored-order.js'
import { changesOnAbsence, nullsOn, withoutPaths } from '../../expression/update/update-nulls.js'
import { consistentRead } from '../ground/consistent-read.js'
import { type Deferred, settle } from '../ground/deferred.js'
import type { OperationContext } from '../ground/operation.js'
import type { Request } from '../ground/request.js'
import type { RunOptions } from '../ground/runner.js'
import type { WriteClauses } from '../write/write.js'
import { reasonOf } from './idempotent-update.js'
import { completedChanges } from './missing-maps.js'
import { allChanges, updateRequest } from './update-request.js'
import type { UpdateState } from './update-state.js'

/** How often the item may change under the update before it is given up. */
const mostAttempts = 5

/** Whether DynamoDB refused an update because a map on one of its paths is missing: as a call, or within a transaction. */
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
 * Whether an update was refused for what the item holds: a map is missing, an operand is of another data type, or an attribute whose existence
 * is asked for holds a NULL. A NULL that means absence may be the reason.
 */
export function isRefusedByItem(error: unknown, { guards, possible }: NullsOfUpdate): boolean {
  if (isError(error, ConditionFailedError)) {
    const { stored, outcome } = error
    if (guards.length === 0 || stored === undefined || outcome === 'unknown') return false
    // What the client answers is DynamoDB's form.
    return guards.some((guard) => !evaluate(guard, stored as StoredItem))
  }
  return isMissingParent(error) || (possible && isRefused(error, /incorrect data type|type mismatch/i))
}

/** What an update may meet of NULLs that mean absence. */
export interface NullsOfUpdate {
  /** Whether there may be one where it changes or reads something. */
  readonly possible: boolean
  /** The conditions that none is where DynamoDB would take it for a value. */
  readonly guards: readonly Condition[]
}

/** What is needed of the update. */
export interface RefusedUpdate {
  readonly context: OperationContext
  readonly name: string
  readonly state: Deferred<UpdateState>
  readonly clauses: Deferred<WriteClauses>
  readonly nulls: NullsOfUpdate
  sendAs(request: Request<'UpdateItem'>, options: RunOptions | undefined): Promise<UpdateItemCommandOutput>
}

/**
 * Runs an update again with the maps that the item lacks. If a response was lost on the way, what a later attempt says is not the whole
 * truth: the outcome stays unknown.
 * @throws as `withParents`.
 */
export async function runWithParents(
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

// What is sent next has another token: an attempt under the first one that arrives after it would find the maps it lacked, and be applied, too.
function isUnderWay({ state }: RefusedUpdate, error: unknown): boolean {
  return state().once !== undefined && isUnknown(error)
}

function isUnknown(error: unknown): boolean {
  return isError(error, DyntasticError) && error.outcome === 'unknown'
}

/**
 * Sends the update with the missing maps: the item is read consistently, and the update makes the missing maps whole, on the
 * condition that they are still missing. One atomic request: no empty map is ever left behind.
 * @throws ValidationError where a map would lack a required attribute.
 * @throws InvalidUpdateError under a token of the user's own; what the update throws otherwise.
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
    if (item === undefined && state.upsert === undefined) throw gone(update, refusal)
    const { changes, missing, nulls, read } = fittingChanges(update, item ?? {})
    const guards = [...missing, ...read].map((path) => unchanged(model, path, item ?? {}))
    const request = updateRequest(model, state, [...clauses.conditions, ...guards], changes)
    try {
      return await update.sendAs(request, options)
    } catch (error) {
      if (isUnderWay(update, error)) throw error
      if (isUnknown(error)) lost.any = true
      // The item was changed in between, or it was refused for another reason.
      if (missing.length === 0 && nulls.length === 0)
        throw isRefusedByItem(error, update.nulls) ? refusal : error
      const changed = isError(error, ConditionFailedError) && !equalItems(error.stored, item)
      if (!changed && !isMissingParent(error)) throw error
    }
  }
  throw refusal
}

// Under one token DynamoDB takes one update, and a later repeat of it must be the same one: not what is made of it here.
function refuseOwnToken({ context, name, state }: RefusedUpdate, refusal: unknown): void {
  if (state().once?.token === undefined) return
  throw new InvalidUpdateError({
    entity: context.model.name,
    operation: name,
    detail:
      'a map on the way to what it changes is missing, or an attribute that it reads holds NULL, and an update under a token of yours cannot become another one: set the map as a whole, or leave out the token',
    cause: Object(refusal).cause,
  })
}

async function storedItem(
  { context: { model, runner }, name, state }: RefusedUpdate,
  options: RunOptions | undefined,
): Promise<StoredItem | undefined> {
  const { Item } = await runner.run(consistentRead(model, name, settle(state().target).key.stored), options)
  // The answer of the client is DynamoDB's form.
  return Item as StoredItem | undefined
}

// What DynamoDB would say by now: the item that must exist does not.
function gone({ context, name }: RefusedUpdate, refusal: unknown): ConditionFailedError {
  return new ConditionFailedError({
    entity: context.model.name,
    operation: name,
    cause: Object(refusal).cause,
  })
}

// The changes as they fit the item: with the maps that it lacks, and with its NULLs for absence as what they mean.
function fittingChanges({ context: { model }, ...update }: RefusedUpdate, item: StoredItem) {
  const state = update.state()
  const asked = allChanges(model, state)
  const nulls = nullsOn(state.root, asked, item)
  const bare = withoutPaths(item, nulls)
  const completed = completedChanges(state.root, asked, bare, state.upsert ?? [])
  const { changes, read } = changesOnAbsence(completed.changes, nulls, bare, model.name)
  const { missing } = completed
  return { changes, missing, nulls, read: [...completed.read.map(({ path }) => path), ...read] }
}

// What the changes were worked out from must still be what it was.
function unchanged(model: EntityModel, path: PathOperand, item: StoredItem): Condition {
  const left = rawPath(path)
  const value = valueAt(item, path.names)
  return new Condition(
    model.name,
    value === undefined
      ? { kind: 'comparison', operator: 'notExists', left, operands: [] }
      : { kind: 'comparison', operator: 'eq', left, operands: [{ kind: 'value', value }] },
  )
}

function equalItems(now: unknown, read: StoredItem | undefined): boolean {
  if (now === undefined || read === undefined) return now === read
  // What the client answers is DynamoDB's form.
  return equalStored({ M: now as StoredItem }, { M: read })
}
