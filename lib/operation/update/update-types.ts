// Types of updates: partial results, required arguments of upserts, and which chain methods can be combined.

import type { UpdateFunctionName } from '../../expression/function/update-functions.js'
import type { Head, Leaf, Step } from '../../expression/path/typed-path.js'

/** A partial item, as `returning('updatedNew')` returns it: whatever was not changed may be missing, at any depth. */
export type UpdatedPart<T> = { readonly [N in keyof T]?: PartOf<T[N]> }

type PartOf<V> = unknown extends V
  ? V
  : V extends Leaf | ReadonlyMap<unknown, unknown>
    ? V
    : V extends readonly (infer M)[]
      ? readonly PartOf<M>[]
      : { readonly [N in keyof V]?: PartOf<V[N]> }

/**
 * The attribute to which a change gives a value, so that an upsert need not. Setting a value inside a map creates the
 * map.
 */
export type GivenBy<N extends UpdateFunctionName, P extends string> = N extends 'remove'
  ? never
  : N extends 'delete'
    ? P
    : P extends `${string}.${string}` | `${string}[${string}`
      ? Head<P> extends Step<'name', infer Name, string>
        ? Name
        : never
      : P

/** The arguments of `upsert`: none if the changes provide everything that is required. */
export type UpsertArguments<C, F extends PropertyKey> = C extends unknown
  ? object extends Omit<C, F>
    ? [values?: Partial<C>]
    : [values: Omit<C, F> & Partial<C>]
  : never

/** Marks an idempotent update, among the names to which its changes give a value. */
export type Once = '(idempotent)'

/** Marks an update whose return value a transaction does not support. */
export type NotIdempotent = '(not idempotent)'

/** Marks an update that resolves to nothing if a condition is not met, which transactions do not support. */
export type Skipping = '(skipping)'

/** What an idempotent update cannot return. */
export type UnlessOnce<F extends PropertyKey, What> = Once extends F ? never : What

/** The arguments of `idempotent`. */
export type IdempotentArguments<F extends PropertyKey> = NotIdempotent extends F
  ? [refused: "an idempotent update returns 'new' or 'none'"]
  : [token?: string]
