// Names and values of a request as part of its input.
import { expect } from 'chai'
import { Placeholders } from '../../../lib/expression/path/placeholders.js'
import { expressionInput } from '../../../lib/operation/ground/expression-input.js'

describe('expressionInput', () => {
  it('has names and values as far as there are any', () => {
    const placeholders = new Placeholders()
    expect(expressionInput(placeholders)).deep.equal({})
    placeholders.name('total')
    expect(expressionInput(placeholders)).deep.equal({ ExpressionAttributeNames: { '#0': 'total' } })
    placeholders.value({ N: '1' })
    expect(expressionInput(placeholders)).deep.equal({
      ExpressionAttributeNames: { '#0': 'total' },
      ExpressionAttributeValues: { ':0': { N: '1' } },
    })
  })

  it('has values without names', () => {
    const placeholders = new Placeholders()
    placeholders.value({ S: 'x' })
    expect(expressionInput(placeholders)).deep.equal({ ExpressionAttributeValues: { ':0': { S: 'x' } } })
  })
})
