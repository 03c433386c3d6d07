// Warnings about conditions on what older items hold in another form.
import { expect } from 'chai'
import type { Condition } from '../../../lib/expression/condition/condition.js'
import { versionWarnings } from '../../../lib/plan/source/version-warnings.js'
import { versionedOrder } from '../../support/versioned-orders.js'

const Order = versionedOrder('version-warnings')
const warnings = (...conditions: Condition[]) => versionWarnings(Order, { conditions } as never)

describe('versionWarnings', () => {
  it('name the attributes that an upgrade changes or makes', () => {
    const total = Order.condition((attr) => attr.total.gt(1))
    const title = Order.condition((attr) => attr.title.eq('x'))
    const [warning] = warnings(total, title, total)
    expect(warning).contain("items of older versions hold 'total' and 'title' in another form or not at all")
  })

  it('say nothing of keys, and of attributes that no step names', () => {
    expect(warnings(Order.condition((attr) => attr.id.eq('x')))).deep.equal([])
    expect(warnings(Order.condition((attr) => attr.note.eq('x')))).deep.equal([])
    expect(warnings()).deep.equal([])
  })
})
