// Types of references in updates: attributes with the functions that compute a value.
import type { AttributeType } from '../../entity/struct/attribute-value.js'
import type { StoredTypes } from '../chain/typed-operators.js'
import type { MemberName, MemberOf } from '../chain/typed-references.js'
import type { At, Leaf, Path } from '../path/typed-path.js'
import type { IsUnion, Shared } from '../path/typed-union.js'
import type { drafted } from './update-draft.js'
import type { OperandFunctionName, OperandRole, operandFunctions } from './update-operand-functions.js'

type Table = typeof operandFunctions

// An interface, so that hovers show its name instead of all of its rows.
interface Rows extends Table {}

/** A value that DynamoDB computes: what `set` takes in addition to plain values. */
export interface UpdateOperand<out V> {
  readonly [drafted]: { readonly value: V }
}

/** An operand that can be used inside a function: an attribute, or a function that can be nested. */
export interface NestedOperand<out V> {
  readonly [drafted]: { readonly value: V; readonly nests: true }
}

/**
 * The attributes of an item type as members, for values of updates: `attr.total.plus(5)`. It can also be called with a
 * path, for names that equal the name of a function or are not identifiers: `attr('stats.plus')`.
 */
export type UpdateRefs<T> = Members<Shared<T>> &
  (<const P extends string>(path: Path<Shared<T>, P>) => UpdateRef<At<T, P>>)

/** A reference to an attribute in an update: the functions of its type, and its members. */
export type UpdateRef<V> = Offered<Rows, FunctionsFor<StoredTypes<V>>, V> &
  NestedOperand<NonNullable<V>> &
  Inner<V>

/** Makes an operand from a value, so that the value can be the first operand: `value(100).minus(attr.total)`. */
export type ValueMaker = <V>(value: V) => NestedResult<V>

/** An operand with the functions that may follow it; `ifNotExists` applies only to attributes. */
export type NestedResult<V> = Offered<Rows, Exclude<FunctionsFor<StoredTypes<V>>, 'ifNotExists'>, V> &
  NestedOperand<NonNullable<V>>

/** The numbers that can be added to a number: of the same kind, whatever range its own type has. */
export type Amount<V> = unknown extends V
  ? number | bigint
  : V extends number
    ? number
    : V extends bigint
      ? bigint
      : never

/** What a list takes as elements: an array of them, or a single one that is not an array itself. */
export type Elements<V> = unknown extends V
  ? Storable
  : V extends readonly (infer M)[]
    ? number extends V['length']
      ? readonly M[] | SingleElement<M>
      : never
    : never

/** What can be stored if nothing more is known: anything but functions, so that callbacks get their parameter types. */
export type Storable = string | number | bigint | boolean | null | object

type SingleElement<M> = unknown extends M ? Storable : M extends readonly unknown[] ? never : M

type FunctionsFor<Types extends AttributeType> = {
  [N in OperandFunctionName]: Types & Rows[N]['types'][number] extends never ? never : N
}[OperandFunctionName]

// The table is a type parameter so that the mapped type keeps the documentation of the rows on the methods.
type Offered<From extends Rows, N extends keyof From, V> = {
  readonly [K in N]: From[K] extends { readonly role: infer Role extends OperandRole }
    ? Methods<V>[Role]
    : never
}

// The parameters and results of the functions of each role.
interface Methods<V> {
  number: (other: Amount<V> | NestedOperand<Amount<V>>) => UpdateOperand<NonNullable<V>>
  list: (elements: Elements<NonNullable<V>> | NestedOperand<NonNullable<V>>) => UpdateOperand<NonNullable<V>>
  value: (otherwise: Plain<V> | NestedOperand<NonNullable<V>>) => NestedResult<V>
}

type Plain<V> = unknown extends V ? Storable : NonNullable<V>

type Inner<V> = unknown extends V ? UnknownMembers : InnerOf<NonNullable<V>>

interface UnknownMembers {
  readonly [name: string]: UpdateRef<unknown>
  readonly [index: number]: UpdateRef<unknown>
}

// A function takes precedence over a member of the same name, which is left out here and reached by its path.
type InnerOf<V> = [V] extends [ReadonlyMap<string, infer M>]
  ? { readonly [name: string]: UpdateRef<M> }
  : [V] extends [Leaf]
    ? unknown
    : [V] extends [readonly (infer M)[]]
      ? number extends V['length']
        ? ListRefs<M>
        : { readonly [K in keyof V & `${number}`]: UpdateRef<V[K]> }
      : [MemberName<V> & OperandFunctionName] extends [never]
        ? Members<V>
        : Members<Omit<V, OperandFunctionName>>

// The first elements are declared one by one, so that attr.lines[0].sku needs no `?.` under noUncheckedIndexedAccess.
interface ListRefs<M> {
  readonly [index: number]: UpdateRef<M>
  readonly 0: UpdateRef<M>
  readonly 1: UpdateRef<M>
  readonly 2: UpdateRef<M>
  readonly 3: UpdateRef<M>
  readonly 4: UpdateRef<M>
}

// For a union, the members of all branches exist.
type Members<V> =
  IsUnion<V> extends true
    ? { readonly [K in MemberName<V>]: UpdateRef<MemberOf<V, K>> }
    : { readonly [K in keyof V]-?: UpdateRef<V[K]> }
