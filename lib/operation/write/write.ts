// Common parts of all single-item writes: conditions, return values, and errors of failed conditions.

import { isBeyond } from '../../entity/bound-model.js'
import { type Codec, invalid } from '../../entity/codec/codec.js'
import type { KeyValues } from '../../entity/key/key-values.js'
import type { EntityModel } from '../../entity/model.js'
import { type BodyItem, isScanned } from '../../entity/scan/scanned-item.js'
import type { StoredItem } from '../../entity/struct/attribute-value.js'
import { knownItem } from '../../entity/versions/current-item.js'
import { ConditionFailedError, type FailedClause } from '../../errors/condition-failed-error.js'
import { InvalidConditionError } from '../../errors/invalid-condition-error.js'
import { isError } from '../../errors/is-error.js'
import { ItemExistsError } from '../../errors/item-exists-error.js'
import { oneOf } from '../../errors/option-kinds.js'
import type { OptionRow } from '../../errors/option-table.js'
import { RequestFailedError } from '../../errors/request-failed-error.js'
import { UpdateMisfitError } from '../../errors/update-misfit-error.js'
import { VersionConflictError } from '../../errors/version-conflict-error.js'
import { Condition } from '../../expression/condition/condition.js'
import { evaluate, holds } from '../../expression/condition/evaluation.js'
import { failedClauses } from '../../expression/condition/failed-clauses.js'
import { printConditions } from '../../expression/condition/printed-condition.js'
import type { Need } from '../../expression/need/update-need.js'
import type { Placeholders } from '../../expression/path/placeholders.js'
import { resolvePath } from '../../expression/path/resolved-path.js'

/** Why the library adds a condition. */
export type GuardReason = 'exists' | 'version' | 'kind' | 'bounds' | 'deleted' | 'schema'

/** A condition that the library adds, and the reason, which determines its error. */
export interface Guard {
  readonly condition: Condition
  readonly reason: GuardReason
}

/** The clauses of any single-item write. */
export interface WriteClauses {
  readonly conditions: readonly Condition[]
  /** Whether the write resolves to `undefined` if a condition is not met. */
  readonly skip: boolean
  readonly returning: 'old' | 'none' | undefined
}

/** The argument of `returning` of a save, a create and a delete. */
export const returningOption: OptionRow<'old' | 'none'> = {
  takes: oneOf('old', 'none'),
  doc: 'What the write resolves to: the item as it was before the write (ReturnValues ALL_OLD), or nothing.',
}

/** No conditions, default return value. */
export const noClauses: WriteClauses = Object.freeze({
  conditions: Object.freeze([]),
  skip: false,
  returning: undefined,
})

/**
 * Returns the clauses with a change, or unchanged. Copied member by member, because spreading a frozen object is
 * several times slower.
 */
export function withClauses(clauses: WriteClauses, change: Partial<WriteClauses> | undefined): WriteClauses {
  if (change === undefined) return clauses
  const { conditions, skip, returning } = clauses
  return {
    conditions: change.conditions ?? conditions,
    skip: change.skip ?? skip,
    returning: change.returning ?? returning,
  }
}

/** The members of an input that express conditions. */
export interface ConditionInput {
  readonly ConditionExpression?: string
  readonly ReturnValuesOnConditionCheckFailure?: 'ALL_OLD'
}

/**
 * Prints the guards and conditions of a write. Requests the current item on failure, to tell which clause was false.
 */
export function conditionInput(
  guards: readonly Guard[],
  conditions: readonly Condition[],
  placeholders: Placeholders,
): ConditionInput {
  const all = guards.length === 0 ? conditions : [...guards.map((guard) => guard.condition), ...conditions]
  const text = printConditions(all, placeholders)
  if (text === undefined) return {}
  return { ConditionExpression: text, ReturnValuesOnConditionCheckFailure: 'ALL_OLD' }
}

const guardErrors = {
  exists: ItemExistsError,
  version: VersionConflictError,
  kind: ItemExistsError,
  bounds: ItemExistsError,
  deleted: ItemExistsError,
  schema: ConditionFailedError,
} as const

/** What is known about a write whose condition was not met. */
export interface FailedWrite {
  readonly model: EntityModel
  readonly operation: string
  readonly key: KeyValues['values']
  readonly guards: readonly Guard[]
  readonly conditions: readonly Condition[]
  /** What the item must satisfy for the update to leave it readable. */
  readonly needs?: readonly Need[]
}

const noItem = 'the condition was not met: there is no item with this key'
const metLast = 'the condition was not met by the last attempt of this call'
const earlier = 'an earlier attempt may have been applied'

/**
 * Returns the error for a failed condition: which guard or clause was false, the current item, and what is known about
 * the write. After an attempt whose response was lost, the condition of a later attempt may be false because the
 * earlier one was applied.
 */
