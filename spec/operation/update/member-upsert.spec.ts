// Upserts of unions of entities: of one of them, and never over an item of another.
import { expect } from 'chai'
import { CommandExecutor, Repository } from 'dyntastic'
import { animalEntities } from '../../support/animals.js'

const { Animal } = animalEntities()
const animals = new Repository(Animal, new CommandExecutor({ region: 'local' }))
const values = { owner: 'o', name: 'Tom' }

describe('upsertOf', () => {
  it('sets what the entity has if there is no item, or one of the entity', () => {
    const update = animals
      .update('a')
      .set('age', 1)
      .upsert({ ...values, kind: 'cat', lives: 9 })
    const { input } = update.compile()
    expect(input.UpdateExpression).match(/if_not_exists/)
    expect(input.ConditionExpression).match(/^attribute_not_exists\((#\d)\) OR (#\d) = :\d$/)
    expect(Object.values(input.ExpressionAttributeNames ?? {})).members([
      'age',
      'owner',
      'kind',
      'name',
      'lives',
      'id',
    ])
  })

  it('requires one of several values', () => {
    const update = animals
      .update('a')
      .set('age', 1)
      .upsert({ ...values, kind: 'wolf' })
    expect(update.compile().input.ConditionExpression).match(/IN \(/)
  })

  it('takes the entity that conditions say', () => {
    const update = animals
      .update('a')
      .if('kind')
      .eq('cat')
      .set('lives', 1)
      .upsert({ ...values, kind: 'cat' })
    expect(update.compile().input.ConditionExpression).match(/^#\d = :\d AND \(attribute_not_exists/)
  })

  it('leaves a key that does not fit to the run', () => {
    const update = animals
      .update(5 as never)
      .set('age', 1)
      .upsert({ ...values, kind: 'wolf' })
    expect(() => update.compile()).throw(/'id' cannot be a number/)
  })
})
