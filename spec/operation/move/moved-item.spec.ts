// What a move makes of the item that was read.
import { expect } from 'chai'
import { InvalidItemError, ValidationError } from 'dyntastic'
import type { StoredItem } from '../../../lib/entity/struct/attribute-value.js'
import { patchChanges } from '../../../lib/expression/update/update-patch.js'
import { moveRoot } from '../../../lib/expression/update/update-protection.js'
import { movePlan } from '../../../lib/operation/move/move-plan.js'
import { movedItem } from '../../../lib/operation/move/moved-item.js'
import { kindsOf, orderOne, placedAt } from '../../support/kinds.js'
import { thrown } from '../../support/rejection.js'

const { Order } = kindsOf('plans')
const key = { customerId: 'c1', orderId: 'o1', placedAt }
const later = new Date('2026-02-01T00:00:00.000Z')
const stored: StoredItem = { ...Order.encode({ ...orderOne, shipBy: placedAt }), foreign: { S: 'f' } }

describe('movedItem', () => {
  it('keeps what is stored, and makes its keys anew', () => {
    const moved = movedItem(Order, movePlan(Order, key, { placedAt: later, shipBy: null }), stored)
    expect(moved.key).deep.equal({ ...key, placedAt: later })
    expect(moved.stored).deep.include({ foreign: { S: 'f' }, sk: { S: 'ORDER#2026-02-01T00:00:00.000Z#o1' } })
    expect(moved.stored).not.have.any.keys('shipBy', 'gsi2pk', 'gsi2sk')
    expect(moved.item).deep.equal({ ...orderOne, placedAt: later, status: 'open' })
  })

  it('is an item that fits, or says whether it did before', () => {
    const plan = movePlan(Order, key, { placedAt: later })
    thrown(() => movedItem(Order, plan, { ...stored, total: { S: 'x' } }), InvalidItemError)
    const long = { ...plan, changes: patchChanges(moveRoot(Order), { orderId: 'x'.repeat(1020) }) }
    expect(thrown(() => movedItem(Order, long, stored), ValidationError).failures[0]?.message).contain('1024')
  })
})
