// Lookup of attributes by the names in a definition, and messages for wrong names.
import { EntityDefinitionError } from '../../errors/entity-definition-error.js'
import { didYouMean } from '../../util/nearest-name.js'
import type { Codec } from '../codec/codec.js'
import type { AttributeType } from '../struct/attribute-value.js'

/** The data types that a key attribute can have ("Primary key", Amazon DynamoDB Developer Guide). */
export type KeyType = 'S' | 'N' | 'B'

/** What is needed to look up attributes. */
export interface KeyContext {
  readonly entity: string
  readonly codec: Codec
  readonly properties: readonly string[]
}

/** Returns why a name is not an attribute; the message says so if it is the stored name of one. */
export function unknownAttribute(context: KeyContext, name: string): string {
  const owner = context.properties.find((property) => context.codec.at(property)?.name === name)
  return owner === undefined
    ? `'${name}' is not an attribute${didYouMean(name, context.properties)}; the attributes are ${context.properties.join(', ')}`
    : `'${name}' is a stored name; the property is '${owner}'`
}

/** Whether a key attribute can have this data type. */
export function isKeyType(type: AttributeType | undefined): type is KeyType {
  return type === 'S' || type === 'N' || type === 'B'
}

/** Makes an EntityDefinitionError of this entity. */
export function definitionError(context: { readonly entity: string }, detail: string): EntityDefinitionError {
  return new EntityDefinitionError({ entity: context.entity, detail })
}

/** The name that stands more than once in a key, which CreateTable refuses; `undefined` if there is none. */
export function repeatedName(parts: readonly { readonly name: string }[]): string | undefined {
  return parts.find(({ name }, at) => parts.slice(0, at).some((other) => other.name === name))?.name
}
