// What entities must have in common to be a union, and what the union has of each.
import { expect } from 'chai'
import { attribute, Entity, EntityDefinitionError, Table } from 'dyntastic'
import { date, enums, integer, is, literal, optional, string, type type } from 'superstruct'
import { optionsOf } from '../../lib/entity/struct/attribute.js'
import { checkedMembers, unionName } from '../../lib/entity/union-definition.js'
import { unionIndexes } from '../../lib/entity/union-keys.js'
import { mayBeAbsent } from '../../lib/plan/source/presence.js'
import { animalEntities } from '../support/animals.js'
import { thrown } from '../support/rejection.js'

const { Cat, Dog, Animal } = animalEntities()
const table = new Table({ name: 'things' })
const base = {
  name: 'A',
  table,
  attributes: { id: string(), at: date(), n: integer(), kind: literal('a') },
  key: { partition: 'id' },
} as const
const A = new Entity(base)
const other = (more: object) =>
  new Entity({
    ...base,
    name: 'B',
    attributes: { ...base.attributes, kind: literal('b') },
    ...more,
  } as never) as unknown as typeof A

const refusal = (given: unknown) => thrown(() => checkedMembers(given), EntityDefinitionError).message

describe('checkedMembers', () => {
  it('takes entities of one table, and names them', () => {
    expect(checkedMembers([Cat, Dog])).deep.equal([Cat, Dog])
    expect(unionName([Cat, Dog])).equal('Cat | Dog')
    const [one, two] = ['A', 'B'].map((name) => new Entity({ ...base, name, table: 'same' }))
    expect(checkedMembers([one, two])).length(2)
  })

  it('refuses anything but a list of two entities or more, each once', () => {
    expect(refusal(undefined)).equal('oneOf: it takes an array of entities, not undefined')
    expect(refusal([A, {}])).equal('oneOf: [1] is an object, and not an Entity')
    expect(refusal([])).equal('oneOf: a union needs at least two entities, and the list is empty')
    expect(refusal([A])).equal('oneOf: a union needs at least two entities, and the list has only A')
    expect(refusal([A, A])).equal('A | A: A is given twice')
    const namesake = new Entity({ ...base, table: new Table({ name: 'things' }) })
    expect(refusal([A, namesake])).equal("A | A: two entities are called 'A'; give each a name of its own")
  })

  it('refuses entities that differ in what one table has once', () => {
    const elsewhere = (more: object) => other({ table: new Table({ name: 'things' }), ...more })
    expect(refusal([A, other({ table: 'elsewhere' })])).equal(
      'A | B: A and B are in different tables; the entities of a union share one Table',
    )
    expect(refusal([A, elsewhere({ key: { partition: 'id', sort: 'n' } })])).equal(
      "A | B: the key of A is 'id' (S), and that of B is 'id' (S) and 'n' (N); a union has one key",
    )
    const stored = {
      ...base.attributes,
      kind: literal('b'),
      key: attribute(string(), { name: 'id' }),
      id: attribute(string(), { name: 'x' }),
    }
    expect(refusal([A, elsewhere({ attributes: stored, key: { partition: 'key' } })])).equal(
      "A | B: the key of A is 'id' (S), and that of B is 'key' (S, stored as 'id'); a union has one key",
    )
    const indexed = new Entity({ ...base, name: 'C', indexes: { byN: { partition: 'n' } } })
    expect(refusal([indexed, elsewhere({ indexes: { byN: { partition: 'n', projection: 'keys' } } })])).match(
      /index 'byN' .* projection all for C, .* keys for B/,
    )
    expect(refusal([indexed, elsewhere({ indexes: { byN: { partition: 'n', name: 'other' } } })])).equal(
      "C | B: indexes.byN is 'byN' for C, and 'other' for B",
    )
  })

  it('refuses entities that do not keep the same attributes', () => {
    expect(refusal([A, other({ version: 'n' })])).equal(
      "A | B: the `version` must be the same attribute in all of them, as updates keep it: A has none, and that of B is 'n'",
    )
    expect(refusal([A, other({ timestamps: { updated: 'at' } })])).match(
      /the `timestamps.updated` must be the same/,
    )
  })
})

describe('a union', () => {
  it('has the indexes of all, and knows what is missing there', () => {
    expect([...Animal.indexes.keys()]).deep.equal(['byOwner', 'byGood'])
    const [good] = unionIndexes([Cat, Dog], Animal.codec).get('byGood')?.key.partition ?? []
    expect(good && mayBeAbsent(good)).equal(true)
    const [owner] = Animal.indexes.get('byOwner')?.key.partition ?? []
    expect(owner && mayBeAbsent(owner)).equal(false)
    expect(Animal.keys).length(3)
  })

  it('has the time to live of any', () => {
    const expiring = {
      ...base.attributes,
      kind: literal('b'),
      end: attribute(optional(date()), { as: 'epochSeconds' }),
    }
    const B = other({ attributes: expiring, ttl: 'end' })
    expect(Entity.oneOf([A, B]).managed.ttl).equal('end')
  })

  it('is a struct of its items', () => {
    const tom = { kind: 'cat', id: 't', owner: 'o', name: 'Tom', lives: 9, age: 0 }
    const { schema } = Animal as never as { schema: ReturnType<typeof type> }
    expect(is(tom, schema)).equal(true)
    expect(is({ ...tom, kind: 'dog' }, schema)).equal(false)
    expect(is({ ...tom, good: 'x' }, schema)).equal(false)
    expect(is({ ...tom, lives: 'x' }, schema)).equal(false)
  })

  it('keeps what is immutable in a member, and unknown attributes where a member does', () => {
    const mine = { ...base.attributes, x: attribute(enums(['p']), { immutable: true }) }
    const M = new Entity({ ...base, name: 'M', attributes: mine, unknown: 'preserve' })
    const U = other({ attributes: { ...base.attributes, kind: literal('b'), x: string() } })
    const { schema } = Entity.oneOf([M, U as never as typeof M])
    expect(schema.type).equal('type')
    expect(optionsOf(Object(schema.schema)['x']).immutable).equal(true)
  })
})
