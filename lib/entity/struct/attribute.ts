// `attribute(struct, options)`: options that a struct cannot express; the result is a struct, usable at any depth.
import { type Context, Struct } from 'superstruct'
import { EntityDefinitionError } from '../../errors/entity-definition-error.js'
import { kindOf } from '../../errors/failures.js'
import { aBoolean, aFunction, kind, oneOf } from '../../errors/option-kinds.js'
import { type OptionTable, optionFault } from '../../errors/option-table.js'
import { quieted } from '../../util/quieted.js'
import { isStandardSchema, type StandardSchema, structOfSchema, type TypedSchema } from './standard-schema.js'
import { type StorageForm, type StorageFormOf, storageForms } from './storage-form.js'
import { isStruct } from './struct.js'
import { transforms } from './transforms.js'

/**
 * The property for the options of an attribute: on the `entries` function, which superstruct's own wrappers pass on.
 */
export const attributeOptions: unique symbol = Symbol.for('dyntastic.attribute')

/** What `attribute` adds to a struct whose values are of type `T`. */
export interface AttributeOptions<T, W = unknown> {
  /** The value, or a function that makes one, if the input leaves out the attribute. */
  readonly default?: T | (() => T)
  /** The stored attribute name, if it differs from the property name. */
  readonly name?: string
  /**
   * How the value is stored. Dates: `'iso'` (default), `'isoDay'`, `'isoSeconds'`, `'isoMicros'`, `'isoNanos'`,
   * `'isoTrimmed'`, `'isoInstant'`, `'isoPydantic'`, `'isoNaive'`, `'isoOffset'`, `'epochSeconds'`, `'epochMillis'`.
   * Strings: exact `'decimal'` numbers, or IP addresses.
   */
  readonly as?: StorageFormOf<T>
  /**
   * A custom codec: makes a storable value (string, number, binary, boolean, array, plain object, Set). Needs `decode`.
   */
  encode?(value: NonNullable<T>): W
  /** The inverse of `encode`. */
  decode?(stored: W): T
  /**
   * Returns the beginning of the stored string for every value with this beginning: required for `beginsWith` on an
   * attribute with a custom codec.
   */
  prefix?(beginning: string): string
  /** The DynamoDB data type of what `encode` makes; only needed if the attribute is a key attribute. */
  readonly type?: 'S' | 'N' | 'B'
  /** Whether it can be set on create, but not changed by updates. */
  readonly immutable?: boolean
  /**
   * Whether `null` in a map is left out (`'omit'`, the default) or stored as NULL (`'store'`). Overrides the entity's
   * `nulls`.
   */
  readonly nulls?: 'omit' | 'store'
  /**
   * Of a Standard Schema, whether it checks what is read (`'check'`), or only what is written (`'trust'`). By default
   * `'check'`, except for schemas that transform what they validate.
   */
  readonly reads?: 'check' | 'trust'
}

