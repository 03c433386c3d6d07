import { expect } from 'chai'
import { InvalidConditionError } from '../../../lib/errors/invalid-condition-error.js'
import { givenCondition } from '../../../lib/expression/chain/given-condition.js'
import { references } from '../../../lib/expression/chain/references.js'
import { otherRoot, root, type SampleItem } from '../sample-entity.js'

const attr = references<SampleItem>(root)

describe('givenCondition', () => {
  it('takes a condition, as often as wanted', () => {
    const open = attr.status.eq('open')
    expect(givenCondition(root, open)).equal(open)
    expect(givenCondition(root, open)).equal(open)
  })

  it('takes a callback', () => {
    expect(String(givenCondition<SampleItem>(root, (ref) => ref.total.gt(5)))).equal('total > (value)')
  })

  const refused: [string, unknown, string][] = [
    [
      'a condition of another entity',
      references<{ total: number }>(otherRoot).total.gt(1),
      'Order: the condition (total > (value)) belongs to another entity, Customer',
    ],
    [
      'a reference without operator',
      () => attr.open,
      'Order: open needs an operator, such as eq, to be a condition',
    ],
    ['a size without operator', () => attr.tags.size(), 'Order: size(tags) needs an operator'],
    [
      'a callback that returns nothing',
      () => undefined,
      'Order: expected a condition, such as attr => attr.total.gt(5), not undefined',
    ],
    ['a boolean', true, 'not a boolean'],
    [
      'a comparison of JavaScript',
      () => (attr.total as unknown) === 5,
      "JavaScript's operators, such as ===",
    ],
    ['an async callback', async () => attr.total.gt(1), 'the callback is asynchronous'],
    ['an async callback that rejects', async () => Promise.reject(new Error('boom')), 'is asynchronous'],
    ['null', null, 'not null'],
    ['nothing', undefined, 'not undefined'],
  ]
  for (const [what, given, message] of refused)
    it(`refuses ${what}`, () =>
      expect(() => givenCondition(root, given as never)).throw(InvalidConditionError, message))
})
