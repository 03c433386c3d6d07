import { expect } from 'chai'
import { createEngine } from '../../../lib/testing/engine/engine.js'
import { listenOnLoopback } from '../../../lib/testing/engine/loopback-server.js'

describe('loopback server', () => {
  it('answers on 127.0.0.1, and frees its port', async () => {
    const engine = createEngine()
    const server = await listenOnLoopback(engine, 0)
    expect(server.endpoint).to.match(/^http:\/\/127\.0\.0\.1:\d+$/)
    const headers = { 'x-amz-target': 'DynamoDB_20120810.ListTables' }
    const answer = await fetch(server.endpoint, { method: 'POST', headers, body: '{}' })
    expect(answer.headers.get('content-type')).to.equal('application/x-amz-json-1.0')
    expect(await answer.json()).to.deep.equal({ TableNames: [] })
    const port = Number(new URL(server.endpoint).port)
    const taken = await listenOnLoopback(engine, port).catch((error: NodeJS.ErrnoException) => error.code)
    expect(taken).to.equal('EADDRINUSE')
    await server.close()
    const again = await listenOnLoopback(engine, port)
    await again.close()
  })
})
