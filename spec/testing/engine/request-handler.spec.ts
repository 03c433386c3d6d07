import { expect } from 'chai'
import { type Responder, requestHandler } from '../../../lib/testing/engine/request-handler.js'

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
