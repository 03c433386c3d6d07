// Checks of a transaction before it is sent: its size, two operations on one item, operations of different places.
import type { TransactWriteItem } from '@aws-sdk/client-dynamodb'
import { itemBytesOver } from '../../entity/codec/item-size.js'
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

/** DynamoDB's maximum size of one transaction in bytes (4 MB). */
const mostBytes = 4 * 1024 * 1024
/**
 * An item has at most 400 KB: with fewer operations, only conditions can make it too large, and those DynamoDB itself
 * checks.
 */
const fewestOverweight = 11

/** The method named in errors. */
export type TransactionName = 'transaction' | 'transactionGet'

/** An operation with its face in a transaction. */
export interface TransactionEntry<F extends Face = Face> {
  readonly operation: Facing
  readonly face: F
  /** Its position in a list. */
  readonly index?: number
}

/**
 * Rejects anything but an operation, such as an item because of an extra `await`.
 * @throws UnsupportedOperationError.
 */
export function checkTransactionOperation(given: Facing, operation: TransactionName): void {
  if (typeof Object(given).transactWriteFace === 'function') return
  const detail = `expected an operation on one item, not ${kindOf(given)}: pass operations without await`
  throw new UnsupportedOperationError({ operation, detail })
}

/**
 * Rejects an operation that goes to a different region or endpoint than the first one.
 * @throws ScopeError ('place'), naming both.
 */
export function checkPlace(runner: Runner, first: Face, face: Face, operation: TransactionName): void {
  const refuse = (detail: string) =>
    new ScopeError({ entity: face.model.name, operation, reason: 'place', detail })
  if (face.runner !== runner)
    throw refuse(
      `${nameOf(face)} uses a different executor than the transaction${first === face ? '' : ` and ${nameOf(first)}`}; use repositories of the executor that runs the transaction`,
    )
  const { table } = first.model
  const { table: other } = face.model
  if (table === other || runner.clientFor === undefined) return
  if (runner.clientFor(table) !== runner.clientFor(other))
    throw refuse(
      `${nameOf(first)} (${placeOf(first)}) and ${nameOf(face)} (${placeOf(face)}) use different clients; a transaction is limited to one region and endpoint`,
    )
}

/** Returns the error for two operations on one item. */
export function duplicate(
  first: TransactionEntry,
  second: TransactionEntry,
  operation: TransactionName,
): DuplicateOperationError {
  const { model, stored } = second.face
  const key = keyOfStored(model, stored)
  const what = operation === 'transaction' ? 'one operation' : 'one read'
  const detail = `${placed(first)} and ${placed(second)} target the same item, ${keyInWords(key)}; a transaction supports only ${what} per item: combine the two`
  const operations = [first.operation, second.operation]
  return new DuplicateOperationError({ entity: model.name, operation, key, operations, detail })
}

function placed({ face, index }: TransactionEntry): string {
  return index === undefined ? nameOf(face) : `[${index}] ${nameOf(face)}`
}

/**
 * Rejects a transaction that is certainly too large: items that are put, keys, and the values of expressions. DynamoDB
 * also counts the expressions.
 * @throws TransactionLimitError.
 */
export function checkWeight(
  faces: readonly Pick<TransactWriteFace, 'action'>[],
  operation: TransactionName,
): void {
  if (faces.length < fewestOverweight) return
  const bytes = faces.reduce((sum, { action }) => sum + weightOf(action), 0)
  if (bytes <= mostBytes) return
  const detail = `a transaction can be at most 4 MB (${mostBytes} bytes), but this one has at least ${bytes} bytes; split it into several transactions, each of which is all or nothing`
  throw new TransactionLimitError({ operation, detail })
}

function weightOf({ Put, Update, Delete, ConditionCheck }: TransactWriteItem): number {
  const item = Put?.Item ?? Update?.Key ?? Delete?.Key ?? ConditionCheck?.Key
  const { ExpressionAttributeValues: values = {} } = Put ?? Update ?? Delete ?? ConditionCheck ?? {}
  let bytes = bytesOf(item)
  // Placeholders do not count, so each value is measured without a name.
  for (const value of Object.values(values)) bytes += bytesOf({ '': value })
  return bytes
}

// The SDK's types and ours are equivalent.
function bytesOf(item: object | undefined): number {
  return itemBytesOver((item ?? {}) as StoredItem, 0) ?? 0
}

/**
 * Returns a string that is equal for operations on the same item, among those of one place: a table is the same by name
 * and by ARN.
 */
export function itemText({ model, stored }: Face): string {
  const table = plainName(model.table.name)
  // The length marks the end of the name.
  return `${table.length}:${table}${keyText(model, stored)}`
}

/** Returns the distinct entity names, for a request with several items. */
export function entityNames(faces: readonly Face[]): string {
  return [...new Set(faces.map(({ model }) => model.name))].join(', ')
}

/** Entity and method, such as `User.save`. */
export function nameOf({ model, operation }: Face): string {
  return `${model.name}.${operation}`
}

function placeOf({ model: { table } }: Face): string {
  const own = [table.region, table.endpoint].filter((each) => each !== undefined)
  return `table '${table.name}' at ${own.length === 0 ? 'the region and endpoint of the executor' : own.join(', ')}`
}
