// Unions of entities as models: each call is passed to the member that an item is of.
import { inspect } from 'node:util'
import { expect } from 'chai'
import { Entity, EntityDefinitionError, InvalidItemError, Table, ValidationError } from 'dyntastic'
import { literal, string } from 'superstruct'
import { animalEntities, shapeEntities } from '../support/animals.js'
import { thrown } from '../support/rejection.js'

const { Cat, Dog, Animal, table } = animalEntities()
const { Circle, Box, Shape } = shapeEntities()
const tom = { kind: 'cat', id: 't', owner: 'o', name: 'Tom', lives: 9 } as const

describe('UnionModel', () => {
  it('shows its members', () => {
    expect(String(Animal)).equal('entities Cat | Dog')
    expect(Animal).include({ name: 'Cat | Dog', entity: 'Cat | Dog', table })
    expect(inspect(Animal.parseItem(tom, 'parse'))).match(/^Cat \{/)
  })

  it('refuses entities that nothing tells apart, and anything but a function', () => {
    const none = thrown(() => Entity.oneOf([Circle, Box]), EntityDefinitionError)
    expect(none.message).match(/^Circle \| Box: its entities cannot be told apart: give each an attribute/)
    for (const [given, words] of [
      ['kind', 'a string'],
      [class Kind {}, 'a class'],
    ] as const)
      expect(thrown(() => Entity.oneOf([Cat, Dog], given as never), EntityDefinitionError).message).equal(
        `Cat | Dog: what tells the entities apart must be a function of a stored item, not ${words}`,
      )
  })

  it('stamps and encodes an item as the member that checked it', () => {
    const item = Animal.checked(tom, 'save')
    const stamped = Animal.stamped(item)
    expect(inspect(stamped)).match(/^Cat \{/)
    expect(Animal.encodeItem(stamped, 'save')).deep.equal(Cat.encode(tom))
    expect(Animal.storedInput(tom, 'save')).deep.equal(Cat.encode(tom))
    expect(Animal.keyOf(stamped)).deep.equal({ id: 't' })
    expect([Animal.hasKey(stamped), Animal.hasKey({})]).deep.equal([true, false])
  })

  it('says why an input is of no member, and by its mark which of several', () => {
    const part = Animal.decodeItem({ kind: { S: 'cat' }, id: { S: 't' } }, 'get', true)
    expect(() => Animal.parseItem(part, 'save')).throw(ValidationError, /was read in part/)
    expect(() => Animal.parseItem(Promise.resolve(tom), 'save')).throw(ValidationError, /await it first/)
    const things = new Table({ name: 'things' })
    const make = (name: string) =>
      new Entity({ name, table: things, attributes: { id: string() }, key: { partition: 'id' } })
    const [One, Two] = [make('One'), make('Two')]
    const reported = { one: true }
    const Either = Entity.oneOf([One, Two], () => (reported.one ? One : Two))
    expect(Either.memberOf({ id: 'a' }, 'save')).equal(One)
    reported.one = false
    expect(Either.memberOf(Two.parse({ id: 'a' }), 'save')).equal(Two)
    // Only one whose response changes from one question to the next fits both.
    const Both = Entity.oneOf([One, Two], () => {
      reported.one = !reported.one
      return reported.one ? One : Two
    })
    const several = thrown(() => Both.memberOf({ id: 'a' }, 'save'), ValidationError)
    expect(several.message).equal(
      'One | Two.save: it may be of One | Two; what tells them apart is the function given to oneOf(): use the repository of the one that is meant',
    )
    expect(Both.memberOf(One.parse({ id: 'a' }), 'save')).equal(One)
  })

  it('reads stored items, parts and keys', () => {
    const stored = Cat.encode(tom)
    expect(Animal.readItem(stored, 'decode')).deep.equal({ ...tom, age: 0 })
    expect(Animal.readStoredKey(stored, 'decodeKey')).deep.equal({ id: 't' })
    expect(() => Animal.readItem({ kind: { S: 'cow' }, id: { S: 'c' } }, 'decode')).throw(
      InvalidItemError,
      /kind/,
    )
    expect(() => Animal.readItem({ kind: 'cow' }, 'decode')).throw(InvalidItemError)
    const part = Animal.decodeItem({ name: { S: 'x' } }, 'query', true)
    expect(inspect(part)).equal("Cat | Dog (part) { name: 'x' }")
    expect(() => Animal.decodeItem({ name: { N: '1' } }, 'query', true)).throw(InvalidItemError)
    expect(Animal.reader({ name: { S: 'x' } }, 'query')).equal(Animal)
    expect(Animal.reader(stored, 'query')).equal(Cat)
    expect(() => Animal.reader({ kind: { S: 'cow' } }, 'query')).throw(InvalidItemError)
    expect(() => Shape.reader({}, 'query')).throw(InvalidItemError)
  })

  it('owns what a member owns', () => {
    expect(Animal.owns(Dog.parse({ kind: 'dog', id: 'd', owner: 'o', name: 'Rex' }))).equal(true)
    expect(Animal.owns(Circle.parse({ id: 'a', radius: 1 }))).equal(false)
  })

  it('is narrowed to the members that conditions leave', () => {
    const Bird = new Entity({
      name: 'Bird',
      table,
      attributes: { id: string(), kind: literal('bird') },
      key: { partition: 'id' },
    })
    const All = Entity.oneOf([Cat, Dog, Bird])
    expect(All.narrowed([])).equal(All)
    expect(All.narrowed([['kind', [{ S: 'bird' }]]])).equal(Bird)
    expect(All.narrowed([['kind', [{ S: 'cow' }]]])).equal(All)
    const some = All.narrowed([['kind', [{ S: 'cat' }, { S: 'wolf' }]]])
    expect(some.name).equal('Cat | Dog')
    expect(some.paths.at('owner')).not.equal(undefined)
    expect(All.paths.at('owner')).equal(undefined)
    expect(All.narrowed([['kind', [{ S: 'dog' }, { S: 'cat' }]]])).equal(some)
    expect(Cat.narrowed([['kind', []]])).equal(Cat)
  })

  it('creates what the values tell', () => {
    expect(Animal.creating({ kind: 'dog' }, 'update')).equal(Dog)
    expect(() => Animal.creating({}, 'update')).throw(ValidationError)
    expect(() => Shape.creating({ radius: 1 }, 'update')).throw(ValidationError, /use the repository/)
    expect(Cat.creating({}, 'update')).equal(Cat)
  })
})
