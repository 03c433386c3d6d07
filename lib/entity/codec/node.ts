// The codec of one struct as the compiler makes it: a Codec that also knows its place in the item.
import type { AttributeOptions } from '../struct/attribute.js'
import {
  type AttributeType,
  type AttributeValue,
  attributeType,
  type StoredItem,
} from '../struct/attribute-value.js'
import type { Failure } from '../struct/failure.js'
import type { SampleKind } from '../struct/limits.js'
import type { StorageForm } from '../struct/storage-form.js'
import type { AnyStruct } from '../struct/struct.js'
import { type Codec, type CodecStep, invalid } from './codec.js'
import { malformations } from './dialect.js'
import type { Tally } from './item-size.js'
import type { Trail } from './trail.js'

/**
 * The key that an attribute is part of: the table's key, which no update changes, or only the key of an index;
 * `'made'`: it is stored by itself, and a key is made of it.
 */
export type KeyRole = 'table' | 'index' | 'made'

/** Options that apply to a whole entity. */
export interface CodecOptions {
  /** Whether `null` in a map is left out or stored as NULL. */
  readonly nulls: 'omit' | 'store'
  /** What happens to stored attributes that an `object()` does not know. */
  readonly unknown: 'drop' | 'preserve' | 'error'
  /** The properties of the item that are in a key, of the table or of an index. */
  readonly keys?: ReadonlyMap<string, KeyRole>
  /** Set if the struct is that of an attribute in a key: nothing of its values is cut off. */
  readonly key?: KeyRole
}

/** A stored value, read by whatever tag it has. */
export interface Wire {
  readonly S?: string
  readonly N?: string
  readonly B?: Uint8Array
  readonly BOOL?: boolean
  readonly NULL?: boolean
  readonly M?: StoredItem
  readonly L?: AttributeValue[]
  readonly SS?: string[]
  readonly NS?: string[]
  readonly BS?: Uint8Array[]
}

/** A codec inside the compiled tree. It receives the trail if `contextual` and `contextualDecode` require it. */
export interface Node extends Codec {
  /** Whether it needs the trail: for functions of the user's own, and for values that may nest without end. */
  readonly contextual: boolean
  /** Whether it needs the trail when it decodes; by default the same as `contextual`. */
  readonly contextualDecode: boolean
  /** Whether nothing may be stored for a parsed value: for null, or an empty Set. */
  readonly vanishes: boolean
  /** Whether its values are strings, so that they can be the keys of a Map. */
  readonly text: boolean
  /** The only possible values, if they are a few scalars: they distinguish the members of a union. */
  readonly only: ReadonlySet<unknown> | undefined
  readonly element?: Node
  /** The bytes that its stored values have at most, if they are all small. */
  readonly most?: number
  parse(value: unknown, failures: Failure[], trail?: Trail): unknown
  decode(stored: AttributeValue | undefined, failures: Failure[], trail?: Trail): unknown
  decodePart(stored: AttributeValue, failures: Failure[], trail?: Trail): unknown
  at(segment: string | number): CodecStep | undefined
  wayOut?(stored: AttributeValue): string | undefined
  /** Whether an input obviously belongs to another member of the union. */
  unlike?(value: unknown): boolean
  /** Whether a stored value obviously belongs to another member of the union. */
  unlikeStored?(stored: AttributeValue): boolean
}

/** What a row of the table makes: a node without handling of null, undefined, defaults and refinements. */
export interface Core extends Partial<Node> {
  readonly types: readonly AttributeType[]
  parse(value: unknown, failures: Failure[], trail?: Trail): unknown
  encode(value: unknown, tally?: Tally): AttributeValue | undefined
  decode(stored: AttributeValue | undefined, failures: Failure[], trail?: Trail): unknown
  /** Whether it runs the whole struct itself: coercers, validators, refiners. */
  readonly checked?: boolean
  /** The kind of sample values with which the bounds of its struct are found. */
  readonly sample?: SampleKind
  /** Whether it runs the validators and refiners of the struct itself. */
  readonly verifies?: boolean
  /** Whether it handles null and undefined itself. */
  readonly ownsNull?: boolean
  /**
   * Returns what to declare instead of the struct if a key stores a value that would be read and then written in
   * another form.
   */
  wayOut?(stored: AttributeValue): string | undefined
}

