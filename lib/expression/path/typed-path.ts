// Types of paths: which strings are paths of an item type, and the type of the value at their end.
import type { Compute } from 'ts-toolbelt/out/Any/Compute.js'

/** Values that have no members of their own. */
export type Leaf =
  | string
  | number
  | bigint
  | boolean
  | null
  | undefined
  | Date
  | Uint8Array
  | Float32Array
  | ReadonlySet<unknown>

/**
 * The type of the value at a path: `At<Order, 'lines[0].sku'>`. `never` if the type has no such path. A member that
 * only some branches of a union have is included; what follows an optional or nullable part is found as if the part
 * existed.
 */
export type At<T, P extends string> = P extends `${string}.${string}` | `${string}[${string}`
  ? Walk<T, Head<P>>
  : Named<T, P>

/**
 * The path itself if the type has it; otherwise the paths that the editor suggests: the members at the last level that
 * exists. Accepts the grammar of `parsePath`: `a.b[0].c`, with unusual names quoted as `['a.b']`.
 */
export type Path<T, P extends string> = P extends unknown
  ? [At<T, P>] extends [never]
    ? NoInfer<Suggested<T, P>>
    : P
  : never

/** The first step of a path, and what follows it, with its `.` or `[`. */
export type Head<P extends string> = P extends `['${infer R}`
  ? Quoted<R, "'">
  : P extends `["${infer R}`
    ? Quoted<R, '"'>
    : P extends `[${infer I extends bigint}]${infer R}`
      ? Step<'index', `${I}`, R>
      : P extends `${infer A}.${infer R}`
        ? A extends `${infer N}[${infer I}`
          ? Step<'name', N, `[${I}.${R}`>
          : Step<'name', A, `.${R}`>
        : P extends `${infer N}[${infer R}`
          ? Step<'name', N, `[${R}`>
          : Step<'name', P, ''>

/** One step of a path in types. */
export interface Step<Kind extends 'name' | 'index', Name extends string, Rest extends string> {
  kind: Kind
  name: Name
  rest: Rest
}

// A quoted name up to its closing quote; escaped characters are copied one by one.
type Quoted<
  P extends string,
  Q extends string,
  Read extends string = '',
> = P extends `${infer A}${Q}${infer R}`
  ? A extends `${infer B}\\${string}`
    ? P extends `${B}\\${infer C}${infer Rest}`
      ? Quoted<Rest, Q, `${Read}${B}${C}`>
      : never
    : R extends `]${infer Rest}`
      ? Step<'name', `${Read}${A}`, Rest>
      : never
  : never

type Walk<T, H> =
  H extends Step<infer Kind, infer Name, infer Rest>
    ? Follow<Kind extends 'name' ? Named<T, Name> : Indexed<T, Name>, Rest>
    : never

type Follow<V, Rest extends string> = Rest extends ''
  ? V
  : [V] extends [never]
    ? never
    : Rest extends `.${infer R}`
      ? R extends `[${string}`
        ? never
        : Walk<V, Head<R>>
      : Rest extends `[${string}`
        ? Walk<V, Head<Rest>>
        : never

/** The type of a member by name, in any branch of a union; `never` if there cannot be one. */
export type Named<T, K extends string> = unknown extends T
  ? T
  : T extends ReadonlyMap<string, infer V>
    ? V
    : T extends Leaf | readonly unknown[]
      ? never
      : K extends keyof T
        ? K extends ''
          ? never
          : T[K]
        : never

/** The type of an element by list index; `never` if there cannot be one. */
export type Indexed<T, I extends string> = unknown extends T
  ? T
  : T extends readonly unknown[]
    ? I extends `-${string}`
      ? never
      : number extends T['length']
        ? T[number]
        : I extends keyof T
          ? T[I]
          : never
    : never

// Follows the path as far as it goes, and then lists what may come next. `Read` is the part that was followed.
type Suggested<T, P extends string, Read extends string = ''> =
  Head<P> extends Step<infer Kind, infer N, infer Rest>
    ? [Rest] extends ['']
      ? Next<T, Read>
      : [Kind extends 'name' ? Named<T, N> : Indexed<T, N>] extends [infer V]
        ? [V] extends [never]
          ? Next<T, Read>
          : Suggested<V, Rest extends `.${infer R}` ? R : Rest, Extended<Read, P, Rest>>
        : never
    : Next<T, Read>

// The path so far and one more step: a plain name is preceded by a dot, a step in brackets is not.
type Extended<Read extends string, P extends string, Rest extends string> = P extends `${infer Taken}${Rest}`
  ? Taken extends `[${string}`
    ? `${Read}${Taken}`
    : Read extends ''
      ? Taken
      : `${Read}.${Taken}`
  : never

type Next<T, Read extends string> = T extends Leaf
  ? never
  : T extends readonly unknown[]
    ? `${Read}[0]`
    : Joined<Read, keyof T & string>

// Names at one level, all at once: template types of unions cost the compiler one step, not one per member.
type Joined<Read extends string, K extends string> = [K & Odd] extends [never]
  ? Plain<Read, K>
  : Plain<Read, Exclude<K, Odd>> | `${Read}['${Extract<K, Odd>}']`

type Plain<Read extends string, K extends string> = Read extends '' ? K : `${Read}.${K}`

type Odd = `${string}${'.' | '[' | ']'}${string}`

/**
 * The part of an item that a projection returns: `Select<Order, 'total' | 'lines[0].sku'>` is `{ total: number; lines:
 * { sku: string }[] }`. Parts that may be absent stay optional.
 */
export type Select<T, P extends string> = T extends unknown
  ? string extends keyof T
    ? Compute<SelectedMembers<T, P> & SelectedEntries<T, P>, 'flat'>
    : MembersOf<T, P, HeadName<P> & keyof T>
  : never

// It takes as many steps as there are selected names, not as the item has. Pick keeps optional members optional; `& {}`
// makes editors show the members instead of this name.
type MembersOf<T, P extends string, N extends keyof T> = {
  [K in keyof Pick<T, N>]: Part<T[K], RestAfter<P, K & string>>
} & {}

type SelectedMembers<T, P extends string> = {
  [K in keyof T as string extends K ? never : K & HeadName<P>]: Part<T[K], RestAfter<P, K & string>>
}

// Any name may be selected from a record, and may be absent.
type SelectedEntries<T, P extends string> = {
  [K in HeadName<P>]?: Part<T[K & keyof T], RestAfter<P, K>>
}

type HeadName<P extends string> = P extends unknown ? Head<P>['name' & keyof Head<P>] & string : never

// What follows one head in the paths that begin with it; '' if one of them ends there.
type RestAfter<P extends string, K extends string> = P extends unknown
  ? Head<P> extends Step<infer _Kind, K, infer Rest>
    ? Rest extends `.${infer R}`
      ? R
      : Rest
    : never
  : never

type Part<V, Rest extends string> = '' extends Rest
  ? V
  : V extends Leaf
    ? V
    : V extends readonly (infer M)[]
      ? Part<M, RestAfter<Rest, `${number}`>>[]
      : unknown extends V
        ? V
        : Select<V, Rest>
