// The update block of the public interface as its page shows it: written as a user writes it, compiled and run.
import { UpdateItemCommand } from '@aws-sdk/client-dynamodb'
import { expect } from 'chai'
import type { ItemOf } from 'dyntastic'
import { CommandExecutor, ConditionFailedError, ItemNotFoundError, not, or, Repository } from 'dyntastic'
import { withEngine } from '../support/engine.js'
import { orderEntity } from '../support/entities.js'
import { rejection } from '../support/rejection.js'

const engine = withEngine()

describe('the public interface of updates', () => {
  const Order = orderEntity(() => table)
  let table = ''
  let orders: Repository<typeof Order>

  before(() => {
    table = engine.name('orders')
    orders = new Repository(Order, new CommandExecutor({ client: engine.client }))
  })

  beforeEach(async () => {
    await orders.delete({ customerId: 'c1', orderId: 'o1' })
    await orders.save({
      customerId: 'c1',
      orderId: 'o1',
      total: 10,
      placedAt: new Date('2026-01-02T03:04:05Z'),
      lines: [
        { sku: 'gone', quantity: 1 },
        { sku: 'a', quantity: 2 },
      ],
      tags: new Set(['old', 'kept']),
    })
  })

  it('3: every function in one chain; what overlaps is refused before it is sent', async () => {
    const whole = orders
      .update({ customerId: 'c1', orderId: 'o1' })
      .set('status', 'paid')
      .set('total', (attr) => attr.total.plus(5))
      .setIfMissing('note', 'none')
      .add('tags', ['gift', 'rush'])
      .subtract('total', 2)
      .append('lines', [{ sku: 'b', quantity: 1 }])
      .prepend('lines', [])
      .remove('lines[0]')
      .remove('address')
      .delete('tags', ['old'])
      .if('status')
      .eq('open')
      .if((attr) => or(attr.total.lt(100), not(attr.tags.contains('vip'))))
      .returning('new')
    // DynamoDB takes one change of each path: the block of the page shows what there is, not one request.
    const error = await rejection(whole, Error)
    expect(error.message).match(/set on total and subtract on total overlap/)
  })

  it('3: the same changes, one of each path, resolve to the new item', async () => {
    const updated: ItemOf<typeof Order> = await orders
      .update({ customerId: 'c1', orderId: 'o1' })
      .set('status', 'paid')
      .set('total', (attr) => attr.total.plus(5))
      .setIfMissing('note', 'none')
      .add('tags', ['gift', 'rush'])
      .append('lines', [{ sku: 'b', quantity: 1 }])
      .remove('address')
      .if('status')
      .eq('open')
      .if((attr) => or(attr.total.lt(100), not(attr.tags.contains('vip'))))
      .returning('new')
    expect(updated).deep.include({
      status: 'paid',
      total: 15,
      note: 'none',
      tags: new Set(['gift', 'kept', 'old', 'rush']),
      lines: [
        { sku: 'gone', quantity: 1 },
        { sku: 'a', quantity: 2 },
        { sku: 'b', quantity: 1 },
      ],
      revision: 2,
    })
    const next = await orders
      .update(updated)
      .subtract('total', 2)
      .prepend('lines', [])
      .delete('tags', ['old'])
      .set('note', (attr) => attr.note.ifNotExists('x'))
    expect(next).deep.include({
      total: 13,
      tags: new Set(['gift', 'kept', 'rush']),
      note: 'none',
      revision: 3,
    })
    expect((await orders.update(next).remove('lines[0]')).lines.map(({ sku }) => sku)).deep.equal(['a', 'b'])
  })

  it('3: sums begin with what an absent attribute counts as', async () => {
    const update = orders.update({ customerId: 'c1', orderId: 'o1' })
    expect((await update.set('total', (attr) => attr.total.ifNotExists(0).plus(1))).total).equal(11)
    expect((await update.add('total', 1)).total).equal(12)
  })

  it('3: an update touches existing items only, and creates no stub, unless it is an upsert', async () => {
    const key = { customerId: 'c1', orderId: 'o2' }
    await rejection(orders.update(key).set('status', 'paid'), ItemNotFoundError)
    expect(await orders.get(key).consistent()).equal(undefined)
    const made = await orders
      .update(key)
      .set('status', 'paid')
      .upsert({ total: 1, placedAt: new Date(0), lines: [] })
    expect(made).include({ status: 'paid', total: 1 })
    await orders.delete(key)
  })

  it('3: returns new, old, updatedNew, updatedOld or none', async () => {
    const update = orders.update({ customerId: 'c1', orderId: 'o1' }).set('status', 'paid')
    const old: ItemOf<typeof Order> | undefined = await update.returning('old')
    expect(old).include({ status: 'open' })
    const part = await update.set('note', 'x').returning('updatedNew')
    expect(part).include({ status: 'paid', note: 'x' }).and.not.property('total')
    const before = await orders
      .update({ customerId: 'c1', orderId: 'o1' })
      .set('note', 'y')
      .returning('updatedOld')
    expect(before).include({ note: 'x' })
    const nothing: undefined = await update.returning('none')
    expect(nothing).equal(undefined)
  })

  it('3: a condition that is not met names its clauses and their values, or skips', async () => {
    const update = orders
      .update({ customerId: 'c1', orderId: 'o1' })
      .set('status', 'paid')
      .if('total')
      .gt(100)
    const error = await rejection(update, ConditionFailedError)
    expect(error.item).include({ total: 10, status: 'open' })
    expect(error.failed[0]).include({ clause: 'total > (value)', actual: 10 })
    const skipped: ItemOf<typeof Order> | undefined = await update.orSkip()
    expect(skipped).equal(undefined)
  })

  it('3: shows the command, and is run by execute with a signal', async () => {
    const update = orders.update({ customerId: 'c1', orderId: 'o1' }).set('status', 'paid')
    expect(update.toCommand()).instanceOf(UpdateItemCommand)
    const { signal } = new AbortController()
    expect(await update.execute({ signal })).include({ status: 'paid' })
  })
})
