// Items of a table that entities share without kinds: whose they are, also where an upgrade fails.
import { expect } from 'chai'
import { Entity, Table, upgrade } from 'dyntastic'
import { integer, number, string } from 'superstruct'
import { isOwnItem, rivalReaders } from '../../../lib/entity/versions/shared-items.js'
import { storedOrder } from '../../support/versioned-orders.js'

describe('items of a table that entities share without kinds', () => {
  const table = new Table({ name: 'shared' })
  const key = { partition: 'id' } as const
  const Order = new Entity({
    name: 'Order',
    table,
    attributes: { id: string(), title: string(), total: number() },
    key,
    schemaVersion: {
      attribute: '_v',
      current: 3,
      upgrades: [
        upgrade(1, { name: string(), cents: integer() }, ({ cents, name }) => {
          if (cents < 0) throw new Error('negative')
          return { name, total: cents / 100 }
        }),
        upgrade(2, { name: string(), total: number() }, ({ name, ...rest }) => ({ ...rest, title: name })),
      ],
    },
  })
  const Person = new Entity({
    name: 'Person',
    table,
    attributes: { id: string(), name: string(), age: integer() },
    key,
  })
  const person = { id: { S: 'p' }, name: { S: 'Ann' }, age: { N: '9' } }
  const both = { ...person, cents: { N: '5' } }

  for (const [what, stored, isOrder, isPerson, rivals] of [
    ['an order of version 1', storedOrder(1), true, false, []],
    ['an order of version 2', storedOrder(2), true, false, []],
    ['a current order', storedOrder(3), true, false, []],
    ['an order whose upgrade throws', storedOrder(1, 'o', { cents: { N: '-1' } }), true, false, []],
    ['an order from the future', storedOrder(3, 'o', { _v: { N: '4' } }), true, false, []],
    ['an order without a readable version', storedOrder(3, 'o', { _v: { S: 'x' } }), true, false, []],
    ['a person', person, false, true, ['Person']],
    ['a person, or an order of version 1', both, true, true, ['Person']],
    ['a person, or an order whose upgrade throws', { ...both, cents: { N: '-1' } }, true, true, ['Person']],
    [
      'an order of version 2 with the attributes of a person',
      { ...storedOrder(2), age: { N: '1' } },
      true,
      true,
      [],
    ],
    ['an item that fits neither', { id: { S: 'x' } }, true, true, []],
  ] as const)
    it(`are told apart by their form: ${what}`, () => {
      expect([isOwnItem(Order, stored), isOwnItem(Person, stored)]).deep.equal([isOrder, isPerson])
      expect(rivalReaders(Order, stored)).deep.equal(rivals)
    })

  it('belong to the only entity of a table, whatever their form', () => {
    const Alone = new Entity({
      name: 'Alone',
      table: 'alone',
      attributes: { id: string(), name: string() },
      key,
    })
    expect(isOwnItem(Alone, { id: { S: 'x' } })).equal(true)
    expect(rivalReaders(Alone, person)).deep.equal([])
  })
})
