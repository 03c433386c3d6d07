// The properties in the keys of an entity on a table that declares its keys, found before there is a codec.
import { optionsOf } from '../../struct/attribute.js'
import type { DeclaredKeys, DeclaredPart } from '../../table/declared-keys.js'
import type { TemplateDescriptor, TemplateSide } from '../../table/descriptor.js'
import { takenApart } from '../template/compile-template.js'

/** The properties in the keys of an entity, by how they stand there. */
export interface KeyedProperties {
  /** Stored in the primary key as they are. */
  readonly table: readonly string[]
  /** Stored in keys of indexes as they are. */
  readonly index: readonly string[]
  /** What templates and functions make keys of. */
  readonly made: readonly string[]
}

/** The properties that stand in keys, before there is a codec that knows the stored names. */
export function keyedProperties(
  { attributes, key, indexes = {} }: TemplateDescriptor,
  declared: DeclaredKeys,
): KeyedProperties {
  const named = new Map(
    Object.entries(attributes).map(([property, struct]) => [optionsOf(struct).name ?? property, property]),
  )
  const made = new Set<string>()
  const plain = (parts: readonly DeclaredPart[], side: TemplateSide | undefined): readonly string[] =>
    parts.flatMap(({ name }) => {
      const property = named.get(name)
      if (property !== undefined && (side === undefined || isAlone(side, property))) return [property]
      for (const each of propertiesIn(side)) made.add(each)
      return []
    })
  const used = Object.values(indexes).flatMap((index) => {
    const known = declared.indexes.get(index?.index)
    return known === undefined
      ? []
      : [...plain(known.partition, index.partition), ...plain(known.sort, index.sort)]
  })
  const table = [...plain(declared.partition, key?.partition), ...plain(declared.sort, key?.sort)]
  return { table, index: used, made: [...made] }
}

function propertiesIn(side: TemplateSide | undefined): readonly string[] {
  if (typeof side === 'object' && side !== null) return Array.isArray(side.attributes) ? side.attributes : []
  const apart = typeof side === 'string' ? takenApart(side) : []
  return typeof apart === 'string'
    ? []
    : apart.flatMap((each) => (typeof each === 'string' ? [] : each.property))
}

function isAlone(side: TemplateSide, property: string): boolean {
  const apart = typeof side === 'string' ? takenApart(side) : []
  const [first, ...others] = apart
  return (
    others.length === 0 && typeof first === 'object' && first.property === property && first.format === ''
  )
}
