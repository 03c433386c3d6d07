// Table of DynamoDB calls: the SDK's command of each, whether it writes and reports capacity, the shape of its output.
import * as sdk from '@aws-sdk/client-dynamodb'
import {
  BatchGetItemCommand,
  BatchWriteItemCommand,
  CreateTableCommand,
  DeleteItemCommand,
  DeleteTableCommand,
  DescribeTableCommand,
  DescribeTimeToLiveCommand,
  GetItemCommand,
  PutItemCommand,
  QueryCommand,
  ScanCommand,
  TransactGetItemsCommand,
  TransactWriteItemsCommand,
  UpdateItemCommand,
  UpdateTimeToLiveCommand,
} from '@aws-sdk/client-dynamodb'
import type { StoredItem } from '../../entity/struct/attribute-value.js'
import { InvalidOptionError } from '../../errors/invalid-option-error.js'
import { UnsupportedOperationError } from '../../errors/unsupported-operation-error.js'
import { equalStored } from '../../expression/stored/stored-order.js'
import type { CallName, Calls, Request } from '../../operation/ground/request.js'
import { lean } from '../lean/lean-command.js'

type CommandClass<N extends CallName> = new (input: Calls[N]['input']) => Calls[N]['command']

/** What the executor knows about a call. */
export interface CallRow<N extends CallName = CallName> {
  /** The SDK's own class, which users match in their tests. */
  readonly Command: CommandClass<N>
  /** A subclass of the same command that is cheaper to send. */
  readonly Lean: CommandClass<N>
  /** Whether the call may have changed data if it was interrupted. */
  readonly writes: boolean
  /** Whether the call supports `ReturnConsumedCapacity`. */
  readonly capacity: boolean
}

function row<N extends CallName>(
  Command: CommandClass<N>,
  facts: { readonly writes: boolean; readonly capacity: boolean },
): CallRow<N> {
  return { Command, Lean: lean(Command), ...facts }
}

// By the namespace: an import by name of a command that an older SDK does not have would fail before anything runs.
const search = sdk.SearchVectorsCommand as CommandClass<'SearchVectors'> | undefined
const searchRow = search && row<'SearchVectors'>(search, { writes: false, capacity: true })

const rows: { readonly [N in Exclude<CallName, 'SearchVectors'>]: CallRow<N> } = {
  GetItem: row<'GetItem'>(GetItemCommand, { writes: false, capacity: true }),
  PutItem: row<'PutItem'>(PutItemCommand, { writes: true, capacity: true }),
  DeleteItem: row<'DeleteItem'>(DeleteItemCommand, { writes: true, capacity: true }),
  UpdateItem: row<'UpdateItem'>(UpdateItemCommand, { writes: true, capacity: true }),
  TransactWriteItems: row<'TransactWriteItems'>(TransactWriteItemsCommand, { writes: true, capacity: true }),
  TransactGetItems: row<'TransactGetItems'>(TransactGetItemsCommand, { writes: false, capacity: true }),
  BatchGetItem: row<'BatchGetItem'>(BatchGetItemCommand, { writes: false, capacity: true }),
  BatchWriteItem: row<'BatchWriteItem'>(BatchWriteItemCommand, { writes: true, capacity: true }),
  Query: row<'Query'>(QueryCommand, { writes: false, capacity: true }),
  Scan: row<'Scan'>(ScanCommand, { writes: false, capacity: true }),
  CreateTable: row<'CreateTable'>(CreateTableCommand, { writes: true, capacity: false }),
  DeleteTable: row<'DeleteTable'>(DeleteTableCommand, { writes: true, capacity: false }),
  DescribeTable: row<'DescribeTable'>(DescribeTableCommand, { writes: false, capacity: false }),
  DescribeTimeToLive: row<'DescribeTimeToLive'>(DescribeTimeToLiveCommand, {
    writes: false,
    capacity: false,
  }),
  UpdateTimeToLive: row<'UpdateTimeToLive'>(UpdateTimeToLiveCommand, { writes: true, capacity: false }),
}

/** The names of all calls. */
export const callNames: readonly string[] = [...Object.keys(rows), 'SearchVectors']

/** The row of a call. */
export function callRow<N extends CallName>(call: N): CallRow<N> {
  if (call !== 'SearchVectors') {
    // The compiler knows of no other calls, but a request may come from elsewhere. The row is that of the call.
    const known = rows[call as Exclude<N, 'SearchVectors'>] as unknown as CallRow<N> | undefined
    return known ?? unknownCall()
  }
  if (searchRow !== undefined) return searchRow as unknown as CallRow<N>
  throw new UnsupportedOperationError({
    detail: 'search() needs a newer version of @aws-sdk/client-dynamodb, one that has SearchVectorsCommand',
  })
}

