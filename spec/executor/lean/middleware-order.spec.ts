// The order of middleware: that in which the SDK's own stack runs it.
import { DynamoDBClient, GetItemCommand } from '@aws-sdk/client-dynamodb'
import { expect } from 'chai'
import fc from 'fast-check'
import { middlewareOrder, stackEntries } from '../../../lib/executor/lean/middleware-order.js'
import type { Stack } from '../../../lib/executor/lean/sdk-stack.js'
import { holds } from '../../properties/property-runs.js'

const emptyStack = () => new GetItemCommand({ TableName: 'T', Key: {} }).middlewareStack as unknown as Stack

describe('executor/lean/middleware-order', () => {
  it('lists what a client holds, with its place', () => {
    const { middlewareStack } = new DynamoDBClient({ region: 'eu-west-1' })
    const entries = stackEntries(middlewareStack as unknown as Stack)
    expect(entries.map(({ name }) => name)).to.include.members(['retryMiddleware', 'hostHeaderMiddleware'])
    for (const { middleware } of entries) expect(middleware).to.be.a('function')
    const signing = entries.find(({ name }) => name === 'httpSigningMiddleware')
    expect(signing).to.include({ relative: true, relation: 'after', toMiddleware: 'retryMiddleware' })
  })

  const place = fc.record({
    step: fc.constantFrom('initialize', 'serialize', 'build', 'finalizeRequest', 'deserialize'),
    priority: fc.constantFrom('high', 'normal', 'low'),
  })
  it('is that of the SDK for any places, innermost first', () =>
    holds(
      fc.property(fc.array(place, { maxLength: 8 }), (places) => {
        const stack = emptyStack()
        const made: number[] = []
        places.forEach((each, index) => {
          stack.add(
            (next) => {
              made.push(index)
              return next
            },
            { ...each, name: `each${index}` },
          )
        })
        const order = middlewareOrder(stackEntries(stack), emptyStack())
        stack.resolve(async () => undefined, {})
        const names = stackEntries(stack).map(({ name }) => name)
        expect(order.map((at) => names[at])).to.deep.equal(made.map((index) => `each${index}`))
      }),
    ))
})
