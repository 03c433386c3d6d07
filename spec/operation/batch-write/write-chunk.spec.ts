// Chunks: 25 writes, 16 MB on the wire, each item once; and the lanes that fill them.
import { expect } from 'chai'
import { Repository } from 'dyntastic'
import { WriteChunk } from '../../../lib/operation/batch-write/write-chunk.js'
import {
  type WriteElement,
  withEarlier,
  writeElement,
} from '../../../lib/operation/batch-write/write-element.js'
import { FakeRunner } from '../fake-runner.js'
import { Note } from '../many/writes.js'

const notes = new Repository(Note, new FakeRunner())

function element(index: number, id = index, text = ''): WriteElement {
  const operation = notes.save({ id, text })
  return writeElement(operation.batchWriteFace(), index, operation)
}

describe('WriteChunk', () => {
  it('is full with 25 writes', () => {
    const chunk = new WriteChunk()
    for (let at = 0; at < 25; at++) {
      expect(chunk.full).equal(false)
      expect(chunk.add(element(at))).equal(true)
    }
    expect(chunk.full).equal(true)
  })

  it('holds the last of several writes of one item, and keeps the others with it', () => {
    const chunk = new WriteChunk()
    const all = [element(0, 7), element(1, 7), element(2, 8), element(3, 7)]
    for (const each of all) chunk.add(each)
    expect([...chunk.writes.values()]).deep.equal([all[3], all[2]])
    expect([...withEarlier(all[3] as WriteElement)].map(({ index }) => index)).deep.equal([3, 1, 0])
  })

  it('is full with a thousand of them, too', () => {
    const chunk = new WriteChunk()
    let added = 0
    while (!chunk.full) chunk.add(element(added++, 7))
    expect(added).equal(1_000)
    expect(chunk.writes.size).equal(1)
  })

  it('holds no table by two names', () => {
    const far = new Repository(
      Note.extend({ table: 'arn:aws:dynamodb:eu-west-1:1:table/notes' }),
      new FakeRunner(),
    )
    const other = far.save({ id: 9 })
    const given = writeElement(other.batchWriteFace(), 9, other)
    const chunk = new WriteChunk()
    expect([chunk.add(element(0)), chunk.add(given), chunk.add(element(1))]).deep.equal([true, false, true])
    expect(new WriteChunk().add(given)).equal(true)
  })

  it('measures only where the cheap bound says that it might be too much', () => {
    const small = new WriteChunk()
    for (let at = 0; at < 25; at++) small.add(element(at, at, 'x'.repeat(30_000)))
    expect([...small.writes.values()].some(({ exact }) => exact)).equal(false)
    const large = new WriteChunk()
    for (let at = 0; at < 25; at++) expect(large.add(element(at, at, 'x'.repeat(300_000)))).equal(true)
    expect([...large.writes.values()].some(({ exact }) => exact)).equal(true)
    expect(large.wire).within(25 * 300_000, 16_000_000)
  })

  it('takes what fits in the place of what it replaces, and refuses what does not', () => {
    const chunk = new WriteChunk()
    const long = '\u0001'.repeat(390_000)
    for (let at = 0; at < 6; at++) expect(chunk.add(element(at, at, long))).equal(true)
    expect(chunk.add(element(6, 6, long))).equal(false)
    expect(chunk.writes.size).equal(6)
    expect(chunk.add(element(7, 3, long))).equal(true)
    expect(chunk.add(element(8, 8, 'short'))).equal(true)
    expect(chunk.wire).most(16_000_000)
  })
})
