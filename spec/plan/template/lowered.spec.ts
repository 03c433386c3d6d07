// Conditions on attributes as conditions on the key attributes that are made of them.
import { expect } from 'chai'
import { Entity, Table } from 'dyntastic'
import { string } from 'superstruct'
import { nodeText } from '../../../lib/plan/condition/condition-tree.js'
import { lowered } from '../../../lib/plan/template/lowered.js'
import { clauses, shopKinds, sourceOf } from './shop-kinds.js'

const { Order } = shopKinds()
const at = new Date('2026-01-05')

const lower = (make: Parameters<typeof clauses>[1], label?: string) => {
  const found = lowered(sourceOf(Order, label), clauses(Order, make))
  return { ...found, texts: found.clauses.map(nodeText) }
}

describe('lowered', () => {
  it('says what it can by the key, and leaves the rest', () => {
    const found = lower([
      ['customer', 'eq', 'c'],
      ['at', 'gte', at],
      ['order', 'eq', 'o'],
    ])
    expect(found.texts).deep.equal(['pk = (value)', 'sk BETWEEN (value) AND (value)', 'order = (value)'])
    expect(found.parts.map(({ used }) => used)).deep.equal([['customer'], ['at']])
    expect(found.missing).deep.equal([])
  })

  it('names the attributes of the partition key that are not given', () => {
    expect(lower([['at', 'gte', at]]).missing.map(({ property }) => property)).deep.equal(['customer'])
    expect(lower([['customer', 'gt', 'c']]).missing.map(({ property }) => property)).deep.equal(['customer'])
  })

  it('sees two values, and values that no key holds', () => {
    expect(
      lower([
        ['customer', 'eq', 'c'],
        ['customer', 'eq', 'd'],
      ]).never,
    ).match(/'customer' would have to equal two values/)
    expect(lower([['customer', 'eq', 'x'.repeat(3000)]]).never).match(/the key would have 3002 bytes/)
  })

  it('knows that the attributes of an index are there', () => {
    const found = lower(
      [
        ['due', 'beginsWith', '2026-01-05'],
        ['due', 'exists'],
      ],
      'byDue',
    )
    expect(found.texts).deep.equal(['gsi2pk = (value)'])
    expect(
      lower(
        [
          ['due', 'beginsWith', '2026-01-05'],
          ['due', 'notExists'],
        ],
        'byDue',
      ).absent,
    ).deep.equal(["attribute_not_exists(due) is never true for items of index 'byDue'"])
  })

  it('leaves plain key attributes as they are', () => {
    const found = lower(
      [
        ['tenant', 'eq', 't'],
        ['status', 'eq', 'open'],
      ],
      'geo',
    )
    expect(found.texts).deep.equal(['tenant = (value)', 'status = (value)'])
    expect(found.parts).deep.equal([])
  })

  it('uses keys that a function makes if all of its attributes are given', () => {
    const table = new Table({ name: 'places', key: { partition: 'pk', sort: 'sk' } })
    const Place = new Entity({
      name: 'Place',
      table,
      attributes: { a: string(), b: string() },
      key: {
        partition: { attributes: ['a'], encode: ({ a }) => `P${a}` },
        sort: { attributes: ['b'], encode: ({ b }) => `S${b}` },
      },
    })
    const of = (make: Parameters<typeof clauses>[1]) => lowered(sourceOf(Place), clauses(Place, make))
    const whole = of([
      ['a', 'eq', 'x'],
      ['b', 'eq', 'y'],
    ])
    expect(whole.clauses.map(nodeText)).deep.equal([
      'pk = (value)',
      'sk = (value)',
      'a = (value)',
      'b = (value)',
    ])
    expect(
      of([
        ['a', 'eq', 'x'],
        ['b', 'gt', 'y'],
      ]).clauses.map(nodeText),
    ).deep.equal(['pk = (value)', 'a = (value)', 'b > (value)'])
    expect(of([['b', 'eq', 'y']]).missing.map(({ property }) => property)).deep.equal(['a'])
  })
})
