// One item of a backfill, while others write: what counts is what is stored in the end.
import { DeleteItemCommand, PutItemCommand } from '@aws-sdk/client-dynamodb'
import { expect } from 'chai'
import { CommandExecutor, Repository, SchemaVersionError } from 'dyntastic'
import { backfillItem } from '../../../lib/operation/backfill/backfill-item.js'
import { withEngine } from '../../support/engine.js'
import { storedOrder, versionedOrder } from '../../support/versioned-orders.js'

describe('backfillItem', () => {
  const engine = withEngine()
  let table = ''
  let orders: Repository<ReturnType<typeof versionedOrder>>

  beforeEach(async () => {
    table = engine.name('backfilled')
    orders = new Repository(versionedOrder(table), new CommandExecutor({ client: engine.client }))
    await orders.createTable()
  })
  const put = (version: number) =>
    engine.client.send(new PutItemCommand({ TableName: table, Item: storedOrder(version) as never }))
  const run = () => ({ context: orders.context, options: {} })

  it('writes an older item, and leaves a current one', async () => {
    await put(1)
    expect(await backfillItem(run(), storedOrder(1))).deep.equal({ version: 3, upgraded: true })
    expect(await backfillItem(run(), storedOrder(3))).deep.equal({ version: 3, upgraded: false })
  })

  it('looks again at an item that was changed since it was read', async () => {
    await put(2)
    expect(await backfillItem(run(), storedOrder(1))).deep.equal({ version: 3, upgraded: true })
    expect(await backfillItem(run(), storedOrder(1))).deep.equal({ version: 3, upgraded: false })
    const Key = { id: { S: 'o1' } }
    await engine.client.send(new DeleteItemCommand({ TableName: table, Key }))
    expect(await backfillItem(run(), storedOrder(1))).equal(undefined)
    expect(await orders.get('o1')).equal(undefined)
  })

  it('reports an item that cannot be upgraded', async () => {
    const result = await backfillItem(run(), storedOrder(3, 'o1', { _v: { N: '9' } }))
    expect(result?.failure).deep.include({ key: { id: 'o1' }, version: 9 })
    expect(result?.failure?.error).instanceOf(SchemaVersionError)
  })
})
