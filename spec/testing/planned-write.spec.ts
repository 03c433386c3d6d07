import { expect } from 'chai'
import { planWrite, readWrite } from '../../lib/testing/planned-write.js'
import { book, books, refusalOf } from './expressions.js'

describe('planned write', () => {
  it('says what an item would become, and stores nothing', async () => {
    const context = await books()
    const input = {
      TableName: 'books',
      Key: book('a'),
      UpdateExpression: 'ADD n :n',
      ExpressionAttributeValues: { ':n': { N: '1' } },
    }
    const request = await readWrite('Update', input, context.schemas)
    expect(await planWrite(request, context.store)).to.deep.equal({
      current: undefined,
      next: { ...book('a'), n: { N: '1' } },
    })
    expect(await context.store('GetItem', { TableName: 'books', Key: book('a') })).to.deep.equal({})
  })

  it('fails for a condition, with the item only where it was asked for', async () => {
    const context = await books()
    const Item = { ...book('a'), n: { N: '1' } }
    await context.store('PutItem', { TableName: 'books', Item })
    const input = { TableName: 'books', Key: book('a'), ConditionExpression: 'attribute_not_exists(pk)' }
    const plan = async (more: object) =>
      refusalOf(async () =>
        planWrite(await readWrite('Delete', { ...input, ...more }, context.schemas), context.store),
      )
    expect((await plan({})).body).not.to.have.property('Item')
    const shown = await plan({ ReturnValuesOnConditionCheckFailure: 'ALL_OLD' })
    expect(shown.type).to.equal('ConditionalCheckFailedException')
    expect(shown.body['Item']).to.deep.equal(Item)
  })

  it('refuses to change a key', async () => {
    const { schemas, store } = await books()
    const input = { TableName: 'books', Key: book('a'), UpdateExpression: 'REMOVE sk' }
    const request = await readWrite('Update', input, schemas)
    expect((await refusalOf(() => planWrite(request, store))).message).to.match(/Cannot update attribute sk/)
  })

  it('refuses before it looks at the item', async () => {
    const { schemas } = await books()
    const refused = async (input: object) =>
      (await refusalOf(() => readWrite('Update', { TableName: 'books', Key: book('a'), ...input }, schemas)))
        .message
    expect(await refused({ UpdateExpression: 'REMOVE a', ConditionExpression: 'b' })).to.match(
      /Invalid ConditionExpression/,
    )
    expect(await refused({ UpdateExpression: 'REMOVE a', ExpressionAttributeNames: { '#b': 'b' } })).to.match(
      /unused/,
    )
    expect(await refused({ Key: book('é'.repeat(513)) })).to.match(/Size of key sk/)
    expect(await refused({ TableName: 'films' })).to.match(/resource not found/)
  })
})
