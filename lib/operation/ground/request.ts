// One DynamoDB call as plain data: what an operation compiles to and what a runner sends.
import type {
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

export interface Call<Input, Output, Command> {
  readonly input: Input
  readonly output: Output
  readonly command: Command
}

/** The DynamoDB API operations that requests can name, with the SDK's types of each. */
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

/** A table that a request of many touches. */
export interface TouchedTable {
  readonly table: Table
  /** How it is made where it is missing and a first write may create it. */
  readonly creation?: () => TableCreation
}

/** One DynamoDB call: the SDK's input and what the executor and the observers need to know of it. */
export interface Request<N extends CallName = CallName> {
  readonly call: N
  readonly input: Calls[N]['input']
  /** The entity's name and the method that was called (`save`), for errors and observers. */
  readonly entity: string
  readonly operation: string
  readonly index?: string
  /** Where it goes: carries region, endpoint and `autoCreate` of its own. */
  readonly table: Table
  /** The other tables that it touches, all reached through the same client. */
  readonly others?: readonly TouchedTable[]
  /** On writes that may make their table: the definition, worked out only when it is needed. */
  readonly creation?: () => TableCreation
  /** Whether applying it twice leaves what applying it once does; only then is it sent again after an answer was lost. Default true. */
  readonly repeatable?: boolean
  /** The answer where the table is missing and its first write is to create it: what an empty table would answer. */
  readonly withoutTable?: Calls[N]['output']
}
