// Keys as projections, and parts of stored items.
import { expect } from 'chai'
import { keyPaths, projectedPaths, storedPart } from '../../../lib/operation/ground/key-projection.js'
import { Order } from '../../plan/sample-orders.js'
import { kindsOf } from '../../support/kinds.js'

describe('keyPaths', () => {
  it('has the stored name of each key attribute, partition first', () => {
    const { key } = Order
    expect(keyPaths([key]).map(({ names }) => names)).deep.equal(
      [...key.partition, ...key.sort].map(({ name }) => [name]),
    )
    expect(keyPaths([key, key])).to.have.length(2 * (key.partition.length + key.sort.length))
  })
})

describe('projectedPaths', () => {
  const namesOf = (...select: string[]) => {
    const paths = select.map((name) => ({ text: name, names: [name] }))
    return projectedPaths(kindsOf('shop').Order, paths).map(({ names }) => names[0])
  }

  it('has the kind, and the keys that are made of what is selected', () => {
    expect(namesOf('total')).deep.equal(['total', '_type'])
    expect(namesOf('customerId')).deep.equal(['customerId', 'pk', '_type'])
    expect(namesOf('placedAt', 'orderId')).deep.equal(['placedAt', 'orderId', 'sk', '_type'])
    expect(namesOf()).deep.equal([])
  })
})

describe('storedPart', () => {
  it('takes what is there, and nothing that every object has', () => {
    const stored = { a: { S: 'x' }, b: { N: '1' } }
    expect(storedPart(stored, ['a', 'c', 'constructor', 'toString'])).deep.equal({ a: { S: 'x' } })
    expect(storedPart({ constructor: { S: 'y' } }, ['constructor'])).deep.equal({ constructor: { S: 'y' } })
  })
})
