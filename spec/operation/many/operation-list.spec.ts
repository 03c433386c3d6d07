// Anything but a list of operations must not look like an empty one.
import { expect } from 'chai'
import { CommandExecutor } from 'dyntastic'
import { InvalidUpdateError } from '../../../lib/errors/invalid-update-error.js'
import { UnsupportedOperationError } from '../../../lib/errors/unsupported-operation-error.js'
import { checkList, inElement } from '../../../lib/operation/many/operation-list.js'
import { aliceInput } from '../../support/entities.js'
import { rejection, thrown } from '../../support/rejection.js'
import { onRunner } from './samples.js'

const { users } = onRunner()

describe('many/operation-list', () => {
  const operation = users.save(aliceInput)
  const noLists: [string, unknown][] = [
    ['an operation', operation],
    ['a Set', new Set([operation])],
    ['a promise of a list', Promise.resolve([operation])],
    ['an object', { length: 1, 0: operation }],
    ['nothing', undefined],
  ]
  for (const [what, given] of noLists)
    it(`${what} is refused by all four methods`, async () => {
      thrown(() => checkList(given, 'batch'), UnsupportedOperationError)
      const executor = new CommandExecutor()
      for (const method of ['batch', 'batchGet', 'transaction', 'transactionGet'] as const) {
        const run = executor[method] as (given: unknown) => Promise<unknown>
        const error = await rejection((async () => run.call(executor, given))(), UnsupportedOperationError)
        expect(error.message).match(new RegExp(`^${method}: expected an array of operations, not `))
      }
    })

  it('an array passes', () => {
    expect(checkList([], 'batch')).equal(undefined)
    expect(inElement('transaction', 1, () => 5)).equal(5)
  })

  it('what is thrown for an element tells its place', async () => {
    const error = thrown(
      () => inElement('transaction', 3, () => users.update('u1').transactWriteFace()),
      InvalidUpdateError,
    )
    expect(error.message).match(/^User\.transaction: \[3\]: the update has no changes/)
    expect(error.cause).instanceOf(InvalidUpdateError)
  })
})
