// Sums in the key of an index: DynamoDB adds in decimal, and number() reads the nearest number.
import { expect } from 'chai'
import { CommandExecutor, Entity, Repository } from 'dyntastic'
import { number, string } from 'superstruct'
import { withEngine } from '../support/engine.js'

const engine = withEngine()

describe('a sum in the key of an index', () => {
  // 3.3000000000000003 + 0.1 is 3.4000000000000003 in decimal, which is not a JavaScript number.
  async function summed() {
    const Order = new Entity({
      name: 'Order',
      table: engine.name('sums'),
      attributes: { id: string(), owner: string(), total: number() },
      key: { partition: 'id' },
      indexes: {
        byTotal: { partition: 'owner', sort: 'total', projection: 'keys' },
        ofTotal: { partition: 'total' },
      },
    })
    const orders = new Repository(Order, new CommandExecutor({ client: engine.client, scans: 'allow' }))
    for (const id of ['1', '2', '3']) {
      await orders.save({ id, owner: 'o', total: 3.3000000000000003 })
      await orders.update(id).add('total', 0.1)
    }
    return orders
  }
  const ids = (items: readonly { readonly id: string }[]): string[] => items.map(({ id }) => id).sort()

  it('can be read, page by page and whole, and a range finds it', async () => {
    const orders = await summed()
    const byOwner = orders.query().where('owner').eq('o')
    expect(ids(await byOwner.index('byTotal'))).deep.equal(['1', '2', '3'])
    expect(ids(await byOwner.index('byTotal').full())).deep.equal(['1', '2', '3'])
    expect(ids(await orders.scan())).deep.equal(['1', '2', '3'])
    expect((await orders.getOrThrow('1')).total).equal(3.4000000000000004)

    const found: string[] = []
    let cursor: string | undefined
    do {
      const page = await byOwner.index('byTotal').limit(1).after(cursor).page()
      found.push(...page.items.map(({ id }) => id))
      cursor = page.cursor
    } while (cursor !== undefined)
    expect(found.sort()).deep.equal(['1', '2', '3'])

    const near = byOwner.where('total').between(3.4, 3.41)
    expect(ids(await near)).deep.equal(['1', '2', '3'])
  })

  it('is not found by the number that was read, as documented, until the item is saved', async () => {
    const orders = await summed()
    const item = await orders.getOrThrow('1')
    const same = orders.query().where('total').eq(item.total)
    expect(await same).deep.equal([])
    await orders.save(item)
    expect(ids(await same)).deep.equal(['1'])
  })

  it('is deleted, changed and refreshed by its key', async () => {
    const orders = await summed()
    const item = await orders.getOrThrow('1')
    expect(await orders.refresh(item)).deep.equal(item)
    await orders.delete(item)
    expect(await orders.get('1')).equal(undefined)
  })
})
