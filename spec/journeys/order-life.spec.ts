// The life of one order among several writers: aliases, versions, timestamps, conditions, a time to live.
import { DescribeTimeToLiveCommand } from '@aws-sdk/client-dynamodb'
import { expect } from 'chai'
import {
  CommandExecutor,
  ConditionFailedError,
  ItemExistsError,
  ItemNotFoundError,
  or,
  Repository,
  VersionConflictError,
} from 'dyntastic'
import { rawGet, withEngine } from '../support/engine.js'
import { orderEntity, orderInput } from '../support/entities.js'
import { rejection } from '../support/rejection.js'

describe('an order’s life', () => {
  const engine = withEngine()
  const key = { customerId: 'c1', orderId: 'o1' }

  it('is made once, changed by one writer at a time, looked at in parts, and goes', async () => {
    const table = engine.name('orders')
    // Two services, each with an executor of its own.
    const shop = new Repository(orderEntity(table), new CommandExecutor({ client: engine.client }))
    const depot = new Repository(orderEntity(table), new CommandExecutor({ client: engine.client }))
    const stored = () => rawGet(engine.client, table, { customerId: { S: 'c1' }, orderId: { S: 'o1' } })
    const before = Date.now()

    const placed = await shop.create({
      ...orderInput,
      note: 'ring twice',
      tags: new Set(['gift', 'rush']),
      expiresAt: new Date('2030-01-01T00:00:00.999Z'),
    })
    expect(placed).to.deep.include({ status: 'open', revision: 1, note: 'ring twice' })
    expect(placed.createdAt.getTime()).to.be.within(before, Date.now())
    expect(placed.updatedAt).to.deep.equal(placed.createdAt)
    expect(placed.expiresAt, 'whole seconds').to.deep.equal(new Date('2030-01-01T00:00:00.000Z'))

    // The alias is the name in the database, and the property is not.
    const first = await stored()
    expect(first).to.deep.include({ n: { S: 'ring twice' }, revision: { N: '1' }, total: { N: '12.5' } })
    expect(first).not.to.have.property('note')
    expect(first?.['placedAt']).to.deep.equal({ S: '2026-03-01T10:00:00.000Z' })
    expect(first?.['expiresAt']).to.deep.equal({ N: '1893456000' })
    expect(first?.['lines']?.L).to.deep.equal([{ M: { sku: { S: 'a' }, quantity: { N: '2' } } }])
    expect([...(first?.['tags']?.SS ?? [])].sort()).to.deep.equal(['gift', 'rush'])
    const { TimeToLiveDescription } = await engine.client.send(
      new DescribeTimeToLiveCommand({ TableName: table }),
    )
    expect(TimeToLiveDescription).to.deep.include({ AttributeName: 'expiresAt' })

    // The same order cannot be placed twice.
    const exists = await rejection(depot.create({ ...orderInput, total: 1 }), ItemExistsError)
    expect(exists.item).to.deep.equal(placed)
    expect(await stored()).to.deep.equal(first)

    // Both read it; the depot is first to write.
    const inShop = await shop.getOrThrow(key).consistent()
    const inDepot = await depot.getOrThrow(key).consistent()
    expect(inShop).to.deep.equal(placed)
    const shipped = await depot.save({
      ...inDepot,
      status: 'shipped',
      lines: [...inDepot.lines, { sku: 'b', quantity: 1 }],
    })
    expect(shipped.revision).to.equal(2)
    expect(shipped.createdAt).to.deep.equal(placed.createdAt)
    expect(shipped.updatedAt.getTime()).to.be.at.least(placed.updatedAt.getTime())

    const conflict = await rejection(shop.save({ ...inShop, total: 99 }), VersionConflictError)
    expect(conflict.item).to.deep.equal(shipped)
    expect(conflict.key).to.deep.equal(key)
    expect((await stored())?.['total']).to.deep.equal({ N: '12.5' })
    // It starts again from what is there.
    const again = await shop.save({ ...(await shop.refresh(inShop)), total: 99, note: undefined })
    expect(again).to.deep.include({ revision: 3, status: 'shipped', total: 99 })
    expect(await stored()).not.to.have.property('n')

    // Parts of it, by property names.
    const part = await shop.get(key).select('total', 'lines[1].sku', 'note', 'expiresAt')
    expect({ ...part }).to.deep.equal({ total: 99, lines: [{ sku: 'b' }], expiresAt: placed.expiresAt })

    // A delete that is not allowed says why; an outdated item cannot delete it either.
    const unmet = await rejection(
      shop
        .delete(key)
        .if((attr) => or(attr.status.eq('open'), attr.note.exists()))
        .if('total')
        .lt(100),
      ConditionFailedError,
    )
    expect(unmet.failed.map(({ path, actual }) => ({ path, actual }))).to.deep.equal([
      { path: 'status', actual: 'shipped' },
      { path: 'note', actual: undefined },
    ])
    await rejection(depot.delete(shipped), VersionConflictError)
    expect((await stored())?.['revision']).to.deep.equal({ N: '3' })

    const gone = await shop
      .delete(again)
      .if('total')
      .gt((attr) => attr.revision)
      .returning('old')
    expect(gone).to.deep.equal(again)
    expect(await stored()).to.equal(undefined)
    await rejection(depot.refresh(again), ItemNotFoundError)

    // Its items can be ordered again, as another first revision.
    const anew = await shop.create(orderInput)
    expect(anew.revision).to.equal(1)
  })
})
