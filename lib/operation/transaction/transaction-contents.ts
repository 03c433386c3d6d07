// What one transaction of writes holds: operations of one place, each on an item of its own, no more than DynamoDB takes.
import { TransactionLimitError } from '../../errors/transaction-limit-error.js'
import type { Facing, TransactWriteFace } from '../ground/faces.js'
import type { Request, TouchedTable } from '../ground/request.js'
import type { Runner } from '../ground/runner.js'
import {
  checkOperation,
  checkPlace,
  checkWeight,
  duplicate,
  entityNames,
  type Held,
  itemText,
  type TransactionName,
} from './transaction-limits.js'

const operation = 'transaction'

/** DynamoDB's limit of operations in one transaction ("Transactions": 100 items). */
export const mostOperations = 100

/** The error for more operations than one transaction takes. */
export function tooMany(count: number, operation: TransactionName): TransactionLimitError {
  const detail = `a transaction holds at most ${mostOperations} operations, and this one has ${count}; make several of them, each all or nothing by itself`
  return new TransactionLimitError({ operation, detail })
}

/** The operations of one transaction, added one by one: each is checked when it comes, so that all is refused before anything is sent. */
export class TransactionContents<F extends TransactWriteFace = TransactWriteFace> {
  readonly runner: Runner
  readonly faces: F[] = []
  /** The operation on each item, by the text of the item. */
  readonly held: Map<string, Held> = new Map()

  constructor(runner: Runner) {
    this.runner = runner
  }

  /**
   * Adds an operation; answers its face.
   * @param index its place in a list
   * @throws TransactionLimitError for the 101st; DuplicateOperationError for a second one on an item; ScopeError ('place');
   * UnsupportedOperationError, and what is wrong with the operation itself.
   */
  add(given: Facing, faceOf: (operation: Facing) => F, index?: number): F {
    const { faces, held, runner } = this
    if (faces.length >= mostOperations) throw tooMany(faces.length + 1, operation)
    checkOperation(given, operation)
    const face = faceOf(given)
    checkPlace(runner, faces[0] ?? face, face, operation)
    const item = itemText(face)
    const other = held.get(item)
    const added = index === undefined ? { operation: given, face } : { operation: given, face, index }
    if (other !== undefined) throw duplicate(other, added, operation)
    held.set(item, added)
    faces.push(face)
    return face
  }

  /** The request of all; `undefined` where there are none. @throws TransactionLimitError for more than 4 MB. */
  request(token: string): Request<'TransactWriteItems'> | undefined {
    const { faces } = this
    checkWeight(faces, operation)
    const [first, ...others] = touchedTables(faces)
    if (first === undefined) return undefined
    const input = { TransactItems: faces.map(({ action }) => action), ClientRequestToken: token }
    return {
      call: 'TransactWriteItems',
      input,
      entity: entityNames(faces),
      operation,
      ...first,
      ...(others.length === 0 ? {} : { others }),
    }
  }
}

// Each table once, with a way to make it where one of its writes has one.
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
