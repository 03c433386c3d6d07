// The key in a stored form that anyone may have made.
import { expect } from 'chai'
import { Entity, Table } from 'dyntastic'
import { string } from 'superstruct'
import { keyFrom, keyImage } from '../../../lib/entity/key/stored-key.js'
import type { Failure } from '../../../lib/entity/struct/failure.js'
import { InvalidItemError } from '../../../lib/errors/invalid-item-error.js'
import { kindsOf, placedAt } from '../../support/kinds.js'
import { thrown } from '../../support/rejection.js'

const { Order } = kindsOf('shop')
const key = { pk: { S: 'CUSTOMER#c1' }, sk: { S: 'ORDER#2026-01-05T00:00:00.000Z#o1' } }

describe('keyImage', () => {
  it('is the key, the attributes that it is made of, and the marker', () => {
    const image = { ...key, customerId: { S: 'c1' }, total: { N: 'what?' }, _type: { S: 'Order' } }
    expect(keyImage(Order, image)).deep.equal({ ...key, customerId: { S: 'c1' }, _type: { S: 'Order' } })
  })

  for (const given of [undefined, null, 'x', [key]])
    it(`leaves ${JSON.stringify(given)} to those who judge it`, () => {
      expect(keyImage(Order, given)).equal(given)
    })
})

describe('keyFrom', () => {
  it('reads the attributes from the key', () => {
    const failures: Failure[] = []
    expect(keyFrom(Order.key, key, failures)).deep.equal({ customerId: 'c1', placedAt, orderId: 'o1' })
    expect(failures).deep.equal([])
  })

  it('says what is absent', () => {
    const failures: Failure[] = []
    keyFrom(Order.key, { pk: { S: 'CUSTOMER#c1' } }, failures)
    expect(failures.map(({ path }) => path)).deep.equal([['placedAt'], ['orderId']])
    for (const { message } of failures) expect(message).equal('required, but absent')
  })

  it('says that a format loses what the key cannot give back, and takes it from next to the key', () => {
    const failures: Failure[] = []
    const Login = new Entity({
      name: 'Login',
      table: new Table({ name: 'logins', key: { partition: 'pk' } }),
      attributes: { email: string() },
      key: { partition: 'LOGIN#{email:lower}' },
    })
    const loginKey = { pk: { S: 'LOGIN#ann@example.com' } }
    keyFrom(Login.key, loginKey, failures)
    expect(failures.map(({ message }) => message)).deep.equal([
      'its format in the key loses part of it, so it cannot be read back from there: pass the whole item, or the key together with this attribute',
    ])
    const error = thrown(() => Login.decodeKey(loginKey), InvalidItemError)
    expect(error.message).not.contain('default')
    const email = { S: 'Ann@example.com' }
    expect(Login.decodeKey({ ...loginKey, email })).deep.equal({ email: email.S })
  })
})
