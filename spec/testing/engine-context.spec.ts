import { expect } from 'chai'
import { openStore } from '../../lib/testing/dynalite-store.js'
import { engineContext } from '../../lib/testing/engine-context.js'

describe('engine context', () => {
  it('knows nothing of another context', async () => {
    const [one, two] = [engineContext(await openStore()), engineContext(await openStore())]
    one.tokens.keep({ ClientRequestToken: 't', TransactItems: [] }, { done: true })
    expect(one.tokens.answered({ ClientRequestToken: 't', TransactItems: [] })).to.deep.equal({ done: true })
    expect(two.tokens.answered({ ClientRequestToken: 't', TransactItems: [] })).to.equal(undefined)
  })
})
