import { DynamoDBClient } from '@aws-sdk/client-dynamodb'
import { expect } from 'chai'
import { middlewareNamed, middlewareOf } from '../../../lib/executor/client/middleware-list.js'

describe('executor/client/middleware-list', () => {
  it('lists the middleware of a stack with the place of each, and leaves the stack alone', () => {
    const { middlewareStack } = new DynamoDBClient({})
    const before = middlewareStack.identify()
    const kept = middlewareOf(middlewareStack).length
    const mine = <T>(next: T): T => next
    middlewareStack.add(mine, { name: 'mine', step: 'build', priority: 'low' })
    const found = middlewareOf(middlewareStack)
    expect(found).to.have.length(kept + 1)
    expect(found.find(({ middleware }) => middleware === (mine as never))?.position).to.include({
      name: 'mine',
      step: 'build',
      priority: 'low',
    })
    expect(found.map(({ position }) => position['name'])).to.include.members([
      'retryMiddleware',
      'serializerMiddleware',
    ])
    middlewareStack.remove('mine')
    expect(middlewareStack.identify()).to.deep.equal(before)
  })

  it('finds middleware by its name', () => {
    const { middlewareStack } = new DynamoDBClient({})
    expect(middlewareNamed(middlewareStack, 'retryMiddleware')).to.be.a('function')
    expect(middlewareNamed(middlewareStack, 'none')).to.equal(undefined)
  })
})
