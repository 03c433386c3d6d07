// Unions of entities as users hold them.
import { expect } from 'chai'
import {
  EntityUnion,
  InvalidConditionError,
  InvalidItemError,
  InvalidOptionError,
  ValidationError,
} from 'dyntastic'
import { animalEntities, shapeEntities } from '../support/animals.js'

const { Cat, Dog, Animal } = animalEntities()
const { Circle } = shapeEntities()
const tom = { kind: 'cat', id: 't', owner: 'o', name: 'Tom', lives: 9 } as const

describe('Entity.oneOf', () => {
  it('parses, encodes and decodes as the entity that an item is of', () => {
    expect(Animal).instanceOf(EntityUnion)
    const parsed = Animal.parse(tom)
    expect(parsed).deep.equal({ ...tom, age: 0 })
    expect(Animal.encode(tom)).deep.equal(Cat.encode(tom))
    expect(Animal.decode(Cat.encode(tom))).deep.equal(parsed)
    expect(Animal.decodeKey({ id: { S: 't' } })).deep.equal({ id: 't' })
    expect(() => Animal.parse({ ...tom, lives: 'x' } as never)).throw(ValidationError, /^Cat\.parse: lives/)
    expect(() => Animal.decode({ id: { S: 't' } })).throw(InvalidItemError, /kind/)
  })

  it('makes conditions on what all of them have', () => {
    expect(String(Animal.condition((attr) => attr.owner.eq('o')))).equal('owner = (value)')
    expect(() => Animal.condition((attr) => (attr as never)['lives'])).throw(InvalidConditionError)
  })

  it('counts its arguments', () => {
    const methods = ['parse', 'encode', 'decode', 'decodeKey', 'condition', 'owns'] as const
    for (const method of methods)
      expect(() => (Animal[method] as (...args: unknown[]) => unknown)(tom, 1), method).throw(
        InvalidOptionError,
      )
  })
})

describe('Entity.owns', () => {
  it('decides by the mark of what was read or parsed', () => {
    const cat = Animal.parse(tom)
    expect([Cat.owns(cat), Dog.owns(cat), Animal.owns(cat)]).deep.equal([true, false, true])
    const item: unknown = cat
    expect(Cat.owns(item) && item.lives).equal(9)
  })

  it('decides by the form of what has no mark, with its defaults', () => {
    expect(Cat.owns({ ...tom, age: 0 })).equal(true)
    expect(Cat.owns(tom)).equal(false)
    expect(Cat.owns({ ...tom, kind: 'dog', age: 0 })).equal(false)
    expect(Dog.owns({ ...tom, age: 0 })).equal(false)
    for (const odd of [undefined, null, 'cat', [], Promise.resolve(tom)]) expect(Cat.owns(odd)).equal(false)
  })

  it('is false of parts, and of items that are marked as another’s', () => {
    expect(Cat.owns(Cat.decodeItem({ id: { S: 't' }, kind: { S: 'cat' } }, 'get', true))).equal(false)
    const again = animalEntities().Cat
    expect(Cat.owns(again.parse(tom)), 'of an entity of the same name, by its form').equal(true)
    const marked = Circle.parse({ id: 'a', radius: 1 })
    expect(Cat.owns(Object.assign(marked, tom, { age: 0, radius: undefined }))).equal(false)
  })
})
