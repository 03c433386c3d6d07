// Items of stored forms: upgraded as wholes, and remembered if reads write back.
import { expect } from 'chai'
import { decodedItem } from '../../../lib/entity/versions/decoded-item.js'
import { storedOrder, versionedOrder } from '../../support/versioned-orders.js'

describe('decodedItem', () => {
  it('upgrades whole items only: a part shows what is stored', () => {
    const Order = versionedOrder('decoded-items')
    expect({ ...decodedItem(Order, storedOrder(1), 'get', false) }).deep.equal({
      id: 'o1',
      title: 'Pen',
      total: 2.5,
    })
    expect(Object.entries(decodedItem(Order, { id: { S: 'o1' } }, 'get', true))).deep.equal([['id', 'o1']])
  })

  it('remembers what was stored if reads write back, and nothing else', () => {
    const Back = versionedOrder('decoded-back', 'onRead')
    const stored = storedOrder(1)
    expect(Back.versions?.origins.get(decodedItem(Back, stored, 'get', false))).equal(stored)
    expect(Back.versions?.origins.get(decodedItem(Back, storedOrder(3), 'get', false))).equal(undefined)
    const Never = versionedOrder('decoded-never')
    expect(Never.versions?.origins.get(decodedItem(Never, stored, 'get', false))).equal(undefined)
  })
})
