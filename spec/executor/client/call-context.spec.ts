// What the SDK's endpoint middleware leaves in a context, compared with what was expected.
import { expect } from 'chai'
import { copyOf, isLike, isLikeContext } from '../../../lib/executor/client/call-context.js'

const endpoint = () => ({ url: new URL('https://example.com'), properties: {} })
const command = {}

describe('executor/client/call-context', () => {
  it('copies a context as far as the middleware changes it', () => {
    const context = { command, __smithy_context: { command, features: { A: 'B' } } }
    const copy = copyOf(context)
    expect(copy).to.deep.equal(context)
    expect(Reflect.get(copy, 'command')).to.equal(command)
    Object.assign(copy.__smithy_context?.features ?? {}, { C: 'D' })
    expect(context.__smithy_context.features).to.deep.equal({ A: 'B' })
    expect(copyOf({})).to.deep.equal({})
  })

  it('finds contexts alike that have equal endpoints and features', () => {
    const one = {
      command,
      endpointV2: endpoint(),
      authSchemes: undefined,
      __smithy_context: { features: {} },
    }
    const other = { ...one, endpointV2: endpoint(), __smithy_context: { features: {} } }
    expect(isLikeContext(one, other)).to.equal(true)
  })

  it('finds any difference', () => {
    const one = {
      command,
      endpointV2: endpoint(),
      authSchemes: undefined,
      __smithy_context: { features: {} },
    }
    const others: readonly object[] = [
      { ...one, command: {} },
      { ...one, more: 1 },
      { ...one, endpointV2: { ...endpoint(), url: new URL('https://example.org') } },
      { ...one, __smithy_context: { features: { A: 'B' } } },
      { ...one, __smithy_context: { features: {}, more: 1 } },
      { ...one, authSchemes: [] },
    ]
    for (const other of others) {
      expect(isLikeContext(one, other)).to.equal(false)
      expect(isLikeContext(other, one)).to.equal(false)
    }
    expect(isLike({ a: 1 }, { a: 1 })).to.equal(true)
    expect(isLike({ a: 1 }, { b: 1 })).to.equal(false)
  })
})
