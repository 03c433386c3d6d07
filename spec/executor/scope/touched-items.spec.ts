// The second operation on one item is found, whatever entity it belongs to.
import { expect } from 'chai'
import { Entity, Repository, Table } from 'dyntastic'
import { number, string } from 'superstruct'
import { DuplicateOperationError } from '../../../lib/errors/duplicate-operation-error.js'
import { TouchedItems } from '../../../lib/executor/scope/batch-scope.js'
import type { Facing } from '../../../lib/operation/ground/faces.js'
import { FakeRunner } from '../../operation/fake-runner.js'
import { thrown } from '../../support/rejection.js'

const runner = new FakeRunner()
Object.assign(runner, { clientFor: (table: Table) => table.region ?? 'here' })

function keyed(name: string, table: Table | string = 'things') {
  return new Repository(
    new Entity({
      name,
      table,
      attributes: { id: number(), kind: string() },
      key: { partition: 'id', sort: 'kind' },
    }),
    runner,
  )
}

const things = keyed('Thing')

function add(...operations: Facing[]): void {
  const touched = new TouchedItems(runner)
  for (const operation of operations) touched.add(operation.batchWriteFace(), operation)
}

describe('executor/touched-items', () => {
  const key = { id: 0, kind: 'a' }

  for (const [what, second] of [
    ['of the same method', things.delete(key)],
    ['of another one', things.save({ id: 0, kind: 'a' })],
    ['by another form of the number', things.delete({ id: -0, kind: 'a' })],
    ['of another entity of the table', keyed('Other').delete(key)],
    ['by another object of the table', keyed('Thing', new Table({ name: 'things' })).delete(key)],
  ] as [string, Facing][])
    it(`refuses a second operation ${what}`, () => {
      const first = things.delete(key)
      const error = thrown(
        () => add(first, things.delete({ id: 1, kind: 'a' }), second),
        DuplicateOperationError,
      )
      expect(error.operations).deep.equal([first, second])
      expect(error.key).deep.equal(key)
    })

  it('takes operations on items with other keys, of other tables, and of other places', () => {
    add(
      things.delete(key),
      things.delete({ id: 0, kind: 'b' }),
      keyed('Thing', 'others').delete(key),
      keyed('Thing', new Table({ name: 'things', region: 'eu-west-3' })).delete(key),
    )
  })

  it('forgets', () => {
    const touched = new TouchedItems(runner)
    for (let turn = 0; turn < 2; turn++) {
      touched.add(things.delete(key).batchWriteFace(), things.delete(key))
      touched.clear()
    }
  })
})