export function conditionError(write: FailedWrite, error: ConditionFailedError): ConditionFailedError {
  const { model, operation, key } = write
  const found = error.stored as StoredItem | undefined
  const stored = isOwn(model, found) ? found : undefined
  // An item of another kind is in the way of a new one, and is not there for all else.
  const inTheWay = write.guards.some(({ reason }) => !['version', 'schema'].includes(reason)) ? found : stored
  const standing = inTheWay ?? {}
  const foreign = found === stored ? undefined : otherKind(model, found)
  const hidden = isBeyond(model, found)
  const unknown = error.outcome === 'unknown'
  const base = {
    entity: model.name,
    operation,
    key,
    // What is beyond the bounds of a repository is not shown, also not in the error of the SDK.
    cause: hidden ? undefined : error.cause,
    detail: unknown ? metLast : foreign,
    outcome: error.outcome,
    outcomeDetail: unknown ? earlier : undefined,
    stored: hidden ? undefined : inTheWay,
    item: standingItem(model, hidden || !isOfEntity(model, inTheWay) ? stored : inTheWay),
  }
  // The kind comes first: of an item of another kind no version counts.
  const guard = write.guards
    .toSorted((a, b) => Number(isForeign(b)) - Number(isForeign(a)))
    .find(({ condition }) => !evaluate(condition, standing))
  if (guard !== undefined) return new guardErrors[guard.reason](base)
  const failed = unmet(model, write.conditions, standing)
  const need = failed.length > 0 ? undefined : needNotMet(write, standing)
  if (need !== undefined) {
    const condition = new Condition(model.name, need.node)
    const { path, words: bound } = need
    return new UpdateMisfitError({ ...base, path, bound, failed: unmet(model, [condition], standing) })
  }
  return new ConditionFailedError({
    ...base,
    detail: base.detail ?? (stored === undefined ? noItem : undefined),
    failed,
  })
}

const isForeign = ({ reason }: Guard): boolean =>
  reason === 'kind' || reason === 'bounds' || reason === 'deleted'

/** Whether there is a stored item, and of the entity's kind. */
export function isOwn(model: EntityModel, stored: unknown): boolean {
  // The client returns items in DynamoDB's form.
  return stored !== undefined && model.isOfKind(stored as StoredItem)
}

/** Whether there is a stored item of the entity, within the bounds of the repository, deleted or not. */
function isOfEntity(model: EntityModel, stored: StoredItem | undefined): boolean {
  return stored !== undefined && (model.deletion ?? model).isOfKind(stored)
}

/** Why an item of the entity is not there for an operation; `undefined` if deletes are not the reason. */
export function deletionWords(model: EntityModel, stored: StoredItem | undefined): string | undefined {
  const { deletion } = model
  if (deletion === undefined || !isOfEntity(model, stored) || isOwn(model, stored)) return undefined
  return deletion.shows === 'live'
    ? 'the item with this key is deleted: restore() or purge() it, or put a new one in its place with create(…).replaceDeleted()'
    : 'the item with this key is not deleted'
}

function otherKind(model: EntityModel, stored: StoredItem | undefined): string {
  const { kind, bounds } = model
  const deleted = deletionWords(model, stored)
  if (deleted !== undefined) return deleted
  if (bounds !== undefined) return 'the item with this key is not within the bounds of the repository'
  const marker = kind === undefined ? undefined : stored?.[kind.name]
  const storedKind = marker !== undefined && 'S' in marker ? ` (its ${kind?.name} is '${marker.S}')` : ''
  return `the item with this key is of another kind${storedKind}`
}

function unmet(
  model: EntityModel,
  conditions: readonly Condition[],
  standing: StoredItem,
): readonly FailedClause[] {
  return conditions
    .flatMap((condition) => failedClauses(condition, standing))
    .map(({ clause, path, actual }) => ({ clause, path, actual: valueAt(model, path, actual) }))
}

/** Returns the first requirement of an update that the item does not meet. */
function needNotMet({ needs = [] }: FailedWrite, standing: StoredItem): Need | undefined {
  return needs.find(({ node }) => !holds(node, standing))
}

// The current item is only additional information. If it does not match the entity, its stored form is still available.
function standingItem(model: EntityModel, stored: StoredItem | undefined): object | undefined {
  if (stored === undefined) return undefined
  const item = model.codec.decode({ M: knownItem(model, stored) }, [])
  return typeof item === 'object' && item !== null ? item : undefined
}

// What is compared need not be an attribute of the entity: a made key of an index, or what another program stored.
function valueAt(model: EntityModel, path: string, actual: StoredItem[string] | undefined): unknown {
  if (actual === undefined) return undefined
  const codec = codecAt(model, path)
  const value = codec === undefined ? invalid : codec.decode(actual, [])
  return value === invalid ? actual : value
}

function codecAt({ name: entity, codec }: EntityModel, path: string): Codec | undefined {
  try {
    return resolvePath({ entity, codec }, path).codec
  } catch (error) {
    if (isError(error, InvalidConditionError)) return undefined
    throw error
  }
}

/**
 * Returns the item in the response to a write that requested one (ReturnValues); `undefined` if there is none and none
 * is needed.
 * @throws RequestFailedError, with the outcome `'unknown'`, if the response lacks a requested item, and so is not a
 * DynamoDB response.
 */
export function returnedItem(
  {
    model,
    operation,
    call,
  }: { readonly model: EntityModel; readonly operation: string; readonly call: string },
  attributes: unknown,
  { needed, part = false }: { readonly needed: boolean; readonly part?: boolean },
): BodyItem | undefined {
  if (attributes === undefined && !needed) return undefined
  const stored = Object(attributes) as BodyItem
  // What was read from the body fits the entity, and so has its key.
  if (isScanned(stored)) return stored
  const [first] = model.key.partition
  // Every stored item contains its key.
  const whole = part || (first !== undefined && Object.hasOwn(stored, first.name))
  if (stored === attributes && !Array.isArray(stored) && whole) return stored
  throw new RequestFailedError({
    entity: model.name,
    operation,
    outcome: 'unknown',
    detail: `the response to ${call} does not contain the requested item in \`Attributes\`; a mocked client must resolve ${call}Command to { Attributes: … }`,
  })
}
