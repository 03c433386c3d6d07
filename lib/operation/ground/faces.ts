// Faces of an operation: its forms inside a batch or a transaction.

import type { TransactWriteItem, WriteRequest } from '@aws-sdk/client-dynamodb'
import type { EntityModel } from '../../entity/model.js'
import type { BodyItem } from '../../entity/scan/scanned-item.js'
import type { StoredItem } from '../../entity/struct/attribute-value.js'
import type { TableCreation } from '../../entity/table-definition.js'
import type { ConditionFailedError } from '../../errors/condition-failed-error.js'
import type { DyntasticError } from '../../errors/dyntastic-error.js'
import type { PrintablePath } from '../../expression/path/printed-path.js'
import type { Problem } from '../../util/types.js'
import type { Request } from './request.js'

/** The requests that contain several operations: BatchWriteItem, BatchGetItem, TransactWriteItems, TransactGetItems. */
export type FaceName = 'batchWrite' | 'batchGet' | 'transactWrite' | 'transactGet'

/**
 * The type of an operation that has these faces. The property exists only for the compiler, and tells what the
 * operation resolves to inside such a request.
 */
export interface Faced<F extends FaceName> {
  readonly FACES: { readonly [K in F]: unknown }
}

/** An element of the list of `executor.batch`: a save or delete without conditions. */
export type BatchOperation = Facing & Faced<'batchWrite'>

/** An element of the list of `executor.batchGet`: a get. */
export type BatchReadOperation = Facing & Faced<'batchGet'>

/** An element of the list of `executor.transaction`: a save, create, update, delete or check. */
export type TransactionOperation = Facing & Faced<'transactWrite'>

/** An element of the list of `executor.transactionGet`: a get. */
export type TransactionReadOperation = Facing & Faced<'transactGet'>

/** What the operations of a list resolve to inside a batch or transaction, in the order of the operations. */
export type FaceResults<O extends readonly Faced<F>[], F extends FaceName> = {
  -readonly [I in keyof O]: O[I]['FACES'][F]
}

/**
 * The elements of a list if they all belong in such a request; a wrong one becomes a sentence that the compiler shows
 * in its error.
 */
export type Listed<O extends readonly unknown[], F extends FaceName> = {
  readonly [I in keyof O]: O[I] extends Faced<F> ? O[I] : Problem<Misplaced<O[I], F>>
}

// Why an element does not belong in a list. What an unfinished condition lacks, its `then` says.
type Misplaced<E, F extends FaceName> = E extends {
  then: (this: Problem<infer Reason>, ...rest: never) => unknown
}
  ? string extends Reason
    ? Belongs[F]
    : Reason
  : Belongs[F]

interface Belongs {
  batchWrite: 'a batch takes save() and delete(), without conditions (a version is one) and returning(); use transaction(…) for create(), update() and conditions, batchGet(…) for get()'
  batchGet: 'batchGet() takes get() and getOrThrow(); queries and scans run on their own'
  transactWrite: 'a transaction takes save(), create(), update(), delete() and check().if(…), without returning() and orSkip(); use transactionGet(…) for get(); queries and scans run on their own'
  transactGet: 'transactionGet() takes get() and getOrThrow(); queries and scans run on their own'
}

/** The properties of every face. */
export interface Face {
  readonly model: EntityModel
  /** The runner of the operation. All operations of one request have the same runner. */
  readonly runner: object
  /** The method that created the operation, such as `save`. */
  readonly operation: string
  /** The stored key, or a stored item that contains it. */
  readonly stored: StoredItem
}

/** A write inside a BatchWriteItem: it has no condition and returns nothing. */
export interface BatchWriteFace extends Face {
  readonly request: WriteRequest
  /** What the operation resolves to. */
  readonly result: unknown
  /** How to create its table if it is missing; absent for a delete. */
  readonly creation?: () => TableCreation
}

