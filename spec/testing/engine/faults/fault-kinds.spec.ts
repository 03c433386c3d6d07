import { expect } from 'chai'
import {
  connectionReset,
  type FaultKind,
  faultKinds,
  refusal,
} from '../../../../lib/testing/engine/faults/fault-kinds.js'
import { failure } from '../../../../lib/testing/engine/values/service-failure.js'

describe('fault kinds', () => {
  const meet = async (kind: FaultKind) => {
    let runs = 0
    const run = () => {
      runs += 1
      return { statusCode: 200, body: '{}' }
    }
    const never = Promise.reject(new Error('stopped'))
    never.catch(() => {})
    const end = await Promise.resolve()
      .then(() => faultKinds[kind](run, never))
      .then(
        ({ statusCode, body }) => `${statusCode} ${JSON.parse(body).__type.replace(/.*#/, '')}`,
        (error) => error.code ?? error.message,
      )
    return [end, runs]
  }

  it('end a request in their own way, applied or not', async () => {
    expect(await meet('throttle')).to.deep.equal(['400 ProvisionedThroughputExceededException', 0])
    expect(await meet('internal error')).to.deep.equal(['500 InternalServerError', 0])
    expect(await meet('reset')).to.deep.equal(['ECONNRESET', 0])
    expect(await meet('lose the answer')).to.deep.equal(['ECONNRESET', 1])
    expect(await meet('hang')).to.deep.equal(['stopped', 0])
  })

  it('have responses and errors of the form that clients know', () => {
    expect(refusal(failure('SomeException', 'text')).statusCode).to.equal(400)
    expect(connectionReset()).to.include({ code: 'ECONNRESET', message: 'read ECONNRESET' })
  })
})
