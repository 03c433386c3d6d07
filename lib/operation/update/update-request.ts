// Request of an update: changes, stamps, guards and conditions of one UpdateItem.
import type { UpdateItemCommandInput } from '@aws-sdk/client-dynamodb'
import { keyFailures } from '../../entity/key/key-values.js'
import { storableTime, ttlFailures } from '../../entity/key/managed.js'
import type { EntityModel } from '../../entity/model.js'
import type { StoredItem } from '../../entity/struct/attribute-value.js'
import { tableCreation } from '../../entity/table-definition.js'
import { pathText } from '../../errors/failures.js'
import { InvalidUpdateError } from '../../errors/invalid-update-error.js'
import { ValidationError } from '../../errors/validation-error.js'
import { type Change, changeOf } from '../../expression/change/update-change.js'
import { Condition } from '../../expression/condition/condition.js'
import { updateNeeds } from '../../expression/need/update-growth.js'
import type { UpdateRoot } from '../../expression/need/update-place.js'
import { namesOf, valuesOf } from '../../expression/path/placeholders.js'
import { nullGuards } from '../../expression/update/update-nulls.js'
import { plannedUpdate } from '../../expression/update/update-plan.js'
import { isRepeatable } from '../../expression/update/update-repeat.js'
import { remembered } from '../../util/remembered.js'
import { type DerivedKeys, derivedKeys, type LackingKey } from '../derived/derived-keys.js'
import { keyGuards, refuseReading } from '../derived/key-guards.js'
import { type KnownItem, knownByKey } from '../derived/known-item.js'
import { settle } from '../ground/deferred.js'
import type { Request } from '../ground/request.js'
import { currentVersion } from '../upgrade/current-version.js'
import { presence, versionGuards } from '../write/guards.js'
import { kindGuards, schemaGuards } from '../write/kind-guards.js'
import type { FailedWrite, Guard, WriteClauses } from '../write/write.js'
import { type ReadItem, touchesUnique, type UniqueChanges, uniqueEffect } from './unique-effect.js'
import type { UpdateReturning, UpdateState } from './update-state.js'
import type { UpdateTarget } from './update-target.js'
import { markChanges, upsertChanges } from './update-upsert.js'

const returnValues: Record<UpdateReturning, 'ALL_NEW' | 'ALL_OLD' | 'UPDATED_NEW' | 'UPDATED_OLD' | 'NONE'> =
  {
    new: 'ALL_NEW',
    old: 'ALL_OLD',
    updatedNew: 'UPDATED_NEW',
    updatedOld: 'UPDATED_OLD',
    none: 'NONE',
  }

/**
 * The version guard of an update of an item that was read; empty for a key. An upsert is of an item of its kind, or a
 * new one.
 */
export function guardsOf(model: EntityModel, { target, upsert }: UpdateState): readonly Guard[] {
  const { version } = settle(target)
  const guards = version === undefined ? [] : versionGuards(model, version)
  return upsert === undefined ? guards : [...guards, ...kindGuards(model), ...schemaGuards(model)]
}

// The item that an update changes: there, of the current version, and of its kind.
function presenceOf(model: EntityModel): readonly Condition[] {
  const plain = model.members.every(({ versions }) => versions === undefined)
  const there = plain ? [presence(model)] : [presence(model), ...currentVersion(model)]
  if ((model.kind ?? model.bounds ?? model.deletion) === undefined) return there
  return [...there, ...kindGuards(model).map(({ condition }) => condition)]
}

/** Conditions that attributes whose existence the changes check do not hold a NULL that means absence. */
export function absenceGuards(
  model: EntityModel,
  { upsert }: UpdateState,
  changes: readonly Change[],
): readonly Condition[] {
  // An existing item keeps its NULL in place of a default: it also reads back as the default.
  if (!changes.some(readsAttributes)) return none
  const defaults = upsert?.flatMap(({ given, target }) => (given ? [] : [target.text])) ?? []
  const guards = nullGuards(changes, defaults)
  return guards.length === 0 ? none : guards.map((node) => new Condition(model.name, node))
}

const readsAttributes = ({ operand }: Change): boolean => operand !== undefined && operand.kind !== 'value'

// What is made was measured.
const storedKeysOf = remembered(({ keys }: EntityModel) =>
  keys.filter(({ parts }) => parts.some(({ template }) => template === undefined)),
)