/** A guard as it is stored: the item that holds a unique value for another item. */
export interface GuardItem {
  /** The text that stands for the value: equal for equal values of one entity. */
  readonly text: string
  /** The properties whose values it holds. */
  readonly properties: readonly string[]
  readonly stored: StoredItem
}

/** A write of an item that is known, and what it does to the guards of its unique values. */
export interface GuardedWrite {
  /** The write on its own, on the condition that the item is as it is known; absent for one of several elements. */
  readonly request?: Request<'PutItem' | 'UpdateItem' | 'DeleteItem'>
  readonly action: TransactWriteItem
  /** The guards of values that the item has from then on. */
  readonly takes: readonly GuardItem[]
  /** The guards of values that it has no longer. */
  readonly releases: readonly GuardItem[]
}

/** A write of an item with unique values, whose guards depend on the item as it is stored. */
export interface GuardedFace {
  /** What is known of the item without reading it: `'missing'` for a new one; `undefined` if nothing is. */
  readonly known: StoredItem | 'missing' | undefined
  /** The maximum number of actions on guards. */
  readonly most: number
  /** Returns the write of the item if it is this one, or missing. */
  on(stored: StoredItem | undefined): GuardedWrite
  /** Whether the conditions of the write are true of an item, apart from what was known of it. */
  holds(stored: StoredItem | undefined): boolean
}

/** A write, or a condition check, inside a TransactWriteItems. */
export interface TransactWriteFace extends Face {
  readonly action: TransactWriteItem
  /** What the operation resolves to: the item of a put; otherwise `undefined`, because transactions return no items. */
  readonly result: unknown
  /** Whether the result is unknown inside a transaction, as for the new item of an update. */
  readonly pending: boolean
  readonly creation?: () => TableCreation
  /** Its further elements, each on another item: a move is a delete and a put. */
  readonly more?: readonly TransactWriteFace[]
  /** If the entity has unique values: what takes the place of `action`, once the stored item is known. */
  readonly guarded?: GuardedFace
  /** Returns the error for a failed condition, the same as that of the single operation. */
  failure(error: ConditionFailedError): DyntasticError
  /** Returns what the item may lack if its expressions do not match it, in words. */
  lacked?(): string
}

/** Reads what an operation depends on, and resolves to the operation whose face is known. */
export type Preparation = (
  options: { readonly signal?: AbortSignal | undefined } | undefined,
) => Promise<Facing>

/** A read by key inside a BatchGetItem or a TransactGetItems. */
export interface ReadFace extends Face {
  readonly consistent: boolean
  /** The paths to read; empty for the whole item. */
  readonly select: readonly PrintablePath[]
  /** Decodes the stored item, or `undefined` if it does not exist. @throws InvalidItemError, ItemNotFoundError. */
  decode(stored: BodyItem | undefined): unknown
}

/** An operation as seen by batches and transactions. */
export interface Facing {
  /** `'write'`: writes or checks one item; `'read'`: reads one item by key; `'other'`: always runs on its own. */
  readonly role: 'write' | 'read' | 'other'
  /** The method that created it, such as `save`. */
  readonly name: string
  /**
   * Returns how to read what its form in a transaction depends on; absent if that depends on nothing that is stored.
   * @param token whether the caller has given the transaction a token
   * @throws any error that is detected before sending.
   * @internal
   */
  preparation?(token: boolean): Preparation
  /**
   * Returns its form in a BatchWriteItem.
   * @throws UnsupportedOperationError if it has none; any error that its compilation throws.
   * @internal
   */
  batchWriteFace(): BatchWriteFace
  /**
   * Returns its form in a TransactWriteItems.
   * @throws UnsupportedOperationError if it has none; any error that its compilation throws.
   * @internal
   */
  transactWriteFace(): TransactWriteFace
  /**
   * Returns its form in a BatchGetItem or TransactGetItems.
   * @throws UnsupportedOperationError if it has none; any error that its compilation throws.
   * @internal
   */
  readFace(): ReadFace
}
