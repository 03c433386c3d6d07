// Errors of list elements: one error that names all invalid elements by index.
import { DyntasticError } from '../../errors/dyntastic-error.js'
import { type ReportedFailure, summary } from '../../errors/failures.js'
import { InvalidConditionError } from '../../errors/invalid-condition-error.js'
import { InvalidKeyError } from '../../errors/invalid-key-error.js'
import { InvalidUpdateError } from '../../errors/invalid-update-error.js'
import { isError } from '../../errors/is-error.js'
import { ScopeError } from '../../errors/scope-error.js'
import { UnsupportedOperationError } from '../../errors/unsupported-operation-error.js'
import { ValidationError } from '../../errors/validation-error.js'
import { hide } from '../../errors/veil.js'

/** The error of an element. */
export interface ElementFault {
  readonly index: number
  readonly error: unknown
}

// Classes that have no properties besides the details.
const plain = [InvalidKeyError, UnsupportedOperationError, InvalidUpdateError, InvalidConditionError] as const

/** After this many invalid elements, the rest of the list is not checked. */
export const mostFaults = 100

const mostShown = 10

/**
 * Returns one error for the errors of elements, of the class of the first. A ValidationError contains the failures of
 * all elements, with paths like `[3].age`. An error of another library is returned as it is.
 */
export function elementError(operation: string, faults: readonly ElementFault[]): unknown {
  const [first] = faults
  const error = first?.error
  if (isError(error, ValidationError)) return invalidElements(operation, error, faults)
  if (!isError(error, DyntasticError)) return error
  const details = {
    ...(error.entity === undefined ? {} : { entity: error.entity }),
    operation,
    detail: listed(faults.filter((fault) => codeOf(fault.error) === error.code)),
    cause: error,
  }
  const Class = plain.find((each) => isError(error, each))
  if (Class !== undefined) return new Class(details)
  return isError(error, ScopeError) ? new ScopeError({ ...details, reason: error.reason }) : error
}

function invalidElements(
  operation: string,
  { entity, cause = undefined }: ValidationError,
  faults: readonly ElementFault[],
): ValidationError {
  const failures = faults.flatMap(({ index, error }) =>
    isError(error, ValidationError) ? error.failures.map((failure) => inElement(index, failure)) : [],
  )
  const invalid = new ValidationError({ entity, operation, detail: summary(failures), cause, failures: [] })
  return Object.assign(invalid, { failures })
}

function inElement(index: number, { path, message, value }: ReportedFailure): ReportedFailure {
  const separator = path === '' || path.startsWith('[') ? '' : '.'
  const shown = { path: `[${index}]${separator}${path}`, message }
  hide(shown, 'value', value)
  return shown as ReportedFailure
}

function listed(faults: readonly ElementFault[]): string {
  const shown = faults.slice(0, mostShown).map(({ index, error }) => `[${index}]: ${detailOf(error)}`)
  const more = faults.length - shown.length
  return more > 0 ? `${shown.join('; ')}; and ${more} more` : shown.join('; ')
}

// The message without the entity, which comes once, at the start.
function detailOf(error: unknown): string {
  if (!isError(error, DyntasticError)) return ''
  const { entity, operation, message } = error
  const where = `${entity}.${operation}: `
  return message.startsWith(where) ? message.slice(where.length) : message
}

function codeOf(error: unknown): string | undefined {
  return isError(error, DyntasticError) ? error.code : undefined
}
