// Lists of writes, checked as a whole.
import { expect } from 'chai'
import { DuplicateOperationError } from '../../../lib/errors/duplicate-operation-error.js'
import { EntityDefinitionError } from '../../../lib/errors/entity-definition-error.js'
import { ScopeError } from '../../../lib/errors/scope-error.js'
import { UnsupportedOperationError } from '../../../lib/errors/unsupported-operation-error.js'
import { writeElement } from '../../../lib/operation/batch-write/write-element.js'
import { WriteLanes } from '../../../lib/operation/batch-write/write-lanes.js'
import {
  type WriteMaking,
  writeFace,
  writeList,
  writeStreamed,
} from '../../../lib/operation/batch-write/write-list.js'
import { thrown } from '../../support/rejection.js'
import { FakeTables, repositories } from '../many/writes.js'

const runner = new FakeTables()
const { notes } = repositories(runner)

function making(duplicates?: 'last' | 'refuse', lanes = new WriteLanes(runner)): WriteMaking {
  return {
    operation: 'batch',
    lanes,
    duplicates,
    make: (given, index) => writeElement(writeFace(given, runner), index, given),
    again: (origin) => origin,
  }
}

const twice = [notes.save({ id: 1 }), notes.save({ id: 2 }), notes.delete(1)]

describe('writeList', () => {
  it('has the elements of a list in their order; several of one item are fine, unless they are refused', () => {
    expect(writeList(twice, making()).map(({ index, origin }) => [index, origin])).deep.equal([
      [0, twice[0]],
      [1, twice[1]],
      [2, twice[2]],
    ])
    const error = thrown(() => writeList(twice, making('refuse')), DuplicateOperationError)
    expect(error.operations).deep.equal([twice[0], twice[2]])
    expect(error.message).contain('[0] and [2]')
  })

  it('looks at holes, and at no more than a hundred that are refused', () => {
    const holes: unknown[] = Array.from({ length: 300 })
    const error = thrown(() => writeList(holes, making()), UnsupportedOperationError)
    expect(error.message)
      .contain('[0]: expected a save or delete that is not awaited, such as users.save(item), not undefined')
      .and.contain('and 90 more')
  })

  it('resolves the client of each table before anything is sent', () => {
    const lost = new EntityDefinitionError({ detail: 'no such endpoint' })
    const lanes = new WriteLanes(
      Object.assign(new FakeTables(), {
        clientFor: () => {
          throw lost
        },
      }),
    )
    expect(thrown(() => writeList(twice, making('last', lanes)), EntityDefinitionError)).equal(lost)
  })
})

describe('writeStreamed', () => {
  it('refuses a second write of one item, and shows the first if it is known', () => {
    const lanes = new WriteLanes(runner)
    const settings = making('refuse', lanes)
    const first = writeStreamed(twice[0], 0, settings)
    const error = thrown(() => writeStreamed(twice[2], 9, settings), DuplicateOperationError)
    expect(error.operations).deep.equal([twice[2]])
    lanes.of(first.write.model.table).chunk.add(first)
    const both = thrown(() => writeStreamed(twice[2], 9, settings), DuplicateOperationError)
    expect(both.operations).deep.equal([twice[0], twice[2]])
    expect(both.message).contain('[0] and [9]')
  })

  it('says which element was refused', () => {
    expect(thrown(() => writeStreamed(5, 12, making()), UnsupportedOperationError).message).contain(
      '[12]: expected a save or delete that is not awaited, such as users.save(item), not a number',
    )
  })
})

describe('writeFace', () => {
  it('is of operations of one runner', () => {
    expect(writeFace(notes.delete(1), runner).stored).deep.equal({ id: { N: '1' } })
    expect(thrown(() => writeFace(notes.delete(1), new FakeTables()), ScopeError).reason).equal('place')
  })
})
