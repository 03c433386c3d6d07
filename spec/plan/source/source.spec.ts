import { expect } from 'chai'
import { number, object, optional, string } from 'superstruct'
import { Table } from '../../../lib/entity/table/table.js'
import {
  keyPartsOf,
  orderOf,
  projectedNames,
  propertyOf,
  quotedList,
  sourcesOf,
  sourceText,
} from '../../../lib/plan/source/source.js'
import { Entity } from '../../../lib/repository/entity.js'
import { Order, source } from '../sample-orders.js'

describe('orderOf', () => {
  it('ends where a value has no order in the key', () => {
    const orderIn = (sort: string) =>
      sourcesOf(
        new Entity({
          name: 'Ordered',
          table: new Table({ name: 'ordered', key: { partition: 'pk', sort: 'sk' } }),
          attributes: { a: string(), b: string(), n: number() },
          key: { partition: 'P', sort: sort as '{a}' },
        }),
      ).map(orderOf)
    expect(orderIn('{a}#{n:3}#{b}')).deep.equal([['a', 'n', 'b']])
    expect(orderIn('{a}#{b:lower}#{n:3}')).deep.equal([['a']])
    expect(orderIn('{n:plain}#{a}')).deep.equal([[]])
  })
})

describe('sources', () => {
  it('are the table and the indexes in the order of the descriptor', () => {
    expect(sourcesOf(Order).map(({ kind, label, indexName }) => [kind, label, indexName])).deep.equal([
      ['table', 'table', undefined],
      ['global', 'byStatus', 'byStatus'],
      ['local', 'byTotal', 'byTotal'],
      ['global', 'byLines', 'lines-index'],
      ['global', 'byDay', 'byDay'],
      ['global', 'byRegion', 'byRegion'],
      ['global', 'byNote', 'byNote'],
    ])
    expect(source('table').key).equal(Order.key)
    expect(source('byLines').projection).deep.equal(['lines', 'n'])
  })

  it('have a string and the parts of their key', () => {
    expect(['table', 'byDay'].map((label) => sourceText(source(label)))).deep.equal([
      'the table',
      "index 'byDay'",
    ])
    expect(keyPartsOf(source('byDay')).map(({ property }) => property)).deep.equal([
      'status',
      'customerId',
      'placedAt',
      'total',
    ])
    expect(keyPartsOf(source('byTotal')).map(({ property }) => property)).deep.equal(['customerId', 'total'])
  })

  it('hold whole items, or the keys of table and index and what is projected, by stored names', () => {
    expect(projectedNames(Order, source('table'))).equal(undefined)
    expect(projectedNames(Order, source('byStatus'))).equal(undefined)
    expect([...(projectedNames(Order, source('byTotal')) ?? [])]).deep.equal([
      'customerId',
      'orderId',
      'total',
    ])
    expect([...(projectedNames(Order, source('byLines')) ?? [])]).deep.equal([
      'customerId',
      'orderId',
      'status',
      'total',
      'lines',
      'n',
    ])
  })

  it('hold whole items where they project every attribute, unless there may be unknown ones', () => {
    const link = {
      name: 'Link',
      table: 'links',
      attributes: { from: string(), to: string() },
      key: { partition: 'from', sort: 'to' },
      indexes: { reverse: { partition: 'to', sort: 'from', projection: 'keys' } },
    } as const
    const [, reverse] = sourcesOf(new Entity(link))
    if (reverse === undefined) throw new Error('an index')
    expect(projectedNames(new Entity(link), reverse)).equal(undefined)
    expect(projectedNames(new Entity({ ...link, unknown: 'preserve' }), reverse)).deep.equal(
      new Set(['from', 'to']),
    )
    const more = new Entity({
      ...link,
      attributes: { ...link.attributes, note: optional(object({ text: string() })) },
    })
    expect(projectedNames(more, reverse)).deep.equal(new Set(['from', 'to']))
  })

  it('name properties for stored names, and lists as text', () => {
    expect(['n', 'total', 'stranger', 'constructor'].map((name) => propertyOf(Order, name))).deep.equal([
      'note',
      'total',
      'stranger',
      'constructor',
    ])
    expect([['a'], ['a', 'b'], ['a', 'b', 'c']].map((names) => quotedList(names))).deep.equal([
      "'a'",
      "'a' and 'b'",
      "'a', 'b' and 'c'",
    ])
  })
})
