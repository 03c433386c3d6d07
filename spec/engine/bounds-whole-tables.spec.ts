// Repositories within bounds, where something looks at whole tables, or where several values have one key.
import { expect } from 'chai'
import {
  attribute,
  backfill,
  CommandExecutor,
  Entity,
  EntityDefinitionError,
  ItemExistsError,
  ItemNotFoundError,
  Repository,
  RequestFailedError,
  Table,
  UniqueValueError,
  UnsupportedOperationError,
  upgrade,
} from 'dyntastic'
import { streamHandler } from 'dyntastic/streams'
import { integer, optional, string } from 'superstruct'
import type { Request } from '../../lib/operation/ground/request.js'
import { rawGet, rawScan, withEngine } from '../support/engine.js'
import { rejection, thrown } from '../support/rejection.js'
import { everythingIn } from '../support/tenant-secrets.js'

/** An executor that lets others write before its requests. */
class Interrupted extends CommandExecutor {
  before: ((request: Request) => Promise<unknown>) | undefined

  override async run(...args: Parameters<CommandExecutor['run']>): Promise<never> {
    await this.before?.(args[0] as never)
    return super.run(...args) as never
  }
}

describe('bounds and whole tables', () => {
  const engine = withEngine()
  let executor: Interrupted

  before(() => {
    const retry = { conflicts: { attempts: 3, base: 1, most: 2 } }
    executor = new Interrupted({ client: engine.client, retry, scans: 'allow' })
  })
  afterEach(() => {
    executor.before = undefined
  })

  async function users(unique: readonly (string | readonly string[])[], key: object = { partition: 'id' }) {
    const options = {
      name: 'User',
      table: new Table({ name: engine.name('users') }),
      attributes: {
        id: string(),
        tenantId: attribute(string(), { name: 't' }),
        email: optional(string()),
        n: attribute(integer(), { default: 0 }),
      },
      key: { partition: 'id' },
      unique: ['email'],
    } as const
    const all = new Repository(new Entity({ ...options, unique, key } as typeof options), executor)
    await all.createTable()
    return { all, one: all.scoped({ tenantId: 't1' }), two: all.scoped({ tenantId: 't2' }) }
  }

  it('a value is unique among the items of all tenants; with the tenant, among those of each', async () => {
    const { one, two } = await users(['email'])
    await one.create({ id: 'a', email: 'x' })
    await rejection(two.create({ id: 'b', email: 'x' }), UniqueValueError)
    const each = await users([['tenantId', 'email']])
    await each.one.create({ id: 'a', email: 'x' })
    await each.two.create({ id: 'b', email: 'x' })
    await rejection(each.two.create({ id: 'c', email: 'x' }), UniqueValueError)
    await rejection(each.two.update('c').set('email', 'x').upsert({}), UniqueValueError)
    await each.two.update('b').set('email', 'y')
    await each.two.create({ id: 'c', email: 'x' })
    expect(await each.all.checkUnique()).include({ found: 0, guards: 3 })
  })

  it('the owner of a value is shown if it is surely within the bounds', async () => {
    const owner = async ({ one, two }: Awaited<ReturnType<typeof users>>) => {
      await one.create({ id: 'a', email: 'x' })
      const own = await rejection(one.create({ id: 'b', email: 'x' }), UniqueValueError)
      const other = await two
        .create({ id: 'c', email: 'x' })
        .execute()
        .catch((error: unknown) => error)
      return [own.owner, Reflect.get(Object(other), 'owner')]
    }
    expect(await owner(await users(['email']))).deep.equal([undefined, undefined])
    expect(await owner(await users([['tenantId', 'email']]))).deep.equal([{ id: 'a' }, undefined])
    const inKey = await users(['email'], { partition: 'tenantId', sort: 'id' })
    expect(await owner(inKey)).deep.equal([{ tenantId: 't1', id: 'a' }, undefined])
  })

  it('checkUnique() is refused, and takes no guard of another tenant for a stray one', async () => {
    const { all, one, two } = await users(['email'])
    await two.create({ id: 'a', email: 'x' })
    const error = await rejection(one.checkUnique({ repair: true }), UnsupportedOperationError)
    expect(error.message).contain('check them with the repository of all items')
    expect(await all.checkUnique()).include({ found: 0, guards: 1 })
  })

  it('writers that are always too late learn nothing of the item of another tenant', async () => {
    const { all, one, two } = await users(['email'])
    await one.create({ id: 'own', email: 'mine' })
    let turn = 0
    executor.before = async ({ call }) => {
      if (call !== 'TransactWriteItems') return
      executor.before = undefined
      // The guard of the old value passes to another tenant and back, so that no attempt finds it as it expects it.
      const { client } = engine
      const guard = (await rawScan(client, all.entity.table.name)).find((item) => item['_of'] !== undefined)
      const of = { M: { id: { S: turn++ % 2 === 0 ? 'secret-id' : 'own' } } }
      const { PutItemCommand } = await import('@aws-sdk/client-dynamodb')
      await client.send(new PutItemCommand({ TableName: all.entity.table.name, Item: { ...guard, _of: of } }))
      executor.before = interrupt
    }
    const interrupt = executor.before
    const error = await rejection(one.update('own').set('email', 'new'), RequestFailedError)
    expect(error.message).contain('was changed by other writers 3 times')
    expect(everythingIn(error)).not.contain('secret-id')
    expect(await two.get('own')).equal(undefined)
  })

  it('an item of another tenant that took the key after an update is not returned', async () => {
    const { all, one, two } = await users(['email'])
    for (const update of [
      (id: string) => one.update(id).set('email', `new-${id}`),
      (id: string) => one.update(id).set('n', 1).idempotent(),
    ]) {
      const id = `a${(await all.scan()).length}`
      await one.create({ id, email: id })
      let written = false
      executor.before = async ({ call }) => {
        if (call === 'TransactWriteItems') written = true
        else if (call === 'GetItem' && written) {
          executor.before = undefined
          await all.delete(id)
          await two.create({ id, n: 99 })
        }
      }
      const error = await rejection(update(id), ItemNotFoundError)
      expect(error.outcome).equal('written')
      expect(await two.get(id)).include({ n: 99 })
    }
  })

  it('a bound whose values share a key is checked in the item', async () => {
    const table = new Table({ name: engine.name('cased'), key: { partition: 'pk', sort: 'sk' } })
    const Doc = new Entity({
      name: 'Doc',
      table,
      attributes: { tenantId: string(), id: string(), text: optional(string()) },
      key: { partition: 'T#{tenantId:lower}', sort: 'D#{id}' },
    })
    const docs = new Repository(Doc, executor)
    await docs.createTable()
    const [upper, lower] = [docs.scoped({ tenantId: 'T1' }), docs.scoped({ tenantId: 't1' })]
    await upper.save({ id: 'a', text: 'of T1' })
    expect(await lower.get('a')).equal(undefined)
    expect(await lower.query()).deep.equal([])
    await rejection(lower.update('a').set('text', 'x'), ItemNotFoundError)
    await rejection(lower.save({ id: 'a', text: 'x' }), ItemExistsError)
    expect(await lower.delete('a').returning('old')).equal(undefined)
    await rejection(executor.batch([lower.delete('a')]), UnsupportedOperationError)
    expect(await upper.get('a')).include({ text: 'of T1' })
  })

  it('a backfill upgrades the items within the bounds alone', async () => {
    for (const key of [{ partition: 'tenantId', sort: 'id' }, { partition: 'id' }]) {
      const table = engine.name('versions')
      const Order = (attributes: object, schemaVersion: object) =>
        new Entity({
          name: 'Order',
          table: new Table({ name: table }),
          attributes: { id: string(), tenantId: string(), ...attributes } as {
            id: typeof id
            tenantId: typeof id
          },
          key: key as { partition: 'id' },
          schemaVersion: schemaVersion as never,
        })
      const id = string()
      const first = new Repository(
        Order({ name: string() }, { attribute: '_v', current: 1, upgrades: [] }),
        executor,
      )
      await first.createTable()
      for (const tenantId of ['t1', 't2']) await first.save({ id: tenantId, tenantId, name: 'x' } as never)
      const upgrades = [upgrade(1, { name: string() }, ({ name, ...rest }) => ({ ...rest, title: name }))]
      const now = new Repository(
        Order({ title: string() }, { attribute: '_v', current: 2, upgrades }),
        executor,
      )
      expect(await backfill(now.scoped({ tenantId: 't1' }))).include({ items: 1, upgraded: 1 })
      const stored = async (tenant: string) =>
        (
          await rawGet(engine.client, table, {
            id: { S: tenant },
            ...('sort' in key ? { tenantId: { S: tenant } } : {}),
          })
        )?.['_v']
      expect([await stored('t1'), await stored('t2')]).deep.equal([{ N: '2' }, { N: '1' }])
    }
  })

  it('streams are of the whole table: an entity within bounds is refused', async () => {
    const { one } = await users(['email'])
    const error = thrown(() => streamHandler([one.entity], { User: 'ignore' }), EntityDefinitionError)
    expect(error.message).contain('list the entity itself')
  })
})
