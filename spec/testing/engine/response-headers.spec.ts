import { crc32 } from 'node:zlib'
import { expect } from 'chai'
import { responseHeaders } from '../../../lib/testing/engine/response-headers.js'

describe('response headers', () => {
  it('describe the body, and have a request ID of their own', () => {
    const body = Buffer.from('{"a":"é"}')
    const [one, two] = [responseHeaders(body), responseHeaders(body)]
    expect(one).to.include({
      'content-type': 'application/x-amz-json-1.0',
      'content-length': '10',
      'x-amz-crc32': String(crc32(body)),
    })
    expect(one['x-amzn-requestid']).to.match(/^[\w-]{36}$/)
    expect(one['x-amzn-requestid']).not.to.equal(two['x-amzn-requestid'])
  })
})
