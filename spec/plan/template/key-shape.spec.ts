// Keys as conditions on attributes meet them.
import { expect } from 'chai'
import { decidePresence, keyShape } from '../../../lib/plan/template/key-shape.js'
import { clauses, shopKinds, sourceOf } from './shop-kinds.js'
import { on } from './used-templates.js'

const { Order } = shopKinds()

describe('keyShape', () => {
  it('names what the key is made of', () => {
    const shape = keyShape(sourceOf(Order, 'byDue'))
    expect(shape.made.map(({ part, path }) => [part.name, path.text])).deep.equal([
      ['gsi2pk', 'gsi2pk'],
      ['gsi2sk', 'gsi2sk'],
    ])
    expect(shape.partition).deep.equal([{ name: 'due', cut: true }])
    expect([...shape.slots]).deep.equal(['due', 'order'])
    expect([...keyShape(sourceOf(Order, 'geo')).plain]).deep.equal(['tenant', 'status'])
    expect(keyShape(sourceOf(Order)).partition).deep.equal([{ name: 'customer', cut: false }])
  })
})

describe('decidePresence', () => {
  const source = sourceOf(Order, 'byDue')
  const { slots } = keyShape(source)

  it('leaves comparisons as they are', () => {
    const given = [on('due', 'eq', 'x')]
    expect(decidePresence(source, slots, given)).deep.equal({ left: given, absent: [] })
  })

  it('drops what is always true, and names what never is', () => {
    const given = clauses(Order, [
      ['due', 'exists'],
      ['total', 'exists'],
      ['due', 'notExists'],
    ])
    const { left, absent } = decidePresence(source, slots, given)
    expect(left).deep.equal([given[1]])
    expect(absent).deep.equal(["attribute_not_exists(due) is never true for items of index 'byDue'"])
  })
})
