// Keys made of attributes: stored with every item, sparse, checked when it is read, and read back.
import { expect } from 'chai'
import { attribute, Entity, InvalidItemError, InvalidKeyError, Table, ValidationError } from 'dyntastic'
import { date, integer, optional, string } from 'superstruct'
import { addMadeKeys } from '../../../../lib/entity/key/indexes/made-keys.js'
import { keyMismatches } from '../../../../lib/entity/key/key-mismatches.js'
import { readKey } from '../../../../lib/entity/key/key-values.js'
import { withReadAttributes } from '../../../../lib/entity/key/read-attributes.js'
import type { Change } from '../../../../lib/expression/change/update-change.js'
import { derivedKeys, storedPath } from '../../../../lib/operation/derived/derived-keys.js'
import { kindsOf, orderOne, placedAt } from '../../../support/kinds.js'
import { thrown } from '../../../support/rejection.js'

const removal = (name: string): Change => ({ name: 'remove', clause: 'REMOVE', target: storedPath(name) })

const { Order, Customer } = kindsOf('shop')
const key = { pk: { S: 'CUSTOMER#c1' }, sk: { S: 'ORDER#2026-01-05T00:00:00.000Z#o1' } }

describe('made keys', () => {
  it('are stored next to the attributes, with the marker of the kind', () => {
    expect(Order.encode({ ...orderOne, shipBy: new Date('2026-01-07T10:00:00Z') })).deep.equal({
      customerId: { S: 'c1' },
      orderId: { S: 'o1' },
      placedAt: { S: '2026-01-05T00:00:00.000Z' },
      total: { N: '5' },
      status: { S: 'open' },
      shipBy: { S: '2026-01-07T10:00:00.000Z' },
      ...key,
      gsi1pk: { S: 'STATUS#open' },
      gsi1sk: { S: '2026-01-05T00:00:00.000Z#o1' },
      gsi2pk: { S: 'SHIP#2026-01-07' },
      gsi2sk: { S: 'o1' },
      _type: { S: 'Order' },
    })
  })

  it('are left out of an index where an attribute is absent, whole or not at all', () => {
    expect(Order.encode(orderOne)).not.any.keys('gsi2pk', 'gsi2sk')
  })

  it('are those of an index only where `when` says so', () => {
    expect(Order.encode(orderOne)).not.any.keys('lsi1sk')
    expect(Order.encode({ ...orderOne, total: 100 })).deep.include({ lsi1sk: { S: '00000100.00' } })
  })

  for (const [what, when, words] of [
    [
      'throws',
      () => {
        throw new TypeError('secret')
      },
      /^`indexes\.some\.when` threw a TypeError$/,
    ],
    ['returns a promise', async () => false, /^`indexes\.some\.when` returned a promise/],
    ['returns no boolean', () => 'yes', /^`indexes\.some\.when` returned a string in place of a boolean$/],
  ] as const)
    it(`are refused if \`when\` ${what}, in saves and updates`, () => {
      const Thing = new Entity({
        name: 'Thing',
        table: new Table({
          name: 'things',
          key: { partition: 'pk' },
          indexes: { gsi1: { partition: 'gsi1pk' } },
        }),
        attributes: { id: string(), note: optional(string()) },
        key: { partition: '{id}' },
        indexes: {
          some: { index: 'gsi1', partition: 'SOME', when: when as never, attributes: ['note'] },
        },
      })
      const { failures } = thrown(() => Thing.encode({ id: 'a' }), ValidationError)
      expect(failures).length(1)
      expect(failures[0]?.path).equal('note')
      expect(failures[0]?.message).match(words)
      const update = { changes: [removal('note')], creating: false, conditions: [] }
      const known = () => ({ stored: {}, names: undefined, fixed: new Set<string>() })
      expect(thrown(() => derivedKeys(Thing as never, update, known), ValidationError).message).contain(
        'when',
      )
    })

  it('refuse values that make no key, by the attribute and the key', () => {
    const error = thrown(() => Order.encode({ ...orderOne, total: 123_456_789 }), ValidationError)
    expect(error.failures.map(({ path, message }) => [path, message])).deep.equal([
      ['total', "in key attribute 'lsi1sk': has 9 digits before the point, but its width in the key is 8"],
    ])
  })

  it('do not show in items, nor are they kept or refused as unknown attributes', () => {
    expect(Object.keys(Order.decode(Order.encode(orderOne)))).deep.equal([
      'customerId',
      'orderId',
      'placedAt',
      'total',
      'status',
    ])
    for (const unknown of ['preserve', 'error'] as const) {
      const table = new Table({
        name: 'shop',
        key: { partition: 'pk', sort: 'sk' },
        indexes: { gsi1: { partition: 'g' } },
      })
      const entity = new Entity({
        name: 'E',
        table,
        attributes: { id: string() },
        key: { partition: 'E#{id}', sort: 'E' },
        unknown,
      })
      expect({ ...entity.decode({ ...entity.encode({ id: 'a' }), g: { S: 'of another kind' } }) }).deep.equal(
        { id: 'a' },
      )
    }
  })

  it('give attributes that are not stored', () => {
    expect({ ...Order.decode({ ...key, total: { N: '5' } }) }).deep.equal({ ...orderOne, status: 'open' })
    const part = Order.decodeItem(
      { ...key, gsi2pk: { S: 'SHIP#2026-01-07' }, gsi2sk: { S: 'o1' } },
      'query',
      true,
    )
    expect({ ...part }).deep.include({ customerId: 'c1', orderId: 'o1', placedAt })
    const whole = {
      ...key,
      customerId: { S: 'c1' },
      orderId: { S: 'o1' },
      placedAt: { S: '2026-01-05T00:00:00.000Z' },
    }
    expect(withReadAttributes([Order.key], whole)).equal(whole)
  })

  it('must be those that the item would be written with', () => {
    const moved = { ...Order.encode(orderOne), pk: { S: 'CUSTOMER#c2' } }
    const error = thrown(() => Order.decode(moved), InvalidItemError)
    expect(error.message).contain(
      "'CUSTOMER#c2' is stored in the key attribute 'pk', but for this item, this entity would write 'CUSTOMER#c1', which is another key",
    )
    expect(keyMismatches(Order.key, orderOne, Order.encode(orderOne))).deep.equal([])
  })

  it('are of the stored form of dates, and not of the form that was read', () => {
    const table = new Table({ name: 'shop', key: { partition: 'pk' } })
    const attributes = { at: attribute(date(), { as: 'isoInstant' }) }
    const entity = new Entity({ name: 'E', table, attributes, key: { partition: 'E#{at}' } })
    const item = entity.decode({ pk: { S: 'E#2026-01-05T10:00:00.000Z' }, at: { S: '2026-01-05T10:00:00Z' } })
    expect(readKey(entity, item, 'delete', true).stored).deep.equal({
      pk: { S: 'E#2026-01-05T10:00:00.000Z' },
    })
  })

  it('are made of a key argument, and refuse what makes none', () => {
    expect(readKey(Order, { customerId: 'c1', placedAt, orderId: 'o1' }, 'get', false)).deep.equal({
      values: { customerId: 'c1', placedAt, orderId: 'o1' },
      stored: key,
    })
    expect(readKey(Customer, 'c1', 'get', false).stored).deep.equal({
      pk: { S: 'CUSTOMER#c1' },
      sk: { S: 'PROFILE' },
    })
    for (const [given, message] of [
      [
        { customerId: 'c1', orderId: 'o1' },
        "the key lacks 'placedAt'; it must be 'customerId' (S), 'placedAt' (S) and 'orderId' (S)",
      ],
      ['c1', 'the key has 3 parts; pass all as { customerId, placedAt, orderId }'],
      [{ customerId: 'c1', placedAt, orderId: 'o1', pk: 'x' }, "'pk' is not part of the key"],
      [{ customerId: 'x'.repeat(2050), placedAt, orderId: 'o1' }, 'this key attribute can have at most 2048'],
    ] as const)
      expect(thrown(() => readKey(Order, given, 'get', false), InvalidKeyError).message).contain(message)
  })

  it('of a constant need nothing', () => {
    const table = new Table({ name: 'shop', key: { partition: 'pk', sort: 'sk' } })
    const entity = new Entity({
      name: 'Settings',
      table,
      attributes: { theme: string() },
      key: { partition: 'SETTINGS', sort: 'S' },
    })
    expect(readKey(entity, {}, 'get', false).stored).deep.equal({ pk: { S: 'SETTINGS' }, sk: { S: 'S' } })
    expect(thrown(() => readKey(entity, 'x', 'get', false), InvalidKeyError).message).contain(
      'the same for all items; pass {}',
    )
  })

  it('are read from the keys of a stream record', () => {
    expect(Order.decodeKey(key)).deep.equal({ customerId: 'c1', placedAt, orderId: 'o1' })
    expect(
      thrown(() => Order.decodeKey({ pk: { S: 'CUSTOMER#c1' }, sk: { S: 'PROFILE' } }), InvalidItemError)
        .message,
    ).contain('the stored item is not of the kind Order: its key is not one of this entity')
    expect(
      thrown(() => Order.decodeKey({ ...key, _type: { S: 'Customer' } }), InvalidItemError).message,
    ).contain("its _type is 'Customer'")
  })

  it('are read of an attribute next to them, if the key loses it', () => {
    const table = new Table({ name: 'shop', key: { partition: 'pk' } })
    const entity = new Entity({
      name: 'E',
      table,
      attributes: { email: string(), n: optional(integer()) },
      key: { partition: 'E#{email:lower}' },
    })
    const stored = entity.encode({ email: 'A@b' })
    expect(stored['pk']).deep.equal({ S: 'E#a@b' })
    expect(entity.decodeKey(stored)).deep.equal({ email: 'A@b' })
    expect(thrown(() => entity.decodeKey({ pk: { S: 'E#a@b' } }), InvalidItemError).failures[0]?.path).equal(
      'email',
    )
  })
})

describe('addMadeKeys', () => {
  it('says which part of a primary key cannot be made', () => {
    const failures: { path: readonly (string | number)[]; message: string; value: unknown }[] = []
    addMadeKeys(Order, { customerId: { S: 'c1' } }, failures)
    const message = "is in the key attribute 'sk', and cannot be null or absent"
    expect(failures).deep.equal([
      { path: ['placedAt'], message, value: undefined },
      { path: ['orderId'], message, value: undefined },
    ])
  })
})