// Attributes of index keys must be valid keys: DynamoDB rejects others, but a test engine may not. A time to live must
// be in seconds.
function refuseTrouble(model: EntityModel, changes: readonly Change[]): void {
  // The key of the table itself never changes.
  if (model.keys.length === 1 && model.managed.ttl === undefined) return
  const keys = storedKeysOf(model)
  if (keys.length === 0 && model.managed.ttl === undefined) return
  const written: StoredItem = {}
  for (const { target, operand } of changes) {
    const value = operand?.kind === 'function' ? operand.second : operand
    if (value?.kind === 'value') written[String(target.names[0])] = value.value
  }
  const failures = [...keyFailures(keys, written), ...ttlFailures(model, written)]
  if (failures.length > 0) throw new ValidationError({ entity: model.name, operation: 'update', failures })
}

/** Returns what is needed to explain a failed condition of an update. */
export function attemptedUpdate(
  model: EntityModel,
  state: UpdateState,
  { conditions }: WriteClauses,
): FailedWrite {
  const { key, known } = settle(state.target)
  const needs = updateNeeds(state.changes)
  const keys = known === undefined ? none : (updateRequest(model, state, conditions).depends?.guards ?? none)
  const all = keys.length === 0 ? conditions : [...conditions, ...keys]
  const guards = guardsOf(model, state)
  return { model, operation: state.does, key: key.values, guards, conditions: all, needs }
}

/** Returns all changes of an update: the user's own, the stamps and, for an upsert, those that complete a new item. */
export function allChanges(model: EntityModel, state: UpdateState): readonly Change[] {
  const { changes, upsert } = state
  if (changes.length === 0)
    throw new InvalidUpdateError({
      entity: model.name,
      operation: 'update',
      detail: 'the update has no changes; add at least one, such as set()',
    })
  const target = settle(state.target)
  const stamps = stampChanges(model, target, upsert !== undefined)
  if (upsert === undefined) return stamps.length === 0 ? changes : [...changes, ...stamps]
  return [...changes, ...stamps, ...upsertChanges(model, upsert, changes), ...markChanges(model, target)]
}

// Printed last, so that all other placeholders are the same as without bounds.
function withNeeds(
  model: EntityModel,
  conditions: readonly Condition[],
  changes: readonly Change[],
): readonly Condition[] {
  if (!changes.some(isBounded)) return conditions
  const needs = updateNeeds(changes)
  if (needs.length === 0) return conditions
  return [...conditions, ...needs.map(({ node }) => new Condition(model.name, node))]
}

const isBounded = ({ needs, growth }: Change): boolean => needs !== undefined || growth !== undefined

const none: readonly Condition[] = Object.freeze([])
const noKeys: DerivedKeys = Object.freeze({ changes: [], used: [], lacking: [] })

/** What an update is adapted to. */
export interface UpdateFit {
  /** Changes that replace the update's own, for an item that lacks maps. */
  readonly changes?: readonly Change[]
  /** What is known of the item, instead of what the argument of the update tells. */
  readonly known?: KnownItem
  /** What must be unchanged for these. */
  readonly guards?: readonly Condition[]
  /** The item that was read for an update of unique values. */
  readonly read?: ReadItem
}

/** What an update depends on, if it writes index keys that are not determined by the key of the item. */
export interface UpdateDependence {
  /** The conditions that what was known of the item is still so. */
  readonly guards: readonly Condition[]
  /** All other conditions. */
  readonly rest: readonly Condition[]
  /** The keys of indexes that it must write and cannot compute: it must not be sent as it is. */
  readonly lacking: readonly LackingKey[]
  /** Whether it changes unique values of an item that is not known: it must not be sent as it is. */
  readonly unread?: boolean
}

/** The request of an update, and what it depends on, if anything. */
export interface UpdateRequest extends Request<'UpdateItem'> {
  readonly depends?: UpdateDependence
  /** What it does to guards of unique values. */
  readonly writes?: UniqueChanges
}

/**
 * Whether an update is one request, which has the whole time limit of the call. An upsert may create its table, and
 * waits for it without a limit of its own.
 */
export function isSingle({ depends, creation }: UpdateRequest, { once }: UpdateState): boolean {
  return depends === undefined && creation === undefined && once === undefined
}

/**
 * Returns the request of an update and what it depends on.
 * @throws InvalidKeyError, InvalidUpdateError, ValidationError.
 */
