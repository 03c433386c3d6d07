import { expect } from 'chai'
import { expressionLimits } from '../../../lib/expression/path/limits.js'

describe('expressionLimits', () => {
  it('are those of DynamoDB', () => {
    expect(expressionLimits).deep.equal({ bytes: 4096, operators: 300, inOperands: 100, levels: 32 })
  })
})
