// The update functions in types: which paths each takes and what it is called with, derived from the rows of the table.
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

// An interface, so that hovers name the table and do not list it.
interface Rows extends Table {}

/**
 * The update functions as methods, each answering `R`. `T` is the item type, `K` the names of the attributes that updates must leave
 * alone (the key): no paths of targets, but readable in callbacks.
 */
export type UpdateMethods<T, K extends PropertyKey, R> = Offered<Rows, T, Omit<T, K>, R>

// The table is a type parameter so that the mapped type keeps the rows' documentation on the methods.
type Offered<From extends Rows, T, Targets, R> = {
  readonly [N in keyof From & UpdateFunctionName]: <const P extends string>(
    path: ChangePath<Targets, P, N>,
    ...args: ChangeArguments<T, P, N>
  ) => R
}

/** The path where the type has it and the function is for it; else what is wrong with it, or the paths that the editor suggests. */
export type ChangePath<T, P extends string, N extends UpdateFunctionName> = [At<T, P>] extends [never]
  ? Path<T, P>
  : StoredTypes<At<T, P>> & Rows[N]['types'][number] extends never
    ? `${P} is not of a type for ${N}`
    : Rows[N]['arguments'] extends 'none'
      ? true extends Removable<T, P>
        ? P
        : `${P} is required`
      : P

/** What a function is called with after the path. */
export type ChangeArguments<T, P extends string, N extends UpdateFunctionName> = Arguments<
  At<T, P>,
  T
>[Rows[N]['arguments']]

// What each kind of arguments looks like, for an attribute of type V. A kind that is missing here is an error in `ChangeArguments`.
interface Arguments<V, T> {
  assigned: [value: Assigned<V> | Worked<V, T>]
  initial: [value: Plain<V> | Worked<V, T>]
  addend: [amountOrMembers: Amount<V> | MembersOf<V>]
  subtrahend: [amount: Amount<V>]
  appended: [elements: Elements<NonNullable<V>> | Worked<V, T>, options?: ListOptions<V>]
  prepended: [elements: Elements<NonNullable<V>> | Worked<V, T>, options?: ListOptions<V>]
  members: [members: MembersOf<V>]
  none: []
}

/** What becomes of a list that is absent. */
export interface ListOptions<V> {
  /** The list that is there instead: empty unless said otherwise; with `null` DynamoDB refuses the update. */
  readonly default?: Extract<NonNullable<V>, readonly unknown[]> | null
}

/** A value that is worked out: another attribute, a function of operands, or a callback that answers one. */
export type Worked<V, T> =
  | UpdateOperand<Loose<V>>
  | ((attr: UpdateRefs<T>, value: ValueMaker) => UpdateOperand<Loose<V>>)

// Sums are numbers, whatever the attribute's own type says of its range.
type Loose<V> = unknown extends V ? unknown : V extends number | bigint ? Amount<V> : NonNullable<V>

type Assigned<V> = unknown extends V ? Storable : Exclude<V, undefined>

type Plain<V> = unknown extends V ? Storable : NonNullable<V>

type MembersOf<V> = unknown extends V
  ? Storable
  : V extends ReadonlySet<infer M>
    ? M | readonly M[] | ReadonlySet<M>
    : never

/** Whether an attribute may be removed: it may be absent, or is one of any number of its kind (in a list or a record). */
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
