// The operators that a type of value has, as methods: derived from the rows of the operators table.
import type { AttributeType } from '../../entity/struct/attribute-value.js'
import type { Problem } from '../../util/types.js'
import type { OperandKind, OperatorName, operators } from '../condition/operators.js'
import type { referent } from '../path/subject.js'

type Table = typeof operators

// An interface, so that hovers name the table and do not list it.
interface Rows extends Table {}

/** The DynamoDB data types that a type of value may be stored as. */
export type StoredTypes<T> = unknown extends T
  ? AttributeType
  : [T] extends [string | null | undefined]
    ? 'S'
    : TypesOf<T>

type TypesOf<T> = T extends string
  ? 'S'
  : T extends number | bigint
    ? 'N'
    : T extends boolean
      ? 'BOOL'
      : T extends null | undefined
        ? never
        : T extends Date
          ? 'S' | 'N'
          : T extends Uint8Array
            ? 'B'
            : T extends ReadonlySet<infer M>
              ? `${Exclude<StoredTypes<M>, 'BOOL' | 'NULL' | 'M' | 'L' | 'SS' | 'NS' | 'BS'>}S`
              : T extends readonly unknown[]
                ? 'L'
                : 'M'

/** A reference to an attribute (or its size), in the place of a value: `attr => attr.revision`. */
export interface AttributeReference<out Types extends AttributeType = AttributeType> {
  readonly [referent]: Types
}

/** The operators that may be called on a value of type `T`, each answering `R`; `A` is what callbacks in the place of a value get. */
export type Operators<T, R, A = never> = Offered<Rows, OperatorsFor<StoredTypes<T>>, T, R, A> &
  (StoredTypes<T> & Sized extends never ? unknown : SizeMethod<R, A>)

/**
 * What follows `.if('age')` and `.where('age')`: not a condition yet. Awaited, it is a compile error, and an InvalidConditionError at run time.
 */
export type Unfinished<O> = O & UnfinishedCondition

/** A member that only makes `await` of an unfinished condition a compile error, in words. */
export interface UnfinishedCondition {
  /** Not to be called: an operator must follow. */
  then(
    this: Problem<'the condition is not finished: an operator must follow, such as .eq(…)'>,
    done: never,
  ): void
}

/** The operators after `size()`. */
export type SizeOperators<R, A = never> = Offered<Rows, AfterSize, number, R, A>

/** The method `size` of attributes that have one. */
export interface SizeMethod<R, A = never> {
  /** The size: characters (UTF-16 units) of text, bytes of binary, members of a set, list or map. Never matches where the attribute is absent. */
  size(): Unfinished<SizeOperators<R, A> & AttributeReference<'N'>>
}

type Sized = 'S' | 'B' | 'SS' | 'NS' | 'BS' | 'L' | 'M'

// A value has the operators of each data type that it may be stored as. Worked out once per data type, not once per type of value.
type OperatorsFor<Types extends AttributeType> = OperatorsOf[Types]

type OperatorsOf = {
  [D in AttributeType]: { [N in OperatorName]: D extends Rows[N]['types'][number] ? N : never }[OperatorName]
}

type AfterSize = { [N in OperatorName]: Rows[N]['afterSize'] extends true ? N : never }[OperatorName]

// The table is a type parameter so that the mapped type keeps the rows' documentation on the methods.
type Offered<From extends Rows, N extends keyof From, T, R, A> = {
  readonly [K in N]: From[K] extends { readonly operands: infer Kind extends OperandKind }
    ? Methods<T, R, A>[Kind]
    : never
}

// What each kind of operands looks like as arguments.
interface Methods<T, R, A> {
  none: () => R
  value: (value: Compared<T, A>) => R
  range: (from: Compared<T, A>, to: Compared<T, A>) => R
  list: (values: readonly Compared<T, A>[] | ReadonlySet<Plain<T>>) => R
  prefix: (prefix: Part<T> | Referred<'S' | 'B', A>) => R
  member: (member: Member<T> | Referred<AttributeType, A>) => R
  type: (type: AttributeType) => R
}

/** What a value is compared with: a value, another attribute, or a callback that answers one. */
export type Compared<T, A> = Plain<T> | Referred<StoredTypes<T>, A>

type Referred<Types extends AttributeType, A> =
  | AttributeReference<Types>
  | ((attr: A) => AttributeReference<Types>)

// Of any() and unknown() nothing is known but that functions are not stored: which leaves callbacks their parameter type.
type Plain<T> = unknown extends T ? Storable : NonNullable<T>

type Storable = string | number | bigint | boolean | null | object

type Part<T> =
  | ('S' extends StoredTypes<T> ? string : never)
  | ('B' extends StoredTypes<T> ? Uint8Array : never)

type Member<T> = unknown extends T
  ? Storable
  : T extends ReadonlySet<infer M> | readonly (infer M)[]
    ? M
    : Part<T>
