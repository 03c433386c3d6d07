// How the members of unions are told apart.
import { expect } from 'chai'
import { attribute, Entity, type StoredValues, Table } from 'dyntastic'
import { enums, literal, optional, string } from 'superstruct'
import {
  discriminateByAttribute,
  discriminateByFunction,
  discriminateByKind,
  discriminatingProperty,
  fittingForms,
} from '../../lib/entity/union-discriminator.js'
import { animalEntities, shapeEntities } from '../support/animals.js'

const { Cat, Dog } = animalEntities()
const { Circle, Box } = shapeEntities()
const table = new Table({ name: 'things' })
const key = { partition: 'id' } as const
const thing = (name: string, kind: ReturnType<typeof string>) =>
  new Entity({ name, table, attributes: { id: string(), kind }, key })
const messages = (found: unknown): unknown =>
  Array.isArray(found) ? found.map(({ path, message }) => [path.join('.'), message]) : found

describe('tellingProperty', () => {
  it('is the first that has other values in each member', () => {
    expect(discriminatingProperty([Cat, Dog])).equal('kind')
    expect(discriminatingProperty([Circle, Box])).equal(undefined)
  })

  it('excludes attributes that share a value, have several stored names, are not in every member, or may be absent', () => {
    const cat = thing('Cat', literal('cat') as never)
    const pairs = [
      thing('Both', enums(['cat', 'dog']) as never),
      thing('Other', attribute(literal('dog'), { name: 'k' }) as never),
      thing('Maybe', optional(literal('dog')) as never),
      thing('Any', string()),
      Circle,
    ]
    for (const other of pairs)
      expect(discriminatingProperty([cat, other as typeof cat]), other.name).equal(undefined)
    const filled = thing('Filled', attribute(literal('dog'), { default: 'dog' }) as never)
    expect(discriminatingProperty([cat, filled])).equal('kind')
  })
})

describe('tellByAttribute', () => {
  const discriminator = discriminateByAttribute([Cat, Dog], 'kind')

  it('tells stored items, and says why one is of none', () => {
    expect(discriminator.words).equal("'kind' ('cat' for Cat, 'dog' or 'wolf' for Dog)")
    expect(discriminator.names).deep.equal(['kind'])
    expect(discriminator.ofStored({ kind: { S: 'cat' } })).equal(Cat)
    expect(discriminator.ofStored({ kind: { S: 'wolf' } })).equal(Dog)
    expect(discriminator.ofStored({ kind: { S: 'wolf' } })).equal(Dog)
    expect(messages(discriminator.ofStored({ kind: { S: 'cow' } }))).deep.equal([
      ['kind', `no entity has the value that is stored: it tells the entities apart, ${discriminator.words}`],
    ])
    expect(messages(discriminator.ofStored({ kind: { N: '1' } }))).length(1)
    expect(messages(discriminator.ofStored({}))).deep.equal([
      ['kind', `it is absent: it tells the entities apart, ${discriminator.words}`],
    ])
  })

  it('tells inputs, and what conditions leave', () => {
    expect(discriminator.ofInput({ kind: 'dog' })).deep.equal([Dog])
    expect(messages(discriminator.ofInput({ kind: 5 }))).deep.equal([
      ['kind', `no entity takes this number: it tells the entities apart, ${discriminator.words}`],
    ])
    expect(discriminator.having('kind', [{ S: 'wolf' }, { S: 'x' }])).deep.equal([Dog])
    expect(discriminator.having('other', [{ S: 'wolf' }])).deep.equal([Cat, Dog])
  })

  it('takes a default for what is absent, where one member alone has one', () => {
    const filled = thing('Filled', attribute(literal('dog'), { default: 'dog' }) as never)
    const other = thing('Other', literal('cat') as never)
    const found = discriminateByAttribute([other, filled], 'kind')
    expect(found.ofStored({ id: { S: 'a' } })).equal(filled)
    expect(found.ofInput({ id: 'a' })).deep.equal([filled])
  })
})

describe('tellByFunction', () => {
  const discriminate = (stored: StoredValues) =>
    'r' in stored ? Circle : 'width' in stored ? Box : undefined
  const discriminator = discriminateByFunction([Circle, Box], discriminate)

  it('gives the function the values by their stored names', () => {
    const seen: StoredValues[] = []
    const looking = discriminateByFunction([Circle, Box], (stored) => {
      seen.push(stored)
      return Box
    })
    expect(looking.ofStored({ r: { N: '1' }, tags: { SS: ['a'] } })).equal(Box)
    expect(seen).deep.equal([{ r: 1, tags: new Set(['a']) }])
    expect(discriminator.ofStored({ r: { N: '1' } })).equal(Circle)
  })

  it('says what it returned, and what it threw', () => {
    expect(messages(discriminator.ofStored({}))).deep.equal([
      ['', 'the function given to oneOf() must return the entity of the item, but returned undefined'],
    ])
    const odd = discriminateByFunction([Circle], () => Box)
    expect(messages(odd.ofStored({}))).deep.equal([
      [
        '',
        'the function given to oneOf() must return the entity of the item, but returned something that is not a member',
      ],
    ])
    const failing = discriminateByFunction([Circle], () => {
      throw new TypeError('no')
    })
    expect(messages(failing.ofStored({}))).deep.equal([
      ['', 'the function given to oneOf() threw a TypeError'],
    ])
  })

  it('takes an input for what it would be read back as', () => {
    expect(discriminator.ofInput({ id: 'a', radius: 1 })).deep.equal([Circle])
    expect(discriminator.ofInput({ id: 'a', width: 1 })).deep.equal([Box])
    expect(messages(discriminator.ofInput({ id: 'a', width: 'x' }))).deep.equal([
      [
        '',
        "it fits none of Circle, Box (Circle: radius: Expected an integer; width: there is no attribute 'width'; Box: width: Expected an integer)",
      ],
    ])
    expect(messages(fittingForms([Circle], { id: 'a', radius: 1 }, () => false))).deep.equal([
      ['', 'it fits none of Circle (Circle: it would be read back as something else)'],
    ])
    expect(discriminator.having('r', [])).deep.equal([Circle, Box])
  })
})

describe('tellByKind', () => {
  const declared = new Table({ name: 'declared', key: { partition: 'pk' } })
  const make = (name: string) =>
    new Entity({ name, table: declared, attributes: { id: string() }, key: { partition: 'THING#{id}' } })
  const members = [make('One'), make('Two')]
  const discriminator = discriminateByKind(members, '_type')

  it('tells stored items by their marker', () => {
    expect(discriminator.words).equal("the kind, '_type' ('One' for One, 'Two' for Two)")
    expect(discriminator.ofStored({ pk: { S: 'THING#a' }, _type: { S: 'Two' } })).equal(members[1])
    expect(messages(discriminator.ofStored({ _type: { S: 'Three' } }))).deep.equal([
      ['', `no entity has the kind or the key that is stored: ${discriminator.words}`],
    ])
    expect(messages(discriminator.ofStored({ pk: { S: 'THING#a' } }))).deep.equal([
      ['', `several entities have its key: ${discriminator.words}`],
    ])
  })

  it('takes an input for every member whose form it has', () => {
    expect(discriminator.ofInput({ id: 'a' })).deep.equal(members)
    expect(discriminator.marksOf(members[0] as (typeof members)[0])).deep.equal([{ S: 'One' }])
    expect(discriminator.having('_type', [{ S: 'Two' }])).deep.equal([members[1]])
    expect(discriminator.having('id', [{ S: 'Two' }])).deep.equal(members)
  })
})
