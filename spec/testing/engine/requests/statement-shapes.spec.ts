import { expect } from 'chai'
import { openEngine } from '../ways-in.js'

describe('shapes of requests with statements', () => {
  it('bound statements, parameters, limits and tokens', () => {
    const { refusal } = openEngine()
    const refused = (operation: string, input: object) => refusal(operation, input).message
    expect(refused('ExecuteStatement', {})).to.match(
      /'statement' failed to satisfy constraint: Member must not be null/,
    )
    expect(refused('ExecuteStatement', { Statement: 'x'.repeat(8193) })).to.match(
      /less than or equal to 8192/,
    )
    expect(refused('ExecuteStatement', { Statement: 'x', Parameters: [], Limit: 0 })).to.match(
      /^2 validation errors detected: .*'parameters'.*'limit'/,
    )
    expect(refused('BatchExecuteStatement', { Statements: [{}] })).to.match(
      /'statements\.1\.member\.statement' failed to satisfy constraint: Member must not be null/,
    )
    expect(
      refused('ExecuteTransaction', { TransactStatements: [{ Statement: 'x' }], ClientRequestToken: '' }),
    ).to.match(/'clientRequestToken'/)
  })
})
