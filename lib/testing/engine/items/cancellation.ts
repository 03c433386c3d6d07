// Cancellation reasons of a transaction, one for each of its actions.
import { failure, invalid, isServiceFailure, type ServiceFailure } from '../values/service-failure.js'
import { isAboutEmptyKey } from './key-checks.js'

/** Why one action cancels its transaction; `None`: it does not. */
export interface Reason {
  readonly Code: string
  readonly Message?: string
  readonly Item?: unknown
}

/** "Transactions" in "Quotas in Amazon DynamoDB". */
const maximumBytes = 4 * 1024 * 1024

/** Runs each action; throws TransactionCanceledException with all reasons if one of them is refused. */
export function allOrNothing<T, R>(actions: readonly T[], run: (action: T) => R): R[] {
  const results: R[] = []
  const reasons = actions.map((action) => {
    try {
      results.push(run(action))
      return { Code: 'None' }
    } catch (error) {
      return reasonOf(error)
    }
  })
  if (results.length < actions.length) throw cancelled(reasons)
  return results
}

/** The error of a cancelled transaction. */
export function cancelled(reasons: readonly Reason[]): ServiceFailure {
  const codes = reasons.map(({ Code }) => Code).join(', ')
  return failure(
    'TransactionCanceledException',
    `Transaction cancelled, please refer cancellation reasons for specific reasons [${codes}]`,
    { CancellationReasons: reasons },
  )
}

/** Refuses more than 4 MB. */
export function refuseBulk(sizes: readonly number[], message: string): void {
  const bytes = sizes.reduce((total, each) => total + each, 0)
  if (bytes > maximumBytes) throw invalid(`${message} Payload Size: ${bytes}`)
}

/** Refuses two actions on one item. What has no key that fits is left to the reasons. */
export function refuseRepeats(marks: readonly (string | undefined)[]): void {
  const known = marks.filter((mark) => mark !== undefined)
  if (new Set(known).size < known.length)
    throw invalid('Transaction request cannot include multiple operations on one item')
}

// Failures of other kinds, and empty keys, are refusals of the whole request.
function reasonOf(error: unknown): Reason {
  if (!isServiceFailure(error) || isAboutEmptyKey(error)) throw error
  if (error.type === 'ConditionalCheckFailedException')
    return {
      Code: 'ConditionalCheckFailed',
      Message: error.message,
      ...(error.body['Item'] !== undefined && { Item: error.body['Item'] }),
    }
  if (error.type === 'ValidationException') return { Code: 'ValidationError', Message: error.message }
  if (error.type === 'DuplicateItemException') return { Code: 'DuplicateItem', Message: error.message }
  throw error
}
