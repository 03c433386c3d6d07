// Where paths begin, after what earlier conditions say for certain.
import { expect } from 'chai'
import { and, not, or } from 'dyntastic'
import { knownValues, pathRoot } from '../../../lib/expression/condition/path-root.js'
import { animalEntities } from '../../support/animals.js'

const { Cat, Animal } = animalEntities()
const isCat = Animal.condition((attr) => attr.kind.eq('cat'))

describe('knownValues', () => {
  it('are those of eq and in that must hold', () => {
    const all = Animal.condition((attr) =>
      and(attr.kind.in(['cat', 'wolf']), attr.owner.eq('o'), attr.age.gt(1)),
    )
    expect(knownValues([all, isCat])).deep.equal([
      ['kind', [{ S: 'cat' }, { S: 'wolf' }]],
      ['owner', [{ S: 'o' }]],
      ['kind', [{ S: 'cat' }]],
    ])
  })

  it('are none of what need not hold, of what is inside, and of other attributes', () => {
    const made = [
      Animal.condition((attr) => or(attr.kind.eq('cat'), attr.owner.eq('o'))),
      Animal.condition((attr) => not(attr.kind.eq('cat'))),
      Animal.condition((attr) => attr.home.city.eq('Rome')),
      Animal.condition((attr) => attr.owner.size().eq(1)),
      Animal.condition((attr) => attr.owner.eq(attr.id)),
    ]
    expect(knownValues(made)).deep.equal([])
  })
})

describe('pathRoot', () => {
  it('is the item of an entity, whatever the conditions', () => {
    expect(pathRoot(Cat, [isCat])).deep.equal({ entity: 'Cat', codec: Cat.codec })
  })

  it('is what conditions leave of a union', () => {
    expect(pathRoot(Animal, [])).deep.equal({ entity: 'Cat | Dog', codec: Animal.paths, also: ['Cat | Dog'] })
    expect(pathRoot(Animal, [isCat])).deep.equal({ entity: 'Cat | Dog', codec: Cat.codec, also: ['Cat'] })
  })
})
