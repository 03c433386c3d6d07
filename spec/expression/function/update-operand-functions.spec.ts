// Each function of operands: what it prints, and how it changes an item. A new row does not compile until it has
// cases here.
import { expect } from 'chai'
import type { AttributeValue, StoredItem } from '../../../lib/entity/struct/attribute-value.js'
import type { Change } from '../../../lib/expression/change/update-change.js'
import { unfit } from '../../../lib/expression/function/update-functions.js'
import {
  type OperandFunctionName,
  operandFunctions,
} from '../../../lib/expression/function/update-operand-functions.js'
import { applyChanges } from '../../../lib/expression/update/update-result.js'
import { printed, worked } from '../sample-updates.js'

type Case = readonly [
  title: string,
  change: () => Change,
  text: string,
  before: StoredItem,
  after: StoredItem,
]

const N = (text: number): AttributeValue => ({ N: String(text) })
const row = (...numbers: number[]): AttributeValue => ({ L: numbers.map(N) })
const grid = (...rows: AttributeValue[]): AttributeValue => ({ L: rows })
const both = { total: N(5), discount: N(2) }

const cases: Record<OperandFunctionName, readonly Case[]> = {
  plus: [
    [
      'an attribute and a value',
      () => worked('total', (attr) => attr.total.plus(100)),
      'SET total = total + :0',
      both,
      { ...both, total: N(105) },
    ],
    [
      'a value and an attribute',
      () => worked('total', (attr, value) => value(100).plus(attr.total)),
      'SET total = :0 + total',
      both,
      { ...both, total: N(105) },
    ],
    [
      'two attributes',
      () => worked('total', (attr) => attr.total.plus(attr.discount)),
      'SET total = total + discount',
      both,
      { ...both, total: N(7) },
    ],
    [
      'nested ones',
      () => worked('stats.views', (attr) => attr.stats.views.plus(attr('stats.plus'))),
      'SET stats.views = stats.views + stats.plus',
      { stats: { M: { views: N(5), plus: N(1) } } },
      { stats: { M: { views: N(6), plus: N(1) } } },
    ],
    [
      'an attribute that may be absent',
      () => worked('total', (attr) => attr.total.ifNotExists(0).plus(1)),
      'SET total = if_not_exists(total, :0) + :1',
      {},
      { total: N(1) },
    ],
    [
      'two values',
      () => worked('total', (_attr, value) => value(1).plus(2)),
      'SET total = :0 + :1',
      {},
      { total: N(3) },
    ],
  ],
  minus: [
    [
      'an attribute and a value',
      () => worked('total', (attr) => attr.total.minus(100)),
      'SET total = total - :0',
      both,
      { ...both, total: N(-95) },
    ],
    [
      'a value and an attribute',
      () => worked('total', (attr, value) => value(100).minus(attr.total)),
      'SET total = :0 - total',
      both,
      { ...both, total: N(95) },
    ],
    [
      'two attributes',
      () => worked('total', (attr) => attr.total.minus(attr.discount)),
      'SET total = total - discount',
      both,
      { ...both, total: N(3) },
    ],
  ],
  ifNotExists: [
    [
      'the value where the attribute is absent',
      () => worked('total', (attr) => attr.discount.ifNotExists(7)),
      'SET total = if_not_exists(discount, :0)',
      {},
      { total: N(7) },
    ],
    [
      'the attribute if it is there',
      () => worked('total', (attr) => attr.discount.ifNotExists(7)),
      'SET total = if_not_exists(discount, :0)',
      both,
      { ...both, total: N(2) },
    ],
    [
      'another attribute',
      () => worked('total', (attr) => attr.total.ifNotExists(attr.discount)),
      'SET total = if_not_exists(total, discount)',
      { discount: N(2) },
      { discount: N(2), total: N(2) },
    ],
    [
      'inside itself',
      () => worked('total', (attr) => attr.total.ifNotExists(attr.discount.ifNotExists(0))),
      'SET total = if_not_exists(total, if_not_exists(discount, :0))',
      {},
      { total: N(0) },
    ],
  ],
  append: [
    [
      'a value to an attribute',
      () => worked('grid', (attr) => attr.grid.append([[2]])),
      'SET grid = list_append(grid, :0)',
      { grid: grid(row(1)) },
      { grid: grid(row(1), row(2)) },
    ],
    [
      'to a list that may be absent',
      () => worked('grid', (attr) => attr.grid.ifNotExists([[1]]).append([[2]])),
      'SET grid = list_append(if_not_exists(grid, :0), :1)',
      {},
      { grid: grid(row(1), row(2)) },
    ],
    [
      'two values',
      () => worked('grid', (_attr, value) => value([[1]]).append([[2]])),
      'SET grid = list_append(:0, :1)',
      {},
      { grid: grid(row(1), row(2)) },
    ],
    [
      'an attribute to a value',
      () => worked('grid', (attr, value) => value([[1]]).append(attr.grid)),
      'SET grid = list_append(:0, grid)',
      { grid: grid(row(2)) },
      { grid: grid(row(1), row(2)) },
    ],
    [
      'itself',
      () => worked('grid', (attr) => attr.grid.append(attr.grid)),
      'SET grid = list_append(grid, grid)',
      { grid: grid(row(1)) },
      { grid: grid(row(1), row(1)) },
    ],
  ],
  prepend: [
    [
      'a value before an attribute',
      () => worked('grid', (attr) => attr.grid.prepend([[0]])),
      'SET grid = list_append(:0, grid)',
      { grid: grid(row(1)) },
      { grid: grid(row(0), row(1)) },
    ],
  ],
}

describe('operandFunctions', () => {
  for (const [name, rows] of Object.entries(cases))
    for (const [title, made, text, before, after] of rows)
      it(`${name}: ${title}`, () => {
        const change = made()
        expect(printed(change).text).equal(text)
        expect(applyChanges([change], before)).deep.equal(after)
      })

  it('take values of their data types only', () => {
    const text = { S: 'a' }
    expect(operandFunctions.plus.apply(text, N(1))).equal(unfit)
    expect(operandFunctions.plus.apply(undefined, N(1))).equal(unfit)
    expect(operandFunctions.minus.apply(N(1), text)).equal(unfit)
    expect(operandFunctions.plus.apply({ N: '9E125' }, { N: '9E125' })).equal(unfit)
    expect(operandFunctions.append.apply(row(1), text)).equal(unfit)
    expect(operandFunctions.prepend.apply(undefined, row(1))).equal(unfit)
    expect(operandFunctions.ifNotExists.apply(undefined, text)).equal(text)
  })
})
