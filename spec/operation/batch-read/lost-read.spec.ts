// Which reads may be sent again because their response was lost.
import { expect } from 'chai'
import { RequestFailedError, ThrottledError, TimeoutError } from 'dyntastic'
import { endRequest, noAttempts } from '../../../lib/executor/sending/outcome.js'
import { mapError } from '../../../lib/executor/sending/sdk-errors.js'
import { asLostRead, isLostRead } from '../../../lib/operation/batch-read/lost-read.js'
import { Book } from '../many/fake-shelves.js'

const mapped = (cause: unknown) => {
  const request = {
    call: 'BatchGetItem',
    input: {},
    entity: 'Book',
    operation: 'get',
    table: Book.table,
  } as const
  const attempts = noAttempts()
  endRequest(attempts, cause)
  return mapError(cause, { request: request as never, writes: false, place: '', attempts })
}

describe('isLostRead', () => {
  for (const [what, error, lost] of [
    ['a time limit', new TimeoutError({ outcome: 'nothing written' }), true],
    ['a response that is not JSON', mapped(new SyntaxError('<')), true],
    ['a connection that was reset', mapped(Object.assign(new Error('reset'), { code: 'ECONNRESET' })), true],
    [
      'a server in trouble',
      mapped(Object.assign(new Error('x'), { $metadata: { httpStatusCode: 500 } })),
      true,
    ],
    ['an output that is not a response', asLostRead(new RequestFailedError({})), true],
    ['a refusal', mapped(Object.assign(new Error('x'), { $metadata: { httpStatusCode: 400 } })), false],
    ['a throttle', new ThrottledError(), false],
    ['what a stub rejects with', undefined, false],
  ] as const)
    it(`${lost ? 'takes' : 'does not take'} ${what} for a lost response`, () => {
      expect(isLostRead(error)).equal(lost)
    })

  it('shows nothing of it', () => {
    expect(JSON.stringify(asLostRead(new RequestFailedError({})))).equal(
      JSON.stringify(new RequestFailedError({})),
    )
  })
})
