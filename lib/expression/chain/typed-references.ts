// Types of references: `attr.address.city`, completed member by member, each with the operators of its type.
import type { Condition } from '../condition/condition.js'
import type { OperatorName } from '../condition/operators.js'
import type { At, Leaf, Path } from '../path/typed-path.js'
import type { IsUnion, Shared } from '../path/typed-union.js'
import type { AttributeReference, Operators, StoredTypes } from './typed-operators.js'

/**
 * The attributes of an item type as members: `attr.address.city`; of a union of items, those that all of them have. It
 * can also be called with a path, for names that equal the name of an operator or are not identifiers:
 * `attr('address.size')`.
 */
export type Refs<T> = Roots<T> & (<const P extends string>(path: Path<Shared<T>, P>) => Ref<At<T, P>>)

/**
 * A reference to an attribute: the operators of its type, and its members. For any and unknown: all operators, any
 * members.
 */
export type Ref<T> = Operators<T, Condition> & AttributeReference<StoredTypes<T>> & Inner<T>

type Inner<T> = unknown extends T ? UnknownMembers : InnerOf<NonNullable<T>>

interface UnknownMembers {
  readonly [name: string]: Ref<unknown>
  readonly [index: number]: Ref<unknown>
}

// An operator takes precedence over a member of the same name, which is left out here and reached by its path:
// attr('address.size').
type InnerOf<T> = [T] extends [ReadonlyMap<string, infer M>]
  ? { readonly [name: string]: Ref<M> }
  : [T] extends [Leaf]
    ? unknown
    : [T] extends [readonly (infer M)[]]
      ? number extends T['length']
        ? ListRefs<M>
        : Places<T>
      : [MemberName<T> & Taken] extends [never]
        ? Members<T>
        : Members<Omit<T, Taken>>

// The first elements are declared one by one, so that attr.lines[0].sku needs no `?.` under noUncheckedIndexedAccess.
interface ListRefs<M> {
  readonly [index: number]: Ref<M>
  readonly 0: Ref<M>
  readonly 1: Ref<M>
  readonly 2: Ref<M>
  readonly 3: Ref<M>
  readonly 4: Ref<M>
  readonly 5: Ref<M>
  readonly 6: Ref<M>
  readonly 7: Ref<M>
  readonly 8: Ref<M>
  readonly 9: Ref<M>
}

type Taken = OperatorName | 'size'

type Places<T> = { readonly [K in keyof T & `${number}`]: Ref<T[K]> }

export type MemberName<T> = T extends unknown ? keyof T : never

// Of a union of items, what all of them have.
type Roots<T> = IsUnion<T> extends true ? Members<Pick<T, keyof T>> : { readonly [K in keyof T]-?: Ref<T[K]> }

// For an object, the declarations of its members are kept (documentation, rename); for a union, the members of all
// branches exist.
type Members<T> =
  IsUnion<T> extends true
    ? { readonly [K in MemberName<T>]: Ref<MemberOf<T, K>> }
    : { readonly [K in keyof T]-?: Ref<T[K]> }

export type MemberOf<T, K> = T extends unknown ? (K extends keyof T ? T[K] : never) : never
