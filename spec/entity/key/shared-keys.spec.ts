// Keys that items of two entities could share, by their templates.
import { expect } from 'chai'
import { mayShareKey } from '../../../lib/entity/key/shared-keys.js'
import { kindsOf } from '../../support/kinds.js'

const { Cat, Dog, Order, Customer, Tracked } = kindsOf('shop')

describe('mayShareKey', () => {
  it('is false only if the templates rule it out, on one side or the other', () => {
    expect(mayShareKey(Cat.key, Dog.key)).equal(true)
    expect(mayShareKey(Order.key, Customer.key)).equal(false)
    expect(mayShareKey(Cat.key, Tracked.key)).equal(false)
    expect(mayShareKey(Cat.key, Cat.key)).equal(true)
  })
})
