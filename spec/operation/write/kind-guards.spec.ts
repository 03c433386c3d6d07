// The kind as a condition: printed, and what it holds for.
import { expect } from 'chai'
import { CommandExecutor, Entity, Repository, Table } from 'dyntastic'
import { string } from 'superstruct'
import { evaluate } from '../../../lib/expression/condition/evaluation.js'
import { kindGuards, unlessForeign } from '../../../lib/operation/write/kind-guards.js'
import { kindsOf, repositoriesOf } from '../../support/kinds.js'

const { Cat } = kindsOf('shop')
const executor = new CommandExecutor()

describe('kindGuards', () => {
  it('take the kind, and an item without a marker', () => {
    const [guard] = kindGuards(Cat)
    expect(String(guard?.condition)).equal('attribute_not_exists(_type) OR _type = (value)')
    const holds = (stored: object) => guard !== undefined && evaluate(guard.condition, stored as never)
    expect(
      [{}, { _type: { S: 'Cat' } }, { _type: { S: 'Dog' } }, { _type: { N: '1' } }].map(holds),
    ).deep.equal([true, true, false, false])
  })

  it('take every value of a kind', () => {
    const table = new Table({ name: 'shop', kind: { name: '_et', values: { Pet: ['kitty', 'cat'] } } })
    const Pet = new Entity({ name: 'Pet', table, attributes: { id: string() }, key: { partition: 'id' } })
    const pets = new Repository(Pet, executor)
    const { input } = pets.delete('a').toCommand()
    expect(input.ConditionExpression).equal('attribute_not_exists(#0) OR #0 IN (:0, :1)')
    expect(input.ExpressionAttributeValues).deep.equal({ ':0': { S: 'kitty' }, ':1': { S: 'cat' } })
  })

  it('do not exist on a table without kinds', () => {
    const plain = new Entity({
      name: 'Plain',
      table: 'plain',
      attributes: { id: string() },
      key: { partition: 'id' },
    })
    expect(kindGuards(plain)).deep.equal([])
    expect(new Repository(plain, executor).delete('a').toCommand().input).deep.equal({
      TableName: 'plain',
      Key: { id: { S: 'a' } },
    })
  })
})

describe('the writes of a kind', () => {
  const { cats, orders } = repositoriesOf('shop', executor)
  const order = { customerId: 'c1', orderId: 'o1', placedAt: new Date('2026-01-05'), total: 5 }
  const cat = { animalId: 'a', name: 'n', revision: 0, lives: 9 }

  it('that no other kind can have the keys of are as those of any table', () => {
    expect(orders.save(order).toCommand().input).not.property('ConditionExpression')
    expect(orders.create(order).toCommand().input.ConditionExpression).equal('attribute_not_exists(#0)')
    expect(orders.save(order).if('total').lt(9).toCommand().input.ConditionExpression).equal(
      '(attribute_not_exists(#0) OR #0 = :0) AND #1 < :1',
    )
  })

  it('that another kind can have the keys of are conditional', () => {
    expect(cats.save(cat).toCommand().input.ConditionExpression).equal('attribute_not_exists(#0) OR #0 = :0')
    expect(cats.save(cat).overwrite().toCommand().input).not.property('ConditionExpression')
  })
})

describe('unlessForeign', () => {
  const root = Cat.condition((attr) => attr.name.notExists())
  const other = Cat.condition((attr) => attr.name.eq('Tom'))
  const dog = { _type: { S: 'Dog' }, name: { S: 'Tom' } }
  const holds = (conditions: readonly (typeof root)[], stored: object) =>
    unlessForeign(Cat, conditions).every((each) => evaluate(each, stored as never))

  it('lets an item of another kind be one that is not there', () => {
    expect([holds([root], dog), holds([root], {}), holds([root], { name: { S: 'x' } })]).deep.equal([
      true,
      true,
      false,
    ])
    expect([holds([other], dog), holds([other], {}), holds([other], { name: { S: 'Tom' } })]).deep.equal([
      false,
      false,
      true,
    ])
    expect(unlessForeign(Cat, [])).deep.equal([])
  })
})
