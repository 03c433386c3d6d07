// What a user holds: an entity and an executor, and a method for each operation.

import type { CreateTableCommandInput } from '@aws-sdk/client-dynamodb'
import { readKey } from '../entity/key/key-values.js'
import { createTableInput, tableCreation } from '../entity/table-definition.js'
import { tooManyArguments } from '../errors/arity.js'
import { checkOptions } from '../errors/option-table.js'
import {
  type CreationRequest,
  deleteTable,
  ensureTable,
  type TableCreated,
  tableExists,
} from '../executor/tables/create-table.js'
import type { UpdateRoot } from '../expression/need/update-place.js'
import { fixedPaths } from '../expression/update/update-protection.js'
import { GetManyOperation } from '../operation/batch-read/get-many.js'
import { type Keys, keySource } from '../operation/batch-read/key-source.js'
import { deleteMany, saveMany } from '../operation/batch-write/write-many.js'
import type { ManySource } from '../operation/batch-write/write-source.js'
import type { WriteReport } from '../operation/batch-write/write-tally.js'
import { GetOperation } from '../operation/get/get.js'
import { deferred } from '../operation/ground/deferred.js'
import type { OperationContext } from '../operation/ground/operation.js'
import type { Runner } from '../operation/ground/runner.js'
import { type ManyOptions, manyOptions, type SaveManyOptions } from '../operation/many/many-options.js'
import { QueryOperation } from '../operation/query/query.js'
import { emptyQuery } from '../operation/query/query-state.js'
import { type UpdateOperation, updateOperation } from '../operation/update/update.js'
import { type CheckOperation, checkOperation } from '../operation/write/check.js'
import { type DeleteOperation, deleteOperation } from '../operation/write/delete.js'
import { type PutOperation, putOperation } from '../operation/write/put.js'
import { shownAs } from '../util/shown.js'
import type {
  AnyEntity,
  CreationOf,
  FixedNameOf,
  IndexItemsOf,
  InputOf,
  ItemOf,
  KeyArgument,
  SaveFaceOf,
} from './entity.js'
import { checkRepositoryParts, type TableCallOptions, tableCallOptions } from './repository-options.js'

/** The options of `saveMany`: an entity with a version, which is a condition, is saved only with `overwrite`, as batches have none. */
export type SaveManyArguments<E extends AnyEntity> =
  'batchWrite' extends SaveFaceOf<E>
    ? [options?: SaveManyOptions]
    : [options: SaveManyOptions & { readonly overwrite: true }]

/**
 * The items of one entity. Methods that read or write answer lazy operations: `await` runs them.
 * @example
 * const users = new Repository(User, new CommandExecutor())
 * await users.save({ userId: 'u1', name: 'Alice' })
 */
