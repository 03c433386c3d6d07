// Kinds: which stored items are of an entity, and which entities can have one key.
import { expect } from 'chai'
import { type Descriptor, Entity, EntityDefinitionError, Table, ValidationError } from 'dyntastic'
import { literal, string } from 'superstruct'
import { isOfKind, kindOfEntity, kindOfMembers } from '../../../lib/entity/key/kind.js'
import { mayShareKey } from '../../../lib/entity/key/shared-keys.js'
import { kindsOf, orderOne } from '../../support/kinds.js'
import { thrown } from '../../support/rejection.js'

const { Customer, Order, Cat, Dog } = kindsOf('shop')

describe('isOfKind', () => {
  it('is decided by the marker', () => {
    expect(Order.isOfKind(Order.encode(orderOne))).equal(true)
    expect(Cat.isOfKind(Dog.encode({ animalId: 'a', name: 'n', revision: 0, barks: 1 }))).equal(false)
    expect(Order.isOfKind({ _type: { N: '1' } })).equal(false)
  })

  it('is decided by the key if there is no marker, as far as it is there', () => {
    const customer = { pk: { S: 'CUSTOMER#c1' }, sk: { S: 'PROFILE' } }
    expect(Customer.isOfKind(customer)).equal(true)
    expect(Order.isOfKind(customer)).equal(false)
    expect(Order.isOfKind({ pk: { S: 'CUSTOMER#c1' } })).equal(true)
    expect(Order.isOfKind({ pk: { S: 'ORDER#c1' } })).equal(false)
    expect(Order.isOfKind({})).equal(true)
  })

  it('takes each of several values, and writes the first', () => {
    const table = new Table({
      name: 'shop',
      key: { partition: 'pk' },
      kind: { name: '_et', values: { Pet: ['kitty', 'cat'] } },
    })
    const Pet = new Entity({ name: 'Pet', table, attributes: { id: string() }, key: { partition: 'P#{id}' } })
    expect(Pet.encode({ id: 'a' })).deep.equal({ id: { S: 'a' }, pk: { S: 'P#a' }, _et: { S: 'kitty' } })
    expect({ ...Pet.decode({ pk: { S: 'P#a' }, _et: { S: 'cat' } }) }).deep.equal({ id: 'a' })
    expect(Pet.isOfKind({ pk: { S: 'P#a' }, _et: { S: 'Pet' } })).equal(false)
  })

  it('takes everything of a table without kinds and templates', () => {
    const plain = new Entity({
      name: 'Plain',
      table: 'plain',
      attributes: { id: string() },
      key: { partition: 'id' },
    })
    expect(plain.isOfKind({ _type: { S: 'Other' } })).equal(true)
    expect(isOfKind(undefined, plain.key, {})).equal(true)
  })
})

describe('the marker', () => {
  it('may be an attribute of the entity, whose value it then has', () => {
    const table = new Table({ name: 'animals', kind: { name: 'kind', values: { Cat: 'cat' } } })
    const attributes = { id: string(), kind: string() }
    const entity = new Entity({ name: 'Cat', table, attributes, key: { partition: 'id' } })
    expect(entity.encode({ id: 'a', kind: 'cat' })).deep.equal({ id: { S: 'a' }, kind: { S: 'cat' } })
    const error = thrown(() => entity.encode({ id: 'a', kind: 'dog' }), ValidationError)
    expect(error.message).contain("kind: is stored as the kind of the item, which for Cat is 'cat'")
    const exact = new Entity({
      name: 'Dog',
      table,
      attributes: { id: string(), kind: literal('Dog') },
      key: { partition: 'id' },
    })
    expect({ ...exact.decode(exact.encode({ id: 'a', kind: 'Dog' })) }).deep.equal({ id: 'a', kind: 'Dog' })
  })

  it('is written on a table without declared keys that has one', () => {
    const table = new Table({ name: 'animals', kind: '_type' })
    const entity = new Entity({ name: 'Cat', table, attributes: { id: string() }, key: { partition: 'id' } })
    expect(entity.encode({ id: 'a' })).deep.equal({ id: { S: 'a' }, _type: { S: 'Cat' } })
    expect({ ...entity.decode(entity.encode({ id: 'a' })) }).deep.equal({ id: 'a' })
  })

  it('is that of the entity, or of its values', () => {
    expect(kindOfEntity(undefined, 'Cat', () => false)).equal(undefined)
    const declared = { name: '_et', values: new Map([['Cat', ['c']]]) }
    expect(kindOfEntity(declared, 'Cat', () => false)).deep.equal({ name: '_et', values: ['c'], own: false })
    expect(kindOfEntity(declared, 'Dog', () => true)).deep.equal({ name: '_et', values: ['Dog'], own: true })
  })
})

describe('entities of one table', () => {
  const define = (table: Table, name: string, partition: unknown, more: object = {}): unknown =>
    new Entity({
      name,
      table,
      attributes: { id: string(), other: string() },
      key: { partition },
      ...more,
    } as unknown as Descriptor as never)
  const table = (kind: string | false | { values: { [entity: string]: string } }) =>
    new Table({ name: 'shop', key: { partition: 'pk' }, kind })

  it('may have the same keys only where kinds are told apart', () => {
    expect(mayShareKey(Cat.key, Dog.key)).equal(true)
    expect(mayShareKey(Cat.key, Order.key)).equal(false)
    expect([Cat.contested, Order.contested, Customer.contested]).deep.equal([true, false, false])
    const without = table(false)
    define(without, 'A', 'A#{id}')
    define(without, 'B', 'B#{id}')
    const error = thrown(() => define(without, 'C', '{id}'), EntityDefinitionError)
    expect(error.message).contain(
      "an item of each could have one key, '{id}' of C and 'A#{id}' of A, and the Table has no `kind`",
    )
    const computed = { attributes: ['id'], encode: () => 'X' }
    expect(thrown(() => define(without, 'D', computed), EntityDefinitionError).message).contain(
      "'a function of id' of D",
    )
  })

  it('have markers of their own', () => {
    const named = table({ values: { A: 'B' } })
    define(named, 'A', 'A#{id}')
    expect(thrown(() => define(named, 'B', 'B#{id}'), EntityDefinitionError).message).contain(
      "items of both have 'B' in '_type', which tells kinds apart",
    )
  })

  it('are contested once another one is defined', () => {
    const named = table('_type')
    const first = define(named, 'A', 'X#{id}') as typeof Cat
    expect(first.contested).equal(false)
    define(named, 'B', 'X#{other}')
    expect(first.contested).equal(true)
    expect(thrown(() => define(named, 'B', 'Y#{other}'), EntityDefinitionError).message).contain(
      "its Table has an entity of this name already, with the key 'X#{other}' instead of 'Y#{other}'",
    )
    expect(() => define(named, 'B', 'X#{other}', { version: undefined })).not.throw()
  })
})

describe('kindOfMembers', () => {
  it('has the values of all', () => {
    expect(kindOfMembers([Cat, Dog])).deep.equal({ name: '_type', values: ['Cat', 'Dog'], own: false })
    expect(kindOfMembers([{ kind: undefined }])).equal(undefined)
  })
})
