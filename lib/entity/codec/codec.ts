// Codecs: how the values of one struct are checked and converted to and from their stored form.
import type { AttributeType, AttributeValue } from '../struct/attribute-value.js'
import type { Failure } from '../struct/failure.js'
import type { Limits } from '../struct/limits.js'
import type { Body } from '../text/body.js'
import type { Tally } from './item-size.js'
import type { Trail } from './trail.js'

/**
 * The result of `parse` and `decode` for a value that does not fit. The reasons, if known, are added to the given
 * failures.
 */
export const invalid: unique symbol = Symbol.for('dyntastic.invalid')

/**
 * Which numbers stored as N a struct accepts: JavaScript numbers, integers, integers of any size, exact decimals, or
 * only the few that it lists.
 */
export type NumericKind = 'number' | 'integer' | 'bigint' | 'decimal' | 'few'

/** Reads a stored value from the body of a response. It receives the trail if `contextualDecode` is set. */
export type Scan = (body: Body, trail?: Trail) => unknown

/**
 * Reads a whole item. Strings that are stored next to its attributes under the given names are kept: undefined for an
 * absent one.
 */
export type ItemScan = (body: Body, trail?: Trail, kept?: KeptTexts) => unknown

/** The names of stored strings to keep, the same array for all items of an entity, and their texts in this order. */
export interface KeptTexts {
  readonly names: readonly string[]
  readonly texts: (string | undefined)[]
}

/** One step below a codec: the stored name (or the index) of the child, and how the child is stored. */
export interface CodecStep {
  readonly name: string | number
  readonly codec: Codec
}

/** Checks, encodes and decodes the values of one struct. Compiled once per entity, frozen, without state. */
export interface Codec {
  /**
   * The data types that it may store: several for a union, all for `any()`. Used by operators, keys and table
   * definitions.
   */
  readonly types: readonly AttributeType[]
  /** Whether `undefined` is a value of the struct (the attribute may be absent). */
  readonly optional: boolean
  /** Coerces and checks an input. Returns the value as it will be read back, or `invalid`. */
  parse(value: unknown, failures: Failure[]): unknown
  /**
   * Checks a value that is not part of a whole item: a key, an operand of a condition, a value of an update. It is in
   * the form that reads return. Absent if `parse` accepts that form, as all structs do but those of schemas.
   */
  operand?(value: unknown, failures: Failure[]): unknown
  /**
   * Returns the stored form of a parsed value; `undefined` if nothing is stored (undefined, an omitted null, an empty
   * set). Encoders of containers add its size to the tally.
   */
  encode(value: unknown, tally?: Tally): AttributeValue | undefined
  /** Returns the value of a stored form (`undefined` = absent), checked; or `invalid`. */
  decode(stored: AttributeValue | undefined, failures: Failure[]): unknown
  /** Decodes a part of a value (a projection): what is absent is left out, and defaults are not filled in. */
  decodePart(stored: AttributeValue, failures: Failure[]): unknown
  /**
   * Reads a stored form in the body of a response like `decode`, and goes past it. Returns `unread` for anything
   * unusual, and for what does not fit: this is then parsed as JSON and decoded. Absent if the codec always needs the
   * stored form.
   */
  readonly scan?: Scan | undefined
  /** The same of a whole item, which has no tag around it: `{…}`, and not `{"M":{…}}`. */
  readonly scanItem?: ItemScan | undefined
  /** Whether nothing tells which values fit, so that none can be written there on its own. */
  readonly unchecked?: boolean
  /** Returns the child at a property name or a list index; `undefined` if the struct has none. */
  at(segment: string | number): CodecStep | undefined
  /**
   * How stored forms and values correspond. `'exact'`: every stored form that can be read is written back unchanged.
   * `'canonical'`: several stored forms may be read as one value, which is written in one of these forms. Absent:
   * neither is known.
   */
  readonly fidelity?: 'exact' | 'canonical'
  /** Whether it reads only what it would write, as codecs of key attributes do that are not `'exact'`. */
  readonly identical?: boolean
  /**
   * Returns what the stored form keeps of a Date; the same Date if that is all of it. Only codecs that may keep less
   * have it.
   */
  cut?(value: Date): Date
  /** Whether the stored values are ordered differently from the values, so that nothing can be compared by order. */
  readonly unsorted?: boolean
  /** The property names of an object. */
  readonly names?: readonly string[] | undefined
  /**
   * Whether a stored NULL means that the attribute is absent: it can be read, but null is not stored here. Never in a
   * key, in which DynamoDB accepts no NULL, nor if NULL is the stored form of null (`nulls: 'store'`, elements of
   * lists).
   */
  readonly nullIsAbsence?: boolean
  /** The codec of the members of a set or a list, if they share one. */
  readonly element?: Codec
  /** The bounds that the struct sets. Determined when they are first read. */
  readonly limits?: Limits | undefined
  /** Which numbers it accepts; absent if it accepts none, or if that is unknown. */
  readonly numeric?: NumericKind | undefined
  /** The only values that it accepts, if they are a few scalars. */
  readonly only?: ReadonlySet<unknown> | undefined
  /** The number of dimensions of vectors. */
  readonly dimensions?: number
  /** The codecs of a union's members. */
  readonly members?: readonly Codec[]
  /** The names of the known properties of an object. */
  readonly keys?: readonly string[]
  /** The codec of every entry of a record or a Map. */
  readonly entries?: Codec
  /**
   * The kind of struct and its storage form: two codecs without parts that have the same form can read each other's
   * values.
   */
  readonly form?: string
  /** Returns the beginning of the stored string for the beginning of a value. Only custom codecs have it. */
  readonly prefix?: ((beginning: string) => string) | undefined
  /** Returns why a step leads to nothing; `undefined` if there is no more to say about it. */
  whyNot?(segment: string | number): string | undefined
  /** Whether its struct refines or verifies values, so that not every value of its form fits. */
  readonly refined?: boolean
}
