// Quick distinction of the members of a union, by properties that have only a few possible values.

import { invalid } from '../codec/codec.js'
import type { Core, Wire } from '../codec/node.js'
import { type AttributeValue, attributeType } from '../struct/attribute-value.js'
import { type Field, storedField } from './fields.js'
import { decodeNatural } from './natural.js'

/**
 * Makes a check whether an object, or its stored form, certainly belongs to another member, without checking it in
 * depth.
 */
export function unlikeness(fields: readonly Field[]): Required<Pick<Core, 'unlike' | 'unlikeStored'>> {
  const distinctive = fields.filter(({ node }) => node.only !== undefined)
  return {
    unlike: (value) =>
      typeof value !== 'object' || value === null || distinctive.some((field) => differs(field, value)),
    unlikeStored(stored: Wire) {
      const { M: map } = stored
      return map === undefined || distinctive.some((field) => differsStored(field, storedField(map, field)))
    },
  }
}

function differs({ key, node }: Field, value: object): boolean {
  const given: unknown = Object.hasOwn(value, key) ? Reflect.get(value, key) : undefined
  return given !== undefined && given !== null && node.only?.has(given) === false
}

function differsStored({ node }: Field, stored: AttributeValue | undefined): boolean {
  if (stored === undefined || attributeType(stored) === 'NULL') return false
  return node.only?.has(decodeNatural(stored)) === false && node.decode(stored, []) === invalid
}
