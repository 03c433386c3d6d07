// BatchWriteItem requests, and what their responses leave.
import { expect } from 'chai'
import { Entity, Repository } from 'dyntastic'
import { string } from 'superstruct'
import { writeElement } from '../../../lib/operation/batch-write/write-element.js'
import {
  byTable,
  entitiesWritten,
  unprocessed,
  writeRequest,
} from '../../../lib/operation/batch-write/write-request.js'
import { FakeRunner } from '../fake-runner.js'
import { repositories } from '../many/writes.js'

const runner = new FakeRunner()
const { notes, tags } = repositories(runner)
const operations = [notes.save({ id: 1 }), tags.delete('t'), notes.delete(2)]
const elements = operations.map((each, index) => writeElement(each.batchWriteFace(), index, each))
const [first, second, third] = elements as [(typeof elements)[0], (typeof elements)[0], (typeof elements)[0]]

describe('writeRequest', () => {
  it('holds the writes of each table together', () => {
    const { input, others, ...rest } = writeRequest(elements, 'batch', false)
    expect(input).deep.equal({
      RequestItems: {
        notes: [first.write.request, third.write.request],
        tags: [second.write.request],
      },
    })
    expect(rest).include({
      call: 'BatchWriteItem',
      entity: 'Note, Tag',
      operation: 'batch',
      table: notes.entity.table,
    })
    expect(rest).property('creation')
    expect(others).deep.equal([{ table: tags.entity.table }])
    expect(rest).not.property('withoutTable')
  })

  it('requests capacity on demand', () => {
    expect(writeRequest(elements, 'batch', true).input).include({ ReturnConsumedCapacity: 'TOTAL' })
  })

  it('of deletes alone, of one table, is done where the table is still to be made', () => {
    expect(writeRequest([third], 'batch', false)).deep.include({ withoutTable: { $metadata: {} } })
    expect(writeRequest([third, second], 'batch', false)).not.property('withoutTable')
    expect(writeRequest([first], 'batch', false)).not.property('withoutTable')
  })

  it('takes any name of a table', () => {
    const odd = new Repository(
      new Entity({
        name: 'Odd',
        table: '__proto__',
        attributes: { id: string() },
        key: { partition: 'id' },
      }),
      runner,
    ).delete('a')
    const { input } = writeRequest([writeElement(odd.batchWriteFace(), 0, odd)], 'batch', false)
    expect(Object.keys(input.RequestItems ?? {})).deep.equal(['__proto__'])
  })

  it('is of at least one write', () => {
    expect(() => writeRequest([], 'batch', false)).throw(RangeError)
  })
})

describe('unprocessed', () => {
  const response = (UnprocessedItems?: object) => ({ $metadata: {}, UnprocessedItems }) as never
  for (const [what, items, left] of [
    ['no information', undefined, []],
    ['nothing is left', {}, []],
    [
      'a put and a delete are left',
      { notes: [first.write.request], tags: [second.write.request] },
      [first, second],
    ],
    ['in another order', { notes: [third.write.request, first.write.request] }, [first, third]],
    ['an item that was not requested', { notes: [{ DeleteRequest: { Key: { id: { N: '9' } } } }] }, elements],
    ['a table that was not requested', { others: [first.write.request] }, elements],
    ['nothing that can be understood', { notes: [{}] }, elements],
  ] as const)
    it(`where ${what}`, () => {
      expect(unprocessed(response(items), elements)).deep.equal(left)
    })
})

describe('byTable and entitiesOf', () => {
  it('keep the order of their first writes', () => {
    expect(byTable(elements)).deep.equal([[first, third], [second]])
    expect(entitiesWritten(elements)).equal('Note, Tag')
    expect(entitiesWritten([second, first])).equal('Tag, Note')
  })
})
