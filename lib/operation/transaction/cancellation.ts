// What a cancelled transaction says: the reason of each of its operations, as the operation alone would have said it.

import { keyOfStored } from '../../entity/key/key-values.js'
import { ConditionFailedError } from '../../errors/condition-failed-error.js'
import { DyntasticError, type ErrorDetails } from '../../errors/dyntastic-error.js'
import { isError } from '../../errors/is-error.js'
import { keyInWords } from '../../errors/key-in-words.js'
import { RequestFailedError } from '../../errors/request-failed-error.js'
import { ThrottledError } from '../../errors/throttled-error.js'
import {
  type CancellationReason,
  TransactionCancelledError,
} from '../../errors/transaction-cancelled-error.js'
import type { Face } from '../ground/faces.js'
import { entityNames, nameOf, type TransactionName } from './transaction-limits.js'

/** A reason as the SDK has it. */
interface Reason {
  readonly Code?: string
  readonly Message?: string
  readonly Item?: unknown
}

interface Cancelled {
  readonly name?: unknown
  readonly CancellationReasons?: readonly Reason[]
}

/** A face that can say what a failed condition means. */
type CancelledFace = Face & { failure?(error: ConditionFailedError): DyntasticError }

/**
 * The error of a runner as the error of the transaction: a cancelled one with its reasons, others as they are.
 * @param sentAt which action of the request was that of the i-th operation, where several share one
 */
export function cancellation(
  error: unknown,
  faces: readonly CancelledFace[],
  operation: TransactionName,
  sentAt: (index: number) => number = (index) => index,
): unknown {
  const { cause, outcome }: Partial<DyntasticError> = isError(error, DyntasticError) ? error : {}
  const { name, CancellationReasons = [] }: Cancelled = Object(cause)
  if (name !== 'TransactionCanceledException') return error
  // Said in the message only if it is not what a cancellation means: an earlier attempt may still be under way.
  const known = { cause, outcome: outcome === 'unknown' ? outcome : undefined }
  const reasons = faces.map((face, at) => reasonOf(face, CancellationReasons[sentAt(at)] ?? {}, known))
  const entity = entityNames(faces)
  const detail = `${meanings[known.outcome ?? 'nothing written']} ${inWords(faces, reasons)}; look at reasons`
  return new TransactionCancelledError({ ...known, entity, operation, reasons, detail })
}

const meanings = {
  'nothing written': 'the transaction was cancelled, and nothing was written',
  unknown: 'its last attempt was cancelled, and an earlier one got no response',
} as const

type Known = Pick<ErrorDetails, 'outcome' | 'cause'>

function reasonOf(face: CancelledFace, reason: Reason, known: Known): CancellationReason {
  const { Code: code = 'None', Message: message } = reason
  const error = code === 'None' ? undefined : errorOf(face, reason, code, known)
  const { model, operation, stored } = face
  const item: unknown = error === undefined ? undefined : Reflect.get(error, 'item')
  return { code, entity: model.name, operation, key: keyOfStored(model.key, stored), message, item, error }
}

const throttles: ReadonlySet<string> = new Set(['ThrottlingError', 'ProvisionedThroughputExceeded'])

// What the operation alone would have thrown.
function errorOf(face: CancelledFace, { Item: stored }: Reason, code: string, known: Known): DyntasticError {
  const where = { ...known, entity: face.model.name, operation: face.operation }
  if (code === 'ConditionalCheckFailed' && face.failure !== undefined)
    return face.failure(new ConditionFailedError({ ...where, stored }))
  const detail = `refused within a transaction (${code})`
  return throttles.has(code)
    ? new ThrottledError({ ...where, detail })
    : new RequestFailedError({ ...where, detail: detail + (hints[code] ?? '') })
}

const hints: Readonly<Record<string, string>> = {
  TransactionConflict: ': another write or transaction of the item was under way',
  ValidationError:
    ': its expressions do not fit the item as it stands, such as a path into a map that is missing; the reason has the message of DynamoDB',
  ItemCollectionSizeLimitExceeded: ': the items of this partition key are more than 10 GB with a local index',
}

/** The most operations that a message names. */
const mostShown = 10

function inWords(faces: readonly CancelledFace[], reasons: readonly CancellationReason[]): string {
  const refused = faces.flatMap((face, at) => {
    const { code, key } = reasons[at] ?? { code: 'None', key: {} }
    return code === 'None' ? [] : [`operation ${at}, ${nameOf(face)} of ${keyInWords(key)}: ${code}`]
  })
  const more = refused.length > mostShown ? `; and ${refused.length - mostShown} more` : ''
  const shown = refused.length === 0 ? 'DynamoDB gave no reason' : refused.slice(0, mostShown).join('; ')
  return `(${shown}${more})`
}
