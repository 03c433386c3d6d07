// Types of the update functions: the paths and arguments that each takes, derived from the rows of the table.

import type { Problem } from '../../util/types.js'
import type { StoredTypes } from '../chain/typed-operators.js'
import type { At, Head, Indexed, Named, Path, Step } from '../path/typed-path.js'
import type {
  Amount,
  Elements,
  Storable,
  UpdateOperand,
  UpdateRefs,
  ValueMaker,
} from './typed-update-references.js'
import type { UpdateFunctionName, updateFunctions } from './update-functions.js'

type Table = typeof updateFunctions

// An interface, so that hovers show its name instead of all of its rows.
interface Rows extends Table {}

/**
 * The update functions as methods. Each returns `R`. `T` is the item type. `K` names the attributes that updates must
 * not change (the key): they can be read in callbacks, but are not valid paths of a change.
 */
export type UpdateFunctionMethods<T, K extends PropertyKey, R> = Offered<Rows, T, Omit<T, K>, R>

// The table is a type parameter so that the mapped type keeps the documentation of the rows on the methods.
type Offered<From extends Rows, T, Targets, R> = {
  readonly [N in keyof From & UpdateFunctionName]: <const P extends string>(
    path: ChangePath<Targets, P, N>,
    ...args: ChangeArguments<T, P, N>
  ) => R
}

/**
 * The path if the type has it and the function applies to it; otherwise what is wrong with it, or the paths that the
 * editor suggests.
 */
export type ChangePath<T, P extends string, N extends UpdateFunctionName> = [At<T, P>] extends [never]
  ? Path<T, P>
  : StoredTypes<At<T, P>> & Rows[N]['types'][number] extends never
    ? `${N}() does not apply to '${P}'`
    : Rows[N]['arguments'] extends 'none'
      ? true extends Removable<T, P>
        ? P
        : `'${P}' is required and cannot be removed`
      : P

/** The arguments of a function after the path. */
export type ChangeArguments<T, P extends string, N extends UpdateFunctionName> = Arguments<
  At<T, P>,
  T
>[Rows[N]['arguments']]

// The arguments of each kind, for an attribute of type V. A kind that is missing here is an error in `ChangeArguments`.
interface Arguments<V, T> {
  assigned: [value: Assigned<V> | ComputedValue<V, T>]
  initial: [value: Plain<V> | ComputedValue<V, T>]
  addend: [amountOrMembers: Addend<V>]
  subtrahend: [amount: Subtrahend<V>]
  appended: [elements: Elements<NonNullable<V>> | ComputedValue<V, T>, options?: ListOptions<V>]
  prepended: [elements: Elements<NonNullable<V>> | ComputedValue<V, T>, options?: ListOptions<V>]
  members: [members: MembersOf<V>]
  none: []
}

// Dates may be stored as numbers, and DynamoDB could add to them.
type Addend<V> = [Amount<V> | MembersOf<V>] extends [never]
  ? Problem<'add() changes numbers and sets only'>
  : Amount<V> | MembersOf<V>

type Subtrahend<V> = [Amount<V>] extends [never] ? Problem<'subtract() changes numbers only'> : Amount<V>

/** Options for a list that is absent. */
export interface ListOptions<V> {
  /** The initial list: empty by default. With `null`, DynamoDB rejects the update. */
  readonly default?: Extract<NonNullable<V>, readonly unknown[]> | null
}

/**
 * A value that DynamoDB computes: another attribute, a function of operands, or a callback that returns one of these.
 */
export type ComputedValue<V, T> =
  | UpdateOperand<Loose<V>>
  | ((attr: UpdateRefs<T>, value: ValueMaker) => UpdateOperand<Loose<V>>)

// Sums are numbers, whatever range the attribute's own type has.
type Loose<V> = unknown extends V ? unknown : V extends number | bigint ? Amount<V> : NonNullable<V>

// A list may be read-only. One conditional type with that of `Exclude`: each costs the compiler time.
type Assigned<V> = unknown extends V
  ? Storable
  : V extends undefined
    ? never
    : V extends readonly unknown[]
      ? Readonly<V>
      : V

type Plain<V> = unknown extends V ? Storable : Exclude<Assigned<V>, null>

type MembersOf<V> = unknown extends V
  ? Storable
  : V extends ReadonlySet<infer M>
    ? M | readonly M[] | ReadonlySet<M>
    : never

/**
 * Whether an attribute can be removed: it may be absent, or is one of any number of its kind (in a list or a record).
 */
type Removable<T, P extends string> =
  Head<P> extends Step<infer Kind, infer Name, infer Rest>
    ? Rest extends ''
      ? Kind extends 'index'
        ? IsOpenList<T>
        : MayBeAbsent<T, Name>
      : Removable<
          Kind extends 'name' ? Named<T, Name> : Indexed<T, Name>,
          Rest extends `.${infer R}` ? R : Rest
        >
    : false

type IsOpenList<T> = unknown extends T
  ? true
  : T extends readonly unknown[]
    ? number extends T['length']
      ? true
      : never
    : never

type MayBeAbsent<T, Name extends string> = unknown extends T ? true : IsOpenOrAbsent<NonNullable<T>, Name>

type IsOpenOrAbsent<T, Name extends string> =
  T extends ReadonlyMap<string, unknown> ? true : string extends keyof T ? true : CanBeAbsent<Named<T, Name>>

// An absent set is read back as an empty one.
type CanBeAbsent<V> = unknown extends V
  ? true
  : undefined extends V
    ? true
    : null extends V
      ? true
      : V extends ReadonlySet<unknown>
        ? true
        : never
