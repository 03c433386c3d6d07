// Errors of values that other items have: which values, and whose they are.
import type { TransactionCanceledException } from '@aws-sdk/client-dynamodb'
import { isWithinKey } from '../../entity/bounds.js'
import { keyOfStored } from '../../entity/key/key-values.js'
import type { EntityModel } from '../../entity/model.js'
import type { StoredItem } from '../../entity/struct/attribute-value.js'
import { guardNames } from '../../entity/unique/unique-values.js'
import { reasonsIn } from '../../errors/transaction-cancelled-error.js'
import { UniqueValueError } from '../../errors/unique-value-error.js'
import type { Face, TransactWriteFace } from '../ground/faces.js'

type Details = ConstructorParameters<typeof UniqueValueError>[0]

/** Returns the error of a write whose item would have values that are taken. */
export function uniqueValue(
  face: TransactWriteFace | undefined,
  taken: readonly (readonly string[])[],
  more: Partial<Details>,
): UniqueValueError {
  const { model, operation, stored } = face ?? {}
  const words = taken
    .map((properties) => properties.map((each) => `'${each}'`).join(' and '))
    .join(', and of ')
  return new UniqueValueError({
    entity: model?.name,
    operation,
    key: model === undefined || stored === undefined ? {} : keyOfStored(model, stored),
    taken,
    detail: `another item already has this value of ${words}`,
    ...more,
  })
}

/**
 * Returns the key of the item that a guard is of. `undefined` if it is not known, or if the item may be beyond the
 * bounds of the repository: a guard has the key of its item, and of other attributes only those that must be unique.
 */
export function ownerOfGuard(
  model: EntityModel,
  guard: StoredItem | undefined,
  properties: readonly string[],
): Readonly<Record<string, unknown>> | undefined {
  const of = guard?.[guardNames.of]
  if (of === undefined || !('M' in of)) return undefined
  const owner = keyOfStored(model, of.M)
  return model.bounds === undefined || isWithinKey(model.bounds, owner, properties) ? owner : undefined
}

/**
 * Returns the error of the SDK as it is shown: if one of the operations is within bounds, without the items that were
 * in the way.
 */
export function shownCause(faces: readonly Pick<Face, 'model'>[], cause: unknown): unknown {
  const { CancellationReasons: reasons }: Partial<TransactionCanceledException> = Object(cause)
  if (!Array.isArray(reasons) || faces.every(({ model }) => model.bounds === undefined)) return cause
  const CancellationReasons = reasonsIn(cause).map(({ Item: _, ...reason }) => reason)
  // Observers see the error itself, which stays as it is.
  const own = { configurable: true, writable: true }
  return Object.create(Object.getPrototypeOf(cause), {
    ...Object.getOwnPropertyDescriptors(Object(cause)),
    // Since Node.js 21 it is a getter that knows only the error itself.
    stack: { ...own, value: Reflect.get(Object(cause), 'stack') },
    CancellationReasons: { ...own, value: CancellationReasons, enumerable: true },
  })
}
