// Definition of a union of entities: what they must have in common, and its key, indexes and struct.
import { object, optional, refine, type, union } from 'superstruct'
import { kindOf } from '../errors/failures.js'
import type { Key, KeyPart } from './key/key.js'
import type { Managed } from './key/managed.js'
import { softDeleteDifference } from './key/soft-delete.js'
import type { EntityModel } from './model.js'
import { attribute, optionsOf } from './struct/attribute.js'
import { accepts } from './struct/probe.js'
import type { AnyStruct } from './struct/struct.js'
import { definitionError } from './table/attribute-lookup.js'
import { contradiction } from './table-sharing.js'
import { structOf } from './union-codec.js'

/** What a union of entities is made of. */
export type Members = readonly [EntityModel, ...EntityModel[]]

/** The name of a union: the names of its members. */
export function unionName(members: readonly { readonly name: string }[]): string {
  return members.map(({ name }) => name).join(' | ')
}

/** What members are for: to be read and written under one key, or to be read from one partition. */
export type MemberRule = 'union' | 'collection'

/**
 * Checks the members of a union or a collection.
 * @throws EntityDefinitionError if they are not at least two different entities of one table, with one key.
 */
export function checkedMembers(given: unknown, rule: MemberRule = 'union'): Members {
  const context = { entity: rule === 'union' ? 'oneOf' : 'Collection' }
  if (!Array.isArray(given))
    throw definitionError(context, `it takes an array of entities, not ${kindOf(given)}`)
  const list: readonly unknown[] = given
  for (const [at, each] of list.entries())
    if (!isModel(each)) throw definitionError(context, `[${at}] is ${kindOf(each)}, and not an Entity`)
  const members = list as readonly EntityModel[]
  const [first, second] = members
  if (first === undefined || second === undefined)
    throw definitionError(
      context,
      `a ${rule} needs at least two entities, and the list ${first === undefined ? 'is empty' : `has only ${first.name}`}`,
    )
  const union = { entity: unionName(members) }
  for (const [at, member] of members.entries()) {
    if (members.indexOf(member) !== at) throw definitionError(union, `${member.name} is given twice`)
    if (members.findIndex(({ name }) => name === member.name) !== at)
      throw definitionError(union, `two entities are called '${member.name}'; give each a name of its own`)
    for (const earlier of members.slice(0, at)) checkPair(union, earlier, member, rule)
  }
  return [first, ...members.slice(1)]
}

function isModel(value: unknown): value is EntityModel {
  return ['parseItem', 'decodeItem', 'keyOf'].every((method) => typeof Object(value)[method] === 'function')
}

// Each member must agree with each member before it.
function checkPair(
  union: { readonly entity: string },
  first: EntityModel,
  member: EntityModel,
  rule: MemberRule,
): void {
  if (!isOneTable(first, member))
    throw definitionError(
      union,
      `${first.name} and ${member.name} are in different tables; the entities of a ${rule} share one Table`,
    )
  const words = (model: EntityModel) =>
    keyWords(rule === 'union' ? model.key : { partition: model.key.partition, sort: [] })
  const [own, other] = [words(first), words(member)]
  // On a table with declared keys, each entity may make them in its own way.
  const apart = rule === 'union' && first.table.declared !== undefined
  if (own !== other && !apart)
    throw definitionError(
      union,
      rule === 'union'
        ? `the key of ${first.name} is ${own}, and that of ${member.name} is ${other}; a union has one key`
        : `the partition key of ${first.name} is ${own}, and that of ${member.name} is ${other}; a collection reads one partition`,
    )
  const difference = contradiction(first, member)
  if (difference !== undefined)
    throw definitionError(union, `${difference}; a ${rule} is read from one table`)
  for (const [label, { name }] of member.indexes) {
    const known = first.indexes.get(label)?.name ?? name
    if (known !== name)
      throw definitionError(
        union,
        `indexes.${label} is '${known}' for ${first.name}, and '${name}' for ${member.name}`,
      )
  }
  if (rule === 'union') {
    checkManaged(union, first, member)
    const marks = softDeleteDifference(first, member)
    if (marks !== undefined) throw definitionError(union, marks)
  }
}

function checkManaged(union: { readonly entity: string }, first: EntityModel, member: EntityModel): void {
  for (const role of ['version', 'created', 'updated'] as const) {
    const [own, other] = [first.managed[role], member.managed[role]]
    if (own === other) continue
    const inWords = (model: EntityModel, property: string | undefined) =>
      property === undefined ? `${model.name} has none` : `that of ${model.name} is '${property}'`
    throw definitionError(
      union,
      `the ${roleWords[role]} must be the same attribute in all of them, as updates keep it: ${inWords(first, own)}, and ${inWords(member, other)}`,
    )
  }
}

const roleWords = {
  version: '`version`',
  created: '`timestamps.created`',
  updated: '`timestamps.updated`',
} as const

function isOneTable({ table: one }: EntityModel, { table: other }: EntityModel): boolean {
  const same = (['name', 'region', 'endpoint'] as const).every(
    (option) => one.options[option] === other.options[option],
  )
  return one === other || same
}

/** A key in words, with what its attributes are made of. */
export function keyWords({ partition, sort }: Pick<Key, 'partition' | 'sort'>): string {
  return [...partition, ...sort]
    .map(
      ({ property, name, type, template }) =>
        `'${property}' (${type}${name === property ? '' : `, stored as '${name}'`}${madeWords(template)})`,
    )
    .join(' and ')
}

function madeWords(template: KeyPart['template']): string {
  if (template === undefined) return ''
  if ('slots' in template) return `, made as '${template.text}'`
  return `, computed from ${template.attributes.map(({ property }) => `'${property}'`).join(', ')}`
}

/** Returns the managed attributes: the same in all members, except for the time to live, which some may not have. */
export function unionManaged(members: Members): Managed {
  const [first] = members
  const ttl = members.find(({ managed }) => managed.ttl !== undefined)?.managed.ttl
  return Object.freeze({ ...first.managed, ttl })
}

/** Returns the struct of the items: each attribute as the members have it, the whole as one of them has it. */
export function unionSchema(members: Members, properties: readonly string[]): AnyStruct {
  const open = members.some(({ schema }) => schema.type === 'type')
  const structs = Object.fromEntries(
    properties.map((property) => [property, sharedStruct(members, property)]),
  )
  const make = open ? type : object
  // Structs of any value type: what they check is known to the codec, not to the compiler.
  const whole = make(structs as never)
  const isOne = (value: unknown): boolean =>
    members.some(({ schema }) => schema.validate(value)[0] === undefined)
  // The types of structs are those of their values, which are known only at run time here.
  return refine(
    whole as never,
    'union',
    (value) => isOne(value) || `Expected an item of ${unionName(members)}`,
  ) as unknown as AnyStruct
}

function sharedStruct(members: readonly EntityModel[], property: string): AnyStruct {
  const found = members.map((model) => structOf(model, property))
  const structs = [...new Set(found.filter((struct) => struct !== undefined))]
  const [first, second] = structs
  const all = second === undefined ? first : union(structs as never)
  const immutable = structs.some((struct) => optionsOf(struct).immutable === true)
  const marked = immutable && second !== undefined ? attribute(all as never, { immutable }) : all
  // As above.
  const known = marked as unknown as AnyStruct
  return !found.includes(undefined) || accepts(known, undefined)
    ? known
    : (optional(known as never) as unknown as AnyStruct)
}
