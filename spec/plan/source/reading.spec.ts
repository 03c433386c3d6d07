import { expect } from 'chai'
import { Entity, type EntityModel, Table } from 'dyntastic'
import { optional, string } from 'superstruct'
import type { QuerySpec, Source } from '../../../lib/plan/source/plan.js'
import { noReading, readingOf } from '../../../lib/plan/source/reading.js'
import { sourcesOf } from '../../../lib/plan/source/source.js'
import { nodes, Order, paths, source, spec, type Where } from '../sample-orders.js'

const reading = (
  label: string,
  given: Partial<QuerySpec> = {},
  filter: readonly Where[] = [],
  required: readonly string[] = [],
) => readingOf(Order, source(label), spec(given), nodes(...filter), new Set(required))

const partial =
  "it contains only part of each item: fetch whole items with full(), select what you need with select(), or choose it with index('byTotal')"

describe('readingOf', () => {
  it('has nothing against the table, however it is read', () => {
    expect(
      reading('table', { consistent: true, full: true, select: paths('note') }, [
        (attr) => attr.tags.exists(),
      ]),
    ).deep.equal(noReading)
  })

  it('refuses consistent reads of global indexes only', () => {
    const refused = ['a global index cannot be read consistently: leave out consistent()']
    expect(reading('byStatus', { consistent: true }).refused).deep.equal(refused)
    expect(reading('byTotal', { consistent: true }).refused).deep.equal([])
  })

  it('finds the key attributes that items may lack, unless conditions require them', () => {
    const sparse = (label: string, required?: readonly string[]) =>
      reading(label, {}, [], required).sparse.map(({ property }) => property)
    expect(sparse('byStatus')).deep.equal([])
    expect(sparse('byNote')).deep.equal(['note'])
    expect(sparse('byNote', ['n'])).deep.equal([])
    expect(sparse('byNote', ['note'])).deep.equal(['note'])
    expect(reading('byNote').reserved).deep.equal([
      "it lacks items without 'note': add exists() on it, or choose it with index('byNote')",
    ])
  })

  it('says what suffices: each attribute that items may lack, or one of them if the index has partial keys', () => {
    const table = new Table({
      name: 'shared',
      key: { partition: 'pk' },
      indexes: { gsi1: { partition: 'p1', sort: 's1' }, gsi2: { partition: 'p2', sort: 's2' } },
    })
    const described = (name: string, partial: boolean) =>
      new Entity({
        name,
        table,
        attributes: {
          id: string(),
          a: optional(string()),
          b: optional(string()),
          c: optional(string()),
        },
        key: { partition: `${name}#{id}` },
        indexes: {
          both: { index: 'gsi1', partition: 'A#{a}', sort: 'B#{b}', partial },
          one: { index: 'gsi2', partition: 'ONE', sort: 'C#{c}', partial },
        },
      })
    const words = (model: EntityModel, label: string, required: readonly string[] = []) => {
      const found = sourcesOf(model).find((each) => each.label === label) as Source
      const { sparse, reserved } = readingOf(model, found, spec({}), [], new Set(required))
      return [sparse.length, ...reserved.map((reason) => reason.split(', or choose')[0])]
    }
    const whole = described('Whole', false)
    expect(words(whole, 'both')).deep.equal([2, "it lacks items without 'a' or 'b': add exists() on each"])
    expect(words(whole, 'both', ['a'])).deep.equal([1, "it lacks items without 'b': add exists() on it"])
    const partly = described('Partly', true)
    expect(words(partly, 'both')).deep.equal([
      2,
      "it lacks items with none of 'a' and 'b': add exists() on one of them",
    ])
    expect(words(partly, 'both', ['b'])).deep.equal([0])
    expect(words(partly, 'one')).deep.equal([1, "it lacks items without 'c': add exists() on it"])
  })

  it('refuses filters on what an index does not contain, of local indexes too', () => {
    const filter: readonly Where[] = [(attr) => attr.note.eq(attr.region), (attr) => attr.orderId.ne('a')]
    expect(reading('byTotal', { full: true }, filter).refused).deep.equal([
      "it does not contain 'note' and 'region', which the filter needs: add it to the index's projection",
    ])
    expect(reading('byLines', { full: true }, filter).refused).deep.equal([
      "it does not contain 'region', which the filter needs: add it to the index's projection",
    ])
    expect(reading('byStatus', {}, filter).refused).deep.equal([])
  })

  it('keeps partial indexes for select(), full() and the hand', () => {
    expect(reading('byTotal').reserved).deep.equal([partial])
    expect(reading('byTotal', { full: true }).reserved).deep.equal([])
    expect(reading('byTotal', { select: paths('total') }).reserved).deep.equal([])
    expect([...(reading('byTotal', { full: true }).projected ?? [])]).deep.equal([
      'customerId',
      'orderId',
      'total',
    ])
  })

  it('lets local indexes fetch what is selected, and global ones not', () => {
    const select = paths('lines[0].sku', 'total', 'note', 'region')
    expect(reading('byTotal', { select })).deep.include({ fetched: ['lines', 'note', 'region'], refused: [] })
    expect(reading('byLines', { select })).deep.include({
      fetched: [],
      refused: [
        "it does not contain 'region', which is selected: fetch whole items with full(), or add it to the index's projection",
      ],
    })
    expect(reading('byLines', { select, full: true })).deep.include({ fetched: [], refused: [] })
    expect(reading('byTotal', { select, full: true })).deep.include({ fetched: [], refused: [] })
  })
})
