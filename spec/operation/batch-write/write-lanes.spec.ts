// Lanes: one for each client, which keep writes of one item in their order.
import { expect } from 'chai'
import { Repository } from 'dyntastic'
import { type WriteElement, writeElement } from '../../../lib/operation/batch-write/write-element.js'
import { WriteLane, WriteLanes } from '../../../lib/operation/batch-write/write-lanes.js'
import { FakeRunner } from '../fake-runner.js'
import { FakeTables, Note, Tag } from '../many/writes.js'

const notes = new Repository(Note, new FakeRunner())

function element(index: number, id: number): WriteElement {
  const operation = notes.save({ id })
  return writeElement(operation.batchWriteFace(), index, operation)
}

describe('WriteLanes', () => {
  it('has a lane for each client, and one for all tables if the runner does not report clients', () => {
    const plain = new WriteLanes(new FakeRunner())
    expect(plain.of(Note.table)).equal(plain.of(Tag.table))
    expect([...plain.all()]).length(1)
    const client = {}
    const one = new WriteLanes(new FakeTables({ notes: client, tags: client }))
    expect(one.of(Note.table)).equal(one.of(Tag.table))
    const two = new WriteLanes(new FakeTables({ notes: {}, tags: {} }))
    expect(two.of(Note.table)).not.equal(two.of(Tag.table))
    expect(two.of(Note.table)).equal(two.of(Note.table))
    expect([...two.all()]).length(2)
  })
})

describe('WriteLane', () => {
  it('is clear unless a key of its chunk is in flight', () => {
    const lane = new WriteLane()
    expect(lane.clear).equal(true)
    lane.chunk.add(element(0, 1))
    const flying = lane.depart()
    lane.chunk.add(element(1, 2))
    expect(lane.clear).equal(true)
    lane.chunk.add(element(2, 1))
    expect(lane.clear).equal(false)
    lane.arrive(flying)
    expect(lane.clear).equal(true)
  })

  it('is not clear where an item of its chunk is in flight by another name of its table', () => {
    const lane = new WriteLane()
    const far = new Repository(
      Note.extend({ table: 'arn:aws:dynamodb:eu-west-1:1:table/notes' }),
      new FakeRunner(),
    )
    const [first, second] = [far.save({ id: 1 }), far.save({ id: 2 })].map((each, index) =>
      writeElement(each.batchWriteFace(), index, each),
    ) as [WriteElement, WriteElement]
    lane.chunk.add(element(0, 1))
    const flying = lane.depart()
    lane.chunk.add(second)
    expect(lane.clear).equal(true)
    lane.chunk.add(first)
    expect(lane.clear).equal(false)
    lane.arrive(flying)
    expect(lane.clear).equal(true)
  })

  it('lets a later write replace one that failed, with all that one had replaced', () => {
    const lane = new WriteLane()
    const [first, second, third, fourth] = [element(0, 1), element(1, 1), element(2, 1), element(3, 1)]
    lane.chunk.add(first)
    lane.chunk.add(second)
    const failed = lane.depart()
    second.state = 'failed'
    lane.arrive(failed)
    lane.chunk.add(third)
    lane.chunk.add(fourth)
    lane.depart()
    expect([fourth.earlier, third.earlier, second.earlier]).deep.equal([third, second, first])
    expect(lane.failed.size).equal(0)
  })
})
