// Types of patches: an item that is partial at every depth that a patch merges.

import type { Leaf } from '../path/typed-path.js'
import type { IsUnion } from '../path/typed-union.js'

/**
 * A part of an item of type `T`, without the attributes named by `K` (the key). Objects are partial at any depth;
 * lists, Sets, Dates and unions of objects are whole. `null` removes what may be absent.
 */
export type Patch<T, K extends PropertyKey = never> = {
  readonly [N in keyof T as Exclude<N, K>]?: PatchValue<T[N]> | Removal<T, N>
}

type PatchValue<V> = unknown extends V
  ? V
  : IsUnion<Extract<NonNullable<V>, object>> extends true
    ? Exclude<V, undefined>
    : V extends Leaf | readonly unknown[] | ReadonlyMap<unknown, unknown>
      ? Exclude<V, undefined>
      : Patch<V>

// What may be absent: an optional attribute, and every entry of a record.
type Removal<T, N extends keyof T> = string extends keyof T ? null : undefined extends T[N] ? null : never
