// Unique values of an entity: which attributes, alone or together, no two of its items may have the same values of.
import type { Codec, CodecStep } from '../codec/codec.js'
import type { AttributeType } from '../struct/attribute-value.js'
import { definitionError, type KeyContext, unknownAttribute } from '../table/attribute-lookup.js'
import { type GuardedKey, guardPrefix } from './guard-key.js'

/** Attributes whose values, together, only one item of the entity may have. */
export interface UniqueValue {
  readonly properties: readonly string[]
  /** The stored names of the same attributes. */
  readonly names: readonly string[]
  /** The codecs of the same attributes. */
  readonly codecs: readonly Codec[]
}

/** The stored names of the attributes of a guard, next to its key. */
export const guardNames = { of: '_of', what: '_unique' } as const

/** What the definition of an entity says about them, and what it must agree with. */
export interface UniqueContext extends KeyContext {
  readonly key: GuardedKey & { readonly attributes: readonly { readonly property: string }[] }
  readonly managed: {
    readonly version: string | undefined
    readonly created: string | undefined
    readonly updated: string | undefined
  }
}

const noValues: readonly UniqueValue[] = Object.freeze([])

/**
 * Returns the unique values of a definition.
 * @throws EntityDefinitionError if a name is not an attribute of one scalar value, if a value is unique anyway, or if
 * the table cannot hold guards.
 */
export function defineUnique(
  context: UniqueContext,
  given: readonly (string | readonly string[])[] | undefined,
): readonly UniqueValue[] {
  if (given === undefined || given.length === 0) return noValues
  checkTable(context)
  const values = given.map((each, at) => uniqueValue(context, each, `unique[${at}]`))
  for (const [at, { properties }] of values.entries()) {
    const names = [...properties].sort().join('\n')
    if (values.findIndex((other) => [...other.properties].sort().join('\n') === names) !== at)
      throw definitionError(context, `unique[${at}]: '${properties.join("', '")}' is listed twice`)
  }
  return Object.freeze(values)
}

function checkTable(context: UniqueContext): void {
  const { partition, sort } = context.key
  const [part] = partition
  if (part?.type === 'N')
    throw definitionError(
      context,
      `unique: the guards of unique values need a partition key that is stored as a string or binary, and '${part.name}' is stored as a number`,
    )
  const taken = [...partition, ...sort].find(({ name }) => name === guardNames.of || name === guardNames.what)
  if (taken !== undefined)
    throw definitionError(
      context,
      `unique: the key attribute '${taken.name}' has the name of an attribute of the guards of unique values (${Object.values(guardNames).join(', ')})`,
    )
}

function uniqueValue(context: UniqueContext, given: string | readonly string[], place: string): UniqueValue {
  const properties = Object.freeze(typeof given === 'string' ? [given] : [...given])
  if (properties.length === 0) throw definitionError(context, `${place} names no attribute`)
  for (const [at, property] of properties.entries())
    if (properties.indexOf(property) !== at)
      throw definitionError(context, `${place}: '${property}' is listed twice`)
  const steps = properties.map((property) => scalarAt(context, property, place))
  if (context.key.attributes.every(({ property }) => properties.includes(property)))
    throw definitionError(
      context,
      `${place}: it contains the whole key (${context.key.attributes.map(({ property }) => `'${property}'`).join(', ')}), which is unique anyway`,
    )
  return Object.freeze({
    properties,
    names: Object.freeze(steps.map(({ name }) => String(name))),
    codecs: Object.freeze(steps.map(({ codec }) => codec)),
  })
}

const scalars: ReadonlySet<AttributeType> = new Set(['S', 'N', 'B', 'BOOL', 'NULL'])

function scalarAt(context: UniqueContext, property: string, place: string): CodecStep {
  const step = context.properties.includes(property) ? context.codec.at(property) : undefined
  if (step === undefined) {
    const [first = ''] = property.split(/[.[]/)
    const nested = first !== property && context.properties.includes(first)
    const why = nested
      ? `'${property}' is inside '${first}', and only attributes themselves can be unique`
      : unknownAttribute(context, property)
    throw definitionError(context, `${place}: ${why}`)
  }
  const { version, created, updated } = context.managed
  if ([version, created, updated].includes(property))
    throw definitionError(
      context,
      `${place}: '${property}' is managed by the library and changes with writes`,
    )
  const { types } = step.codec
  if (types.length === 0 || !types.every((type) => scalars.has(type)))
    throw definitionError(
      context,
      `${place}: '${property}' is stored as ${types.join(' or ') || 'anything'}, but a unique value must be a string, a number, a date, a boolean or binary (with encode/decode, set its \`type\`)`,
    )
  return step
}

/** Why a key that begins as those of guards do is refused. */
export const reservedKey = `begins with '${guardPrefix}', which is reserved for the guards of unique values`
