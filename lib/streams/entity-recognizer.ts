// Ways to tell the entities of one table apart by a stored item: by kind, by key, by a literal.
import { invalid } from '../entity/codec/codec.js'
import type { EntityModel } from '../entity/model.js'
import type { StoredItem } from '../entity/struct/attribute-value.js'
import { discriminateByAttribute, discriminatingProperty } from '../entity/union-discriminator.js'

/** How entities are told apart. */
export interface EntityRecognizer {
  /** Whether the key alone is enough. */
  readonly byKey: boolean
  /** What does it, in words. */
  readonly words: string
  /** The entity of a stored item, or why it is of none. */
  entityOf(stored: StoredItem): EntityModel | { readonly why: string }
}

/** Returns what tells entities apart; `undefined` if nothing does. */
export function recognizerOf(entities: readonly EntityModel[]): EntityRecognizer | undefined {
  const [first, ...others] = entities
  if (first === undefined) return undefined
  if (entities.every(({ table }) => table.declared !== undefined && table === first.table))
    return byKind(entities)
  if (others.length === 0) return ofOne(first)
  const property = discriminatingProperty(entities)
  if (property === undefined) return undefined
  const discriminator = discriminateByAttribute(entities, property)
  const name = String(first.codec.at(property)?.name)
  return {
    byKey: entities.every((entity) => isInKey(entity, name)),
    words: discriminator.words,
    entityOf(stored) {
      const found = discriminator.ofStored(stored)
      return 'decodeItem' in found ? found : { why: found.map(({ message }) => message).join('; ') }
    },
  }
}

// A table with declared keys: by the marker or, without it, by what the key is made of.
function byKind(entities: readonly EntityModel[]): EntityRecognizer {
  const marker = entities[0]?.kind?.name
  const names = entities.map(({ name }) => name).join(', ')
  return {
    byKey: entities.every((one) => entities.every((other) => one === other || !one.mayShareKey(other))),
    words: marker === undefined ? 'the key' : `the kind, '${marker}'`,
    entityOf(stored) {
      const [found, other] = entities.filter((entity) => entity.isOfKind(stored))
      if (found !== undefined && other === undefined) return found
      return {
        why:
          found === undefined
            ? `neither its kind nor its key belongs to any of ${names}`
            : `its key may belong to ${found.name} or to ${other?.name}`,
      }
    },
  }
}

// The only entity of a table without declared keys. If an attribute is always one literal, items with another value in
// it are of another kind.
function ofOne(entity: EntityModel): EntityRecognizer {
  const steps = entity.properties.flatMap((property) => entity.codec.at(property) ?? [])
  const literal = steps.find(({ codec }) => codec.only?.size === 1 && !codec.optional)
  const name = String(literal?.name)
  return {
    byKey: true,
    words: `'${name}'`,
    entityOf(stored) {
      const value = literal !== undefined && Object.hasOwn(stored, name) ? stored[name] : undefined
      if (value === undefined || literal?.codec.decode(value, []) !== invalid) return entity
      return { why: `its '${name}' is not that of ${entity.name}` }
    },
  }
}

function isInKey({ key }: EntityModel, name: string): boolean {
  return key.parts.some((part) => part.name === name)
}
