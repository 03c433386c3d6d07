// Scans on a real engine: whole tables and indexes, every operator, segments, pages.
import { expect } from 'chai'
import { InvalidCursorError, InvalidOptionError, or, QueryPlanError } from 'dyntastic'
import { withEngine } from '../support/engine.js'
import { rejection, thrown } from '../support/rejection.js'
import { day, days, openedSample } from './events.js'

const engine = withEngine()

describe('scan', () => {
  let events: Awaited<ReturnType<typeof openedSample>>

  before(async () => {
    events = await openedSample(engine)
  })
  beforeEach(() => {
    events.sent.length = 0
  })

  type Scan = ReturnType<typeof events.repository.scan>
  const sorted = async (scan: Scan) => days(await scan).sort((a, b) => a - b)

  it('reads the whole table', async () => {
    expect(await sorted(events.repository.scan())).deep.equal([1, 2, 3, 4])
    expect(events.calls()).deep.equal(['Scan'])
  })

  for (const pageSize of [1, 2])
    for (const value of [1, 2, 3])
      it(`finds what a condition matches: ${value}, in pages of ${pageSize}`, async () => {
        const found = await events.repository.scan().where('myInt').eq(value).pageSize(pageSize)
        expect(found.map(({ myInt }) => myInt)).deep.equal(value === 1 ? [1, 1] : [value])
        expect(events.sent.length).at.least(4 / pageSize)
      })

  it('joins conditions', async () => {
    expect(await sorted(events.repository.scan().where('myInt').eq(1).where('myStr').eq('str_1'))).deep.equal(
      [1],
    )
  })

  for (const [what, find, expected] of [
    ['eq on the partition key', (s) => s.where('id').eq('id1'), [1, 2]],
    ['ne on the partition key', (s) => s.where('id').ne('id1'), [3, 4]],
    ['in on the partition key', (s) => s.where('id').in(['id1', 'id3']), [1, 2, 4]],
    ['in on nothing', (s) => s.where('id').in([]), []],
    ['beginsWith on the partition key', (s) => s.where('id').beginsWith('id'), [1, 2, 3, 4]],
    ['contains on the partition key', (s) => s.where('id').contains('2'), [3]],
    ['size on the partition key', (s) => s.where('id').size().eq(3), [1, 2, 3, 4]],
    ['eq on the sort key', (s) => s.where('at').eq(day(3)), [3]],
    ['ne on the sort key', (s) => s.where('at').ne(day(3)), [1, 2, 4]],
    ['lt on the sort key', (s) => s.where('at').lt(day(3)), [1, 2]],
    ['lte on the sort key', (s) => s.where('at').lte(day(3)), [1, 2, 3]],
    ['gt on the sort key', (s) => s.where('at').gt(day(3)), [4]],
    ['gte on the sort key', (s) => s.where('at').gte(day(3)), [3, 4]],
    ['between on the sort key', (s) => s.where('at').between(day(2), day(3)), [2, 3]],
    ['beginsWith on the sort key', (s) => s.where('at').beginsWith('2022-01-04'), [4]],
    ['in on the sort key', (s) => s.where('at').in([day(1), day(4)]), [1, 4]],
    ['exists', (s) => s.where('myStr').exists(), [1, 2, 3]],
    ['notExists', (s) => s.where('myStr').notExists(), [4]],
    ['or over keys', (s) => s.where((attr) => or(attr.id.eq('id3'), attr.at.lt(day(2)))), [1, 4]],
  ] as readonly (readonly [string, (scan: Scan) => Scan, number[]])[])
    it(`takes every operator on key attributes, too: ${what}`, async () => {
      expect(await sorted(find(events.repository.scan()))).deep.equal(expected)
      expect(events.calls()).deep.equal(['Scan'])
    })

  it('reads an index, here with in on its key', async () => {
    const found = await events.repository.scan().index('byInt').where('myInt').in([2, 3])
    expect(found.map(({ myInt }) => myInt).sort()).deep.equal([2, 3])
    expect(events.sent[0]?.input).include({ IndexName: 'byInt' })
  })

  it('of a sparse index finds what is in it', async () => {
    expect(days(await events.repository.scan().index('byStr')).sort()).deep.equal([1, 2, 3])
  })

  it('resumes page by page', async () => {
    const first = await events.repository.scan().pageSize(2).page()
    expect(first.items).length(2)
    const second = await events.repository.scan().pageSize(2).after(first.cursor).page()
    expect(days([...first.items, ...second.items]).sort()).deep.equal([1, 2, 3, 4])
  })

  it('refuses a page size of nothing', () => {
    thrown(() => events.repository.scan().pageSize(0), InvalidOptionError)
    expect(events.sent).length(0)
  })

  it('reads the table consistently, and refuses a global index before anything is sent', async () => {
    expect(await events.repository.scan().consistent()).length(4)
    expect(events.sent[0]?.input).include({ ConsistentRead: true })
    const refused = await rejection(events.repository.scan().index('byInt').consistent(), QueryPlanError)
    expect(refused.message).contain('cannot be read consistently')
    expect(events.sent).length(1)
  })

  it('reads segments side by side, each item once, and counts them', async () => {
    const scan = events.repository.scan().segments(4)
    expect(await sorted(scan)).deep.equal([1, 2, 3, 4])
    expect(new Set(events.sent.map(({ input }) => input['Segment']))).deep.equal(new Set([0, 1, 2, 3]))
    expect(await scan.count()).equal(4)
  })

  it('has a cursor that goes on with every segment, and is not one of another number of them', async () => {
    const scan = events.repository.scan().segments(3).pageSize(1)
    const found: number[] = []
    const { items, cursor } = await scan.page()
    found.push(...days(items), ...days(await scan.after(cursor)))
    expect(found.sort()).deep.equal([1, 2, 3, 4])
    await rejection(events.repository.scan().segments(2).after(cursor), InvalidCursorError)
  })

  it('has no order', async () => {
    await rejection(events.repository.scan().descending(), QueryPlanError)
  })
})
