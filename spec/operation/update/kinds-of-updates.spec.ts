// What an upsert stores of a new item besides its attributes, and which items an update may change.
import { expect } from 'chai'
import { repositoriesOf } from '../../support/kinds.js'
import { FakeRunner } from '../fake-runner.js'

const { orders, cats } = repositoriesOf('shop', new FakeRunner() as never)
const key = { customerId: 'c1', orderId: 'o1', placedAt: new Date('2026-01-05') }

describe('an upsert of a kind', () => {
  it('stores the attributes of the key and the marker if they are missing, and not over another kind', () => {
    const { input } = cats.update('a1').set('lives', 9).upsert({ name: 'Tom', revision: 0 }).toCommand()
    expect(input).deep.include({
      Key: { pk: { S: 'ANIMAL#a1' }, sk: { S: 'A' } },
      ConditionExpression: 'attribute_not_exists(#4) OR #4 = :5',
    })
    expect(input.UpdateExpression).equal(
      'SET #0 = :0, #1 = if_not_exists(#1, :1), #2 = if_not_exists(#2, :2), #3 = if_not_exists(#3, :3), #4 = if_not_exists(#4, :4)',
    )
    expect(input.ExpressionAttributeNames).deep.equal({
      '#0': 'lives',
      '#1': 'name',
      '#2': 'revision',
      '#3': 'animalId',
      '#4': '_type',
    })
    expect(input.ExpressionAttributeValues?.[':5']).deep.equal({ S: 'Cat' })
  })
})

describe('an update of a kind', () => {
  it('is of an item that is there, and of its kind', () => {
    const { input } = orders.update(key).set('note', 'x').toCommand()
    expect(input.ConditionExpression).equal('attribute_exists(#1) AND (attribute_not_exists(#2) OR #2 = :1)')
    expect(input.ExpressionAttributeNames).deep.equal({ '#0': 'note', '#1': 'pk', '#2': '_type' })
  })
})
