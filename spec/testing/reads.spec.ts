import { expect } from 'chai'
import { batchGet, getItem } from '../../lib/testing/reads.js'
import { book, books, refusalOf } from './expressions.js'

describe('reads', () => {
  it('get items and parts of them', async () => {
    const context = await books()
    await context.store('PutItem', {
      TableName: 'books',
      Item: { ...book('a'), l1: { L: [{ S: 'x' }, { S: 'y' }, { S: 'z' }] } },
    })
    const get = { TableName: 'books', Key: book('a'), ProjectionExpression: 'l1[2], l1[0]' }
    expect(await getItem(get, context)).to.deep.equal({ Item: { l1: { L: [{ S: 'x' }, { S: 'z' }] } } })
    const answer = await batchGet(
      { RequestItems: { books: { Keys: [book('a'), book('b')], ProjectionExpression: 'sk' } } },
      context,
    )
    expect(answer['Responses']).to.deep.equal({ books: [{ sk: { S: 'a' } }] })
  })

  it('refuse long keys and long projections', async () => {
    const context = await books()
    const get = (more: object) =>
      refusalOf(() => getItem({ TableName: 'books', Key: book('a'), ...more }, context))
    expect((await get({ Key: book('é'.repeat(513)) })).message).to.match(/Size of key sk/)
    expect((await get({ ProjectionExpression: `a${' '.repeat(4096)}` })).message).to.match(
      /maximum allowed size/,
    )
    expect((await get({ ProjectionExpression: 'a, a' })).message).to.match(/overlap/)
    const batch = { RequestItems: { books: { Keys: [book('é'.repeat(513))] } } }
    expect((await refusalOf(() => batchGet(batch, context))).message).to.match(/Size of key sk/)
  })

  it('leave requests without a form to dynalite', async () => {
    const context = await books()
    for (const work of [() => getItem({}, context), () => batchGet({}, context)])
      expect((await refusalOf(work)).type).to.equal('ValidationException')
  })
})