function unknownCall(): never {
  throw new InvalidOptionError({
    operation: 'run',
    option: 'request',
    detail:
      '`request` must be a request that an operation compiles to; send commands of the SDK with executor.clientFor(table).send(command)',
  })
}

/** Returns the SDK's command for a request, of the SDK's own class, with the input of the request as it is. */
export function toCommand<N extends CallName>(request: Request<N>): Calls[N]['command'] {
  const { Command } = callRow(request.call)
  return new Command(request.input)
}

const isMap = (value: unknown): boolean =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

const isMapOf = (value: unknown, is: (member: unknown) => boolean): boolean =>
  isMap(value) && Object.values(value as object).every(is)

const isListOf = (value: unknown, is: (member: unknown) => boolean): boolean =>
  Array.isArray(value) && value.every(is)

const memberOf = (value: unknown, name: string): unknown => Reflect.get(Object(value), name)

const isWriteRequest = (value: unknown): boolean =>
  isMap(memberOf(memberOf(value, 'PutRequest'), 'Item')) ||
  isMap(memberOf(memberOf(value, 'DeleteRequest'), 'Key'))

const kinds = {
  map: isMap,
  list: (value: unknown) => Array.isArray(value),
  'list of maps': (value: unknown) => isListOf(value, isMap),
  count: (value: unknown) => Number.isSafeInteger(value) && (value as number) >= 0,
  'map of maps': (value: unknown) => isMapOf(value, isMap),
  'map of lists of maps': (value: unknown) => isMapOf(value, (list) => isListOf(list, isMap)),
  'map of maps, each with a list of Keys': (value: unknown) =>
    isMapOf(value, (table) => isMap(table) && isListOf(memberOf(table, 'Keys'), isMap)),
  'map of lists of requests, each with the Item of a PutRequest or the Key of a DeleteRequest': (
    value: unknown,
  ) => isMapOf(value, (list) => isListOf(list, isWriteRequest)),
}

type Shape = Readonly<Record<string, keyof typeof kinds>>

const pageShape: Shape = {
  Items: 'list of maps',
  Count: 'count',
  ScannedCount: 'count',
  LastEvaluatedKey: 'map of maps',
}
const writeShape: Shape = { Attributes: 'map' }

/** Expected shape of each member that we read, if present. */
const shapes: Readonly<Partial<Record<CallName, Shape>>> = {
  GetItem: { Item: 'map' },
  PutItem: writeShape,
  DeleteItem: writeShape,
  UpdateItem: writeShape,
  Query: pageShape,
  Scan: pageShape,
  SearchVectors: { SearchResults: 'list of maps' },
  BatchGetItem: {
    Responses: 'map of lists of maps',
    UnprocessedKeys: 'map of maps, each with a list of Keys',
  },
  BatchWriteItem: {
    UnprocessedItems:
      'map of lists of requests, each with the Item of a PutRequest or the Key of a DeleteRequest',
  },
  TransactGetItems: { Responses: 'list of maps' },
}

/**
 * Describes the first member of an output that has the wrong shape, because it comes from another server, a proxy or a
 * mock; returns `undefined` if there is none.
 */
export function shapeFault(call: CallName, output: object): string | undefined {
  const shape = shapes[call]
  if (shape === undefined) return undefined
  for (const member in shape) {
    const value: unknown = Reflect.get(output, member)
    const kind = shape[member]
    if (value === undefined || value === null || kind === undefined) continue
    if (!kinds[kind](value)) return `${member} is not a ${kind}`
  }
  return undefined
}

/**
 * Describes a page that ends where it began: its cursor would lead to the same page again, without end. DynamoDB has no
 * such page; returns `undefined` for all others.
 */
export function standstill({ input }: Pick<Request, 'input'>, output: object): string | undefined {
  const from: unknown = Reflect.get(input, 'ExclusiveStartKey')
  const to: unknown = Reflect.get(output, 'LastEvaluatedKey')
  if (!isMap(from) || !isMap(to)) return undefined
  // Keys in DynamoDB's form: the first is one that the client returned before.
  if (!equalStored({ M: from as StoredItem }, { M: to as StoredItem })) return undefined
  return 'LastEvaluatedKey is the ExclusiveStartKey of the same request, so that reading would never end'
}
