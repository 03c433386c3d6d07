import { expect } from 'chai'
import { isBatch, runInPart } from '../../../../lib/testing/engine/faults/partial-batches.js'
import { seededRandom } from '../../../../lib/testing/engine/faults/seeded-random.js'

const run = (body: string) => ({
  statusCode: 200,
  body: JSON.stringify({ ran: JSON.parse(body).RequestItems, UnprocessedItems: {} }),
})
const part = (operation: string, input: object, share: number, how = run) =>
  JSON.parse(runInPart(operation, JSON.stringify(input), { share, random: seededRandom(3), run: how }).body)

describe('partial batches', () => {
  const writes = Array.from({ length: 20 }, (_, n) => ({ DeleteRequest: { Key: { id: { N: String(n) } } } }))

  it('run the rest, and return what was unprocessed', () => {
    const { ran, UnprocessedItems } = part('BatchWriteItem', { RequestItems: { a: writes } }, 0.3)
    expect(UnprocessedItems.a.length).to.be.within(2, 12)
    expect([...ran.a, ...UnprocessedItems.a]).to.have.deep.members(writes)
  })

  it('keep the options of each table with its keys', () => {
    const requested = { Keys: writes.map(({ DeleteRequest }) => DeleteRequest.Key), ConsistentRead: true }
    const { UnprocessedKeys } = part('BatchGetItem', { RequestItems: { a: requested } }, 1)
    expect(UnprocessedKeys).to.deep.equal({ a: requested })
  })

  it('add to what the engine left itself', () => {
    const own = () => ({ statusCode: 200, body: JSON.stringify({ UnprocessedItems: { a: ['own'] } }) })
    expect(part('BatchWriteItem', { RequestItems: { a: writes } }, 0.5, own).UnprocessedItems.a).to.include(
      'own',
    )
  })

  it('run whole if nothing is left, if they are refused, and if they are not batches at all', () => {
    expect(part('BatchWriteItem', { RequestItems: { a: writes } }, 0).ran.a).to.have.length(20)
    const refusing = (body: string) => ({
      statusCode: 400,
      body: JSON.stringify({ got: JSON.parse(body).RequestItems.a.length }),
    })
    expect(part('BatchWriteItem', { RequestItems: { a: writes } }, 0.5, refusing)).to.deep.equal({ got: 20 })
    expect(part('BatchWriteItem', {}, 0.5)).to.have.property('UnprocessedItems')
    expect(['BatchWriteItem', 'BatchGetItem', 'PutItem', 'constructor'].map(isBatch)).to.deep.equal([
      true,
      true,
      false,
      false,
    ])
  })
})
