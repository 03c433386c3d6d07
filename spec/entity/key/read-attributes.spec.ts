// Attributes that are read from keys because they are not stored.
import { expect } from 'chai'
import { attribute, Entity, Table } from 'dyntastic'
import { string } from 'superstruct'
import { withReadAttributes } from '../../../lib/entity/key/read-attributes.js'
import { kindsOf } from '../../support/kinds.js'

const { Order } = kindsOf('shop')
const key = { pk: { S: 'CUSTOMER#c1' }, sk: { S: 'ORDER#2026-01-05T00:00:00.000Z#o1' } }

describe('withReadAttributes', () => {
  it('adds what the keys say, in the stored form', () => {
    expect(withReadAttributes([Order.key], key)).deep.equal({
      ...key,
      customerId: { S: 'c1' },
      placedAt: { S: '2026-01-05T00:00:00.000Z' },
      orderId: { S: 'o1' },
    })
  })

  it('leaves what is stored as it is, and an item that has all', () => {
    const own = { ...key, customerId: { S: 'other' } }
    expect(withReadAttributes([Order.key], own)).deep.include({
      customerId: { S: 'other' },
      orderId: { S: 'o1' },
    })
    const whole = withReadAttributes([Order.key], key)
    expect(withReadAttributes([Order.key], whole)).equal(whole)
  })

  it('takes nothing that objects inherit for what a key says', () => {
    const { key } = new Entity({
      name: 'Odd',
      table: new Table({ name: 'odd', key: { partition: 'pk' } }),
      attributes: { id: string(), constructor: attribute(string(), { name: 'made' }) },
      key: { partition: 'O#{id}#{constructor}' },
    })
    expect(withReadAttributes([key], { pk: { S: 'other' } })).deep.equal({ pk: { S: 'other' } })
    expect(withReadAttributes([key], { pk: { S: 'O#a#b' } })).deep.equal({
      pk: { S: 'O#a#b' },
      id: { S: 'a' },
      made: { S: 'b' },
    })
  })

  it('reads nothing of a key that was made by something else', () => {
    const other = { pk: { S: 'CUSTOMER#c1' }, sk: { S: 'PROFILE' } }
    expect(withReadAttributes([Order.key], other)).deep.equal({ ...other, customerId: { S: 'c1' } })
  })
})