export class Repository<E extends AnyEntity> extends shownAs<{ readonly entity: AnyEntity }>(
  ({ entity }) => `repository of ${entity.name}`,
) {
  readonly entity: E
  readonly executor: Runner
  /** What was worked out once: filled in at first use. @internal */
  readonly memo: { updateRoot?: UpdateRoot } = {}

  /** @throws InvalidOptionError if `entity` is not an entity, or `executor` is not an executor. */
  constructor(entity: E, executor: Runner) {
    super()
    checkRepositoryParts(entity, executor)
    this.entity = entity
    this.executor = executor
  }

  /** Where the paths of updates begin: worked out at the first update. @internal */
  get updateRoot(): UpdateRoot {
    const { entity, memo } = this
    memo.updateRoot ??= Object.freeze({
      entity: entity.name,
      codec: entity.codec,
      schema: entity.schema,
      fixed: fixedPaths(entity),
    })
    return memo.updateRoot
  }

  /** What operations of this repository stand on. @internal */
  get context(): OperationContext {
    return { model: this.entity, runner: this.executor }
  }

  /**
   * Reads one item by its key (GetItem); `undefined` where there is none.
   * @example await users.get('u1')
   * @example await orders.get({ customerId: 'c1', orderId: 'o1' }).consistent().select('total')
   * @throws InvalidKeyError before sending; InvalidItemError for stored data that does not fit; TableNotFoundError.
   */
  get(key: KeyArgument<E>): GetOperation<ItemOf<E>, ItemOf<E>> {
    if (arguments.length > 1)
      throw tooManyArguments('get', 1, arguments.length, { entity: this.entity.name, operation: 'get' })
    return this.read('get', key, { consistent: false, required: false, item: false })
  }

  /**
   * Reads one item by its key (GetItem), which must be there.
   * @throws ItemNotFoundError where there is none; else as `get`.
   */
  getOrThrow(key: KeyArgument<E>): GetOperation<ItemOf<E>, ItemOf<E>, never> {
    if (arguments.length > 1)
      throw tooManyArguments('getOrThrow', 1, arguments.length, {
        entity: this.entity.name,
        operation: 'getOrThrow',
      })
    return this.read('getOrThrow', key, { consistent: false, required: true, item: false })
  }

  /**
   * Reads any number of items by their keys (BatchGetItem, 100 keys each). `await` answers those that are there, in the order of the keys;
   * missing ones are left out, and a key that stands twice is answered twice. `for await` streams them, with at most `concurrency` requests
   * ahead. An array is read and checked as a whole before anything is sent; keys of an iterable are taken as it goes, and once.
   * @example await users.getMany(['u1', 'u2'])
   * @example for await (const order of orders.getMany(keys(), { concurrency: 4 }).select('total')) {}
   * @throws InvalidKeyError, with the place of the key; UnprocessedError with the gets that are left (`remaining`), so that a key that was not
   * read never looks like a missing item; InvalidItemError; UnsupportedOperationError for a second run over an iterable.
   */
  getMany(keys: Keys<KeyArgument<E>>, options: ManyOptions = {}): GetManyOperation<ItemOf<E>, ItemOf<E>> {
    if (arguments.length > 2)
      throw tooManyArguments('getMany', 2, arguments.length, {
        entity: this.entity.name,
        operation: 'getMany',
      })
    checkOptions(manyOptions, options, { entity: this.entity.name, operation: 'getMany' })
    return new GetManyOperation(this.context, {
      source: keySource(this.entity, 'getMany', keys),
      options: Object.freeze({ ...options }),
      consistent: false,
      select: Object.freeze([]),
      onInvalid: 'throw',
    })
  }

  /**
   * Reads an item again, by itself or its key: the current item, with a strongly consistent read (GetItem, ConsistentRead).
   * @throws ItemNotFoundError where it is gone; else as `get`.
   */
  refresh(item: ItemOf<E> | KeyArgument<E>): GetOperation<ItemOf<E>, ItemOf<E>, never> {
    if (arguments.length > 1)
      throw tooManyArguments('refresh', 1, arguments.length, {
        entity: this.entity.name,
        operation: 'refresh',
      })
    return this.read('refresh', item, { consistent: true, required: true, item: true })
  }

  /**
   * Writes a whole item over what is there (PutItem) and resolves to it: checked, coerced, with its defaults. The input is read now.
   * An entity with a `version` is written only over the version that was read.
   * @throws ValidationError before sending; VersionConflictError; ConditionFailedError.
   */
  save(item: InputOf<E>): PutOperation<ItemOf<E>, ItemOf<E>, SaveFaceOf<E>> {
    if (arguments.length > 1)
      throw tooManyArguments('save', 1, arguments.length, { entity: this.entity.name, operation: 'save' })
    return putOperation(this.context, 'save', item)
  }

  /**
   * Writes a whole item if there is none with its key (PutItem with attribute_not_exists) and resolves to it.
   *
   * If the response to an attempt is lost (a broken connection, HTTP 5xx, a time limit), the SDK sends the request again and may meet the item
   * of that attempt. An item that equals this one in every attribute is then taken for its own, and `create` resolves. An attempt that was
   * refused (throttled, no connection) never counts: of two callers that create the same item one gets an ItemExistsError. An item that is
   * used as a lock should hold something of its owner, such as a random id, so that no other item can equal it.
   * @throws ItemExistsError if there is one, with `item` as it stands; else as `save`.
   */
  create(item: InputOf<E>): PutOperation<ItemOf<E>, ItemOf<E>, 'transactWrite'> {
    if (arguments.length > 1)
      throw tooManyArguments('create', 1, arguments.length, { entity: this.entity.name, operation: 'create' })
    return putOperation(this.context, 'create', item)
  }

  /**
   * Deletes one item, by its key or by the item (DeleteItem). A missing item is no error.
   * @example await users.delete('u1').if('age').gt(17).returning('old')
   * @throws InvalidKeyError before sending; VersionConflictError for an item that another writer changed; ConditionFailedError.
   */
  delete(key: KeyArgument<E> | ItemOf<E>): DeleteOperation<ItemOf<E>, undefined> {
    if (arguments.length > 1)
      throw tooManyArguments('delete', 1, arguments.length, { entity: this.entity.name, operation: 'delete' })
    return deleteOperation(this.context, key)
  }

  /**
   * Writes any number of whole items over what is there (BatchWriteItem), in requests of 25, `concurrency` of them in flight. Runs at
   * once. Items of an array are all checked before anything is sent; those of an iterable or async iterable are read and checked as the
   * run goes on, with back-pressure and in constant memory. Of several items with one key the last one counts. Not atomic.
   * @example await users.saveMany(inputs, { concurrency: 4, onProgress: ({ done, total }) => {} })
   * @throws ValidationError before sending, with the index of each item that does not fit; UnsupportedOperationError for an entity with a
   * `version`, which is a condition, without `overwrite: true`; DuplicateOperationError with `duplicates: 'refuse'`; UnprocessedError, whose `remaining` are saves that
   * can be run again; AbortedError; what the source throws, once all that it gave is written.
   */
  saveMany(items: ManySource<InputOf<E>>, ...[options]: SaveManyArguments<E>): Promise<WriteReport> {
    if (arguments.length > 2)
      return Promise.reject(
        tooManyArguments('saveMany', 2, arguments.length, {
          entity: this.entity.name,
          operation: 'saveMany',
        }),
      )
    return saveMany(this.context, items, options)
  }

  /**
   * Deletes any number of items by their keys, or by the items (BatchWriteItem), as `saveMany` writes them. A missing item is no error.
   * @example await users.deleteMany(['u1', 'u2'])
   * @throws InvalidKeyError before sending, with the index of each key that does not fit; UnsupportedOperationError for an item that has a
   * version, without `overwrite: true`, which deletes whatever version is stored, as keys do; else as `saveMany`.
   */
  deleteMany(keys: ManySource<KeyArgument<E> | ItemOf<E>>, options?: SaveManyOptions): Promise<WriteReport> {
    if (arguments.length > 2)
      return Promise.reject(
        tooManyArguments('deleteMany', 2, arguments.length, {
          entity: this.entity.name,
          operation: 'deleteMany',
        }),
      )
    return deleteMany(this.context, keys, options)
  }

  /**
   * Changes one item, by its key or by the item (UpdateItem), which must be there; resolves to the new item. By an item of an entity with
   * a `version`, only the version that was read is changed.
   * @example await orders.update(key).set('status', 'paid').add('total', 5).if('status').eq('open')
   * @throws InvalidKeyError, InvalidUpdateError, ValidationError before sending; ItemNotFoundError; VersionConflictError; ConditionFailedError;
   * UnknownOutcomeError where the answer is lost and repeating the update might apply it twice.
   */
  update(
    key: KeyArgument<E> | ItemOf<E>,
  ): UpdateOperation<ItemOf<E>, FixedNameOf<E>, CreationOf<E>, ItemOf<E>> {
    if (arguments.length > 1)
      throw tooManyArguments('update', 1, arguments.length, { entity: this.entity.name, operation: 'update' })
    return updateOperation(this.context, this.updateRoot, key)
  }

  /**
   * A condition on one item, as part of a transaction (ConditionCheck): where it is not met, nothing is written. The item need not exist.
   * By an item of an entity with a `version`, nobody may have changed it since it was read.
   * @example await executor.transaction([orders.save(order), users.check('u1').if('age').gt(17)])
   * @throws InvalidKeyError before sending; ScopeError where it is run outside of a transaction.
   */
  check(key: KeyArgument<E> | ItemOf<E>): CheckOperation<ItemOf<E>> {
    if (arguments.length > 1)
      throw tooManyArguments('check', 1, arguments.length, { entity: this.entity.name, operation: 'check' })
    return checkOperation(this.context, key)
  }

  /**
   * A query: conditions on key attributes of the table or an index become its key condition, the others its filter. Without a
   * partition key to go by it reads the whole table: the executor's `scans` option says what then happens.
   * @example await orders.query().where('customerId').eq('c1').where('total').gt(5).descending().limit(10)
   */
  query(): QueryOperation<ItemOf<E>, ItemOf<E>, IndexItemsOf<E>> {
    if (arguments.length > 0)
      throw tooManyArguments('query', 0, arguments.length, { entity: this.entity.name, operation: 'query' })
    return new QueryOperation(this.context, emptyQuery(false))
  }

  /**
   * A read of the whole table, or of a whole index (Scan), on purpose.
   * @example for await (const order of orders.scan().where('total').gt(5).segments(4)) {}
   */
  scan(): QueryOperation<ItemOf<E>, ItemOf<E>, IndexItemsOf<E>> {
    if (arguments.length > 0)
      throw tooManyArguments('scan', 0, arguments.length, { entity: this.entity.name, operation: 'scan' })
    return new QueryOperation(this.context, emptyQuery(true))
  }

  /**
   * Creates the table (CreateTable) unless it exists, waits until table and indexes are ACTIVE, and switches TTL on. It is made for all
   * entities that share the `Table`. Key and indexes of a table that exists stay as they are: `differences` lists what the entities need and
   * the table does not have (key, indexes with their keys, kinds and projections, another TTL attribute).
   * @throws TimeoutError if it is not ACTIVE in time.
   */
  async createTable(options?: TableCallOptions): Promise<TableCreated> {
    if (arguments.length > 1)
      throw tooManyArguments('createTable', 1, arguments.length, {
        entity: this.entity.name,
        operation: 'createTable',
      })
    return ensureTable(this.executor, this.tableRequest('createTable', options), options)
  }

  /** Deletes the table (DeleteTable) if it is there, with all that it holds, and waits until it is gone. */
  async deleteTable(options?: TableCallOptions): Promise<{ deleted: boolean }> {
    if (arguments.length > 1)
      throw tooManyArguments('deleteTable', 1, arguments.length, {
        entity: this.entity.name,
        operation: 'deleteTable',
      })
    return deleteTable(this.executor, this.tableRequest('deleteTable', options), options)
  }

  /** Whether the table is there (DescribeTable). */
  async tableExists(options?: TableCallOptions): Promise<boolean> {
    if (arguments.length > 1)
      throw tooManyArguments('tableExists', 1, arguments.length, {
        entity: this.entity.name,
        operation: 'tableExists',
      })
    return tableExists(this.executor, this.tableRequest('tableExists', options), options)
  }

  /**
   * The CreateTable input of this entity's table, with the indexes of all entities that share its `Table`: plain data, for infrastructure
   * code. Nothing is sent.
   */
  toCreateTableInput(): CreateTableCommandInput {
    if (arguments.length > 0)
      throw tooManyArguments('toCreateTableInput', 0, arguments.length, {
        entity: this.entity.name,
        operation: 'toCreateTableInput',
      })
    return createTableInput(this.entity)
  }

  tableRequest(operation: string, options: TableCallOptions | undefined): CreationRequest {
    const { entity } = this
    checkOptions(tableCallOptions, options, { entity: entity.name, operation })
    const creation = () => tableCreation(entity)
    return { entity: entity.name, operation, table: entity.table, creation }
  }

  read<M>(
    name: string,
    key: unknown,
    how: { readonly consistent: boolean; readonly required: boolean; readonly item: boolean },
  ): GetOperation<ItemOf<E>, ItemOf<E>, M> {
    const { consistent, required, item } = how
    return new GetOperation(this.context, name, {
      key: deferred(() => readKey(this.entity, key, name, item)),
      consistent,
      required,
      select: Object.freeze([]),
      onInvalid: 'throw',
    })
  }
}
