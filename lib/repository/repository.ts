// Repository: the operations of one entity on one executor, with a method for each.

import type { CreateTableCommandInput } from '@aws-sdk/client-dynamodb'
import { boundModel } from '../entity/bound-model.js'
import { liveModel } from '../entity/deletion-view.js'
import { readKey } from '../entity/key/key-values.js'
import type { VectorInput } from '../entity/struct/vector.js'
import { createTableInput, tableCreation } from '../entity/table-definition.js'
import { modelOfKey } from '../entity/union-keys.js'
import { tooManyArguments } from '../errors/arity.js'
import { checkOptions, type OptionPlace } from '../errors/option-table.js'
import { UnsupportedOperationError } from '../errors/unsupported-operation-error.js'
import {
  type CreationRequest,
  deleteTable,
  ensureTable,
  type TableCreated,
  tableExists,
} from '../executor/tables/create-table.js'
import type { Patch } from '../expression/update/typed-patch.js'
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
import { type MoveOperation, moveOperation } from '../operation/move/move.js'
import { QueryOperation } from '../operation/query/query.js'
import { emptyQuery } from '../operation/query/query-state.js'
import { newSearch } from '../operation/search/search.js'
import { purgeOperation } from '../operation/soft-delete/purge.js'
import { type RestoreOperation, restoreOperation } from '../operation/soft-delete/restore.js'
import { softDeleteOperation } from '../operation/soft-delete/soft-delete.js'
import type { CheckUniqueOptions, UniqueReport } from '../operation/unique-check/check-options.js'
import { checkUnique } from '../operation/unique-check/unique-check.js'
import { type UpdateOperation, updateOperation } from '../operation/update/update.js'
import { type CheckOperation, checkOperation } from '../operation/write/check.js'
import { type DeleteOperation, deleteOperation } from '../operation/write/delete.js'
import { type PutOperation, putOperation } from '../operation/write/put.js'
import { shownAs } from '../util/shown.js'
import type {
  AnyEntity,
  CreateFaceOf,
  CreationOf,
  DeleteFaceOf,
  DeleteManyArguments,
  DeleteOf,
  FixedNameOf,
  IndexItemsOf,
  InputOf,
  ItemOf,
  KeyArgument,
  ManagedNameOf,
  SaveFaceOf,
  SaveManyArguments,
  SearchIn,
  SoftArgument,
  VectorsOf,
} from './any-entity.js'
import type { BoundEntity, BoundsChecked } from './bound-types.js'
import { checkRepositoryParts, type TableCallOptions, tableCallOptions } from './repository-options.js'

/**
 * The items of one entity. Methods that read or write return lazy operations, which `await` runs.
 * @example
 * const users = new Repository(User, new CommandExecutor())
 * await users.save({ userId: 'u1', name: 'Alice' })
 */
