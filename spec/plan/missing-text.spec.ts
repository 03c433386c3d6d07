import { expect } from 'chai'
import { not, or } from '../../lib/expression/condition/logic.js'
import { missingText } from '../../lib/plan/missing-text.js'
import { nodes, source, type Where } from './sample-orders.js'

describe('missingText', () => {
  const cases: readonly (readonly [title: string, label: string, where: readonly Where[], text: string])[] = [
    ['no conditions', 'table', [], "its partition key needs eq on 'customerId'"],
    [
      'another operator',
      'byStatus',
      [(attr) => attr.status.gt('open')],
      "its partition key needs eq on 'status', but there is only gt on 'status'",
    ],
    [
      'groups',
      'byStatus',
      [(attr) => or(attr.status.eq('open'), attr.total.gt(1)), (attr) => not(attr.status.eq('paid'))],
      "its partition key needs eq on 'status', but there is only or and not on 'status'",
    ],
    [
      'several',
      'byDay',
      [(attr) => attr.customerId.ne('a')],
      "its partition key needs eq on 'status' and 'customerId', but there is only ne on 'customerId'",
    ],
  ]
  for (const [title, label, where, text] of cases)
    it(title, () => expect(missingText(source(label).key.partition, nodes(...where))).equal(text))

  it('of a key that the entities of a union make differently: how each does', () => {
    const [part] = source('byStatus').key.partition
    if (part === undefined) throw new Error('no partition')
    const differing = "'A#{id}' in Cat, 'B#{id}' in Dog"
    expect(
      missingText(
        [{ ...part, differing }],
        nodes((attr) => attr.status.eq('open')),
      ),
    ).equal(`its partition key is made differently: ${differing} (query the entities one by one)`)
  })
})
