// Collections as users make them: what their kinds must have in common.
import { inspect } from 'node:util'
import { expect } from 'chai'
import {
  Collection,
  CommandExecutor,
  Entity,
  EntityDefinitionError,
  InvalidOptionError,
  one,
  Table,
} from 'dyntastic'
import { literal, string } from 'superstruct'
import { accountEntities } from '../support/accounts.js'
import { shapeEntities } from '../support/animals.js'
import { thrown } from '../support/rejection.js'

const { Customer, Order, table } = accountEntities()
const executor = new CommandExecutor({ region: 'local' })
const refusal = (groups: unknown) =>
  thrown(() => new Collection(groups as never, executor), EntityDefinitionError).message

describe('new Collection', () => {
  it('keeps its groups, and shows its kinds', () => {
    const accounts = new Collection({ customer: one(Customer), orders: Order }, executor)
    expect(accounts.groups).deep.equal({ customer: { one: Customer }, orders: Order })
    expect(inspect(accounts)).match(/collection of Customer \| Order/)
    expect(() => (accounts.query as (...args: unknown[]) => unknown)(1)).throw(InvalidOptionError)
    expect(() => (accounts.scan as (...args: unknown[]) => unknown)(1)).throw(InvalidOptionError)
    expect(() => (one as (...args: unknown[]) => unknown)(Order, 1)).throw(InvalidOptionError)
  })

  it('takes kinds that do not keep the same attributes, and whose sort keys have other names', () => {
    const attributes = { customerId: string(), kind: literal('log'), at: string() }
    const other = new Table({ name: 'logs' })
    const Log = new Entity({
      name: 'Log',
      table: other,
      attributes,
      key: { partition: 'customerId', sort: 'at' },
    })
    const Entry = new Entity({
      name: 'Entry',
      table: other,
      attributes: { ...attributes, kind: literal('entry') },
      key: { partition: 'customerId', sort: 'at' },
    })
    expect(String(new Collection({ logs: Log, entries: Entry }, executor))).equal('collection of Log | Entry')
  })

  it('refuses kinds that cannot be read from one partition, or told apart', () => {
    expect(refusal(undefined)).match(/^Collection: it takes an object of entities, .* not undefined/)
    expect(refusal({ a: Order, b: {} })).equal(
      "Collection: 'b' is an object, and not an Entity or one(Entity)",
    )
    expect(refusal({ orders: Order })).equal(
      'Collection: a collection needs at least two entities, and the list has only Order',
    )
    expect(refusal({ a: Order, b: Order })).equal('Order | Order: Order is given twice')
    const { Circle, Box } = shapeEntities()
    expect(refusal({ a: Order, b: Circle })).match(
      /are in different tables; the entities of a collection share one Table/,
    )
    expect(refusal({ a: Circle, b: Box })).match(/its entities cannot be told apart/)
    const attributes = { customerId: string(), sk: string(), kind: literal('x') }
    const Swapped = new Entity({
      name: 'Swapped',
      table: new Table({ name: 'accounts' }),
      attributes,
      key: { partition: 'sk', sort: 'customerId' },
    })
    expect(refusal({ orders: Order, other: Swapped })).match(/different tables|partition key/)
    expect(table.name).equal('accounts')
  })

  it('refuses anything but an executor', () => {
    const error = thrown(() => new Collection({ a: Customer, b: Order }, {} as never), InvalidOptionError)
    expect(error.message).match(/new Collection\(\{ customer: one\(Customer\), orders: Order \}, executor\)/)
  })
})
