// An update as a request: what may be repeated, what is sent instead, and values of index keys.
import { expect } from 'chai'
import { ValidationError } from '../../../lib/errors/validation-error.js'
import { changeOf } from '../../../lib/expression/change/update-change.js'
import { allChanges, guardsOf, updateRequest } from '../../../lib/operation/update/update-request.js'
import { orderInput } from '../../support/entities.js'
import { rejection } from '../../support/rejection.js'
import { onFakeRunner, orderKey } from '../update-samples.js'

const { runner, plains, orders } = onFakeRunner()
const update = plains.update('a')
const whole = { name: 'Ann', total: 1, scores: new Set([1]) }

describe('updateRequest', () => {
  for (const [what, operation, repeatable] of [
    ['a constant', update.set('name', 'x'), true],
    ['a removal', update.remove('email'), true],
    ['a member of a set', update.add('scores', 1), true],
    ['a member taken out of a set', update.delete('scores', 1), true],
    ['what is set if it is missing', update.setIfMissing('name', 'x'), true],
    ['what an upsert begins with', update.set('age', 1).upsert(whole), true],
    [
      'an item that was read, with its version',
      orders.update(orders.entity.parse(orderInput)).set('total', 1),
      true,
    ],
    ['a sum', update.add('total', 1), false],
    ['a sum on an upsert', update.add('total', 1).upsert({ name: 'x', scores: new Set([1]) }), false],
    ['a reckoning', update.set('total', (attr) => attr.total.plus(1)), false],
    ['one of many', update.set('name', 'x').subtract('total', 1), false],
    ['an append', orders.update(orderKey).append('lines', { sku: 'x', quantity: 1 }), false],
    ['a version that is counted on', orders.update(orderKey).set('total', 1), false],
  ] as const)
    it(`${repeatable ? 'may' : 'must not'} be repeated after a lost response: ${what}`, () => {
      expect(operation.compile().repeatable).equal(repeatable)
    })

  it('is repeatable with other changes only where its own are: they are worked out again after a loss', () => {
    const { context, state: kept } = update.add('stats.views', 1)
    const state = kept()
    const instead = [changeOf(state.root, 'set', 'stats', [{ views: 1 }])]
    expect(updateRequest(context.model, state, [], { changes: instead })).include({ repeatable: false })
    const constant = update.set('stats.views', 1)
    expect(updateRequest(context.model, constant.state(), [], { changes: instead })).include({
      repeatable: true,
    })
    const { input } = updateRequest(context.model, constant.state(), [], { changes: instead })
    expect(input.UpdateExpression).equal('SET #0 = :0')
    expect(input.ExpressionAttributeNames).deep.include({ '#0': 'stats' })
  })

  for (const [what, operation] of [
    ['set', update.set('email', '')],
    ['set where missing', update.setIfMissing('email', '')],
    ['given to an upsert', update.set('age', 1).upsert({ ...whole, email: '' })],
    ['too long', update.set('email', 'é'.repeat(1025))],
  ] as const)
    it(`refuses a value that an index key cannot have: ${what}`, async () => {
      const error = await rejection(operation, ValidationError)
      expect(error.failures.map(({ path }) => path)).deep.equal(['email'])
      expect(error).include({ entity: 'Plain', operation: 'update' })
      expect(runner.sent).deep.equal([])
    })

  it('takes what other attributes can have', () => {
    expect(update.set('name', '').compile().input).property('UpdateExpression')
    expect(update.remove('email').compile().input).property('UpdateExpression')
  })
})

describe('allChanges', () => {
  it('are the update’s own, then the stamps, then what an upsert begins with', () => {
    const update = orders
      .update(orderKey)
      .set('status', 'paid')
      .upsert({ total: 1, placedAt: new Date(0), lines: [] })
    expect(allChanges(update.context.model, update.state()).map(({ target }) => target.text)).deep.equal([
      'status',
      'revision',
      'updatedAt',
      'createdAt',
      'total',
      'placedAt',
      'lines',
    ])
  })
})

describe('guardsOf', () => {
  it('is the version that was read, and nothing for a key', () => {
    const Order = orders.entity
    const guards = (argument: object) =>
      guardsOf(Order, orders.update(argument as never).state()).map(({ condition, reason }) => [
        String(condition),
        reason,
      ])
    expect(guards(Order.parse({ ...orderInput, revision: 3 }))).deep.equal([
      ['revision = (value)', 'version'],
    ])
    expect(guards(Order.parse(orderInput))).deep.equal([['attribute_not_exists(revision)', 'version']])
    expect(guards(orderKey)).deep.equal([])
  })
})
