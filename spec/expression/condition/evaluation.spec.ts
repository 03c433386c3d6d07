import { expect } from 'chai'
import fc from 'fast-check'
import { references } from '../../../lib/expression/chain/references.js'
import { Condition } from '../../../lib/expression/condition/condition.js'
import { evaluate, holds } from '../../../lib/expression/condition/evaluation.js'
import { and, not, or } from '../../../lib/expression/condition/logic.js'
import { conditionNode, storedItem } from '../sample-conditions.js'
import { root, type SampleItem } from '../sample-entity.js'

const attr = references<SampleItem>(root)

describe('evaluate', () => {
  const item = {
    total: { N: '9007199254740993' },
    status: { S: 'open' },
    lines: { L: [{ M: { sku: { S: 'a' } } }] },
  }
  const cases: [Condition, boolean][] = [
    [attr.total.gt(9007199254740992), true],
    [attr('lines[0].sku').eq('a'), true],
    [attr('lines[1].sku').eq('a'), false],
    [attr('lines[1].sku').notExists(), true],
    [not(attr('lines[1].sku').eq('a')), true],
    [and(attr.status.eq('open'), attr.note.notExists()), true],
    [and(attr.status.eq('paid'), attr.note.notExists()), false],
    [or(attr.status.eq('paid'), attr.note.notExists()), true],
    [or(attr.status.eq('paid'), attr.note.exists()), false],
    [attr('counts.toString').exists(), false],
  ]
  for (const [condition, response] of cases)
    it(`${condition} is ${response}`, () => expect(evaluate(condition, item)).equal(response))

  it('takes a missing item as an empty one', () => {
    expect(evaluate(attr.customerId.notExists(), {})).equal(true)
    expect(evaluate(attr.total.ne(5), {})).equal(true)
    expect(evaluate(attr.total.lt(5), {})).equal(false)
  })

  it('grouping makes a difference', () => {
    const [a, b, c] = [attr.status.eq('open'), attr.note.exists(), attr.tags.exists()]
    expect(evaluate(or(a, and(b, c)), item)).equal(true)
    expect(evaluate(and(or(a, b), c), item)).equal(false)
  })

  it('changes nothing, and returns the same each time', () => {
    fc.assert(
      fc.property(conditionNode, storedItem, (node, stored) => {
        const before = structuredClone({ node, stored })
        const response = evaluate(new Condition('Order', structuredClone(node)), stored)
        expect(holds(node, stored)).equal(response)
        expect({ node, stored }).deep.equal(before)
      }),
      { numRuns: 300 },
    )
  })
})
