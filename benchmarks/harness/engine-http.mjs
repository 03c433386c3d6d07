// Puts and gets over HTTP, 16 in flight: on the embedded engine, on dynalite, or on an endpoint.

import http from 'node:http'
import { createRequire } from 'node:module'

const [engine, count] = [process.argv[2], Number(process.argv[3])]
const agent = new http.Agent({ keepAlive: true, maxSockets: 16 })
const { endpoint, stop } = await started()
await send('CreateTable', {
  TableName: 'items',
  BillingMode: 'PAY_PER_REQUEST',
  KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }],
  AttributeDefinitions: [{ AttributeName: 'id', AttributeType: 'S' }],
})
while ((await send('DescribeTable', { TableName: 'items' })).Table.TableStatus !== 'ACTIVE');
const put = (n) =>
  send('PutItem', { TableName: 'items', Item: { id: { S: `item-${n}` }, name: { S: 'some name' } } })
const get = (n) => send('GetItem', { TableName: 'items', Key: { id: { S: `item-${n}` } } })
await inFlight(put, count / 4)
console.log(JSON.stringify({ put: await inFlight(put, count), get: await inFlight(get, count) }))
agent.destroy()
await stop()

async function started() {
  if (engine.startsWith('http')) return { endpoint: engine, stop: async () => {} }
  if (engine === 'embedded') {
    const { startLocal } = await import('../../dist/esm/testing/index.js')
    const local = await startLocal({ port: 0 })
    return { endpoint: local.endpoint, stop: () => local.stop() }
  }
  const dynalite = createRequire(new URL('../peers/package.json', import.meta.url))('dynalite')
  const server = dynalite({ createTableMs: 0 })
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve))
  return { endpoint: `http://127.0.0.1:${server.address().port}`, stop: async () => process.exit(0) }
}

async function inFlight(run, total) {
  let next = 0
  const start = performance.now()
  const lane = async () => {
    while (next < total) await run(next++)
  }
  await Promise.all(Array.from({ length: 16 }, lane))
  return ((performance.now() - start) * 1000) / total
}

function send(operation, input) {
  const headers = {
    'content-type': 'application/x-amz-json-1.0',
    'x-amz-target': `DynamoDB_20120810.${operation}`,
    'x-amz-date': '20120810T000000Z',
    authorization:
      'AWS4-HMAC-SHA256 Credential=local/20120810/local/dynamodb/aws4_request, SignedHeaders=host, Signature=none',
  }
  return new Promise((resolve, reject) => {
    const request = http.request(endpoint, { method: 'POST', headers, agent }, (response) => {
      let text = ''
      response.setEncoding('utf8').on('data', (chunk) => {
        text += chunk
      })
      response.on('end', () =>
        response.statusCode === 200 ? resolve(JSON.parse(text)) : reject(new Error(`${operation}: ${text}`)),
      )
    })
    request.on('error', reject)
    request.end(JSON.stringify(input))
  })
}
