// TransactGetItems: reads items as they were at a single point in time.
import type { Get, TransactGetItem } from '@aws-sdk/client-dynamodb'
import { elementReaders } from '../../entity/item-readers.js'
import type { BodyItem } from '../../entity/scan/scanned-item.js'
import { checkOptions } from '../../errors/option-table.js'
import { RequestFailedError } from '../../errors/request-failed-error.js'
import { printProjection, widestPaths } from '../../expression/condition/projection.js'
import { Placeholders } from '../../expression/path/placeholders.js'
import type { Facing, ReadFace } from '../ground/faces.js'
import type { Request } from '../ground/request.js'
import { runOptions } from '../ground/run-options.js'
import type { Runner, RunOptions } from '../ground/runner.js'
import { checkList, inElement } from '../many/operation-list.js'
import { writeBackAll } from '../upgrade/write-back.js'
import { cancellation } from './cancellation.js'
import { mostOperations, tooMany } from './transaction-contents.js'
import {
  checkPlace,
  checkTransactionOperation,
  duplicate,
  entityNames,
  itemText,
  type TransactionEntry,
} from './transaction-limits.js'

const operation = 'transactionGet'

/** One Get of the request, and the operations that use it. */
interface RequestedItem extends TransactionEntry<ReadFace> {
  readonly at: number
  readonly paths: string
}

/**
 * Reads all items as they were at a single point in time, and returns what each operation resolves to. A key that
 * occurs twice, with the same paths, is requested once, because DynamoDB allows only one read per item in a
 * transaction. An empty list sends nothing.
 * @throws InvalidOptionError, TransactionLimitError, DuplicateOperationError, ScopeError or UnsupportedOperationError
 * before sending.
 * @throws TransactionCancelledError if DynamoDB cancels the transaction.
 * @throws InvalidItemError or ItemNotFoundError of one of the operations.
 */
export async function transactGet(
  runner: Runner,
  operations: readonly Facing[],
  options: RunOptions,
): Promise<unknown[]> {
  checkList(operations, operation)
  checkOptions(runOptions, options, { operation })
  const requested = new Map<string, RequestedItem>()
  const places = Array.from(
    operations,
    (given, index): TransactionEntry<ReadFace> & { readonly at: number } => {
      checkTransactionOperation(given, operation)
      const face = inElement(operation, index, () => given.readFace())
      const [first] = requested.values()
      checkPlace(runner, first?.face ?? face, face, operation)
      const item = itemText(face)
      const other = requested.get(item)
      const paths = pathsOf(face)
      const entry = { operation: given, face, paths, index, at: other?.at ?? requested.size }
      if (other === undefined) requested.set(item, entry)
      else if (other.paths !== paths) throw duplicate(other, entry, operation)
      return entry
    },
  )
  if (requested.size === 0) return []
  if (requested.size > mostOperations) throw tooMany(requested.size, operation)
  const faces = [...requested.values()].map(({ face }) => face)
  const found = await fetch(runner, faces, options.signal, places)
  const items = places.map(({ face, at }) => face.decode(found[at]))
  return writeBackAll(runner, faces, items, { signal: options.signal })
}

// By stored names, because different properties of two entities may be the same attribute.
function pathsOf({ select }: ReadFace): string {
  return widestPaths(select)
    .map(({ names }) => JSON.stringify(names))
    .sort()
    .join()
}

async function fetch(
  runner: Runner,
  faces: readonly ReadFace[],
  signal: AbortSignal | undefined,
  places: readonly { readonly face: ReadFace; readonly at: number }[],
): Promise<(BodyItem | undefined)[]> {
  const entity = entityNames(faces)
  const [table, ...others] = new Set(faces.map(({ model }) => model.table))
  if (table === undefined) return []
  const request: Request<'TransactGetItems'> = {
    call: 'TransactGetItems',
    input: { TransactItems: faces.map(getOf) },
    entity,
    operation,
    table,
    ...(others.length === 0 ? {} : { others: others.map((other) => ({ table: other })) }),
    readers: elementReaders(faces.map(({ model, select }) => (select.length === 0 ? model : undefined))),
  }
  const { Responses = [] } = await runner.run(request, { signal }).catch((error: unknown) => {
    // The i-th reason belongs to the i-th operation, even if several share one Get.
    const requestedFaces = places.map(({ face }) => face)
    throw cancellation(error, requestedFaces, operation, (index) => places[index]?.at ?? index)
  })
  // A missing response must not look like a missing item.
  if (Responses.length !== faces.length) {
    const detail = `TransactGetItems returned ${Responses.length} responses for ${faces.length} requested items`
    throw new RequestFailedError({ entity, operation, detail })
  }
  // The client returns items in DynamoDB's form, or as the readers read them.
  return Responses.map(({ Item }) => Item as BodyItem | undefined)
}

function getOf({ model, stored, select }: ReadFace): TransactGetItem {
  const placeholders = new Placeholders()
  const projection = printProjection(select, placeholders, model.name)
  const names = placeholders.names()
  const Get: Get = {
    TableName: model.table.name,
    Key: stored,
    ...(projection === undefined ? {} : { ProjectionExpression: projection }),
    ...(names === undefined ? {} : { ExpressionAttributeNames: names }),
  }
  return { Get }
}
