import { expect } from 'chai'
import { Entity, ValidationError } from 'dyntastic'
import { memberOfInput, memberToCreate } from '../../lib/entity/union-choice.js'
import { UnionModel } from '../../lib/entity/union-model.js'
import { animalEntities, shapeEntities } from '../support/animals.js'

const { Cat, Dog, Animal } = animalEntities()
const { Circle, Box, Shape } = shapeEntities()
const Kinds = new UnionModel([Cat, Dog], undefined)

describe('the member of a union that an input is meant for', () => {
  it('is found by the attribute that tells them apart, or by the form', () => {
    expect(memberOfInput(Kinds, { kind: 'cat' }, 'save')).to.equal(Cat)
    expect(memberOfInput(Kinds, { kind: 'wolf' }, 'save')).to.equal(Dog)
    expect(memberOfInput(Shape, { id: 's', width: 1 }, 'save')).to.equal(Box)
  })

  it('is that of the mark, if several have the form', () => {
    const Same = new Entity({
      ...Circle.descriptor,
      name: 'Same',
      attributes: Circle.attributes,
      table: Circle.table,
    })
    const both = new UnionModel([Circle, Same], () => Same)
    const item = { id: 's', radius: 1 }
    expect(memberOfInput(both, Same.decode(Same.encode(item)), 'save')).to.equal(Same)
  })

  for (const [what, input, message] of [
    ['what is no item', 'cat', 'expected an item, but this is a string'],
    ['null', null, 'expected an item, but this is null'],
    ['a promise', Promise.resolve({ kind: 'cat' }), 'await'],
    ['no kind', { id: 'a' }, 'required, but absent'],
    ['an unknown kind', { kind: 'bird' }, 'no entity takes this string'],
  ] as const)
    it(`is not found for ${what}`, () => {
      expect(() => memberOfInput(Kinds, input, 'save')).to.throw(ValidationError, message)
    })

  it('is known of a new item only by an attribute', () => {
    expect(memberToCreate(Kinds, { kind: 'dog' }, 'update')).to.equal(Dog)
    expect(() => memberToCreate(Shape, { width: 1 }, 'update')).to.throw(
      ValidationError,
      'use the repository of the entity',
    )
    expect(Animal.creating({ kind: 'cat' }, 'update')).to.equal(Cat)
  })
})
