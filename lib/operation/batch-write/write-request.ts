// BatchWriteItem: the request for a set of writes, and which of them the response leaves unprocessed.
import type { BatchWriteItemCommandOutput, WriteRequest } from '@aws-sdk/client-dynamodb'
import type { StoredItem } from '../../entity/struct/attribute-value.js'
import { keyText, plainName } from '../ground/key-text.js'
import type { Request, TouchedTable } from '../ground/request.js'
import type { WriteElement } from './write-element.js'

/** The writes of one table within a request. */
interface TablePart {
  readonly first: WriteElement
  readonly requests: WriteRequest[]
  creation: TouchedTable['creation']
}

/** Returns the request for writes of one lane, each of a different item. */
export function writeRequest(
  writes: readonly WriteElement[],
  operation: string,
  capacity: boolean,
): Request<'BatchWriteItem'> {
  const parts = partsOf(writes)
  const [first, ...others] = [...parts.values()].map(touched)
  if (first === undefined) throw new RangeError('a request needs at least one write')
  // Table names come from the user and could be `__proto__`.
  const RequestItems = Object.fromEntries([...parts].map(([name, { requests }]) => [name, requests]))
  const alone = others.length === 0 && first.creation === undefined
  return {
    call: 'BatchWriteItem',
    input: { RequestItems, ...(capacity ? { ReturnConsumedCapacity: 'TOTAL' } : {}) },
    entity: entitiesWritten(writes),
    operation,
    ...first,
    ...(others.length === 0 ? {} : { others }),
    // A table that does not exist yet holds nothing, so there is nothing to delete.
    ...(alone ? { withoutTable: { $metadata: {} } } : {}),
  }
}

function partsOf(writes: readonly WriteElement[]): Map<string, TablePart> {
  const parts = new Map<string, TablePart>()
  for (const element of writes) {
    const { request, creation, model } = element.write
    const { name } = model.table
    const part = parts.get(name) ?? { first: element, requests: [], creation: undefined }
    parts.set(name, part)
    part.requests.push(request)
    part.creation ??= creation
  }
  return parts
}

function touched({ first, creation }: TablePart): TouchedTable {
  const { table } = first.write.model
  return creation === undefined ? { table } : { table, creation }
}

/** Returns the distinct entity names of writes. */
export function entitiesWritten(writes: readonly WriteElement[]): string {
  const names = new Set<string>()
  for (const { write } of writes) names.add(write.model.name)
  return [...names].join(', ')
}

/** Returns the writes that a response leaves unprocessed; all of them if it names one that was not requested. */
export function unprocessed(
  { UnprocessedItems }: BatchWriteItemCommandOutput,
  writes: readonly WriteElement[],
): readonly WriteElement[] {
  const tables = Object.entries(UnprocessedItems ?? {})
  if (tables.length === 0) return []
  const byKey = new Map(writes.map((write) => [write.key, write]))
  const models = new Set(writes.map(({ write }) => write.model))
  const left = new Set<WriteElement>()
  for (const [table, requests] of tables) {
    // A table requested by ARN may be returned by name; no chunk contains both forms of one table.
    const model = [...models].find((each) => plainName(each.table.name) === plainName(table))
    for (const { PutRequest, DeleteRequest } of requests) {
      // The client returns items in DynamoDB's form; the SDK's types and ours are equivalent.
      const stored = (PutRequest?.Item ?? DeleteRequest?.Key ?? {}) as StoredItem
      const write = model && byKey.get(`${model.table.name} ${keyText(model, stored)}`)
      // If a write cannot be identified, all are repeated, which is harmless.
      if (write === undefined) return writes
      left.add(write)
    }
  }
  return writes.filter((write) => left.has(write))
}

/** Groups the writes by table. */
export function byTable(writes: readonly WriteElement[]): readonly WriteElement[][] {
  const parts = new Map<string, WriteElement[]>()
  for (const element of writes) {
    const { name } = element.write.model.table
    const part = parts.get(name)
    if (part === undefined) parts.set(name, [element])
    else part.push(element)
  }
  return [...parts.values()]
}