export class Repository<E extends AnyEntity> extends shownAs<{ readonly entity: AnyEntity }>(
  ({ entity }) => `repository of ${entity.name}`,
) {
  readonly entity: E
  readonly executor: Runner

  /** @throws InvalidOptionError if `entity` is not an entity, or `executor` is not an executor. */
  constructor(entity: E, executor: Runner) {
    super()
    checkRepositoryParts(entity, executor)
    this.entity = entity
    this.executor = executor
  }

  /** The context of the operations of this repository. @internal */
  get context(): OperationContext {
    const { softDelete, discriminator } = this.entity
    if ((softDelete ?? discriminator) !== undefined)
      return { model: liveModel(this.entity), runner: this.executor }
    return { model: this.entity, runner: this.executor }
  }

  /** The context of an operation on the item with a key: of a union, that of the entity whose key it is. @internal */
  contextOf(key: unknown): OperationContext {
    const { context } = this
    return context.model.discriminator === undefined
      ? context
      : { model: modelOfKey(context.model, key), runner: this.executor }
  }

  /**
   * Reads one item by its key. Resolves to `undefined` if it does not exist.
   * @example
   * await users.get('u1')
   * // GetItem { TableName: 'users', Key: { userId: { S: 'u1' } } }
   * @example await orders.get({ customerId: 'c1', orderId: 'o1' }).consistent().select('total')
   * @throws InvalidKeyError before sending, if the key is invalid.
   * @throws InvalidItemError if the stored data does not match the entity.
   * @throws TableNotFoundError if the table does not exist.
   */
  get(key: KeyArgument<E>): GetOperation<ItemOf<E>, ItemOf<E>, undefined, SaveFaceOf<E>> {
    if (arguments.length > 1) throw tooManyArguments('get', 1, arguments.length, this.place('get'))
    return this.read('get', key, { consistent: false, required: false, item: false })
  }

  /**
   * Reads one item by its key, which must exist (GetItem).
   * @example const user = await users.getOrThrow('u1')
   * @throws ItemNotFoundError if the item does not exist.
   * @throws The errors of `get`.
   */
  getOrThrow(key: KeyArgument<E>): GetOperation<ItemOf<E>, ItemOf<E>, never, SaveFaceOf<E>> {
    const operation = 'getOrThrow'
    if (arguments.length > 1) throw tooManyArguments(operation, 1, arguments.length, this.place(operation))
    return this.read('getOrThrow', key, { consistent: false, required: true, item: false })
  }

  /**
   * Reads any number of items by key, in BatchGetItem requests of 100 keys. `await` returns the existing items in the
   * order of the keys; missing items are omitted, and a key given twice yields its item twice. `for await` streams
   * them, with at most `concurrency` requests ahead. An array is read and checked as a whole before anything is sent;
   * keys of an iterable are read during the run, and only once.
   * @example
   * await users.getMany(['u1', 'u2'])
   * // BatchGetItem { RequestItems: { users: { Keys: [{ userId: { S: 'u1' } }, { userId: { S: 'u2' } }] } } }
   * @example for await (const order of orders.getMany(keys(), { concurrency: 4 }).select('total')) {}
   * @throws InvalidKeyError, with the index of the key, if a key is invalid.
   * @throws UnprocessedError if keys could not be read; `remaining` holds their gets. Such a key never looks like a
   * missing item.
   * @throws InvalidItemError if the stored data does not match the entity.
   * @throws UnsupportedOperationError if an iterable is read a second time.
   */
  getMany(
    keys: Keys<KeyArgument<E>>,
    options: ManyOptions = {},
  ): GetManyOperation<ItemOf<E>, ItemOf<E>, SaveFaceOf<E>> {
    const operation = 'getMany'
    if (arguments.length > 2) throw tooManyArguments(operation, 2, arguments.length, this.place(operation))
    checkOptions(manyOptions, options, this.place('getMany'))
    return new GetManyOperation(this.context, {
      source: keySource(this.entity, 'getMany', keys),
      options: Object.freeze({ ...options }),
      consistent: false,
      select: Object.freeze([]),
      onInvalid: 'throw',
    })
  }

  /**
   * Reads an item again, by item or key, with a strongly consistent read (GetItem, ConsistentRead).
   * @example
   * const current = await users.refresh(user)
   * // GetItem { TableName: 'users', Key: { userId: { S: 'u1' } }, ConsistentRead: true }
   * @throws ItemNotFoundError if the item no longer exists.
   * @throws The errors of `get`.
   */
  refresh(item: ItemOf<E> | KeyArgument<E>): GetOperation<ItemOf<E>, ItemOf<E>, never, SaveFaceOf<E>> {
    const operation = 'refresh'
    if (arguments.length > 1) throw tooManyArguments(operation, 1, arguments.length, this.place(operation))
    return this.read('refresh', item, { consistent: true, required: true, item: true })
  }

  /**
   * Writes a whole item, replacing an existing one, and resolves to it: checked, coerced, with its defaults. The input
   * is read immediately. An item of an entity with a `version` replaces only the version that was read.
   * @example
   * const user = await users.save({ userId: 'u1', name: 'Alice' })
   * // PutItem { TableName: 'users', Item: { userId: { S: 'u1' }, name: { S: 'Alice' } } }
   * @throws ValidationError before sending, if the input does not match the entity.
   * @throws VersionConflictError if another writer has changed the item.
   * @throws UniqueValueError if another item has a value that must be unique.
   * @throws ConditionFailedError if a condition added with `.if` is not met.
   */
  save(item: InputOf<E>): PutOperation<ItemOf<E>, ItemOf<E>, SaveFaceOf<E>> {
    if (arguments.length > 1) throw tooManyArguments('save', 1, arguments.length, this.place('save'))
    return putOperation(this.context, 'save', item)
  }

  /**
   * Writes a whole item if no item with its key exists, and resolves to it.
   *
   * If the response to an attempt is lost (a broken connection, HTTP 5xx, a time limit), the SDK retries the request
   * and may find the item of that attempt. An existing item that equals this one in every attribute is then considered
   * its own, and `create` resolves. An attempt that was rejected (throttled, no connection) never counts: if two
   * callers create the same item, one of them gets an ItemExistsError. An item used as a lock should contain something
   * unique to its owner, such as a random ID, so that no other item can equal it.
   * @example
   * await users.create({ userId: 'u1', name: 'Alice' })
   * // PutItem { TableName: 'users', Item: { … }, ConditionExpression: 'attribute_not_exists(#0)',
   * //   ExpressionAttributeNames: { '#0': 'userId' }, … }
   * @throws ItemExistsError if the item exists, or a deleted one, of an entity with `softDelete`; `item` holds it.
   * @throws The errors of `save`.
   */
  create(item: InputOf<E>): PutOperation<ItemOf<E>, ItemOf<E>, CreateFaceOf<E>> {
    if (arguments.length > 1) throw tooManyArguments('create', 1, arguments.length, this.place('create'))
    return putOperation(this.context, 'create', item)
  }

  /**
   * Deletes one item, by key or by item. A missing item is not an error. If the entity has `softDelete`, the item is
   * marked and stays in the table: reads and writes no longer see it, until it is restored.
   * @example
   * await users.delete('u1').if('age').gt(17).returning('old')
   * // DeleteItem { TableName: 'users', Key: { userId: { S: 'u1' } },
   * //   ConditionExpression: '#0 > :0', ReturnValues: 'ALL_OLD', … }
   * @throws InvalidKeyError before sending, if the key is invalid.
   * @throws VersionConflictError, for a delete by item, if another writer has changed the item.
   * @throws ConditionFailedError if a condition added with `.if` is not met.
   */
  delete(key: KeyArgument<E> | ItemOf<E>): DeleteOf<E> {
    if (arguments.length > 1) throw tooManyArguments('delete', 1, arguments.length, this.place('delete'))
    const context = this.contextOf(key)
    // The type says which of them, by the same definition.
    return (
      context.model.deletion === undefined ? deleteOperation(context, key) : softDeleteOperation(context, key)
    ) as DeleteOf<E>
  }

  /**
   * Restores one deleted item of an entity with `softDelete`, by key or by item, and resolves to it. Its unique values
   * are taken again, and its time to live is removed if the entity has `purgeAfter`.
   * @example
   * const note = await notes.restore('n1')
   * // UpdateItem { TableName: 'notes', Key: { noteId: { S: 'n1' } }, UpdateExpression: 'REMOVE #0',
   * //   ConditionExpression: 'attribute_exists(#1) AND attribute_exists(#0)', … }
   * @throws ItemNotFoundError if there is no item with the key, or it is not deleted.
   * @throws UniqueValueError if another item has a value that must be unique by now.
   * @throws VersionConflictError, for a restore by item, if another writer has changed the item.
   * @throws ConditionFailedError if a condition added with `.if` is not met.
   */
  restore(key: SoftArgument<E, KeyArgument<E> | ItemOf<E>>): RestoreOperation<ItemOf<E>, ItemOf<E>> {
    if (arguments.length > 1) throw tooManyArguments('restore', 1, arguments.length, this.place('restore'))
    return restoreOperation(this.contextOf(key), key)
  }

  /**
   * Removes one item permanently, deleted or not, by key or by item, of an entity with `softDelete`. A missing item is
   * not an error.
   * @example
   * await notes.purge('n1')
   * // DeleteItem { TableName: 'notes', Key: { noteId: { S: 'n1' } } }
   * @throws VersionConflictError, for a purge by item, if another writer has changed the item.
   * @throws ConditionFailedError if a condition added with `.if` is not met.
   */
  purge(
    key: SoftArgument<E, KeyArgument<E> | ItemOf<E>>,
  ): DeleteOperation<ItemOf<E>, undefined, DeleteFaceOf<E>> {
    if (arguments.length > 1) throw tooManyArguments('purge', 1, arguments.length, this.place('purge'))
    return purgeOperation(this.contextOf(key), key)
  }

  /**
   * Writes any number of whole items, replacing existing ones, in BatchWriteItem requests of 25, with up to
   * `concurrency` requests in flight. Starts immediately. Items of an array are all checked before anything is sent;
   * those of an iterable or async iterable are read and checked during the run, with backpressure and constant memory
   * use. If several items have the same key, the last one wins. Not atomic.
   * @example
   * await users.saveMany(inputs, { concurrency: 4, onProgress: ({ done, total }) => {} })
   * // BatchWriteItem { RequestItems: { users: [{ PutRequest: { Item: … } }, …] } }
   * @throws ValidationError before sending, with the index of each item that does not match the entity.
   * @throws UnsupportedOperationError if the entity has a `version`, which needs a condition, without
   * `overwrite: true`.
   * @throws DuplicateOperationError, with `duplicates: 'refuse'`, if two items have the same key.
   * @throws UnprocessedError if items are left; `remaining` holds saves that can be run again.
   * @throws AbortedError if the signal aborts.
   * @throws Any error of the source, after everything delivered before it has been written.
   */
  saveMany(items: ManySource<InputOf<E>>, ...[options]: SaveManyArguments<E>): Promise<WriteReport> {
    if (arguments.length > 2)
      return Promise.reject(tooManyArguments('saveMany', 2, arguments.length, this.place('saveMany')))
    return saveMany(this.context, items, options as SaveManyOptions | undefined)
  }

  /**
   * Deletes any number of items, by key or by item, in the same way as `saveMany` writes them. A missing item is not an
   * error.
   * @example
   * await users.deleteMany(['u1', 'u2'])
   * // BatchWriteItem { RequestItems: { users: [{ DeleteRequest: { Key: { userId: { S: 'u1' } } } }, …] } }
   * @throws InvalidKeyError before sending, with the index of each invalid key.
   * @throws UnsupportedOperationError for an item that has a version, without `overwrite: true`, which deletes it
   * regardless of the stored version, as a delete by key does.
   * @throws The errors of `saveMany`.
   */
  deleteMany(
    keys: ManySource<KeyArgument<E> | ItemOf<E>>,
    ...[options]: DeleteManyArguments<E>
  ): Promise<WriteReport> {
    if (arguments.length > 2)
      return Promise.reject(tooManyArguments('deleteMany', 2, arguments.length, this.place('deleteMany')))
    return deleteMany(this.context, keys, options as SaveManyOptions | undefined)
  }

  /**
   * Changes one existing item, by key or by item, and resolves to the new item. An update by an item of an entity with
   * a `version` changes only the version that was read.
   * @example
   * await orders.update(key).set('status', 'paid').add('total', 5).if('status').eq('open')
   * // UpdateItem { TableName: 'orders', Key: { … }, UpdateExpression: 'SET #0 = :0 ADD #1 :1',
   * //   ConditionExpression: 'attribute_exists(#2) AND #0 = :2', ReturnValues: 'ALL_NEW', … }
   * @throws InvalidKeyError, InvalidUpdateError or ValidationError before sending, if an argument is invalid.
   * @throws ItemNotFoundError if the item does not exist.
   * @throws VersionConflictError, for an update by item, if another writer has changed the item.
   * @throws ConditionFailedError if a condition added with `.if` is not met.
   * @throws UnknownOutcomeError if the response is lost and retrying the update might apply it twice.
   */
  update(
    key: KeyArgument<E> | ItemOf<E>,
  ): UpdateOperation<ItemOf<E>, FixedNameOf<E>, CreationOf<E>, ItemOf<E>> {
    if (arguments.length > 1) throw tooManyArguments('update', 1, arguments.length, this.place('update'))
    return updateOperation(this.contextOf(key), key)
  }

  /**
   * Gives one item another key, by key or by item: changes attributes of the key, and any others, and resolves to
   * the new item. The changes are merged as in `patch`. The item is read (GetItem, strongly consistent), and one
   * transaction deletes it and puts the new one, if it is still as it was read and no item has the new key. If another
   * writer has changed it in the meantime, both are repeated. All attributes move, also those that the entity does not
   * have.
   * @example
   * await orders.move(key, { placedAt: new Date('2026-02-01') })
   * // GetItem { TableName: 'orders', Key: { … }, ConsistentRead: true }
   * // TransactWriteItems { TransactItems: [{ Delete: { Key: { … }, ConditionExpression: '…' } },
   * //   { Put: { Item: { … }, ConditionExpression: 'attribute_not_exists(#0)' } }], ClientRequestToken: '…' }
   * @throws InvalidKeyError, InvalidUpdateError or ValidationError before sending, if an argument is invalid.
   * @throws ItemNotFoundError if the item does not exist.
   * @throws ItemExistsError if an item with the new key exists; `item` holds it, and nothing was written.
   * @throws VersionConflictError, for a move by item, if another writer has changed the item.
   * @throws ConditionFailedError if a condition added with `.if` is not met.
   * @throws UniqueValueError if another item has a unique value of the new item.
   * @throws ValidationError, after the item was read, if the new item as a whole does not match the entity.
   * @throws UnknownOutcomeError if it is unknown whether the transaction was applied. The item is never lost: it has
   * its old key or its new one.
   */
  move<N extends keyof Patch<ItemOf<E>, ManagedNameOf<E>>>(
    key: KeyArgument<E> | ItemOf<E>,
    changes: Pick<Patch<ItemOf<E>, ManagedNameOf<E>>, N>,
  ): MoveOperation<ItemOf<E>, ItemOf<E>> {
    if (arguments.length > 2) throw tooManyArguments('move', 2, arguments.length, this.place('move'))
    return moveOperation(this.contextOf(key), key, changes)
  }

  /**
   * Checks a condition on one item as part of a transaction (ConditionCheck). If it is not met, nothing is written. The
   * item may be missing. A check by an item of an entity with a `version` also requires that nobody has changed it
   * since it was read.
   * @example
   * await executor.transaction([orders.save(order), users.check('u1').if('age').gt(17)])
   * // TransactWriteItems {
   * //   TransactItems: [{ Put: … }, { ConditionCheck: { …, ConditionExpression: '#0 > :0' } }], …
   * // }
   * @throws InvalidKeyError before sending, if the key is invalid.
   * @throws ScopeError if it is run outside a transaction.
   */
  check(key: KeyArgument<E> | ItemOf<E>): CheckOperation<ItemOf<E>> {
    if (arguments.length > 1) throw tooManyArguments('check', 1, arguments.length, this.place('check'))
    return checkOperation(this.contextOf(key), key)
  }

  /**
   * Starts a query. Conditions on key attributes of the table or an index become its key condition, all others its
   * filter. Without a condition on a partition key, it reads the whole table: the executor's `scans` option says what
   * happens then.
   * @example
   * await orders.query().where('customerId').eq('c1').where('total').gt(5).descending().limit(10)
   * // Query { TableName: 'orders', KeyConditionExpression: '#0 = :0', FilterExpression: '#1 > :1',
   * //   ScanIndexForward: false, … }
   */
  query(): QueryOperation<ItemOf<E>, ItemOf<E>, IndexItemsOf<E>, SaveFaceOf<E>> {
    if (arguments.length > 0) throw tooManyArguments('query', 0, arguments.length, this.place('query'))
    return new QueryOperation(this.context, emptyQuery(false, this.entity))
  }

  /**
   * Finds the items whose vectors are nearest to one (SearchVectors), the nearest first, with their scores. An index
   * with a partition is searched within one: `.where(partition).eq(value)`.
   * @example
   * const hits = await documents.search('byMeaning', vector).where('tenant').eq('t1').top(10)
   * // SearchVectors { TableName: 'documents', IndexName: 'byMeaning', SearchVector: [{ N: '0.1' }, …], TopK: 10,
   * //   SearchConditionExpression: '#0 = :0', … }
   * @throws QueryPlanError if the entity has no such vector index or, when it runs, if the partition is missing.
   * @throws ValidationError if the vector does not have the dimensions of the index, or holds other than numbers.
   * @throws UnsupportedOperationError when it runs, if the SDK is older than vector indexes.
   */
  search<const N extends keyof VectorsOf<E> & string>(index: N, vector: VectorInput): SearchIn<E, N> {
    return newSearch(this.context, index, vector, arguments.length) as SearchIn<E, N>
  }

  /**
   * Starts a read of the whole table, or of a whole index.
   * @example
   * for await (const order of orders.scan().where('total').gt(5).segments(4)) {}
   * // Scan { TableName: 'orders', FilterExpression: '#0 > :0', Segment: 0, TotalSegments: 4, … }, …
   */
  scan(): QueryOperation<ItemOf<E>, ItemOf<E>, IndexItemsOf<E>, SaveFaceOf<E>> {
    if (arguments.length > 0) throw tooManyArguments('scan', 0, arguments.length, this.place('scan'))
    return new QueryOperation(this.context, emptyQuery(true, this.entity))
  }

  /**
   * Compares the items with the guards of their unique values: for data that was there before its values were unique,
   * and after writes by other programs. Reports items without a guard (`'missing'`), guards without an item (`'stray'`)
   * and values that several items have (`'duplicate'`). With `repair`, missing guards are written and stray ones
   * deleted, on the condition that nothing has changed; duplicates are only reported. Reads the whole table (strongly
   * consistent), and can be resumed at a checkpoint.
   * @example
   * const { found, faults } = await users.checkUnique({ repair: true, segments: 4 })
   * // Scan { TableName: 'users', ConsistentRead: true, … }, BatchGetItem { … }, …
   * @example await users.checkUnique({ resume: saved, onProgress: ({ checkpoint }) => save(checkpoint) })
   * @throws InvalidOptionError if an option is invalid, or `resume` is not a checkpoint of this check.
   */
  async checkUnique(options?: CheckUniqueOptions): Promise<UniqueReport> {
    const operation = 'checkUnique'
    if (arguments.length > 1) throw tooManyArguments(operation, 1, arguments.length, this.place(operation))
    return checkUnique(this.context, options)
  }

  /**
   * Creates the table unless it exists, waits until the table and its indexes are ACTIVE, and enables TTL. The table is
   * created for all entities that share the `Table`. Keys and indexes of an existing table are left unchanged:
   * `differences` lists what the entities need and the table does not have (key, indexes with their keys, kinds and
   * projections, another TTL attribute).
   * @example
   * const { created, differences } = await orders.createTable()
   * // CreateTable { TableName: 'orders', … }, DescribeTable, UpdateTimeToLive
   * @throws TimeoutError if the table is not ACTIVE in time.
   */
  async createTable(options?: TableCallOptions): Promise<TableCreated> {
    const operation = 'createTable'
    if (arguments.length > 1) throw tooManyArguments(operation, 1, arguments.length, this.place(operation))
    return ensureTable(this.executor, this.tableRequest('createTable', options), options)
  }

  /**
   * Deletes the table (DeleteTable) and everything in it, if it exists, and waits until it is gone.
   * @example await orders.deleteTable()
   */
  async deleteTable(options?: TableCallOptions): Promise<{ deleted: boolean }> {
    const operation = 'deleteTable'
    if (arguments.length > 1) throw tooManyArguments(operation, 1, arguments.length, this.place(operation))
    if (this.entity.bounds !== undefined)
      throw new UnsupportedOperationError({
        entity: this.entity.name,
        operation: 'deleteTable',
        detail:
          'the table has items beyond the bounds of this repository: delete it with the repository of all items',
      })
    return deleteTable(this.executor, this.tableRequest('deleteTable', options), options)
  }

  /** Whether the table exists (DescribeTable). @example await orders.tableExists() */
  async tableExists(options?: TableCallOptions): Promise<boolean> {
    const operation = 'tableExists'
    if (arguments.length > 1) throw tooManyArguments(operation, 1, arguments.length, this.place(operation))
    return tableExists(this.executor, this.tableRequest('tableExists', options), options)
  }

  /**
   * Returns the CreateTable input for this entity's table as plain data, with the indexes of all entities that share
   * its `Table`, for infrastructure code. Sends nothing.
   * @example const { KeySchema, AttributeDefinitions } = orders.toCreateTableInput()
   */
  toCreateTableInput(): CreateTableCommandInput {
    const operation = 'toCreateTableInput'
    if (arguments.length > 0) throw tooManyArguments(operation, 0, arguments.length, this.place(operation))
    return createTableInput(this.entity)
  }

  /**
   * Returns a repository within bounds: of the items that have these values, such as those of one tenant. Keys and
   * inputs no longer take the bound attributes, reads do not see other items, and writes do not change them. A
   * repository within bounds adds further bounds to its own.
   * @example
   * const mine = orders.scoped({ tenantId: 't1' })
   * await mine.get({ orderId: 'o1' }) // GetItem { Key: { tenantId: { S: 't1' }, orderId: { S: 'o1' } } }
   * @throws InvalidOptionError, with the name of the attribute, if the entity does not have it, or the value does not
   * fit.
   */
  scoped<const B extends object>(bounds: B & BoundsChecked<E, B>): Repository<BoundEntity<E, keyof B>> {
    if (arguments.length > 1) throw tooManyArguments('scoped', 1, arguments.length, this.place('scoped'))
    // The model within bounds has the members of the entity; only its types are others.
    return new Repository(
      boundModel(this.entity, bounds) as unknown as BoundEntity<E, keyof B>,
      this.executor,
    )
  }

  /** @internal */
  place(operation: string): OptionPlace {
    return { entity: this.entity.name, operation }
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
  ): GetOperation<ItemOf<E>, ItemOf<E>, M, SaveFaceOf<E>> {
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
