// Table of all operations that the engine supports: the shape of their requests, and their implementation.
import { batchWrite } from './items/batch-write.js'
import { batchGet, getItem } from './items/reads.js'
import { search } from './items/search.js'
import { singleWrite } from './items/single-writes.js'
import { transactGet } from './items/transact-get.js'
import { transactWrite } from './items/transact-write.js'
import { batchExecuteStatement } from './partiql/batch-execute-statement.js'
import { executeStatement } from './partiql/execute-statement.js'
import { executeTransaction } from './partiql/execute-transaction.js'
import { checkConstraints } from './requests/constraint-check.js'
import * as items from './requests/item-shapes.js'
import type { Members } from './requests/shape.js'
import * as statements from './requests/statement-shapes.js'
import * as streamShapes from './requests/stream-shapes.js'
import * as tableShapes from './requests/table-shapes.js'
import type { EngineContext } from './storage/engine-context.js'
import { getShardIterator } from './streams/shard-iterators.js'
import { describeStream, listStreams } from './streams/stream-descriptions.js'
import { getRecords } from './streams/stream-records.js'
import { createTable } from './tables/create-table.js'
import { checkTableName } from './tables/table-names.js'
import { deleteTable, describeLimits, describeTable, listTables } from './tables/table-operations.js'
import { checkResource, listTagsOfResource, tagResource, untagResource } from './tables/tags.js'
import { describeTimeToLive, updateTimeToLive } from './tables/time-to-live.js'
import { updateTable } from './tables/update-table.js'
import type { WireObject } from './values/wire.js'
import { checkSearch, searchVectors } from './vectors/search-vectors.js'

/** One operation of DynamoDB's API. */
export interface Operation {
  readonly members: Members
  readonly run: (input: WireObject, context: EngineContext) => WireObject
  readonly writes: boolean
  /** Looked at before the constraints of the shape. */
  readonly check?: (input: WireObject) => void
  /** Whether a refusal names only the first constraint that is broken. */
  readonly firstErrorOnly?: boolean
  /** The service that has it, as `x-amz-target` names it. Default: `DynamoDB_20120810`. */
  readonly service?: string
}

type Run = Operation['run']

const read = (members: Members, run: Run): Operation => ({ members, run, writes: false })
const write = (members: Members, run: Run): Operation => ({ members, run, writes: true })
const stream = (members: Members, run: Run): Operation => ({
  ...read(members, run),
  service: 'DynamoDBStreams_20120810',
})
const tableFirst = { check: (input: WireObject) => checkConstraints(input, { TableName: items.tableName }) }
const named = (operation: Operation): Operation => ({ ...operation, check: checkTableName })

export const operations: ReadonlyMap<string, Operation> = new Map([
  ['GetItem', read(items.getItem, getItem)],
  ['BatchGetItem', read(items.batchGetItem, batchGet)],
  ['Query', read(items.query, search('Query'))],
  ['Scan', read(items.scan, search('Scan'))],
  ['SearchVectors', { ...read(items.searchVectors, searchVectors), check: checkSearch }],
  ['TransactGetItems', read(items.transactGetItems, transactGet)],
  ['PutItem', { ...write(items.putItem, singleWrite('Put')), ...tableFirst }],
  ['DeleteItem', write(items.deleteItem, singleWrite('Delete'))],
  ['UpdateItem', { ...write(items.updateItem, singleWrite('Update')), ...tableFirst, firstErrorOnly: true }],
  ['BatchWriteItem', write(items.batchWriteItem, batchWrite)],
  ['TransactWriteItems', write(items.transactWriteItems, transactWrite)],
  ['ExecuteStatement', write(statements.executeStatement, executeStatement)],
  ['BatchExecuteStatement', write(statements.batchExecuteStatement, batchExecuteStatement)],
  ['ExecuteTransaction', write(statements.executeTransaction, executeTransaction)],
  ['CreateTable', named(write(tableShapes.createTable, createTable))],
  ['UpdateTable', named(write(tableShapes.updateTable, updateTable))],
  ['DeleteTable', named(write(tableShapes.aboutTable, deleteTable))],
  ['DescribeTable', named(read(tableShapes.aboutTable, describeTable))],
  ['ListTables', read(tableShapes.listTables, listTables)],
  ['UpdateTimeToLive', write(tableShapes.updateTimeToLive, updateTimeToLive)],
  ['DescribeTimeToLive', read(tableShapes.aboutTable, describeTimeToLive)],
  ['TagResource', { ...write(tableShapes.tagResource, tagResource), check: checkResource('TagResource') }],
  [
    'UntagResource',
    { ...write(tableShapes.untagResource, untagResource), check: checkResource('UntagResource') },
  ],
  [
    'ListTagsOfResource',
    {
      ...read(tableShapes.listTagsOfResource, listTagsOfResource),
      check: checkResource('ListTagsOfResource'),
    },
  ],
  ['DescribeLimits', read(tableShapes.describeLimits, describeLimits)],
  ['ListStreams', stream(streamShapes.listStreams, listStreams)],
  ['DescribeStream', stream(streamShapes.describeStream, describeStream)],
  ['GetShardIterator', stream(streamShapes.getShardIterator, getShardIterator)],
  ['GetRecords', stream(streamShapes.getRecords, getRecords)],
])
