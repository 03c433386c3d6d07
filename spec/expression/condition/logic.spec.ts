import { expect } from 'chai'
import fc from 'fast-check'
import { InvalidConditionError } from '../../../lib/errors/invalid-condition-error.js'
import { references } from '../../../lib/expression/chain/references.js'
import { evaluate } from '../../../lib/expression/condition/evaluation.js'
import { and, not, or } from '../../../lib/expression/condition/logic.js'
import { anyCondition, storedItem } from '../sample-conditions.js'
import { otherRoot, root, type SampleItem } from '../sample-entity.js'

const attr = references<SampleItem>(root)
const a = attr.total.gt(1)
const b = attr.note.exists()
const c = attr.open.eq(true)

describe('and, or, not', () => {
  it('join groups of the same kind, and keep groups of the other kind', () => {
    expect(and(a, and(b, c)).node).deep.equal({ kind: 'and', conditions: [a.node, b.node, c.node] })
    expect(or(or(a, b), c).node).deep.equal({ kind: 'or', conditions: [a.node, b.node, c.node] })
    expect(and(a, or(b, c)).node).deep.equal({ kind: 'and', conditions: [a.node, or(b, c).node] })
  })

  it('one condition is itself, and a double negation is the condition', () => {
    expect(and(a)).equal(a)
    expect(or(a)).equal(a)
    expect(not(not(a))).deep.equal(a)
  })

  it('are frozen, and leave their parts as they are', () => {
    const group = and(a, or(b, c))
    const { node } = group
    expect([group, node, node.kind === 'and' && node.conditions].every(Object.isFrozen)).equal(true)
    expect(String(a)).equal('total > (value)')
  })

  it('refuse nothing, other things, and conditions of different entities', () => {
    expect(() => and()).throw(InvalidConditionError, 'and() needs at least one condition')
    expect(() => or()).throw(InvalidConditionError, 'or() needs at least one condition')
    expect(() => and(a, true as never)).throw(
      InvalidConditionError,
      'and() takes conditions, such as attr.total.gt(5), not a boolean',
    )
    expect(() => or([a] as never)).throw(
      InvalidConditionError,
      'or() takes conditions, such as attr.total.gt(5), not an array',
    )
    expect(() => not(undefined as never)).throw(
      InvalidConditionError,
      'not() takes conditions, such as attr.total.gt(5), not undefined',
    )
    expect(() => not(attr.open as never)).throw(InvalidConditionError, 'not() takes conditions')
    const other = references<{ total: number }>(otherRoot).total.gt(1)
    expect(() => and(a, other))
      .throw(InvalidConditionError, 'Order: and() received a condition of another entity, Customer')
      .property('entity', 'Order')
  })

  it('mean what logic says, on any item', () => {
    fc.assert(
      fc.property(anyCondition, anyCondition, anyCondition, storedItem, (x, y, z, item) => {
        const on = (condition: typeof x) => evaluate(condition, item)
        expect(on(not(x))).equal(!on(x))
        expect(on(and(x, y, z))).equal(on(x) && on(y) && on(z))
        expect(on(or(x, y, z))).equal(on(x) || on(y) || on(z))
        expect(on(not(and(x, y)))).equal(on(or(not(x), not(y))))
        expect(on(or(x, and(y, z)))).equal(on(and(or(x, y), or(x, z))))
      }),
      { numRuns: 500 },
    )
  })
})
