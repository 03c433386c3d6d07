// Request: one DynamoDB call as plain data, which operations compile to and runners send.
import type {
  AttributeValue,
  BatchGetItemCommand,
  BatchGetItemCommandInput,
  BatchGetItemCommandOutput,
  BatchWriteItemCommand,
  BatchWriteItemCommandInput,
  BatchWriteItemCommandOutput,
  CreateTableCommand,
  CreateTableCommandInput,
  CreateTableCommandOutput,
  DeleteItemCommand,
  DeleteItemCommandInput,
  DeleteItemCommandOutput,
  DeleteTableCommand,
  DeleteTableCommandInput,
  DeleteTableCommandOutput,
  DescribeTableCommand,
  DescribeTableCommandInput,
  DescribeTableCommandOutput,
  DescribeTimeToLiveCommand,
  DescribeTimeToLiveCommandInput,
  DescribeTimeToLiveCommandOutput,
  GetItemCommand,
  GetItemCommandInput,
  GetItemCommandOutput,
  PutItemCommand,
  PutItemCommandInput,
  PutItemCommandOutput,
  QueryCommand,
  QueryCommandInput,
  QueryCommandOutput,
  ScanCommand,
  ScanCommandInput,
  ScanCommandOutput,
  TransactGetItemsCommand,
  TransactGetItemsCommandInput,
  TransactGetItemsCommandOutput,
  TransactWriteItemsCommand,
  TransactWriteItemsCommandInput,
  TransactWriteItemsCommandOutput,
  UpdateItemCommand,
  UpdateItemCommandInput,
  UpdateItemCommandOutput,
  UpdateTimeToLiveCommand,
  UpdateTimeToLiveCommandInput,
  UpdateTimeToLiveCommandOutput,
} from '@aws-sdk/client-dynamodb'
import type { Table } from '../../entity/table/table.js'
import type { TableCreation } from '../../entity/table-definition.js'
import type { ResponseReaders } from '../../entity/text/response-scan.js'

/** The input of SearchVectors. Declared here, because SDKs before August 2026 do not have it. */
export interface SearchVectorsInput {
  TableName: string
  IndexName: string
  SearchVector: AttributeValue[]
  TopK: number
  SearchConditionExpression?: string
  ProjectionExpression?: string
  ExpressionAttributeNames?: Record<string, string>
  ExpressionAttributeValues?: Record<string, AttributeValue>
  ReturnConsumedCapacity?: 'INDEXES' | 'TOTAL' | 'NONE'
}

/** The output of SearchVectors. */
export interface SearchVectorsOutput {
  SearchResults?:
    | { Item?: Record<string, AttributeValue> | undefined; Score?: number | undefined }[]
    | undefined
  ConsumedCapacity?: { VectorSearchRequestBytes?: number | undefined } | undefined
  $metadata: GetItemCommandOutput['$metadata']
}

type Sdk = typeof import('@aws-sdk/client-dynamodb')

/** The SDK's own command; `never` if the SDK does not have it. */
export type SearchVectorsSdkCommand = Sdk extends {
  readonly SearchVectorsCommand: abstract new (...args: never[]) => infer C
}
  ? C
  : never

export interface Call<Input, Output, Command> {
  readonly input: Input
  readonly output: Output
  readonly command: Command
}

/** The DynamoDB API operations of requests, with the SDK's types for each. */
export interface Calls {
  GetItem: Call<GetItemCommandInput, GetItemCommandOutput, GetItemCommand>
  PutItem: Call<PutItemCommandInput, PutItemCommandOutput, PutItemCommand>
  DeleteItem: Call<DeleteItemCommandInput, DeleteItemCommandOutput, DeleteItemCommand>
  UpdateItem: Call<UpdateItemCommandInput, UpdateItemCommandOutput, UpdateItemCommand>
  TransactWriteItems: Call<
    TransactWriteItemsCommandInput,
    TransactWriteItemsCommandOutput,
    TransactWriteItemsCommand
  >
  TransactGetItems: Call<TransactGetItemsCommandInput, TransactGetItemsCommandOutput, TransactGetItemsCommand>
  BatchGetItem: Call<BatchGetItemCommandInput, BatchGetItemCommandOutput, BatchGetItemCommand>
  BatchWriteItem: Call<BatchWriteItemCommandInput, BatchWriteItemCommandOutput, BatchWriteItemCommand>
  Query: Call<QueryCommandInput, QueryCommandOutput, QueryCommand>
  Scan: Call<ScanCommandInput, ScanCommandOutput, ScanCommand>
  SearchVectors: Call<SearchVectorsInput, SearchVectorsOutput, SearchVectorsSdkCommand>
  CreateTable: Call<CreateTableCommandInput, CreateTableCommandOutput, CreateTableCommand>
  DeleteTable: Call<DeleteTableCommandInput, DeleteTableCommandOutput, DeleteTableCommand>
  DescribeTable: Call<DescribeTableCommandInput, DescribeTableCommandOutput, DescribeTableCommand>
  DescribeTimeToLive: Call<
    DescribeTimeToLiveCommandInput,
    DescribeTimeToLiveCommandOutput,
    DescribeTimeToLiveCommand
  >
  UpdateTimeToLive: Call<UpdateTimeToLiveCommandInput, UpdateTimeToLiveCommandOutput, UpdateTimeToLiveCommand>
}

export type CallName = keyof Calls

/** A table that a request with several items uses. */
export interface TouchedTable {
  readonly table: Table
  /** How to create it if it is missing and a first write may create it. */
  readonly creation?: () => TableCreation
}

/** One DynamoDB call: the SDK's input, and what the executor and observers need to know about it. */
export interface Request<N extends CallName = CallName> {
  readonly call: N
  readonly input: Calls[N]['input']
  /** The entity's name and the method that was called (`save`), for errors and observers. */
  readonly entity: string
  readonly operation: string
  readonly index?: string
  /** The table, with its region, endpoint and `autoCreate`. */
  readonly table: Table
  /** The other tables that it uses. All are reached through the same client. */
  readonly others?: readonly TouchedTable[]
  /** How to create the table, for writes that may create it; computed only if needed. */
  readonly creation?: () => TableCreation
  /**
   * Whether applying the request twice has the same result as applying it once. If not, it is not retried after a lost
   * response. Default true.
   */
  readonly repeatable?: boolean
  /** The response of an empty table, used instead of creating the table if it is missing. */
  readonly withoutTable?: Calls[N]['output']
  /**
   * Readers of the items in the response, added as the request is sent. A runner that reads bodies itself returns what
   * they read (`ScannedItem`) in the place of stored items; any other runner returns stored items. @internal
   */
  readers?: ResponseReaders | undefined
}
