// Errors of a cancelled transaction: the reason of each operation, as the single operation would have reported it.

import { keyOfStored } from '../../entity/key/key-values.js'
import { ConditionFailedError } from '../../errors/condition-failed-error.js'
import { DyntasticError, type ErrorDetails } from '../../errors/dyntastic-error.js'
import { isError } from '../../errors/is-error.js'
import { keyInWords } from '../../errors/key-in-words.js'
import { RequestFailedError } from '../../errors/request-failed-error.js'
import { ThrottledError } from '../../errors/throttled-error.js'
import {
  type CancellationReason,
  reasonsIn,
  type SdkReason,
  TransactionCancelledError,
} from '../../errors/transaction-cancelled-error.js'
import type { Face } from '../ground/faces.js'
import { shownCause } from '../unique/taken-values.js'
import { entityNames, nameOf, type TransactionName } from './transaction-limits.js'

/** A face that can explain a failed condition. */
type CancelledFace = Face & {
  failure?(error: ConditionFailedError): DyntasticError
  lacked?(): string
  readonly more?: readonly CancelledFace[]
}

/** The elements of an operation in a request: one or more. */
export function elementsOf<F>(face: F & { readonly more?: readonly F[] }): readonly F[] {
  return face.more === undefined ? [face] : [face, ...face.more]
}

/**
 * Maps the error of a runner to the error of the transaction: a cancelled one with its reasons, others unchanged.
 * @param sentAt the action of the request that says why the i-th element has failed, if it is not its own
 */
export function cancellation(
  error: unknown,
  faces: readonly CancelledFace[],
  operation: TransactionName,
  sentAt: (element: number) => number = (element) => element,
): unknown {
  const { cause, outcome }: Partial<DyntasticError> = isError(error, DyntasticError) ? error : {}
  const { name }: { readonly name?: unknown } = Object(cause)
  const given = reasonsIn<unknown>(cause)
  if (name !== 'TransactionCanceledException') return error
  // The outcome is only mentioned in the message if it differs from that of a cancellation: an earlier attempt may
  // still be in progress.
  const first = positions(faces)
  const sent = (at: number, of: number): SdkReason | undefined => given[sentAt(first(at) + of)]
  const shown = shownCause(
    faces.flatMap((face) => elementsOf(face)),
    cause,
  )
  const known = { cause: shown, outcome: outcome === 'unknown' ? outcome : undefined }
  const reasons = faces.map((face, at) => {
    const own = elementsOf(face)
    // An operation of several elements has failed if one of them has; the first says why.
    const failed = Math.max(
      own.findIndex((_, of) => isReason(sent(at, of))),
      0,
    )
    return reasonOf(own[failed] ?? face, sent(at, failed) ?? {}, known)
  })
  const entity = entityNames(faces)
  const detail = `${meanings[known.outcome ?? 'nothing written']} ${inWords(faces, reasons)}; see \`reasons\``
  return new TransactionCancelledError({ ...known, entity, operation, reasons, detail })
}

function isReason(reason: SdkReason | undefined): boolean {
  return (reason?.Code ?? 'None') !== 'None'
}

// Where the elements of each operation begin in the request.
function positions(faces: readonly CancelledFace[]): (index: number) => number {
  return (index) => faces.slice(0, index).reduce((sum, face) => sum + elementsOf(face).length, 0)
}

/** What a cancellation means, at the beginning of the message; `part` if earlier parts were committed. */
export const meanings = {
  'nothing written': 'the transaction was cancelled, and nothing was written',
  part: 'this part of the transaction was cancelled, and none of it was written',
  unknown: 'its last attempt was cancelled, and an earlier one got no response',
} as const

type Known = Pick<ErrorDetails, 'outcome' | 'cause'>

function reasonOf(face: CancelledFace, reason: SdkReason, known: Known): CancellationReason {
  const { Code: code = 'None', Message: message } = reason
  const error = code === 'None' ? undefined : errorOf(face, reason, code, known)
  const { model, operation, stored } = face
  const item: unknown = error === undefined ? undefined : Reflect.get(error, 'item')
  return { code, entity: model.name, operation, key: keyOfStored(model, stored), message, item, error }
}

const throttles: ReadonlySet<string> = new Set(['ThrottlingError', 'ProvisionedThroughputExceeded'])

// Returns the error that the single operation would have thrown.
function errorOf(
  face: CancelledFace,
  { Item: stored }: SdkReason,
  code: string,
  known: Known,
): DyntasticError {
  const where = { ...known, entity: face.model.name, operation: face.operation }
  if (code === 'ConditionalCheckFailed' && face.failure !== undefined)
    return face.failure(new ConditionFailedError({ ...where, stored }))
  const detail = `rejected in a transaction (${code})`
  return throttles.has(code)
    ? new ThrottledError({ ...where, detail })
    : new RequestFailedError({ ...where, detail: `${detail}${hints[code]?.(face) ?? ''}` })
}

const hints: Readonly<Record<string, (face: CancelledFace) => string>> = {
  TransactionConflict: () => ': another write or transaction on the item was in progress',
  ValidationError: (face) =>
    `: its expressions do not match the current item, for example because ${lackedBy(face)}; set the whole map or list, or run the update on its own, which creates missing maps. The reason contains the message of DynamoDB`,
  ItemCollectionSizeLimitExceeded: () =>
    ': the item collection of this partition key exceeds 10 GB (on a table with a local secondary index)',
}

const lackedBy = (face: CancelledFace): string => face.lacked?.() ?? 'a map on a path is missing'

/** The maximum number of operations that a message names. */
const mostShown = 10

function inWords(faces: readonly CancelledFace[], reasons: readonly CancellationReason[]): string {
  const refused = faces.flatMap((face, at) => {
    const { code, key, error } = reasons[at] ?? { code: 'None', key: {} }
    if (code === 'None') return []
    const shown = keyInWords(key)
    // The errors of a failed condition say more than its code. Their key is named already.
    const why =
      code === 'ValidationError'
        ? `${code}, perhaps because ${lackedBy(face)}`
        : code === 'ConditionalCheckFailed' && error !== undefined
          ? `${error.name}, ${error.detail.replace(` (${shown})`, '')}`
          : code
    return [`operation ${at}, ${nameOf(face)} of ${shown}: ${why}`]
  })
  const more = refused.length > mostShown ? `; and ${refused.length - mostShown} more` : ''
  const shown = refused.length === 0 ? 'DynamoDB gave no reason' : refused.slice(0, mostShown).join('; ')
  return `(${shown}${more})`
}
