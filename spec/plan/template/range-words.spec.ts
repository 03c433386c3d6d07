// Ranges of keys in words.
import { expect } from 'chai'
import { lowered } from '../../../lib/plan/template/lowered.js'
import { leftOver, rangeWords } from '../../../lib/plan/template/range-words.js'
import { clauses, shopKinds, sourceOf } from './shop-kinds.js'
import { on } from './used-templates.js'

const { Order } = shopKinds()
const words = (make: Parameters<typeof clauses>[1], label?: string) => {
  const { parts } = lowered(sourceOf(Order, label), clauses(Order, make))
  return rangeWords(parts, [], undefined)
}

describe('rangeWords', () => {
  it('says how each key attribute is used', () => {
    expect(words([['customer', 'eq', 'c']])).deep.equal([
      'pk is C#{customer}: given by customer',
      'sk is O#{at}#{order}#END: what begins so',
    ])
    expect(
      words([
        ['customer', 'eq', 'c'],
        ['at', 'gt', new Date(0)],
      ])[1],
    ).equal('sk is O#{at}#{order}#END: a range by at')
    expect(words([['status', 'eq', 'open']], 'byStatus')).deep.equal([
      'gsi1pk is S#{status}: given by status',
      'gsi1sk is {at}#{order}: not used',
    ])
  })

  it('names the remaining conditions, if there are any', () => {
    expect(rangeWords([], [on('a', 'eq', 'x')], undefined)).deep.equal([])
    expect(leftOver([on('a', 'eq', 'x')], on('_type', 'eq', 'x'))).deep.equal([
      'left to the filter: a = (value) AND the kind of the item',
    ])
    expect(leftOver([], undefined)).deep.equal([])
  })
})
