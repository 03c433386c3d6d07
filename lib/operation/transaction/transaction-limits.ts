// What a transaction refuses before it is sent: too much of it, two operations on one item, operations of several places.
import type { TransactWriteItem } from '@aws-sdk/client-dynamodb'
import { itemBytesOver } from '../../entity/item/item-size.js'
import { keyOfStored } from '../../entity/key/key-values.js'
import type { StoredItem } from '../../entity/struct/attribute-value.js'
import { DuplicateOperationError } from '../../errors/duplicate-operation-error.js'
import { kindOf } from '../../errors/failures.js'
import { keyInWords } from '../../errors/key-in-words.js'
import { ScopeError } from '../../errors/scope-error.js'
import { TransactionLimitError } from '../../errors/transaction-limit-error.js'
import { UnsupportedOperationError } from '../../errors/unsupported-operation-error.js'
import type { Face, Facing, TransactWriteFace } from '../ground/faces.js'
import { keyText, plainName } from '../ground/key-text.js'
import type { Runner } from '../ground/runner.js'

/** DynamoDB's limit of one transaction in bytes ("Transactions": 4 MB). */
const mostBytes = 4 * 1024 * 1024
/** An item has at most 400 KB: fewer operations than these are too much only with conditions that DynamoDB itself may weigh. */
const fewestOverweight = 11

/** The method that errors name. */
export type TransactionName = 'transaction' | 'transactionGet'

/** An operation with its face in a transaction. */
export interface Held<F extends Face = Face> {
  readonly operation: Facing
  readonly face: F
  /** Its place in a list. */
  readonly index?: number
}

/** Refuses what is no operation: an item, where an `await` too many stands. @throws UnsupportedOperationError. */
export function checkOperation(given: Facing, operation: TransactionName): void {
  if (typeof Object(given).transactWriteFace === 'function') return
  const detail = `a transaction takes operations on one item, not ${kindOf(given)}: hand them over as they are, without await`
  throw new UnsupportedOperationError({ operation, detail })
}

/**
 * Refuses an operation that goes to another place than the first one.
 * @throws ScopeError ('place'), naming both.
 */
export function checkPlace(runner: Runner, first: Face, face: Face, operation: TransactionName): void {
  const refuse = (detail: string) =>
    new ScopeError({ entity: face.model.name, operation, reason: 'place', detail })
  if (face.runner !== runner)
    throw refuse(
      `${nameOf(face)} runs through another executor than the transaction${first === face ? '' : ` and ${nameOf(first)}`}; take repositories of the executor whose transaction it is`,
    )
  const { table } = first.model
  const { table: other } = face.model
  if (table === other || runner.clientFor === undefined) return
  if (runner.clientFor(table) !== runner.clientFor(other))
    throw refuse(
      `${nameOf(first)} (${placeOf(first)}) and ${nameOf(face)} (${placeOf(face)}) are reached through different clients; a transaction stays within one region and endpoint`,
    )
}

/** The error for two operations on one item. */
export function duplicate(first: Held, second: Held, operation: TransactionName): DuplicateOperationError {
  const { model, stored } = second.face
  const key = keyOfStored(model.key, stored)
  const what = operation === 'transaction' ? 'one operation' : 'one read'
  const detail = `${placed(first)} and ${placed(second)} are about the same item, ${keyInWords(key)}; a transaction takes ${what} of each item: make one of the two`
  const operations = [first.operation, second.operation]
  return new DuplicateOperationError({ entity: model.name, operation, key, operations, detail })
}

function placed({ face, index }: Held): string {
  return index === undefined ? nameOf(face) : `[${index}] ${nameOf(face)}`
}

/**
 * Refuses what is surely too much: items that are put, keys, and the values of expressions. DynamoDB counts the expressions, too.
 * @throws TransactionLimitError.
 */
export function checkWeight(faces: readonly TransactWriteFace[], operation: TransactionName): void {
  if (faces.length < fewestOverweight) return
  const bytes = faces.reduce((sum, { action }) => sum + weightOf(action), 0)
  if (bytes <= mostBytes) return
  const detail = `a transaction is at most 4 MB (${mostBytes} bytes), and this one is ${bytes} bytes or more; make several of them, each all or nothing by itself`
  throw new TransactionLimitError({ operation, detail })
}

function weightOf({ Put, Update, Delete, ConditionCheck }: TransactWriteItem): number {
  const item = Put?.Item ?? Update?.Key ?? Delete?.Key ?? ConditionCheck?.Key
  const { ExpressionAttributeValues: values = {} } = Put ?? Update ?? Delete ?? ConditionCheck ?? {}
  let bytes = bytesOf(item)
  // The placeholders do not count, so that each value stands without a name.
  for (const value of Object.values(values)) bytes += bytesOf({ '': value })
  return bytes
}

// The types of the SDK and ours say the same.
function bytesOf(item: object | undefined): number {
  return itemBytesOver((item ?? {}) as StoredItem, 0) ?? 0
}

/** A text that is the same for operations on one item, among those of one place: a table is one by its name and by its ARN. */
export function itemText({ model, stored }: Face): string {
  return `${JSON.stringify(plainName(model.table.name))} ${keyText(model, stored)}`
}

/** The names of the entities, each once: what a request of many goes by. */
export function entityNames(faces: readonly Face[]): string {
  return [...new Set(faces.map(({ model }) => model.name))].join(', ')
}

/** Entity and method: `User.save`. */
export function nameOf({ model, operation }: Face): string {
  return `${model.name}.${operation}`
}

function placeOf({ model: { table } }: Face): string {
  const own = [table.region, table.endpoint].filter((each) => each !== undefined)
  return `table '${table.name}' at ${own.length === 0 ? 'the place of the executor' : own.join(', ')}`
}
