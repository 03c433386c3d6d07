import { expect } from 'chai'
import fc from 'fast-check'
import { references } from '../../../lib/expression/chain/references.js'
import type { Condition } from '../../../lib/expression/condition/condition.js'
import { evaluate } from '../../../lib/expression/condition/evaluation.js'
import { failedClauses } from '../../../lib/expression/condition/failed-clauses.js'
import { and, not, or } from '../../../lib/expression/condition/logic.js'
import { anyCondition, storedItem } from '../sample-conditions.js'
import { root, type SampleItem } from '../sample-entity.js'

const attr = references<SampleItem>(root)

describe('failedClauses', () => {
  const item = { total: { N: '5' }, status: { S: 'open' }, n: { S: 'x' }, tags: { SS: ['a'] } }
  const low = attr.total.gt(10)
  const paid = attr.status.eq('paid')
  const open = attr.status.eq('open')
  const cases: [Condition, string[]][] = [
    [open, []],
    [low, ['total > (value)']],
    [and(open, low), ['total > (value)']],
    [and(paid, low), ['status = (value)', 'total > (value)']],
    [or(paid, low), ['status = (value)', 'total > (value)']],
    [or(open, low), []],
    [and(open, or(paid, low)), ['status = (value)', 'total > (value)']],
    [not(open), ['NOT status = (value)']],
    [not(and(open, attr.note.exists())), ['NOT status = (value)', 'NOT attribute_exists(note)']],
    [not(or(paid, open)), ['NOT status = (value)']],
    [not(and(open, not(low))), ['NOT status = (value)', 'total > (value)']],
    [attr.tags.size().gt(1), ['size(tags) > (value)']],
    [not(attr.status.in(['open'])), ['NOT status IN ((value))']],
    [attr.status.in([]), ['attribute_exists(status) AND attribute_not_exists(status)']],
  ]
  for (const [condition, clauses] of cases)
    it(`${condition}: ${clauses.length === 0 ? 'none' : clauses.join('; ')}`, () =>
      expect(failedClauses(condition, item).map(({ clause }) => clause)).deep.equal(clauses))

  it('tell the path, as the user and as the database call it, and what stands there', () => {
    expect(
      failedClauses(and(attr.note.eq('y'), attr.tags.size().gt(1), attr.address.city.exists()), item),
    ).deep.equal([
      { clause: 'note = (value)', path: 'note', names: ['n'], actual: { S: 'x' } },
      { clause: 'size(tags) > (value)', path: 'tags', names: ['tags'], actual: { SS: ['a'] } },
      {
        clause: 'attribute_exists(address.city)',
        path: 'address.city',
        names: ['address', 'c'],
        actual: undefined,
      },
    ])
  })

  it('there are some exactly where the condition does not hold', () => {
    fc.assert(
      fc.property(anyCondition, storedItem, (condition, stored) => {
        expect(failedClauses(condition, stored).length > 0).equal(!evaluate(condition, stored))
      }),
      { numRuns: 500 },
    )
  })
})