/** What rows use to compile the structs inside a struct. */
export interface Compiler {
  readonly options: CodecOptions
  /** Returns the core of a struct treated as one of another kind; `undefined` if the kind has no codec. */
  core(view: View): Core | undefined
  /** Returns the codec of a struct; `path` is its place, for errors. */
  compile(struct: AnyStruct, path: string): Node
  /** Returns the same compiler with other options. */
  with(options: Partial<CodecOptions>): Compiler
}

/** What is known about a struct that is being compiled. */
export interface View {
  readonly struct: AnyStruct
  /** The kind of the struct: superstruct's `type`, also if it is behind `lazy`. */
  readonly kind: string
  readonly options: AttributeOptions<unknown>
  readonly path: string
  /** Whether the struct accepts undefined. */
  readonly optional: boolean
  /**
   * The message of the struct for null; `undefined` if it accepts null. Tested only once, because each test may call a
   * `deprecated()` log.
   */
  readonly onNull: string | undefined
}

/** One row of the table of codecs. */
export interface CodecRow {
  /** How values of the struct are stored, in one sentence, for the reference of structs. */
  readonly doc: string
  /** The kinds of struct that it serves: superstruct's `type`. */
  readonly kinds: readonly string[]
  /** The storage forms (`as`) that it supports. */
  readonly forms?: readonly StorageForm[]
  /**
   * superstruct's own struct of the kind. A struct that behaves differently is not of the kind, whatever it is called.
   */
  reference?(view: View): AnyStruct | undefined
  /** Returns the codec; `undefined` if the struct turns out to have an unknown shape. */
  make(view: View, compiler: Compiler): Core | undefined
}

/** The `at` of codecs that have nothing below. */
export const nowhere = (): undefined => undefined

/**
 * Makes a node from its core. Getters stay getters: the types of a recursive struct are only known when all of it is
 * made.
 */
export function nodeOf(core: Core): Node {
  const rest = {
    optional: false,
    contextual: false,
    contextualDecode: core.contextual ?? false,
    vanishes: false,
    text: false,
    only: undefined,
    decodePart: (stored: AttributeValue, failures: Failure[], trail?: Trail) =>
      core.decode(stored, failures, trail),
    at: nowhere,
  }
  return Object.freeze(
    Object.defineProperties(rest, Object.getOwnPropertyDescriptors(core)) as typeof rest & Core,
  )
}

/** Rejects a value with a message. */
export function refuse(failures: Failure[], message: string, value: unknown): typeof invalid {
  failures.push({ path: [], message, value })
  return invalid
}

const tagWords: Record<AttributeType, string> = {
  S: 'a string',
  N: 'a number',
  B: 'binary',
  BOOL: 'a boolean',
  NULL: 'null',
  M: 'a map',
  L: 'a list',
  SS: 'a string set',
  NS: 'a number set',
  BS: 'a binary set',
}

/** The message for an attribute that is not stored. */
export const absentAttribute = 'required, but absent'

/** Rejects a stored value of another data type, or an absent one. */
export function mismatch(
  stored: Wire | undefined,
  expected: readonly AttributeType[],
  failures: Failure[],
): typeof invalid {
  if (stored === undefined) return refuse(failures, absentAttribute, undefined)
  const from = failures.length
  const type = attributeType(Object(stored) as AttributeValue)
  // A mocked client may return what is not in DynamoDB's form.
  if (type === 'NULL' || !(type in tagWords) || expected.includes(type))
    failures.push(...malformations(stored))
  if (failures.length > from) return invalid
  const words = expected.map((type) => `${type} (${tagWords[type]})`).join(' or ')
  return refuse(failures, `expected ${words}, but ${type} is stored`, stored)
}

/**
 * Adds the key of a container to the paths of the failures that its child just added. Returns the number of failures.
 */
export function prepend(failures: Failure[], from: number, key: string | number): number {
  for (let at = from; at < failures.length; at++) {
    const failure = failures[at]
    if (failure !== undefined) failures[at] = { ...failure, path: [key, ...failure.path] }
  }
  return failures.length
}
