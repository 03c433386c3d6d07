// Types of the operators that a value has as methods, derived from the rows of the table of operators.
import type { AttributeType } from '../../entity/struct/attribute-value.js'
import type { Problem } from '../../util/types.js'
import type { OperandKind, OperatorName, operators } from '../condition/operators.js'
import type { referent } from '../path/subject.js'

type Table = typeof operators

// An interface, so that hovers show its name instead of all of its rows.
interface Rows extends Table {}

/** The DynamoDB data types that values of a type may be stored as. */
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
            : T extends Float32Array
              ? 'L'
              : T extends ReadonlySet<infer M>
                ? `${Exclude<StoredTypes<M>, 'BOOL' | 'NULL' | 'M' | 'L' | 'SS' | 'NS' | 'BS'>}S`
                : T extends readonly unknown[]
                  ? 'L'
                  : 'M'

/** A reference to an attribute or its size, in place of a value: `attr => attr.revision`. */
export interface AttributeReference<out Types extends AttributeType = AttributeType> {
  readonly [referent]: Types
}

/**
 * The operators that can be called on a value of type `T`. Each returns `R`. `A` is the parameter of callbacks in place
 * of a value.
 */
export type Operators<T, R, A = never> = Offered<Rows, OperatorsFor<StoredTypes<T>>, T, R, A> &
  (StoredTypes<T> & Sized extends never ? unknown : SizeMethod<R, A>)

/**
 * What follows `.if('age')` and `.where('age')`: not yet a condition. Awaiting it is a compile error, and an
 * InvalidConditionError at run time.
 */
export type Unfinished<O> = O & UnfinishedCondition

/** A member that turns `await` of an unfinished condition into a compile error with an explanation. */
export interface UnfinishedCondition {
  /** Do not call it: an operator must follow. */
  then(this: Problem<'the condition is not finished: call an operator, such as .eq(…)'>, done: never): void
}

/** The operators after `size()`. */
export type SizeOperators<R, A = never> = Offered<Rows, AfterSize, number, R, A>

/** The method `size` of attributes that have a size. */
export interface SizeMethod<R, A = never> {
  /**
   * The size: characters (UTF-16 code units) of a string, bytes of binary, members of a set, list or map. Never matches
   * if the attribute is absent. `.where('tags').size().gt(2)` becomes `size(#0) > :0`.
   */
  size(): Unfinished<SizeOperators<R, A> & AttributeReference<'N'>>
}

type Sized = 'S' | 'B' | 'SS' | 'NS' | 'BS' | 'L' | 'M'

// A value has the operators of each data type that it may be stored as. The compiler works this out once per data type,
// not once per type of value.
type OperatorsFor<Types extends AttributeType> = OperatorsOf[Types]

type OperatorsOf = {
  [D in AttributeType]: { [N in OperatorName]: D extends Rows[N]['types'][number] ? N : never }[OperatorName]
}

type AfterSize = { [N in OperatorName]: Rows[N]['afterSize'] extends true ? N : never }[OperatorName]

// The table is a type parameter so that the mapped type keeps the documentation of the rows on the methods.
type Offered<From extends Rows, N extends keyof From, T, R, A> = {
  readonly [K in N]: From[K] extends { readonly operands: infer Kind extends OperandKind }
    ? Methods<T, R, A>[Kind]
    : never
}

// The arguments of each kind of operands.
interface Methods<T, R, A> {
  none: () => R
  value: (value: Compared<T, A>) => R
  range: (from: Compared<T, A>, to: Compared<T, A>) => R
  list: (values: readonly Compared<T, A>[] | ReadonlySet<Plain<T>>) => R
  prefix: (prefix: Part<T> | OtherAttribute<'S' | 'B', A>) => R
  member: (member: Member<T> | OtherAttribute<AttributeType, A>) => R
  type: (type: AttributeType) => R
}

/**
 * What a value can be compared with: a value, another attribute, or a callback that returns an attribute. If the path
 * before it does not exist, that is the error, and the only one.
 */
export type Compared<T, A> = [T] extends [never] ? unknown : Plain<T> | OtherAttribute<StoredTypes<T>, A>

type OtherAttribute<Types extends AttributeType, A> =
  | AttributeReference<Types>
  | ((attr: A) => AttributeReference<Types>)

// About any() and unknown() nothing is known except that functions are not stored; excluding functions gives callbacks
// their parameter type.
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
