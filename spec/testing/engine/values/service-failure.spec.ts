import { expect } from 'chai'
import { failure, invalid, ServiceFailure } from '../../../../lib/testing/engine/values/service-failure.js'

describe('service failure', () => {
  it('is the JSON of an error response', () => {
    const refused = failure('ResourceNotFoundException', 'gone', { Item: { a: { N: '1' } } })
    expect(refused.statusCode).to.equal(400)
    expect(refused.type).to.equal('ResourceNotFoundException')
    expect(refused.message).to.equal('gone')
    expect(refused.body).to.deep.equal({
      __type: 'com.amazonaws.dynamodb.v20120810#ResourceNotFoundException',
      message: 'gone',
      Item: { a: { N: '1' } },
    })
  })

  it('names what is wrong with a request', () => {
    expect(invalid('no').type).to.equal('ValidationException')
    expect(new ServiceFailure({ __type: 'a#Odd' }).message).to.equal('a#Odd')
    expect(new ServiceFailure({ __type: 'a#Odd', Message: 'upper case' }, 500).message).to.equal('upper case')
  })
})
