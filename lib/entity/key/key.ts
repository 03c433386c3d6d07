// A primary key or the key of an index: its attributes, in order, and how each is stored.
import { utf8Length } from '../../util/bytes.js'
import type { Codec } from '../codec/codec.js'
import {
  definitionError,
  isKeyType,
  type KeyContext,
  type KeyType,
  unknownAttribute,
} from '../table/attribute-lookup.js'
import type { Computed } from './computed.js'
import { comparisonsOf, type KeyComparison } from './key-comparison.js'
import type { Template } from './template/slot.js'

/** An attribute of the item that a key is made of. */
export interface KeyAttributePart {
  /** The property of the item. */
  readonly property: string
  /** The stored attribute name. */
  readonly name: string
  readonly codec: Codec
  /** How each entity of a union makes this key attribute, in words, if they make it differently. */
  readonly differing?: string
}

/** One stored attribute of a key: an attribute of the item or, with a `template`, one that is made of attributes. */
export interface KeyPart {
  /** The property of the item; of a part that is made, the stored name. */
  readonly property: string
  /** The stored attribute name. */
  readonly name: string
  readonly codec: Codec
  readonly type: KeyType
  readonly differing?: string
  /** What it is made by. */
  readonly template?: Template | Computed
}

/**
 * A key: one list of stored attributes per side. The table's own key has one on a side; a global index has up to
 * four.
 */
export interface Key {
  readonly partition: readonly KeyPart[]
  readonly sort: readonly KeyPart[]
  /** The stored attributes of both sides, partition first. */
  readonly parts: readonly KeyPart[]
  /**
   * The attributes of the item that the key is made of, each once. If nothing is made, these are the stored
   * attributes themselves.
   */
  readonly attributes: readonly KeyAttributePart[]
  /** The attributes that an item must have to have this key: all, unless a template is partial. See `lacksKey`. */
  readonly needed: readonly KeyAttributePart[]
  /** Whether a stored attribute of it is made of others. */
  readonly made: boolean
  /** How those that are made are compared with an item; `undefined` if one is not the text of a template. */
  readonly comparisons: readonly KeyComparison[] | undefined
}

/** A key of these stored attributes. */
export function keyOfParts(partition: readonly KeyPart[], sort: readonly KeyPart[]): Key {
  const attributes = new Map<string, KeyAttributePart>()
  const parts = [...partition, ...sort]
  for (const part of parts)
    for (const source of attributesOfPart(part))
      if (!attributes.has(source.property)) attributes.set(source.property, source)
  const all = Object.freeze([...attributes.values()])
  const whole = parts.filter((part) => !isPartial(part))
  return Object.freeze({
    partition: Object.freeze(partition),
    sort: Object.freeze(sort),
    parts: Object.freeze(parts),
    attributes: all,
    needed: whole.length === parts.length ? all : Object.freeze(all.filter(isIn(whole))),
    made: parts.some(({ template }) => template !== undefined),
    comparisons: comparisonsOf(parts),
  })
}

const isIn =
  (parts: readonly KeyPart[]) =>
  ({ property }: KeyAttributePart): boolean =>
    parts.some((part) => attributesOfPart(part).some((each) => each.property === property))

/** Whether items that lack attributes have the beginning of a key attribute. */
export function isPartial({ template }: KeyPart): boolean {
  return template !== undefined && 'slots' in template && template.partial
}

/** Whether an item has no key, because of the attributes that it lacks. */
export function lacksKey({ attributes, needed }: Key, isAbsent: (name: string) => boolean): boolean {
  if (needed.some(({ name }) => isAbsent(name))) return true
  return attributes.length > 0 && attributes.every(({ name }) => isAbsent(name))
}

/** The attributes of the item that a stored attribute of a key is made of. */
export function attributesOfPart(part: KeyPart): readonly KeyAttributePart[] {
  const { template } = part
  if (template === undefined) return [part]
  return 'slots' in template ? template.slots : template.attributes
}

/**
 * The attributes that can be read back from a stored attribute of a key: it is different for each of their values. Of a
 * partial template none can: an empty value and an absent one may have one text.
 */
export function readableIn(part: KeyPart): readonly KeyAttributePart[] {
  const { template } = part
  if (template === undefined) return [part]
  if (isPartial(part)) return []
  if ('slots' in template) return template.slots.filter(({ format }) => !format.lossy)
  return template.side.decode === undefined ? [] : template.attributes
}

/** DynamoDB's limit of attributes in the partition key or the sort key of a global index ("Multi-attribute keys"). */
const maxPartsPerSide = 4

/**
 * Returns the attributes of the partition key or the sort key.
 * @throws EntityDefinitionError if a name is not an attribute, an attribute cannot be indexed, or there are too many.
 */
export function keySide(
  context: KeyContext,
  names: string | readonly string[] | undefined,
  place: string,
  most = maxPartsPerSide,
): readonly KeyPart[] {
  const list = names === undefined ? [] : typeof names === 'string' ? [names] : names
  if (list.length > most)
    throw definitionError(
      context,
      `${place} names ${list.length} attributes, but ${most === 1 ? 'it can have only one' : `can have at most ${most}`}`,
    )
  return Object.freeze(list.map((property) => keyPart(context, property, place)))
}

/** An attribute as a part of a key. @throws EntityDefinitionError as `keySide`. */
export function keyPart(context: KeyContext, property: string, place: string): KeyPart {
  const step = context.properties.includes(property) ? context.codec.at(property) : undefined
  if (step === undefined) throw definitionError(context, `${place}: ${unknownAttribute(context, property)}`)
  const { codec } = step
  const [type, ...others] = codec.types
  if (others.length > 0 || !isKeyType(type))
    throw definitionError(
      context,
      `${place}: '${property}' is stored as ${codec.types.join(' or ')}, but a key attribute must be S, N or B (a string, a number, a date or binary; with encode/decode or a schema, set its \`type\`)`,
    )
  const name = String(step.name)
  checkKeyName(context, place, name)
  return Object.freeze({ property, name, codec, type })
}

/**
 * DynamoDB's limit for the names of key attributes and of attributes that an index projects, in bytes ("Attribute
 * names").
 */
const maxKeyNameBytes = 255

/**
 * Rejects a stored attribute name that is too long for a key or a projection.
 * @throws EntityDefinitionError if the name has more than 255 bytes.
 */
export function checkKeyName(context: KeyContext, place: string, name: string): void {
  const bytes = utf8Length(name)
  if (bytes > maxKeyNameBytes)
    throw definitionError(
      context,
      `${place}: '${name.slice(0, 40)}…' has ${bytes} bytes, but the name of a key attribute or of a projected one can have at most ${maxKeyNameBytes} (give it a shorter \`name\`)`,
    )
}
