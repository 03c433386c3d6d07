import { expect } from 'chai'
import { not } from '../../../lib/expression/condition/logic.js'
import { nodeText } from '../../../lib/plan/condition/condition-tree.js'
import { settleClauses } from '../../../lib/plan/key/settled-clauses.js'
import { sortConditions } from '../../../lib/plan/key/sort-conditions.js'
import { nodes, source, type Where } from '../sample-orders.js'

function sorted(label: string, ...where: readonly Where[]) {
  const from = source(label)
  const { key, used, never } = sortConditions(from, settleClauses(from, nodes(...where)))
  return { key: key.map(nodeText), used: [...used].map(nodeText), never }
}

const day = new Date(0)

const cases: readonly (readonly [
  title: string,
  label: string,
  where: readonly Where[],
  key: readonly string[],
  used?: readonly string[],
])[] = [
  ['none', 'table', [(attr) => attr.total.gt(1)], [], []],
  ['eq', 'table', [(attr) => attr.orderId.eq('a')], ['orderId = (value)'], []],
  ['a range', 'table', [(attr) => attr.orderId.gt('a')], ['orderId > (value)']],
  ['a prefix', 'table', [(attr) => attr.orderId.beginsWith('a')], ['begins_with(orderId, (value))']],
  [
    'the opposite of a negated range',
    'table',
    [(attr) => not(attr.orderId.gte('a'))],
    ['orderId < (value)'],
    ['NOT orderId >= (value)'],
  ],
  ['no negated prefix', 'table', [(attr) => not(attr.orderId.beginsWith('a'))], [], []],
  ['no ne', 'table', [(attr) => attr.orderId.ne('a')], [], []],
  ['no size()', 'table', [(attr) => attr.orderId.size().gt(1)], [], []],
  ['no attribute', 'table', [(attr) => attr.orderId.gt(attr.note)], [], []],
  [
    'two bounds',
    'table',
    [(attr) => attr.orderId.gte('a'), (attr) => attr.orderId.lte('b')],
    ['orderId BETWEEN (value) AND (value)'],
    ['orderId >= (value)', 'orderId <= (value)'],
  ],
  [
    'no two that do not form a between',
    'table',
    [(attr) => attr.orderId.gt('a'), (attr) => attr.orderId.lte('b')],
    [],
    [],
  ],
  [
    'eq, then a range',
    'byDay',
    [(attr) => attr.placedAt.eq(day), (attr) => attr.total.gt(1)],
    ['placedAt = (value)', 'total > (value)'],
    ['total > (value)'],
  ],
  [
    'nothing past a range',
    'byDay',
    [(attr) => attr.placedAt.gt(day), (attr) => attr.total.gt(1)],
    ['placedAt > (value)'],
    ['placedAt > (value)'],
  ],
  ['nothing past a gap', 'byDay', [(attr) => attr.total.eq(1)], [], []],
  [
    'bounds that are eq',
    'byDay',
    [(attr) => attr.placedAt.gte(day), (attr) => attr.placedAt.lte(day), (attr) => attr.total.gt(1)],
    ['placedAt = (value)', 'total > (value)'],
    ['placedAt >= (value)', 'placedAt <= (value)', 'total > (value)'],
  ],
]

describe('sortConditions', () => {
  for (const [title, label, where, key, used] of cases)
    it(title, () => expect(sorted(label, ...where)).deep.equal({ key, used: used ?? key, never: undefined }))

  it('says where bounds leave nothing', () => {
    expect(
      sorted(
        'table',
        (attr) => attr.orderId.gt('b'),
        (attr) => attr.orderId.lt('a'),
      ).never,
    ).equal("no value is within the bounds of 'orderId'")
  })
})
