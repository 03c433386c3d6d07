// Sides of keys that functions of the user's make: computed from the attributes that they list, and read back.
import { isDeepStrictEqual, types } from 'node:util'
import { kindOf } from '../../errors/failures.js'
import { utf8Length } from '../../util/bytes.js'
import { invalid } from '../codec/codec.js'
import { canonicalDecimal } from '../codec/decimal.js'
import { parseOperand } from '../codec/trail.js'
import { isIdentical } from '../codecs/key-node.js'
import type { AttributeValue, StoredItem } from '../struct/attribute-value.js'
import { definitionError, type KeyContext, type KeyType } from '../table/attribute-lookup.js'
import type { ComputedSide } from '../table/descriptor.js'
import { type ListedAttribute, listedAttributes, listedValues, ownResult } from './listed-attributes.js'
import type { KeyRefusal } from './template/print-template.js'

/** A stored attribute of a key that a function makes. */
export interface Computed {
  /** In words, where the text of a template would stand. */
  readonly text: string
  readonly entity: string
  /** For messages: `indexes.byPlace.sort`. */
  readonly place: string
  readonly type: KeyType
  /** The most bytes that the key attribute may have. */
  readonly most: number
  readonly attributes: readonly ListedAttribute[]
  readonly side: ComputedSide
}

/** What a computed side is made with. */
export interface ComputedOptions {
  readonly place: string
  readonly type: KeyType
  readonly most: number
}

/** A computed side of a key. @throws EntityDefinitionError for an attribute that the entity does not have. */
export function defineComputed(context: KeyContext, side: ComputedSide, options: ComputedOptions): Computed {
  if (typeof side.encode !== 'function')
    throw definitionError(context, `${options.place} needs \`encode\`, a function of its attributes`)
  const attributes = listedAttributes(context, side.attributes ?? [], `${options.place}.attributes`)
  if (attributes.length === 0)
    throw definitionError(
      context,
      `${options.place}: \`attributes\` must name the attributes that \`encode\` reads`,
    )
  const text = `a function of ${side.attributes.join(', ')}`
  return Object.freeze({ text, entity: context.entity, ...options, attributes, side })
}

/** What a function makes of a stored item; `undefined` if an attribute that it looks at is absent. */
export function printComputed(
  computed: Computed,
  stored: StoredItem,
): AttributeValue | KeyRefusal | undefined {
  const { attributes, side, type, most } = computed
  const values = listedValues(attributes, stored, {
    entity: computed.entity,
    place: `${computed.place}.encode`,
  })
  if (attributes.some(({ property }) => !Object.hasOwn(values, property))) return undefined
  const refused = (words: string): KeyRefusal => ({
    property: undefined,
    message: `${computed.place}: ${words}`,
  })
  const made = ownResult('`encode`', () => side.encode(values))
  if ('trouble' in made) return refused(made.trouble)
  const { value } = made
  if (value === undefined) return undefined
  const wire = keyValue(type, value)
  if (wire === undefined)
    return refused(`\`encode\` returned ${kindOf(value)}, and the key attribute is of type ${type}`)
  const bytes = 'S' in wire ? utf8Length(wire.S) : 'B' in wire ? wire.B.length : 1
  if (bytes === 0) return refused('`encode` returned an empty key')
  if (bytes > most)
    return refused(
      `\`encode\` returned a key of ${bytes} bytes, but this key attribute can have at most ${most}`,
    )
  const lost = lostAttribute(computed, stored, wire)
  return lost === undefined ? wire : refused(lost)
}

// What is read from a key is taken for the attribute, in other keys too: `decode` must give back what was there.
function lostAttribute(computed: Computed, stored: StoredItem, wire: AttributeValue): string | undefined {
  if (computed.side.decode === undefined) return undefined
  const read = readComputed(computed, wire)
  if (read === undefined) return '`decode` cannot read what `encode` returned'
  const other = computed.attributes.find(({ property, name, codec }) => {
    const value = Object.hasOwn(read, property) ? codec.encode(read[property]) : undefined
    const there = stored[name]
    return value !== undefined && there !== undefined && !isSame(there, value)
  })
  return other && `\`decode\` returns another '${other.property}' than \`encode\` was given: leave it out`
}

const isSame = (one: AttributeValue, other: AttributeValue): boolean =>
  isIdentical(one, other) || isDeepStrictEqual(one, other)

function keyValue(type: KeyType, value: unknown): AttributeValue | undefined {
  if (type === 'S') return typeof value === 'string' ? { S: value } : undefined
  if (type === 'B') return types.isUint8Array(value) ? { B: value } : undefined
  if (typeof value !== 'number' && typeof value !== 'bigint') return undefined
  const number = canonicalDecimal(String(value))
  return number === undefined ? undefined : { N: number }
}

/**
 * The attributes that a stored key was computed from, by property: nothing without a `decode`; `undefined` if the
 * function cannot have made it.
 */
export function readComputed(
  computed: Computed,
  stored: AttributeValue,
): Readonly<Record<string, unknown>> | undefined {
  const { side, attributes, type } = computed
  if (!(type in stored)) return undefined
  if (side.decode === undefined) return {}
  const given = 'S' in stored ? stored.S : 'B' in stored ? stored.B : 'N' in stored ? Number(stored.N) : ''
  let values: object
  try {
    values = Object(side.decode(given))
  } catch {
    // A key of another kind may be nothing that the function knows.
    return undefined
  }
  const read: Record<string, unknown> = {}
  for (const { property, codec } of attributes) {
    // What objects inherit from Object is nothing that the function returned.
    const isReturned = !(property in Object.prototype) || Object.hasOwn(values, property)
    const value: unknown = isReturned ? Reflect.get(values, property) : undefined
    if (value === undefined) continue
    const parsed = parseOperand(codec, value, [])
    if (parsed === invalid) return undefined
    read[property] = parsed
  }
  return read
}
