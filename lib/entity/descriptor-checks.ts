// The parts of a descriptor, checked before an entity is made of them.
import { optionFault, wrongKind } from '../errors/option-table.js'
import type { KeyRole } from './codec/node.js'
import { keyedProperties } from './key/indexes/keyed-properties.js'
import { attribute } from './struct/attribute.js'
import { isStandardSchema, type StandardSchema } from './struct/standard-schema.js'
import type { AnyStruct } from './struct/struct.js'
import { definitionError } from './table/attribute-lookup.js'
import type { DeclaredKeys } from './table/declared-keys.js'
import {
  type Descriptor,
  descriptorOptions,
  type TemplateDescriptor,
  templateDescriptorRows,
} from './table/descriptor.js'
import { Table } from './table/table.js'

/**
 * The properties that stand in the keys, as they are stored or in templates; whether they can be in a key is checked
 * once the codec is there.
 */
export function keyProperties(
  descriptor: Descriptor,
  declared: DeclaredKeys | undefined,
): ReadonlyMap<string, KeyRole> {
  const roles = new Map<string, KeyRole>()
  if (declared !== undefined) {
    const { table, index, made } = keyedProperties(asTemplates(descriptor), declared)
    for (const property of made) roles.set(property, 'made')
    for (const property of index) roles.set(property, 'index')
    for (const property of table) roles.set(property, 'table')
    return roles
  }
  const { key, indexes = {} } = descriptor
  const sides = Object.values(indexes).flatMap((index) => [index?.partition, index?.sort])
  for (const property of sides.flat()) if (property !== undefined) roles.set(property, 'index')
  for (const property of [key?.partition, key?.sort]) if (property !== undefined) roles.set(property, 'table')
  return roles
}

/** A descriptor whose table declares its keys: its sides were checked to be templates. */
export function asTemplates(descriptor: Descriptor): TemplateDescriptor {
  // The checks have looked at every side.
  return descriptor as unknown as TemplateDescriptor
}

// Not by class: the Table of another copy of the library is one, too.
function isDeclaring(table: unknown): boolean {
  return typeof table === 'object' && table !== null && Reflect.get(table, 'declared') !== undefined
}

/** The name of an entity, of a descriptor that has what it needs. @throws EntityDefinitionError. */
export function checkedName(descriptor: Descriptor): string {
  const { name, attributes } = Object(descriptor) as Descriptor
  const entity = typeof name === 'string' && name !== '' ? name : 'Entity'
  const fault =
    typeof descriptor === 'object' && descriptor !== null
      ? optionFault(isDeclaring(descriptor.table) ? templateDescriptorRows() : descriptorOptions, descriptor)
      : wrongKind('the definition', 'an object', descriptor)
  if (fault !== undefined) throw definitionError({ entity }, fault.detail)
  if (typeof name !== 'string' || name === '')
    throw definitionError({ entity: 'Entity' }, 'the definition needs a `name`')
  if (typeof attributes !== 'object' || attributes === null || Object.keys(attributes).length === 0)
    throw definitionError({ entity: name }, 'the definition needs `attributes`')
  for (const [property, struct] of Object.entries(attributes))
    if (typeof Object(struct).coercer !== 'function' && !isStandardSchema(struct))
      throw definitionError(
        { entity: name },
        `attributes.${property} is neither a superstruct struct nor a Standard Schema${typeof struct === 'function' ? '; is a call missing, as in string()?' : ''}`,
      )
  return name
}

/** Returns the attributes of a descriptor as structs: a Standard Schema becomes one. */
export function structsOf(attributes: object): Record<string, AnyStruct> {
  const named = Object.entries(attributes) as [string, AnyStruct | StandardSchema][]
  // superstruct declares its own types of structs, of which AnyStruct is what the codec reads.
  return Object.fromEntries(
    named.map(([name, each]) => [name, isStandardSchema(each) ? attribute(each, {}) : each]),
  ) as Record<string, AnyStruct>
}

/** Table names and ARNs ("Naming rules and data types"). */
const tableName = /^(?:[A-Za-z0-9_.-]{3,255}|arn:[^\s]{1,1024})$/

/** The table of a descriptor. @throws EntityDefinitionError. */
export function tableOf(descriptor: Descriptor, context: { readonly entity: string }): Table {
  const { table } = descriptor
  if (table === undefined || table === null || table === '')
    throw definitionError(context, 'the definition needs a `table`: a name, a function, or a Table')
  const made = typeof table === 'object' ? table : new Table({ name: table })
  const { name } = made.options
  if (typeof name === 'string' && !tableName.test(name))
    throw definitionError(
      context,
      `'${name}' is not a valid table name; it must have 3 to 255 characters of a-z, A-Z, 0-9, '_', '-' and '.', or be an ARN`,
    )
  return made
}

/** What compiles a codec, which does not know whose structs they are: errors get the name of the entity. */
export function named<T>(entity: string, compile: () => T): T {
  try {
    return compile()
  } catch (error) {
    if (error instanceof Error && 'code' in error && !('entity' in error && error.entity !== undefined))
      throw definitionError({ entity }, error.message)
    throw error
  }
}
