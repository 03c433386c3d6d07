import { crc32 } from 'node:zlib'
import { ListTablesCommand } from '@aws-sdk/client-dynamodb'
import { expect } from 'chai'
import { type Responder, requestHandler } from '../../../lib/testing/engine/request-handler.js'
import { startLocal } from '../../../lib/testing/index.js'

const requested: [string, string][] = []
const engine: Responder = {
  async respond(target, body) {
    requested.push([target, body])
    await new Promise((resolve) => setTimeout(resolve, 5))
    return { statusCode: 200, body: '{"a":"é"}' }
  },
}
const headers = { 'x-amz-target': 'DynamoDB_20120810.ListTables' }

describe('request handler', () => {
  it('takes text and bytes, and returns in bytes', async () => {
    const handler = requestHandler(engine)
    const { response } = await handler.handle({ headers, body: '{}' })
    await handler.handle({ headers, body: new TextEncoder().encode('{"b":1}') })
    await handler.handle({ headers: {} })
    expect(response.statusCode).to.equal(200)
    expect(new TextDecoder().decode(response.body)).to.equal('{"a":"é"}')
    expect(requested).to.deep.equal([
      [headers['x-amz-target'], '{}'],
      [headers['x-amz-target'], '{"b":1}'],
      ['', ''],
    ])
    expect(handler.httpHandlerConfigs()).to.deep.equal({})
    handler.updateHttpClientConfig()
    handler.destroy()
  })

  it('sends the headers of the service: request ID, checksum and length', async () => {
    const handler = requestHandler(engine)
    const responses = await Promise.all([handler.handle({ headers }), handler.handle({ headers })])
    const ids = new Set(responses.map(({ response }) => response.headers['x-amzn-requestid']))
    expect(ids.size).to.equal(2)
    for (const { response } of responses) {
      expect(response.headers['x-amzn-requestid']).to.match(/^[\w-]{36}$/)
      expect(response.headers).to.include({
        'content-type': 'application/x-amz-json-1.0',
        'content-length': String(response.body.length),
        'x-amz-crc32': String(crc32(response.body)),
      })
    }
    const local = await startLocal()
    const { $metadata } = await local.client.send(new ListTablesCommand())
    expect($metadata.requestId).to.match(/^[\w-]{36}$/)
    await local.stop()
  })

  it('ends with an AbortError, before and while the engine works, and lets the signal go', async () => {
    const handler = requestHandler(engine)
    const before = await handler
      .handle({ headers }, { abortSignal: AbortSignal.abort() })
      .catch((error) => error.name)
    const controller = new AbortController()
    const during = handler
      .handle({ headers }, { abortSignal: controller.signal })
      .catch((error) => error.name)
    controller.abort()
    expect([before, await during]).to.deep.equal(['AbortError', 'AbortError'])
    const unused = new AbortController()
    expect((await handler.handle({ headers }, { abortSignal: unused.signal })).response.statusCode).to.equal(
      200,
    )
  })
})
