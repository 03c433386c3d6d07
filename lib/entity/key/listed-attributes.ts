// Attributes that a function of the user's lists, and the values that it is given of them.
import { EntityDefinitionError } from '../../errors/entity-definition-error.js'
import { kindOf } from '../../errors/failures.js'
import { isError } from '../../errors/is-error.js'
import { isThenable, quieted } from '../../util/quieted.js'
import { type Codec, invalid } from '../codec/codec.js'
import type { StoredItem } from '../struct/attribute-value.js'
import { definitionError, type KeyContext, unknownAttribute } from '../table/attribute-lookup.js'

/** An attribute that a function looks at. */
export interface ListedAttribute {
  readonly property: string
  readonly name: string
  readonly codec: Codec
}

/** The attributes that a function lists. @throws EntityDefinitionError. */
export function listedAttributes(
  context: KeyContext,
  names: readonly string[],
  place: string,
): readonly ListedAttribute[] {
  return Object.freeze(
    names.map((property) => {
      const step = context.properties.includes(property) ? context.codec.at(property) : undefined
      if (step === undefined)
        throw definitionError(context, `${place}: ${unknownAttribute(context, property)}`)
      return Object.freeze({ property, name: String(step.name), codec: step.codec })
    }),
  )
}

/** What JavaScript itself reads of objects: in JSON.stringify and in the results of functions. */
const readByLanguage: readonly string[] = ['toJSON', 'then']

/**
 * The values of the listed attributes of a stored item, for a function of the user's.
 * @throws EntityDefinitionError (when used) if the function reads another attribute, which would be missing without
 * a word.
 */
export function listedValues(
  attributes: readonly ListedAttribute[],
  stored: StoredItem,
  { entity, place }: { readonly entity: string; readonly place: string },
): Record<string, unknown> {
  const values: Record<string, unknown> = {}
  for (const { property, name, codec } of attributes) {
    const value = codec.decode(Object.hasOwn(stored, name) ? stored[name] : undefined, [])
    if (value !== invalid && value !== undefined) values[property] = value
  }
  const listed = new Set([...readByLanguage, ...attributes.map(({ property }) => property)])
  return new Proxy(values, {
    get(target, property, receiver) {
      if (typeof property === 'string' && !listed.has(property) && !(property in Object.prototype))
        throw new EntityDefinitionError({
          entity,
          detail: `${place} looks at '${property}', which is not in its \`attributes\``,
        })
      return Reflect.get(target, property, receiver)
    },
  })
}

/** What a function of the user's returned, or why that cannot be used, in words without any value. */
export type OwnResult = { readonly value: unknown } | { readonly trouble: string }

/**
 * Calls a function of the user's. What it throws, or a promise that it returns, is a trouble.
 * @throws EntityDefinitionError if it reads an attribute that is not listed.
 */
export function ownResult(what: string, run: () => unknown): OwnResult {
  try {
    const value = quieted(run())
    if (!isThenable(value)) return { value }
    return { trouble: `${what} returned a promise; it must return the value itself` }
  } catch (error) {
    if (isError(error, EntityDefinitionError)) throw error
    return { trouble: `${what} threw ${kindOf(error)}` }
  }
}
