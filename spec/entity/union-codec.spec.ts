// The codec of unions of entities: items by the codec of their own, paths by what is shared.
import { expect } from 'chai'
import { type AttributeStruct, attribute, Entity, Table } from 'dyntastic'
import { date, integer, literal, nullable, number, object, optional, size, string } from 'superstruct'
import { invalid } from '../../lib/entity/codec/codec.js'
import type { Failure } from '../../lib/entity/struct/failure.js'
import { structOf } from '../../lib/entity/union-codec.js'
import { animalEntities } from '../support/animals.js'

const { Cat, Dog, Animal } = animalEntities()
const { codec, paths } = Animal
const tom = { kind: 'cat', id: 't', owner: 'o', name: 'Tom', lives: 9, age: 0 } as const

const table = new Table({ name: 'things' })
function pair(one: AttributeStruct, other: AttributeStruct) {
  const make = (name: string, kind: string, x: AttributeStruct) =>
    new Entity({
      name,
      table,
      attributes: { id: string(), kind: literal(kind) as never, x: x as never },
      key: { partition: 'id' },
    } as never) as never
  const [A, B] = [make('A', 'a', one), make('B', 'b', other)] as [typeof Cat, typeof Cat]
  return { A, B, x: Entity.oneOf([A, B]).codec.at('x')?.codec }
}

describe('the codec of a union of entities', () => {
  it('parses, encodes and decodes by the entity of the item', () => {
    const stored = codec.encode(tom)
    expect(stored).deep.equal(Cat.codec.encode(tom))
    expect(codec.decode(stored, [])).deep.equal(tom)
    expect(codec.parse({ ...tom, kind: 'dog' }, [])).equal(invalid)
    const failures: Failure[] = []
    expect(codec.decode({ M: { kind: { S: 'cow' } } }, failures)).equal(invalid)
    expect(failures.map(({ path }) => path)).deep.equal([['kind']])
    expect(codec.decode(undefined, [])).equal(invalid)
  })

  it('decodes parts by the entity if that was read, or by any that reads them', () => {
    expect(codec.decodePart({ M: { kind: { S: 'cat' }, lives: { N: '3' } } }, [])).deep.equal({
      kind: 'cat',
      lives: 3,
    })
    expect(codec.decodePart({ M: { name: { S: 'a name that is too long' } } }, [])).deep.equal({
      name: 'a name that is too long',
    })
    expect(codec.decodePart({ M: { name: { N: '1' } } }, [])).equal(invalid)
  })

  it('has the paths that any has, and those that conditions take that all have', () => {
    expect(codec.at('lives')?.name).equal('lives')
    expect(codec.at('note')?.name).equal('n')
    expect(paths.at('lives')).equal(undefined)
    expect(paths.at('note')?.name).equal('n')
    expect(paths.at('none')).equal(undefined)
    expect(paths.names).include('owner').and.not.include('good')
    expect(paths.whyNot?.('lives')).match(
      /^'lives' is an attribute of Cat, and not of Dog: add a condition on 'kind' by eq first/,
    )
    expect(paths.whyNot?.('none')).equal(undefined)
  })

  it('takes one codec for attributes that all store alike, and joins others', () => {
    expect(codec.at('owner')?.codec).equal(Cat.codec.at('owner')?.codec)
    const same = size(string(), 1, 3)
    expect(pair(same, same).x?.members).equal(undefined)
    expect(pair(string(), string()).x?.members).equal(undefined)
    expect(pair(size(string(), 1, 3), string()).x?.members).length(2)
    expect(pair(object({ a: string() }), object({ a: string() })).x?.members).length(2)
    expect(pair(string(), optional(string())).x?.members).length(2)
    expect(pair(integer(), number()).x?.decode({ N: '1.5' }, [])).equal(1.5)
  })

  it('orders nothing that has no common order, and knows absence where all do', () => {
    expect(pair(date(), attribute(date(), { as: 'isoDay' })).x?.unsorted).equal(true)
    expect(pair(string(), size(string(), 1, 3)).x?.unsorted).equal(false)
    expect(pair(optional(size(string(), 1, 3)), optional(string())).x?.nullIsAbsence).equal(true)
    expect(pair(optional(string()), string()).x?.nullIsAbsence).equal(false)
    expect(pair(nullable(string()), string()).x?.nullIsAbsence).equal(false)
  })

  it('has no path for an attribute that is stored under several names', () => {
    const { A, B } = pair(attribute(string(), { name: 'y' }), string())
    const both = Entity.oneOf([A, B])
    expect(both.codec.at('x')).equal(undefined)
    expect(both.paths.whyNot?.('x')).equal("A and B store 'x' under different names")
  })

  it('finds the struct of an attribute', () => {
    expect(structOf(Dog, 'good')).equal(Dog.attributes.good)
    expect(structOf(Cat, 'good')).equal(undefined)
  })
})
