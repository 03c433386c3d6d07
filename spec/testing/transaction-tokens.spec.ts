import { expect } from 'chai'
import { transactionTokens } from '../../lib/testing/transaction-tokens.js'

describe('transaction tokens', () => {
  const input = { ClientRequestToken: 'payment-17', TransactItems: [{ Put: 1 }] }

  it('remember what was done for ten minutes', () => {
    let time = 0
    const tokens = transactionTokens(() => time)
    expect(tokens.answered(input)).to.equal(undefined)
    tokens.keep(input, { first: true })
    time = 600_000
    expect(tokens.answered(input)).to.deep.equal({ first: true })
    time = 600_001
    expect(tokens.answered(input)).to.equal(undefined)
    tokens.keep(input, { second: true })
    expect(tokens.answered(input)).to.deep.equal({ second: true })
  })

  it('refuse another transaction under the same token', () => {
    const tokens = transactionTokens()
    tokens.keep(input, {})
    expect(() => tokens.answered({ ...input, TransactItems: [{ Put: 2 }] })).to.throw(/different payload/)
  })

  it('are 1 to 36 characters long, or absent', () => {
    const tokens = transactionTokens()
    expect(tokens.answered({ TransactItems: [] })).to.equal(undefined)
    tokens.keep({ TransactItems: [] }, {})
    expect(tokens.answered({ ClientRequestToken: 'x'.repeat(36) })).to.equal(undefined)
    for (const ClientRequestToken of ['', 'x'.repeat(37)])
      expect(() => tokens.answered({ ClientRequestToken })).to.throw(/clientRequestToken/)
  })
})
