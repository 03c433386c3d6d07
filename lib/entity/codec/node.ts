// The codec of one struct as the compiler makes it: a Codec that also knows where in the item it stands.
import type { AttributeOptions, StorageForm } from '../struct/attribute.js'
import {
  type AttributeType,
  type AttributeValue,
  attributeType,
  type StoredItem,
} from '../struct/attribute-value.js'
import type { Failure } from '../struct/failure.js'
import type { SampleKind } from '../struct/limits.js'
import type { AnyStruct } from '../struct/struct.js'
import { type Codec, type CodecStep, invalid } from './codec.js'
import type { Trail } from './trail.js'

/** Whose key an attribute is part of: the table's, which no update changes, or only that of an index. */
export type KeyRole = 'table' | 'index'

/** Choices that hold for a whole entity. */
export interface CodecOptions {
  /** Whether `null` in a map is left out or stored as NULL. */
  readonly nulls: 'omit' | 'store'
  /** What becomes of stored attributes that an `object()` does not know. */
  readonly unknown: 'drop' | 'preserve' | 'error'
  /** The properties of the item that are in a key, of the table or of an index. */
  readonly keys?: ReadonlyMap<string, KeyRole>
  /** Set if the struct is that of a key attribute: what is read must be written back as it is. */
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

/** A codec inside the compiled tree. The trail is given where `contextual` and `contextualDecode` ask for it. */
export interface Node extends Codec {
  /** Whether it needs the trail: for functions of the user's own, and for values that may nest without end. */
  readonly contextual: boolean
  /** The same when it decodes; where it is not said, as `contextual`. */
  readonly contextualDecode: boolean
  /** Whether a parsed value may be one of which nothing is stored: null, or an empty Set. */
  readonly vanishes: boolean
  /** Whether its values are plain text, so that they can be the keys of a Map. */
  readonly text: boolean
  /** The only values there are, where they are few scalars: what tells the members of a union apart. */
  readonly only: ReadonlySet<unknown> | undefined
  readonly element?: Node
  parse(value: unknown, failures: Failure[], trail?: Trail): unknown
  decode(stored: AttributeValue | undefined, failures: Failure[], trail?: Trail): unknown
  decodePart(stored: AttributeValue, failures: Failure[], trail?: Trail): unknown
  at(segment: string | number): CodecStep | undefined
  wayOut?(stored: AttributeValue): string | undefined
  /** Whether a look at the surface shows that an input is of another member of the union. */
  unlike?(value: unknown): boolean
  /** The same of a stored value. */
  unlikeStored?(stored: AttributeValue): boolean
}

/** What a row of the table makes: a node that says nothing of null, undefined, defaults and refinements. */
export interface Core extends Partial<Node> {
  readonly types: readonly AttributeType[]
  parse(value: unknown, failures: Failure[], trail?: Trail): unknown
  encode(value: unknown): AttributeValue | undefined
  decode(stored: AttributeValue | undefined, failures: Failure[], trail?: Trail): unknown
  /** It runs the whole struct itself: coercers, validators, refiners. */
  readonly checked?: boolean
  /** Which values its struct is asked about, to find the bounds that it states. */
  readonly sample?: SampleKind
  /** It asks the struct's validators and refiners itself. */
  readonly verifies?: boolean
  /** It deals with null and undefined itself. */
  readonly ownsNull?: boolean
  /** What to declare instead of the struct, if a key stores a value that is read and would be written in another form. */
  wayOut?(stored: AttributeValue): string | undefined
}

/** What rows use to compile the structs inside a struct. */
export interface Compiler {
  readonly options: CodecOptions
  /** The core of a struct seen as one of another kind; `undefined` where the kind has no codec. */
  core(view: View): Core | undefined
  /** The codec of a struct; `path` says where it stands, for errors. */
  compile(struct: AnyStruct, path: string): Node
  /** The same compiler with other choices. */
  with(options: Partial<CodecOptions>): Compiler
}

/** A struct on its way to a codec: what is known of it. */
export interface View {
  readonly struct: AnyStruct
  /** What kind of struct it is: superstruct's `type`, seen through `lazy`. */
  readonly kind: string
  readonly options: AttributeOptions<unknown>
  readonly path: string
  /** Whether the struct accepts undefined. */
  readonly optional: boolean
  /** What the struct says of null; `undefined` where it accepts it. Asked once, as each question may call a `deprecated()` log. */
  readonly onNull: string | undefined
}

/** One row of the table of codecs. */
export interface CodecRow {
  /** How values of the struct are stored, in one sentence: the reference of structs is made from it. */
  readonly doc: string
  /** The kinds of struct that it serves: superstruct's `type`. */
  readonly kinds: readonly string[]
  /** The storage forms (`as`) that it knows. */
  readonly forms?: readonly StorageForm[]
  /** superstruct's own struct of the kind: a struct that behaves otherwise is not of the kind, whatever it calls itself. */
  reference?(view: View): AnyStruct | undefined
  /** The codec; `undefined` where the struct turns out to be of no known shape. */
  make(view: View, compiler: Compiler): Core | undefined
}

/** The answer of `at` where there is nothing below. */
export const nowhere = (): undefined => undefined

/** A node from its core. Getters stay getters: the types of a recursive struct are known only when all of it is made. */
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

/** Refuses a value by name. */
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

/** What is said of an attribute that is not stored. */
export const absentAttribute = 'required, but absent'

/** Refuses a stored value of another data type, or none. */
export function mismatch(
  stored: Wire | undefined,
  expected: readonly AttributeType[],
  failures: Failure[],
): typeof invalid {
  if (stored === undefined) return refuse(failures, absentAttribute, undefined)
  const words = expected.map((type) => `${type} (${tagWords[type]})`).join(' or ')
  return refuse(
    failures,
    `expected ${words}, but ${attributeType(stored as AttributeValue)} is stored`,
    stored,
  )
}

/** Puts the key of a container before the paths of the failures that its child just pushed. Answers how many failures there are. */
export function prepend(failures: Failure[], from: number, key: string | number): number {
  for (let at = from; at < failures.length; at++) {
    const failure = failures[at]
    if (failure !== undefined) failures[at] = { ...failure, path: [key, ...failure.path] }
  }
  return failures.length
}
