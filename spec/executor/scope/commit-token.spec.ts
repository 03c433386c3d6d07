// The tokens of the parts of one transaction.
import { expect } from 'chai'
import { commitToken } from '../../../lib/executor/scope/transaction-scope.js'

describe('executor/commit-token', () => {
  it('the first is the given one, each other one is its own, the same each time', () => {
    const tokens = Array.from({ length: 200 }, (_, at) => commitToken('payment-17', at + 1))
    expect(tokens[0]).equal('payment-17')
    expect(new Set(tokens).size).equal(200)
    expect(tokens).deep.equal(Array.from({ length: 200 }, (_, at) => commitToken('payment-17', at + 1)))
    for (const token of tokens) expect(token).match(/^[\w-]{1,36}$/)
    expect(commitToken('payment-18', 2)).not.equal(tokens[1])
    expect(commitToken('1 x', 2)).not.equal(commitToken('x', 21))
  })

  it('none is made of none', () => {
    expect(commitToken(undefined, 1)).equal(undefined)
    expect(commitToken(undefined, 2)).equal(undefined)
  })
})
