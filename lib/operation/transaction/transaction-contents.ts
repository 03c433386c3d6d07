// Contents of one write transaction: operations of one region and endpoint, each on a different item, within limits.
import type { TransactWriteItem } from '@aws-sdk/client-dynamodb'
import { TransactionLimitError } from '../../errors/transaction-limit-error.js'
import { UnsupportedOperationError } from '../../errors/unsupported-operation-error.js'
import type { Facing, TransactWriteFace } from '../ground/faces.js'
import type { Request, TouchedTable } from '../ground/request.js'
import type { Runner } from '../ground/runner.js'
import type { TransactionOptions } from '../many/many-options.js'
import { inElement } from '../many/operation-list.js'
import type { GuardAction } from '../unique/guard-actions.js'
import type { GuardedFailure } from '../unique/guarded-run.js'
import { cancellation, elementsOf } from './cancellation.js'
import {
  checkPlace,
  checkTransactionOperation,
  checkWeight,
  duplicate,
  entityNames,
  itemText,
  type TransactionEntry,
  type TransactionName,
} from './transaction-limits.js'

const operation = 'transaction'

/** DynamoDB's maximum number of operations in one transaction. */
export const mostOperations = 100

/** Returns the error for too many operations in one transaction. */
export function tooMany(count: number, operation: TransactionName, guards = 0): TransactionLimitError {
  const those = guards === 0 ? '' : `, of which ${guards} are for the guards of unique values`
  const detail = `a transaction can contain at most ${mostOperations} operations, but this one has ${count}${those}; split it into several transactions, each of which is all or nothing`
  return new TransactionLimitError({ operation, detail })
}

/**
 * The operations of one transaction. Each is checked when it is added, so that errors are found before anything is
 * sent.
 */
export class TransactionContents<F extends TransactWriteFace = TransactWriteFace> {
  readonly runner: Runner
  /** The face of each operation. */
  readonly faces: F[] = []
  /** Those of all elements of the request: an operation has one or more. */
  readonly elements: TransactWriteFace[] = []
  /** The operation on each item, by the string of the item. */
  readonly entries: Map<string, TransactionEntry> = new Map()

  constructor(runner: Runner) {
    this.runner = runner
  }

  /**
   * Adds an operation and returns its face.
   * @param index its position in a list
   * @throws TransactionLimitError for the 101st operation; DuplicateOperationError for a second one on an item;
   * ScopeError ('place').
   * @throws UnsupportedOperationError or any other error of the operation.
   */
  add(given: Facing, faceOf: (operation: Facing) => F, index?: number): F {
    const { faces, elements, entries, runner } = this
    if (elements.length >= mostOperations) throw tooMany(elements.length + 1, operation)
    checkTransactionOperation(given, operation)
    const whole = faceOf(given)
    const own = elementsOf<TransactWriteFace>(whole)
    const count = elements.length + own.length
    if (count > mostOperations) throw tooMany(count, operation)
    for (const face of own) {
      checkPlace(runner, elements[0] ?? face, face, operation)
      const item = itemText(face)
      const other = entries.get(item)
      const added = index === undefined ? { operation: given, face } : { operation: given, face, index }
      if (other !== undefined) throw duplicate(other, added, operation)
      entries.set(item, added)
    }
    elements.push(...own)
    faces.push(whole)
    return whole
  }

  /**
   * Rejects writes whose guards depend on what is stored, for a transaction with a token of the caller: a repeat would
   * be another transaction.
   * @throws UnsupportedOperationError.
   */
  refuseReading(): void {
    const face = this.faces.find(({ guarded }) => guarded !== undefined && guarded.known === undefined)
    if (face === undefined) return
    throw new UnsupportedOperationError({
      entity: face.model.name,
      operation: face.operation,
      detail:
        'the guards of its unique values depend on the item that is stored, and a repeat with the same token would be another transaction: omit the token of the transaction',
    })
  }

  /**
   * Returns the request of all operations with the actions on guards of unique values.
   * @throws TransactionLimitError if it has more than 100 actions, or exceeds 4 MB.
   */
  guardedRequest(
    token: string,
    actions: readonly TransactWriteItem[],
    guards: readonly GuardAction[],
  ): Request<'TransactWriteItems'> {
    if (actions.length + guards.length > mostOperations)
      throw tooMany(actions.length + guards.length, operation, guards.length)
    const request = this.request(token)
    if (request === undefined) throw new TypeError('a transaction without operations')
    const TransactItems = [...actions, ...guards.map(({ action }) => action)]
    checkWeight(
      TransactItems.map((action) => ({ action })),
      operation,
    )
    return { ...request, input: { ...request.input, TransactItems } }
  }

  /** Whether an element writes an item with unique values. */
  get guarded(): boolean {
    return this.elements.some(({ guarded }) => guarded !== undefined)
  }

  /** Returns the error of a transaction with guards: a value that is taken is the reason of the write that takes it. */
  failure({ error, taken, reasonAt }: GuardedFailure): unknown {
    let at = 0
    const reported = (face: TransactWriteFace): TransactWriteFace => {
      const value = taken.get(at++)
      return value === undefined ? face : { ...face, failure: () => value }
    }
    const faces = this.faces.map((face): TransactWriteFace => {
      const [first = face, ...more] = elementsOf<TransactWriteFace>(face).map(reported)
      return face.more === undefined ? first : { ...first, more }
    })
    return cancellation(error, faces, operation, (element) => reasonAt.get(element) ?? element)
  }

  /**
   * Returns the request of all operations; `undefined` if there are none.
   * @throws TransactionLimitError if it exceeds 4 MB.
   */
  request(token: string): Request<'TransactWriteItems'> | undefined {
    const { elements } = this
    checkWeight(elements, operation)
    const [first, ...others] = touchedTables(elements)
    if (first === undefined) return undefined
    const input = { TransactItems: elements.map(({ action }) => action), ClientRequestToken: token }
    return {
      call: 'TransactWriteItems',
      input,
      entity: entityNames(elements),
      operation,
      ...first,
      ...(others.length === 0 ? {} : { others }),
    }
  }
}

/**
 * Reads what the operations of a list depend on, once everything has been checked that can be checked without it.
 * @throws any error of an operation.
 */
export async function preparedOperations(
  operations: readonly Facing[],
  { token, signal }: TransactionOptions,
): Promise<readonly Facing[]> {
  if (operations.every((each) => Object(each).preparation === undefined)) return operations
  const readings = operations.map((given, at) => {
    checkTransactionOperation(given, operation)
    return inElement(operation, at, () => {
      const reading = given.preparation?.(token !== undefined)
      if (reading === undefined) given.transactWriteFace()
      return reading
    })
  })
  const read = await Promise.all(readings.map((reading) => reading?.({ signal })))
  // An operation is a thenable: one that is passed through a promise would run on its own.
  return operations.map((given, at) => read[at] ?? given)
}

// Each table once, with a way to create it if one of its writes has one.
function touchedTables(faces: readonly TransactWriteFace[]): TouchedTable[] {
  const tables = new Map<string, TouchedTable>()
  for (const { model, creation } of faces) {
    const { table } = model
    const known = tables.get(table.name)
    if (known === undefined || (known.creation === undefined && creation !== undefined))
      tables.set(table.name, creation === undefined ? { table } : { table, creation })
  }
  return [...tables.values()]
}
