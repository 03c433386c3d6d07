// What all single writes share: conditions, what comes back, and what a condition that was not met means.
import type { StoredItem } from '../entity/attribute-value.js'
import { invalid } from '../entity/codec.js'
import type { KeyValues } from '../entity/key-values.js'
import type { EntityModel } from '../entity/model.js'
import { ConditionFailedError } from '../errors/condition-failed-error.js'
import { ItemExistsError } from '../errors/item-exists-error.js'
import { VersionConflictError } from '../errors/version-conflict-error.js'
import type { Condition } from '../expression/condition.js'
import { evaluate } from '../expression/evaluation.js'
import { failedClauses } from '../expression/failed-clauses.js'
import type { Placeholders } from '../expression/placeholders.js'
import { printConditions } from '../expression/printed-condition.js'
import { resolvePath } from '../expression/resolved-path.js'

/** Why the library adds a condition of its own. */
export type GuardReason = 'exists' | 'version'

/** A condition that the library adds, and the error that it stands for. */
export interface Guard {
  readonly condition: Condition
  readonly reason: GuardReason
}

/** What every single write is asked, besides what it writes. */
export interface WriteClauses {
  readonly conditions: readonly Condition[]
  /** Whether a condition that is not met resolves to `undefined`. */
  readonly skip: boolean
  readonly returning: 'old' | 'none' | undefined
}

/** No condition, nothing special asked. */
export const noClauses: WriteClauses = Object.freeze({
  conditions: Object.freeze([]),
  skip: false,
  returning: undefined,
})

/** The clauses with a change; without one, themselves. Member by member, as spreading a frozen object takes several times as long. */
export function withClauses(clauses: WriteClauses, change: Partial<WriteClauses> | undefined): WriteClauses {
  if (change === undefined) return clauses
  const { conditions, skip, returning } = clauses
  return {
    conditions: change.conditions ?? conditions,
    skip: change.skip ?? skip,
    returning: change.returning ?? returning,
  }
}

/** The part of an input that conditions are. */
export interface ConditionInput {
  readonly ConditionExpression?: string
  readonly ReturnValuesOnConditionCheckFailure?: 'ALL_OLD'
}

/** Prints the guards and conditions of a write. The item as it stands is asked for, to say which clause was false. */
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

const guardErrors = { exists: ItemExistsError, version: VersionConflictError } as const

/** What is known of a write whose condition was not met. */
export interface FailedWrite {
  readonly model: EntityModel
  readonly operation: string
  readonly key: KeyValues['values']
  readonly guards: readonly Guard[]
  readonly conditions: readonly Condition[]
  /** Whether only the last attempt of its call can have been applied: those before were refused, or are known by their token. */
  readonly certain?: boolean
}

/**
 * Whether the call was sent more than once. The SDK repeats a write whose answer did not arrive, and it may have been applied all
 * the same: what the condition of the last attempt met may then be this call's own doing.
 */
export function wasRepeated({ cause }: ConditionFailedError): boolean {
  const metadata: unknown = Reflect.get(Object(cause), '$metadata')
  return Number(Reflect.get(Object(metadata), 'attempts')) > 1
}

/** Whether an attempt before the one whose condition was not met may have been applied. */
export function isDoubtful({ certain = false }: FailedWrite, error: ConditionFailedError): boolean {
  return !certain && wasRepeated(error)
}

const noItem = 'the condition was not met: there is no item with this key'
const repeated =
  'the condition was not met by the last attempt of this call; an earlier one may have been applied'

/**
 * The error that a failed condition is to the user: which guard or clause was false, and the item as it stands. Where an earlier attempt
 * of the call may have been applied, it says so, and its `outcome` is `'unknown'`.
 */
export function conditionError(write: FailedWrite, error: ConditionFailedError): ConditionFailedError {
  const doubtful = isDoubtful(write, error)
  const described = describedError(write, error, doubtful ? repeated : undefined)
  return doubtful ? Object.assign(described, { outcome: 'unknown' }) : described
}

function describedError(
  write: FailedWrite,
  error: ConditionFailedError,
  detail: string | undefined,
): ConditionFailedError {
  const { model, operation, key } = write
  const stored = error.stored as StoredItem | undefined
  const standing = stored ?? {}
  const base = {
    entity: model.name,
    operation,
    key,
    cause: error.cause,
    detail,
    stored,
    item: standingItem(model, stored),
  }
  const guard = write.guards.find(({ condition }) => !evaluate(condition, standing))
  if (guard !== undefined) return new guardErrors[guard.reason](base)
  const failed = write.conditions.flatMap((condition) => failedClauses(condition, standing))
  return new ConditionFailedError({
    ...base,
    detail: detail ?? (stored === undefined ? noItem : undefined),
    failed: failed.map(({ clause, path, actual }) => ({
      clause,
      path,
      actual: valueAt(model, path, actual),
    })),
  })
}

// The item as it stands is a help, not the answer: where it does not fit the entity, its stored form is still at hand.
function standingItem(model: EntityModel, stored: StoredItem | undefined): object | undefined {
  if (stored === undefined) return undefined
  const item = model.codec.decode({ M: stored }, [])
  return typeof item === 'object' && item !== null ? item : undefined
}

function valueAt(model: EntityModel, path: string, actual: StoredItem[string] | undefined): unknown {
  if (actual === undefined) return undefined
  const value = resolvePath({ entity: model.name, codec: model.codec }, path).codec.decode(actual, [])
  return value === invalid ? actual : value
}