/** The options of `attribute()`. */
export const attributeRows: OptionTable<AttributeOptions<unknown>> = {
  default: {
    // The codec of the struct knows whether it fits.
    takes: kind('a value, or a function that makes one', () => true),
    doc: 'The value, or a function that makes one, if the input leaves out the attribute.',
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
  encode: { takes: aFunction(), doc: 'Makes a storable value from a value. Needs `decode`.' },
  decode: { takes: aFunction(), doc: 'The inverse of `encode`.' },
  prefix: {
    takes: aFunction(),
    doc: 'Returns the beginning of the stored string for values with this beginning, for `beginsWith`.',
  },
  type: { takes: oneOf('S', 'N', 'B'), doc: 'The data type of what `encode` makes; only needed in keys.' },
  immutable: {
    takes: aBoolean,
    default: 'false',
    doc: 'Whether it can be set on create, but not changed by updates.',
  },
  nulls: {
    takes: oneOf('omit', 'store'),
    default: "the entity's `nulls`",
    doc: 'Whether `null` in a map is left out, or stored as NULL.',
  },
  reads: {
    takes: oneOf('check', 'trust'),
    default: "`'trust'` if the schema transforms what it validates, otherwise `'check'`",
    doc: 'Of a Standard Schema, whether it checks what is read.',
  },
}

/** The property for the input type of an attribute that was made from a Standard Schema. */
export declare const schemaInput: unique symbol

/** A struct with the options of an attribute, which its type remembers. */
export interface Attribute<T, S, O> extends Struct<T, S> {
  readonly [attributeOptions]: O
}

/** An attribute that was made from a Standard Schema, whose input may have another type than its output. */
export interface SchemaAttribute<I, T, O> extends Attribute<T, unknown, O> {
  /** Only for the compiler. */
  readonly [schemaInput]: { readonly input: I }
}

/** The option for the schema that an attribute was made from. */
const schemaOption: unique symbol = Symbol.for('dyntastic.schema')

/** Returns the schema that an attribute was made from; `undefined` if it was made from a struct. */
export function schemaOf(options: object): StandardSchema | undefined {
  return Reflect.get(options, schemaOption) as StandardSchema | undefined
}

/**
 * Adds options to a struct that it cannot express: default, stored name, storage form, codec. The result is a struct
 * itself, so it can be used inside `object()`, `array()`, `optional()` and similar structs. In place of the struct, a
 * schema of another validator (Standard Schema) can be given.
 * @example
 * attributes: {
 *   userId: string(),
 *   name: attribute(string(), { name: 'n' }),
 *   age: attribute(integer(), { default: 0 }),
 *   bornOn: attribute(date(), { as: 'isoDay' }),
 *   joined: attribute(z.coerce.date(), { as: 'epochSeconds' }),
 * }
 * await users.save({ userId: 'u1', name: 'Alice', bornOn: new Date('1990-05-01') })
 * // PutItem { Item: { userId: { S: 'u1' }, n: { S: 'Alice' }, age: { N: '0' }, bornOn: { S: '1990-05-01' } }, … }
 * @throws EntityDefinitionError if an option does not exist or does not fit, if `encode` is given without `decode`, or
 * the reverse, and if `reads` is given for a struct.
 */
export function attribute<T, S, W, const O extends AttributeOptions<T, W>>(
  struct: Struct<T, S>,
  options: O & AttributeOptions<T, W>,
): Attribute<T, S, O>
// Errors are reported for the last overload, so it takes both: a struct is found by the first, which costs less.
export function attribute<T, S, W, const O extends AttributeOptions<T, W>, I = never>(
  type: Struct<T, S> | TypedSchema<I, T>,
  options: O & AttributeOptions<T, W>,
): SchemaAttribute<I, T, O>
export function attribute<T, S, const O extends AttributeOptions<T>>(
  type: Struct<T, S> | TypedSchema<unknown, T>,
  options: O,
): Attribute<T, S, O> {
  const schema = isStandardSchema(type) ? type : undefined
  if (schema === undefined && !isStruct(type)) throw refused(`expected ${aStruct}, not ${kindOf(type)}`)
  // Anything else is a struct; its types leave out what superstruct calls a schema.
  const reads = schema && (Object(options).reads ?? (transforms(schema) ? 'trust' : 'check'))
  const struct = (schema === undefined ? type : structOfSchema(schema, reads === 'trust')) as Struct<T, S>
  const fault = optionFault(attributeRows, options)
  if (fault !== undefined) throw refused(fault.detail)
  if ((options.encode === undefined) !== (options.decode === undefined))
    throw refused('an attribute needs both encode and decode, or neither')
  if (options.reads !== undefined && schema === undefined)
    throw refused("'reads' is an option of Standard Schemas; structs check what is read")
  const inner = struct.entries
  // The untyped form, which the codec compiler reads.
  const known = Object.freeze({
    ...optionsOf(struct),
    ...options,
    ...(schema && { reads, [schemaOption]: schema }),
  }) as AttributeOptions<unknown>
  // Called with the mark itself, it returns its options: the only way to find them behind `lazy()`.
  const entries: typeof inner = (value, context) =>
    value === attributeOptions ? [[attributeOptions.toString(), everyOption(), copy]] : inner(value, context)
  // An attribute around a lazy() attribute has the options of both; the lazy one must not be resolved before it is
  // needed.
  const everyOption = () => (struct.type === 'lazy' ? { ...innerOptions(struct), ...known } : known)
  Object.defineProperty(entries, attributeOptions, { value: known })
  const copy: Struct<T, S> = new Struct<T, S>({
    ...struct,
    entries,
    coercer: fillingCoercer(struct, options, known),
  })
  // The functions of the struct itself, without another layer around them: this keeps visible that a struct has no
  // refinements.
  const { validator, refiner } = struct
  const made: unknown = Object.assign(copy, { validator, refiner, [attributeOptions]: known })
  return made as Attribute<T, S, O>
}

const aStruct = 'a struct, such as string(), or a Standard Schema'

const refused = (detail: string) => new EntityDefinitionError({ detail: `attribute(): ${detail}` })

// The inner coercer is remembered: code that fills in defaults itself does not have to call it if it only copies.
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

/** Returns the coercer of a struct without the defaults of `attribute()`. */
export function attributeCoercer(struct: { readonly coercer: unknown }): unknown {
  const { coercer } = struct
  return (typeof coercer === 'function' ? Reflect.get(coercer, wrappedCoercer) : undefined) ?? coercer
}

/** Returns the options of an attribute, or of a struct made from one; empty if there are none. */
export function optionsOf(struct: { readonly entries: unknown }): AttributeOptions<unknown> {
  const options: unknown = Reflect.get(Object(struct.entries), attributeOptions)
  return (options ?? none) as AttributeOptions<unknown>
}

const none: AttributeOptions<unknown> = Object.freeze({})

/** Returns the options of an attribute inside a struct that passes calls on: `lazy(() => attribute(...))`. */
export function innerOptions(struct: {
  entries(value: unknown, context: Context): Iterable<readonly unknown[]>
}): AttributeOptions<unknown> {
  const context: Context = { path: [], branch: [], mask: false }
  for (const [, options] of struct.entries(attributeOptions, context)) return options ?? none
  return none
}

/** Whether the options have a default: `default: undefined` does not count. */
export function hasDefault(options: AttributeOptions<unknown>): boolean {
  return options.default !== undefined
}

/** Returns the default of an attribute; a function makes a new one for each item. */
export function defaultOf(options: AttributeOptions<unknown>): unknown {
  const { default: value } = options
  return quieted(typeof value === 'function' ? value() : value)
}
