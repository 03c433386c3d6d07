// What updates are in types: what comes back in part, what an upsert demands, and which chains go together.

import type { UpdateFunctionName } from '../../expression/function/update-functions.js'
import type { Head, Leaf, Step } from '../../expression/path/typed-path.js'

/** An item in part, as `returning('updatedNew')` answers it: whatever was not changed may be missing, at any depth. */
export type UpdatedPart<T> = { readonly [N in keyof T]?: PartOf<T[N]> }

type PartOf<V> = unknown extends V
  ? V
  : V extends Leaf | ReadonlyMap<unknown, unknown>
    ? V
    : V extends readonly (infer M)[]
      ? readonly PartOf<M>[]
      : { readonly [N in keyof V]?: PartOf<V[N]> }

/** The attribute that a change gives a value, so that an upsert need not: what is set inside a map makes the map. */
export type GivenBy<N extends UpdateFunctionName, P extends string> = N extends 'remove'
  ? never
  : N extends 'delete'
    ? P
    : P extends `${string}.${string}` | `${string}[${string}`
      ? Head<P> extends Step<'name', infer Name, string>
        ? Name
        : never
      : P

/** What `upsert` is called with: nothing where the changes give all that is required. */
export type UpsertArguments<C, F extends PropertyKey> =
  object extends Omit<C, F> ? [values?: Partial<C>] : [values: Omit<C, F> & Partial<C>]

/** Marks an idempotent update, among the names that its changes give a value. */
export type Once = '(idempotent)'

/** Marks an update that returns what a transaction does not answer. */
export type Told = '(not idempotent)'

/** Marks an update that resolves to nothing where a condition is not met, which no transaction does. */
export type Skipping = '(skipping)'

/** What an idempotent update cannot return. */
export type UnlessOnce<F extends PropertyKey, What> = Once extends F ? never : What

/** What `idempotent` is called with. */
export type IdempotentArguments<F extends PropertyKey> = Told extends F
  ? [refused: "an idempotent update returns 'new' or 'none'"]
  : [token?: string]
