// Queries of collections: values like those of one entity, each method of which counts its arguments.
import { inspect } from 'node:util'
import { expect } from 'chai'
import { Collection, CommandExecutor, InvalidOptionError, one } from 'dyntastic'
import { Recorder } from 'dyntastic/testing'
import { accountEntities } from '../../support/accounts.js'
import { rejection } from '../../support/rejection.js'

const { Customer, Order } = accountEntities()
const groups = { customer: one(Customer), orders: Order }
const query = new Collection(groups, new CommandExecutor({ region: 'local' })).query()

describe('CollectionQuery', () => {
  it('is a value that shows nothing of its conditions', () => {
    const made = query.where('customerId').eq('secret')
    expect(String(made)).equal('Customer | Order.query, not run')
    expect(inspect(made, { depth: 9, showHidden: true })).not.match(/secret/)
    expect(query.inner.state().conditions).deep.equal([])
    expect(Object.isFrozen(made)).equal(true)
  })

  it('counts the arguments of its methods', async () => {
    const none = ['full', 'ascending', 'descending', 'consistent', 'explain'] as const
    for (const name of none)
      expect(() => (query[name] as (...args: unknown[]) => unknown)(1), name).throw(InvalidOptionError)
    const single = ['where', 'index', 'limit', 'pageSize', 'after', 'budget', 'onInvalid'] as const
    for (const name of single)
      expect(() => (query[name] as (...args: unknown[]) => unknown)(1, 2), name).throw(InvalidOptionError)
    for (const name of ['first', 'count', 'page'] as const)
      await rejection(
        (query[name] as (...args: unknown[]) => Promise<unknown>)(undefined, 2),
        InvalidOptionError,
      )
    for (const name of ['pages', 'items'] as const)
      await rejection(
        (query[name] as (...args: unknown[]) => AsyncGenerator<unknown>)(undefined, 2).next(),
        InvalidOptionError,
      )
    expect(() => query.onInvalid('none' as never)).throw(InvalidOptionError)
    expect(() => query.limit(0)).throw(InvalidOptionError)
  })

  it('aborts as any query', async () => {
    const none = { Items: [], Count: 0 }
    const recorder = new Recorder().answer('Query', none).answer('Query', none)
    const read = new Collection(groups, recorder).query().where('customerId').eq('c1')
    expect(await read).deep.equal({ customer: undefined, orders: [] })
    expect(await read.first()).equal(undefined)
    const refused = await read.execute({ signal: AbortSignal.abort() }).catch((error: Error) => error)
    expect(refused).instanceOf(Error)
  })
})
