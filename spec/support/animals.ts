// Entities of one table that specs make unions of. Each call defines new ones.
import { attribute, Entity, type StoredValues, Table } from 'dyntastic'
import { array, enums, integer, literal, object, optional, size, string } from 'superstruct'

/** Cats and dogs, told apart by `kind`; the cat's name is short, and both have an index by their owner. */
export function animalEntities(name = 'animals') {
  const table = new Table({ name })
  const shared = {
    id: string(),
    owner: string(),
    age: attribute(integer(), { default: 0 }),
    home: optional(object({ city: string(), zip: string() })),
    note: attribute(optional(string()), { name: 'n' }),
  }
  const Cat = new Entity({
    name: 'Cat',
    table,
    attributes: { ...shared, kind: literal('cat'), name: size(string(), 1, 10), lives: integer() },
    key: { partition: 'id' },
    indexes: { byOwner: { partition: 'owner', sort: 'age' } },
  })
  const Dog = new Entity({
    name: 'Dog',
    table,
    attributes: {
      ...shared,
      kind: enums(['dog', 'wolf']),
      name: string(),
      tricks: optional(array(string())),
      good: optional(string()),
    },
    key: { partition: 'id' },
    indexes: {
      byOwner: { partition: 'owner', sort: 'age' },
      byGood: { partition: 'good', sort: 'owner', projection: ['name'] },
    },
  })
  return { table, Cat, Dog, Animal: Entity.oneOf([Cat, Dog]) }
}

/** Two entities without an attribute that tells them apart, and a function that does. */
export function shapeEntities(name = 'shapes') {
  const table = new Table({ name })
  const key = { partition: 'id' } as const
  const Circle = new Entity({
    name: 'Circle',
    table,
    attributes: {
      id: string(),
      radius: attribute(integer(), { name: 'r' }),
      label: optional(object({ a: string(), b: string() })),
    },
    key,
  })
  const Box = new Entity({
    name: 'Box',
    table,
    attributes: { id: string(), width: integer(), label: optional(object({ a: string(), b: string() })) },
    key,
  })
  const discriminate = (stored: StoredValues) =>
    'r' in stored ? Circle : 'width' in stored ? Box : undefined
  return { table, Circle, Box, Shape: Entity.oneOf([Circle, Box], discriminate) }
}