export function updateRequest(
  model: EntityModel,
  state: UpdateState,
  conditions: readonly Condition[],
  fit: UpdateFit = {},
): UpdateRequest {
  const target = settle(state.target)
  const given = allChanges(model, state)
  const own = fit.changes ?? given
  const upsert = state.upsert !== undefined
  const known = () => fit.known ?? target.known ?? knownByKey(model, target.key)
  const indexed = model.indexes.size > 0 || model.discriminator !== undefined
  const keyed = { changes: own, creating: upsert, conditions }
  const derived = indexed ? derivedKeys(model, keyed, known) : noKeys
  if (derived.lacking.length > 0) refuseReading(model, derived.lacking)
  const changes = derived.changes.length === 0 ? own : [...own, ...derived.changes]
  refuseTrouble(model, changes)
  const keys = derived.used.length === 0 ? none : keyGuards(model, derived, known())
  const unique = model.unique.length > 0 && touchesUnique(model, state, own)
  const effect = unique && fit.read !== undefined ? uniqueEffect(model, state, changes, fit.read) : undefined
  const guards = [...(fit.guards ?? none), ...keys, ...(effect?.guards ?? none)]
  const version = guardsOf(model, state)
  const absent = absenceGuards(model, state, changes)
  const before = upsert ? conditions : [...presenceOf(model), ...conditions]
  const after = withNeeds(model, absent, changes)
  const all = guards.length + after.length === 0 ? before : [...before, ...guards, ...after]
  const input = expressionsOf(model, target, changes, version, all)
  input.ReturnValues = returnValues[state.returning]
  const request: UpdateRequest & { creation?: UpdateRequest['creation'] } = {
    call: 'UpdateItem',
    input,
    entity: model.name,
    operation: state.does,
    table: model.table,
    // A delete and a restore find what they have done already. Replaced changes are repeatable only if the update
    // itself is: after a lost response they are computed again.
    repeatable: state.does !== 'update' || isRepeatable(given),
  }
  if (upsert) request.creation = () => tableCreation(model)
  const unread = unique && effect === undefined
  if (guards.length === 0 && derived.lacking.length === 0 && !unread) return request
  const rest = [...version.map((guard) => guard.condition), ...before, ...after]
  const depends = { guards, rest, lacking: derived.lacking, unread }
  return effect === undefined ? { ...request, depends } : { ...request, depends, writes: effect.writes }
}

// Members in the order of the clauses.
function expressionsOf(
  model: EntityModel,
  { key }: UpdateTarget,
  changes: readonly Change[],
  version: readonly Guard[],
  rest: readonly Condition[],
): UpdateItemCommandInput {
  const conditions = version.length === 0 ? rest : [...version.map((guard) => guard.condition), ...rest]
  const { update, condition, names, values } = plannedUpdate(model, changes, conditions)
  const input: UpdateItemCommandInput = {
    TableName: model.table.name,
    Key: key.stored,
    UpdateExpression: update,
  }
  if (condition !== undefined) {
    input.ConditionExpression = condition
    input.ReturnValuesOnConditionCheckFailure = 'ALL_OLD'
  }
  const [named, given] = [namesOf(names), valuesOf(values)]
  if (named !== undefined) input.ExpressionAttributeNames = named
  if (given !== undefined) input.ExpressionAttributeValues = given
  return input
}

/**
 * Returns the changes of the managed attributes: the next version, the update time and, if the update may create the
 * item, the creation time.
 */
export function stampChanges(model: EntityModel, target: UpdateTarget, upsert: boolean): readonly Change[] {
  const { version, created, updated } = model.managed
  if ((version ?? created ?? updated) === undefined) return []
  const { root, counted } = stampsOf(model)
  const { now, version: read } = target
  const changes: Change[] = []
  if (version !== undefined && read !== undefined)
    // The version that was read is guarded, so the next version is known.
    changes.push(changeOf(root, 'set', [version], [read + 1]))
  else if (counted !== undefined) changes.push(counted)
  if (updated !== undefined)
    changes.push(changeOf(root, 'set', [updated], [storableTime(model, updated, now)]))
  if (created !== undefined && upsert)
    changes.push(changeOf(root, 'setIfMissing', [created], [storableTime(model, created, now)]))
  return changes
}

interface Stamps {
  readonly root: UpdateRoot
  /** The change that increments the stored version. */
  readonly counted: Change | undefined
}

const stampsOf = remembered(({ name, codec, schema, managed: { version } }: EntityModel): Stamps => {
  // The library itself may change attributes that updates must not change.
  const root: UpdateRoot = { entity: name, codec, schema, fixed: [] }
  return { root, counted: version === undefined ? undefined : countedVersion(root, version) }
})

function countedVersion(root: UpdateRoot, property: string): Change {
  const counted = (
    attr: (path: string) => { ifNotExists(value: number): { plus(value: number): unknown } },
  ) =>
    attr(pathText([property]))
      .ifNotExists(0)
      .plus(1)
  return changeOf(root, 'set', [property], [counted])
}
