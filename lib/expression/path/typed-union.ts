// Unions of item types: what tells the members apart, and what is left of one where that is known.

/**
 * The properties that tell the members of a union of item types apart: each has a literal type in every member, and no
 * two members share a value. `never` if the type is not a union.
 */
export type DiscriminatorOf<T> = {
  [K in keyof T & string]: IsDiscriminator<T, K> extends true ? K : never
}[keyof T & string]

/** Whether a property tells the members of a union apart. */
export type IsDiscriminator<T, K extends string> = K extends keyof T
  ? [Untold<T, K, T>] extends [never]
    ? true
    : false
  : false

// The members that the property does not tell from all others.
type Untold<T, K extends keyof T, All extends T> = T extends unknown
  ? [Exclude<All, T>] extends [never]
    ? T
    : [T[K]] extends [string | number | bigint | boolean]
      ? string extends T[K]
        ? T
        : number extends T[K]
          ? T
          : [T[K] & Exclude<All, T>[K & keyof Exclude<All, T>]] extends [never]
            ? never
            : T
      : T
  : never

/** The members that may have this value; a type that does not have the property stays as it is. */
export type WithValue<T, K extends string, V> = T extends unknown
  ? K extends keyof T
    ? [V & T[K]] extends [never]
      ? never
      : T
    : T
  : never

/** What an operator does besides (`O`), on a property that tells the members of a union apart; nothing elsewhere. */
export type Narrowing<T, P extends string, O> =
  IsUnion<T> extends true ? (IsDiscriminator<T, P> extends true ? O : unknown) : unknown

/** What is shared by all members of a union of item types, as one type. */
export type Shared<T> = IsUnion<T> extends true ? Pick<T, keyof T> : T

/** Whether a type is a union. */
export type IsUnion<T, All = T> = (
  T extends unknown
    ? [All] extends [T]
      ? false
      : true
    : never
) extends false
  ? false
  : true

/** All attributes that any member of a union of item types has, as one type. */
export type AllOf<T> = {
  [K in T extends unknown ? keyof T : never]: T extends unknown ? (K extends keyof T ? T[K] : never) : never
}
