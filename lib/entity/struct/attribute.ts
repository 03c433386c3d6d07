// `attribute(struct, options)`: what a struct cannot say of itself; the result is a struct, usable at any depth.
import { type Context, Struct } from 'superstruct'
import { EntityDefinitionError } from '../../errors/entity-definition-error.js'
import { aBoolean, aFunction, kind, oneOf } from '../../errors/option-kinds.js'
import { type OptionTable, optionFault } from '../../errors/option-table.js'
import { quieted } from '../../util/quieted.js'

/** Where the options of an attribute stand: on the `entries` function, which superstruct's own wrappers hand on. */
export const attributeOptions: unique symbol = Symbol.for('dyntastic.attribute')

/** How a value is stored, where its struct leaves a choice. */
export type StorageForm = DateForm | 'number' | TextForm

/** How a Date is stored: as ISO 8601 text in UTC, or as a number of seconds or milliseconds since 1970. */
export type DateForm =
  | 'iso'
  | 'isoDay'
  | 'isoSeconds'
  | 'isoMicros'
  | 'isoNanos'
  | 'isoTrimmed'
  | 'isoInstant'
  | 'isoNaive'
  | 'isoOffset'
  | 'epochSeconds'
  | 'epochMillis'

/** How a string is stored: as an exact number, or as an IP address, checked. */
export type TextForm =
  | 'decimal'
  | 'ipv4Address'
  | 'ipv4Network'
  | 'ipv4Interface'
  | 'ipv6Address'
  | 'ipv6Network'
  | 'ipv6Interface'

/** Stands where `as` would: values of the struct are stored in one form only. */
export interface NoStorageForm {
  readonly [problem: symbol]: never
}

/** The storage forms that serve values of a type. */
export type StorageFormOf<T> = unknown extends T ? StorageForm : FormOf<NonNullable<T>>

type FormOf<T> = T extends Date
  ? DateForm
  : T extends string
    ? TextForm
    : T extends number | bigint
      ? 'number' | 'decimal'
      : NoStorageForm

/** What `attribute` adds to a struct whose values are `T`. */
export interface AttributeOptions<T, W = unknown> {
  /** The value, or a function that makes one, where the input leaves the attribute out. */
  readonly default?: T | (() => T)
  /** The stored attribute name, where it differs from the property name. */
  readonly name?: string
  /**
   * How the value is stored. Dates: `'iso'` (default), `'isoDay'`, `'isoSeconds'`, `'isoMicros'`, `'isoNanos'`, `'isoTrimmed'`, `'isoInstant'`,
   * `'isoNaive'`, `'isoOffset'`, `'epochSeconds'`, `'epochMillis'`. Strings: exact `'decimal'` numbers, or IP addresses.
   */
  readonly as?: StorageFormOf<T>
  /** A codec of the user's own: makes a storable value (text, number, binary, boolean, array, plain object, Set). Needs `decode`. */
  encode?(value: NonNullable<T>): W
  /** The inverse of `encode`. */
  decode?(stored: W): T
  /** What the stored text of every value with this beginning begins with: what `beginsWith` needs on an attribute with a codec of your own. */
  prefix?(beginning: string): string
  /** The DynamoDB data type that `encode` makes; needed only where such an attribute is a key attribute. */
  readonly type?: 'S' | 'N' | 'B'
  /** May be set on create, never by an update. */
  readonly immutable?: boolean
  /** Whether `null` in a map is left out (`'omit'`, the default) or stored as NULL (`'store'`); wins over the entity's `nulls`. */
  readonly nulls?: 'omit' | 'store'
}

/** Every storage form, with what it stores in one sentence: the reference is made from it. A form without a line does not compile. */
export const storageForms: Readonly<Record<StorageForm, string>> = {
  iso: '`2026-01-02T10:00:00.123Z`: milliseconds, in UTC; the default of dates.',
  isoDay: '`2026-01-02`: the day in UTC.',
  isoSeconds: '`2026-01-02T10:00:00Z`: no fraction.',
  isoMicros: '`2026-01-02T10:00:00.123000Z`: six digits of a second.',
  isoNanos: '`2026-01-02T10:00:00.123000000Z`: nine digits of a second.',
  isoTrimmed: '`2026-01-02T10:00:00.12Z`: no trailing zeros, as Go writes it; does not sort by time.',
  isoInstant:
    '`2026-01-02T10:00:00.120Z`, or no fraction if it is zero, as Java writes it; does not sort by time.',
  isoNaive: "`2026-01-02T10:00:00.123000`: no zone, as Python's `isoformat()` writes it without one.",
  isoOffset: "`2026-01-02T10:00:00.123000+00:00`: as Python's `isoformat()` writes UTC.",
  epochSeconds: 'N, whole seconds since 1970: what Time to Live needs.',
  epochMillis: 'N, milliseconds since 1970.',
  number: 'N; the default of numbers.',
  decimal: 'N, from and to exact decimal text.',
  ipv4Address: 'S, `192.0.2.1`.',
  ipv4Network: 'S, `192.0.2.0/24`, without host bits.',
  ipv4Interface: 'S, `192.0.2.1/24`.',
  ipv6Address: 'S, `2001:db8::1`.',
  ipv6Network: 'S, `2001:db8::/32`, without host bits.',
  ipv6Interface: 'S, `2001:db8::1/32`.',
}

