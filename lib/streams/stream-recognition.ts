// Recognition of stored items: of which of the entities of a stream handler an item or a key is.
import type { EntityModel } from '../entity/model.js'
import type { StoredItem } from '../entity/struct/attribute-value.js'
import { definitionError } from '../entity/table/attribute-lookup.js'
import type { TableOwner } from '../entity/table/table.js'
import { isGuard } from '../entity/unique/guard-key.js'
import { kindOf } from '../errors/failures.js'
import { InvalidItemError } from '../errors/invalid-item-error.js'
import { isError } from '../errors/is-error.js'
import { plainName } from '../operation/ground/key-text.js'
import { recognizerOf } from './entity-recognizer.js'
import type { StreamContent } from './stream-content.js'

const context = { entity: 'streamHandler' }

/** What a stored item is: of an entity, an item of the library's own, or of a kind that is not known, and why. */
export type Recognized = EntityModel | 'own' | { readonly why: string }

/** The entities of one table. */
export interface TableOfEntities {
  readonly entities: readonly EntityModel[]
  /** Whether the key alone tells of which entity an item is. */
  readonly byKey: boolean
  /** What tells them apart, in words. */
  readonly words: string
  recognize(stored: StoredItem): Recognized
}

/** Recognizes the items of records. */
export interface Recognizer {
  /** The entities, with those of unions one by one. */
  readonly entities: readonly EntityModel[]
  readonly tables: readonly TableOfEntities[]
  /** The table that a record is of. */
  tableOf(content: StreamContent): TableOfEntities | { readonly why: string }
}

/**
 * Returns a recognizer of the items of entities and unions. A record that names its table is of the entities of that
 * table; with `'any'`, there is only one, and names are not compared.
 * @throws EntityDefinitionError if they are not entities, or are within bounds, if two have one name, or if nothing
 * tells them apart.
 */
export function recognizer(given: unknown, named?: 'any'): Recognizer {
  const units = checkedUnits(given)
  const entities = units.flatMap(({ members }) => members)
  for (const [at, { name }] of entities.entries())
    if (name === 'unknown' || entities.findIndex((other) => other.name === name) !== at)
      throw definitionError(
        context,
        name === 'unknown'
          ? "an entity called 'unknown' has no handler here: that is the name of the handler of other kinds"
          : `two entities are called '${name}', and each has the handler of its name`,
      )
  const tables = unitsByTable(units).map((list) => ({ list, table: tableOfUnits(list) }))
  const [first] = tables
  return {
    entities,
    tables: tables.map(({ table }) => table),
    tableOf({ table: name, keys }) {
      if (first !== undefined && tables.length === 1 && (named === 'any' || name === undefined))
        return first.table
      const found = tables.filter(({ list: [unit] }) =>
        name === undefined
          ? unit !== undefined && hasKeyNames(unit, keys)
          : plainName(unit?.table.name ?? '') === name,
      )
      const [only, other] = found
      if (only !== undefined && other === undefined) return only.table
      const names = tables.map(({ list }) => `'${list[0]?.table.name}'`).join(', ')
      return {
        why:
          name === undefined
            ? `the record does not name its table, and its key fits ${only === undefined ? 'none' : 'several'} of ${names}`
            : `it is of the table '${name}', and the entities are in ${names}${tables.length === 1 ? "; if that table has another name here, pass `table: 'any'`" : ''}`,
      }
    },
  }
}

function checkedUnits(given: unknown): readonly EntityModel[] {
  if (!Array.isArray(given) || given.length === 0)
    throw definitionError(
      context,
      `it takes an array of entities, such as [Customer, Order], not ${Array.isArray(given) ? 'an empty one' : kindOf(given)}`,
    )
  const list: readonly unknown[] = given
  for (const [at, each] of list.entries())
    if (['decodeItem', 'keyOf', 'isOfKind'].some((method) => typeof Object(each)[method] !== 'function'))
      throw definitionError(context, `[${at}] is ${kindOf(each)}, and not an Entity`)
  const models = list as readonly EntityModel[]
  const bound = models.find(({ bounds }) => bounds !== undefined)
  if (bound !== undefined)
    throw definitionError(
      context,
      `${bound.name} is the entity of a repository within bounds, and a stream has the items beyond them, too: list the entity itself`,
    )
  return models
}

// Entities that name their table by the same string are in one table, even if they do not share a Table.
function unitsByTable(units: readonly EntityModel[]): readonly (readonly EntityModel[])[] {
  const tables = new Map<unknown, EntityModel[]>()
  for (const unit of units) {
    const { table } = unit
    const { name } = table.options
    const id = typeof name === 'string' ? plainName(name) : table
    tables.set(id, [...(tables.get(id) ?? []), unit])
  }
  return [...tables.values()]
}

function tableOfUnits(units: readonly EntityModel[]): TableOfEntities {
  const entities = units.flatMap(({ members }) => members)
  const [unit, ...others] = units
  if (unit?.discriminator !== undefined && unit.discriminator.names === undefined && others.length === 0)
    return recognizedByFunction(unit, entities)
  // Other entities of the table are known, too: their items are then not taken for those of the list.
  const known = [...entities, ...namesakes(entities)]
  const all = recognizerOf(known) ?? recognizerOf(entities)
  if (all === undefined)
    throw definitionError(
      context,
      `nothing tells ${entities.map(({ name }) => name).join(' and ')} apart, and they share a table: give each an attribute with a different literal, or pass Entity.oneOf([…], fn) with a function that returns the entity of a stored item`,
    )
  const { byKey, words, entityOf } = all
  return {
    entities,
    byKey,
    words,
    recognize(stored) {
      if (entities.some(({ key }) => isGuard(key, stored))) return 'own'
      const found = entityOf(stored)
      return 'why' in found || entities.includes(found) ? found : { why: `it is of the entity ${found.name}` }
    },
  }
}

// A union with a function: it decides, also of what it sees of a key alone.
function recognizedByFunction(union: EntityModel, entities: readonly EntityModel[]): TableOfEntities {
  return {
    entities,
    byKey: true,
    words: 'the function given to oneOf()',
    recognize(stored) {
      if (entities.some(({ key }) => isGuard(key, stored))) return 'own'
      try {
        return union.reader(stored, 'streamHandler')
      } catch (error) {
        return { why: isError(error, InvalidItemError) ? error.detail : kindOf(error) }
      }
    },
  }
}

// Entities that were defined on the same Table, and are not in the list.
function namesakes(entities: readonly EntityModel[]): readonly EntityModel[] {
  const names = new Set(entities.map(({ name }) => name))
  const owners = new Set(entities.flatMap(({ table }) => [...table.owners.values()]))
  return [...owners].filter((owner): owner is TableOwner & EntityModel => {
    return !names.has(owner.entity) && 'decodeItem' in owner && 'isOfKind' in owner
  })
}

function hasKeyNames({ key }: EntityModel, keys: StoredItem): boolean {
  const names = key.parts.map(({ name }) => name)
  return names.length === Object.keys(keys).length && names.every((name) => Object.hasOwn(keys, name))
}