/** The options of `attribute()`. */
export const attributeRows: OptionTable<AttributeOptions<unknown>> = {
  default: {
    // Whether it fits is known to the codec of the struct.
    takes: kind('a value, or a function that makes one', () => true),
    doc: 'The value, or a function that makes one, if the input leaves the attribute out.',
  },
  name: {
    takes: kind(
      "a string that is neither empty nor '__proto__'",
      (value) => typeof value === 'string' && value !== '' && value !== '__proto__',
    ),
    doc: 'The stored attribute name, if it differs from the property name.',
  },
  as: {
    takes: oneOf(...(Object.keys(storageForms) as StorageForm[])),
    doc: 'How the value is stored, if its struct leaves a choice.',
  },
  encode: { takes: aFunction(), doc: 'Makes a storable value of a value. Needs `decode`.' },
  decode: { takes: aFunction(), doc: 'The inverse of `encode`.' },
  prefix: {
    takes: aFunction(),
    doc: 'The beginning of the stored text of values with this beginning, for `beginsWith`.',
  },
  type: { takes: oneOf('S', 'N', 'B'), doc: 'The data type that `encode` makes; needed in keys alone.' },
  immutable: {
    takes: aBoolean,
    default: 'false',
    doc: 'Whether it is set on create, and never by an update.',
  },
  nulls: {
    takes: oneOf('omit', 'store'),
    default: "the entity's `nulls`",
    doc: 'Whether `null` in a map is left out, or stored as NULL.',
  },
}

/** The options in force on an attribute, as its type remembers them. */
export interface Attribute<T, S, O> extends Struct<T, S> {
  readonly [attributeOptions]: O
}

/**
 * A struct with what a struct cannot say: default, stored name, storage form, codec. The result is a struct itself, so that it can
 * stand inside `object()`, `array()`, `optional()` and the like.
 * @throws EntityDefinitionError for an option that does not exist or does not fit, and if `encode` comes without `decode`, or the reverse.
 */
export function attribute<T, S, W, const O extends AttributeOptions<T, W>>(
  struct: Struct<T, S>,
  options: O & AttributeOptions<T, W>,
): Attribute<T, S, O> {
  const fault = optionFault(attributeRows, options)
  if (fault !== undefined) throw new EntityDefinitionError({ detail: `attribute(): ${fault.detail}` })
  if ((options.encode === undefined) !== (options.decode === undefined))
    throw new EntityDefinitionError({ detail: 'an attribute needs both encode and decode, or neither' })
  const inner = struct.entries
  // The erased form: what the codec compiler reads.
  const known = Object.freeze({ ...optionsOf(struct), ...options }) as AttributeOptions<unknown>
  // Asked with the mark itself, it answers its options: the one way to find them behind `lazy()`.
  const entries: typeof inner = (value, context) =>
    value === attributeOptions ? [[attributeOptions.toString(), everyOption(), copy]] : inner(value, context)
  // An attribute around a lazy() one has the options of both; the lazy one is not to be looked into before somebody asks.
  const everyOption = () => (struct.type === 'lazy' ? { ...innerOptions(struct), ...known } : known)
  Object.defineProperty(entries, attributeOptions, { value: known })
  const copy: Struct<T, S> = new Struct<T, S>({
    ...struct,
    entries,
    coercer: fillingCoercer(struct, options, known),
  })
  // The functions of the struct itself, without another layer around them: a struct without refinements shows that it has none.
  const { validator, refiner } = struct
  return Object.assign(copy, { validator, refiner, [attributeOptions]: known }) as unknown as Attribute<
    T,
    S,
    O
  >
}

// The coercer within is remembered: whoever fills defaults by himself need not call it where it only copies.
function fillingCoercer<T, S>(
  struct: Struct<T, S>,
  options: object,
  known: AttributeOptions<unknown>,
): Struct<T, S>['coercer'] {
  if (!('default' in options)) return struct.coercer
  const coercer: typeof struct.coercer = (value, context) =>
    value === undefined ? defaultOf(known) : struct.coercer(value, context)
  return Object.defineProperty(coercer, wrappedCoercer, { value: attributeCoercer(struct) })
}

const wrappedCoercer: unique symbol = Symbol.for('dyntastic.coercer')

/** The coercer of a struct as it is without the defaults of `attribute()`. */
export function attributeCoercer(struct: { readonly coercer: unknown }): unknown {
  const { coercer } = struct
  return (typeof coercer === 'function' ? Reflect.get(coercer, wrappedCoercer) : undefined) ?? coercer
}

/** The options that an attribute, or a struct made from one, carries; empty where it carries none. */
export function optionsOf(struct: { readonly entries: unknown }): AttributeOptions<unknown> {
  const { entries } = struct
  const options: unknown = typeof entries === 'function' ? Reflect.get(entries, attributeOptions) : undefined
  return (options ?? none) as AttributeOptions<unknown>
}

const none: AttributeOptions<unknown> = Object.freeze({})

/** The options of an attribute inside a struct that hands its questions on: `lazy(() => attribute(...))`. */
export function innerOptions(struct: {
  entries(value: unknown, context: Context): Iterable<readonly unknown[]>
}): AttributeOptions<unknown> {
  const context: Context = { path: [], branch: [], mask: false }
  for (const [, options] of struct.entries(attributeOptions, context)) return options ?? none
  return none
}

/** Whether the options have a default: `default: undefined` is none. */
export function hasDefault(options: AttributeOptions<unknown>): boolean {
  return options.default !== undefined
}

/** The default of an attribute: made anew by a function, for each item. */
export function defaultOf(options: AttributeOptions<unknown>): unknown {
  const { default: value } = options
  return quieted(typeof value === 'function' ? value() : value)
}
