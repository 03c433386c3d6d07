import { spawn, spawnSync } from 'node:child_process'
import { Agent, request as httpRequest, type IncomingHttpHeaders } from 'node:http'
import { connect } from 'node:net'
import { crc32 } from 'node:zlib'
import { expect } from 'chai'
import { createEngine, type Engine } from '../../../lib/testing/engine/engine.js'
import { type LoopbackServer, listenOnLoopback } from '../../../lib/testing/engine/loopback-server.js'
import { startLocal } from '../../../lib/testing/index.js'

const authorization =
  'AWS4-HMAC-SHA256 Credential=local/20300101/us-east-1/dynamodb/aws4_request, SignedHeaders=host, Signature=0'
const json = 'application/x-amz-json-1.0'

interface Reply {
  readonly status: number | undefined
  readonly headers: IncomingHttpHeaders
  readonly bytes: Buffer
  readonly body: { readonly [member: string]: unknown }
}

interface Sent {
  readonly method?: string
  readonly headers?: { readonly [name: string]: string }
  /** Several parts are sent as chunks, without a length. */
  readonly parts?: readonly (string | Buffer)[]
  readonly agent?: Agent
}

describe('loopback server', () => {
  let engine: Engine
  let server: LoopbackServer
  before(async () => {
    engine = createEngine()
    server = await listenOnLoopback(engine, 0)
  })
  after(() => server.close())

  const options = (target: string, { method = 'POST', headers, parts = ['{}'], agent }: Sent = {}) =>
    new Promise<Reply>((resolve, reject) => {
      const all = { 'content-type': json, 'x-amz-target': target, authorization, ...headers }
      const outgoing = httpRequest(server.endpoint, { method, headers: all, ...(agent && { agent }) })
      outgoing.once('error', reject)
      outgoing.once('response', (response) => {
        const chunks: Buffer[] = []
        response.on('data', (chunk: Buffer) => chunks.push(chunk))
        response.once('end', () => {
          const bytes = Buffer.concat(chunks)
          const { statusCode: status, headers: given } = response
          const isJson = given['content-type'] === json && bytes.length > 0
          resolve({ status, headers: given, bytes, body: isJson ? JSON.parse(bytes.toString()) : {} })
        })
      })
      if (parts.length < 2) outgoing.end(parts[0])
      else {
        for (const part of parts) outgoing.write(part)
        outgoing.end()
      }
    })
  const create = (TableName: string) => {
    const { statusCode, body } = engine.respond(
      'DynamoDB_20120810.CreateTable',
      JSON.stringify({
        TableName,
        BillingMode: 'PAY_PER_REQUEST',
        KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }],
        AttributeDefinitions: [{ AttributeName: 'id', AttributeType: 'S' }],
      }),
    )
    expect(statusCode, body).to.equal(200)
  }

  it('listens on 127.0.0.1, and frees its port', async () => {
    expect(server.endpoint).to.match(/^http:\/\/127\.0\.0\.1:\d+$/)
    const port = Number(new URL(server.endpoint).port)
    const taken = await listenOnLoopback(engine, port).catch((error: NodeJS.ErrnoException) => error.code)
    expect(taken).to.equal('EADDRINUSE')
    const other = await listenOnLoopback(engine, 0)
    await other.close()
    const again = await listenOnLoopback(engine, Number(new URL(other.endpoint).port))
    await again.close()
  })

  it('listens on another address, and names one at which it is reached', async () => {
    const all = await listenOnLoopback(engine, 0, '0.0.0.0')
    expect(all.endpoint).to.match(/^http:\/\/127\.0\.0\.1:\d+$/)
    expect((await fetch(all.endpoint)).status).to.equal(200)
    await all.close()
    const six = await listenOnLoopback(engine, 0, '::1').catch((error: NodeJS.ErrnoException) => error.code)
    if (typeof six !== 'object') {
      console.log(`    SKIPPED in part: there is no IPv6 here (${six})`)
      return
    }
    expect(six.endpoint).to.match(/^http:\/\/\[::1\]:\d+$/)
    expect((await fetch(six.endpoint)).status).to.equal(200)
    await six.close()
  })

  it('sends the headers of the service, with the checksum of the body, in refusals too', async () => {
    const responses = [
      await options('DynamoDB_20120810.ListTables'),
      await options('DynamoDB_20120810.GetItem'),
      await options('DynamoDBStreams_20120810.ListStreams'),
    ]
    expect(responses.map(({ status }) => status)).to.deep.equal([200, 400, 200])
    for (const { headers, bytes } of responses) {
      expect(headers['content-type']).to.equal(json)
      expect(headers['x-amz-crc32']).to.equal(String(crc32(bytes)))
      expect(headers['content-length']).to.equal(String(bytes.length))
      expect(headers['x-amzn-requestid']).to.match(/^[\w-]{36}$/)
    }
    expect(new Set(responses.map(({ headers }) => headers['x-amzn-requestid'])).size).to.equal(3)
  })

  it('names errors as the service does', async () => {
    const missing = await options('DynamoDB_20120810.DescribeTable', { parts: ['{"TableName":"nobody"}'] })
    expect(missing.status).to.equal(400)
    expect(missing.body['__type']).to.equal('com.amazonaws.dynamodb.v20120810#ResourceNotFoundException')
    expect(missing.body['message']).to.be.a('string')
    const empty = await options('DynamoDB_20120810.DescribeTable')
    expect(empty.body['__type']).to.match(/#ValidationException$/)
  })

  it('reads bodies in chunks, split anywhere, and writes any character', async () => {
    create('chunks')
    const item = { TableName: 'chunks', Item: { id: { S: 'é😀' } } }
    const bytes = Buffer.from(JSON.stringify(item))
    const parts = Array.from(bytes, (_, at) => bytes.subarray(at, at + 1))
    expect((await options('DynamoDB_20120810.PutItem', { parts })).status).to.equal(200)
    const read = await options('DynamoDB_20120810.Scan', { parts: ['{"TableName":"chunks"}'] })
    expect(read.body['Items']).to.deep.equal([item.Item])
    expect(read.headers['x-amz-crc32']).to.equal(String(crc32(read.bytes)))
  })

  it('keeps connections for further requests', async () => {
    const agent = new Agent({ keepAlive: true, maxSockets: 1 })
    const ports = new Set<unknown>()
    agent.on('free', (socket) => ports.add(socket.localPort))
    for (let at = 0; at < 5; at += 1) {
      const { headers } = await options('DynamoDB_20120810.ListTables', { agent })
      expect(headers.connection).to.equal('keep-alive')
    }
    expect(ports.size).to.equal(1)
    agent.destroy()
  })

  it('says that it is healthy to GET and HEAD', async () => {
    const reply = await options('', { method: 'GET', parts: [] })
    expect([reply.status, reply.bytes.toString()]).to.deep.equal([200, 'healthy: dynamodb.local'])
    const head = await options('', { method: 'HEAD', parts: [] })
    expect([head.status, head.bytes.length]).to.deep.equal([200, 0])
  })

  for (const [what, target, sent, status, type] of [
    ['a missing target', '', {}, 400, 'UnknownOperationException'],
    ['an unknown operation', 'DynamoDB_20120810.Foo', {}, 400, 'UnknownOperationException'],
    ['an unknown version', 'DynamoDB_20111205.GetItem', {}, 400, 'UnknownOperationException'],
    [
      'the operation of another service',
      'DynamoDB_20120810.GetRecords',
      {},
      400,
      'UnknownOperationException',
    ],
    ['another method', 'DynamoDB_20120810.ListTables', { method: 'PUT' }, 404, 'UnknownOperationException'],
    ['malformed JSON', 'DynamoDB_20120810.ListTables', { parts: ['{"a":'] }, 400, 'SerializationException'],
    ['an empty body', 'DynamoDB_20120810.ListTables', { parts: [] }, 400, 'SerializationException'],
    [
      'JSON of another kind',
      'DynamoDB_20120810.ListTables',
      { parts: ['[]'] },
      400,
      'SerializationException',
    ],
    [
      'credentials of another kind',
      'DynamoDB_20120810.ListTables',
      { headers: { authorization: 'Basic bG9jYWw6bG9jYWw=' } },
      400,
      'MissingAuthenticationTokenException',
    ],
    [
      'a body of more than 16 MB',
      'DynamoDB_20120810.ListTables',
      { parts: [Buffer.alloc(16 * 1024 * 1024 + 1, ' ')] },
      413,
      'RequestEntityTooLargeException',
    ],
    [
      'chunks of more than 16 MB',
      'DynamoDB_20120810.ListTables',
      { parts: [Buffer.alloc(16 * 1024 * 1024, ' '), '{}'] },
      413,
      'RequestEntityTooLargeException',
    ],
  ] as const)
    it(`refuses ${what} by name`, async () => {
      const reply = await options(target, sent)
      expect(reply.status).to.equal(status)
      expect(reply.body['__type']).to.match(new RegExp(`#${type}$`))
    })

  it('takes a body of just 16 MB', async () => {
    const parts = [Buffer.alloc(16 * 1024 * 1024 - 2, ' '), '{}']
    expect((await options('DynamoDB_20120810.ListTables', { parts })).status).to.equal(200)
  })

  it('wants requests to be signed, with any credentials, in the header or the address', async () => {
    const headers = { 'x-amz-target': 'DynamoDB_20120810.ListTables', 'content-type': json }
    const unsigned = await fetch(server.endpoint, { method: 'POST', headers, body: '{}' })
    expect(unsigned.status).to.equal(400)
    expect(await unsigned.json()).to.deep.equal({
      __type: 'com.amazon.coral.service#MissingAuthenticationTokenException',
      message: 'Request is missing Authentication Token',
    })
    const address = `${server.endpoint}/?X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Signature=0`
    expect((await fetch(address, { method: 'POST', headers, body: '{}' })).status).to.equal(200)
  })

  it('survives clients that close the connection in the middle of a request', async () => {
    const { port } = new URL(server.endpoint)
    const socket = connect(Number(port), '127.0.0.1')
    socket.write(`POST / HTTP/1.1\r\nhost: x\r\ncontent-length: 100\r\n\r\n{"half":`)
    await new Promise((resolve) => setTimeout(resolve, 50))
    socket.destroy()
    await new Promise((resolve) => setTimeout(resolve, 50))
    expect((await options('DynamoDB_20120810.ListTables')).status).to.equal(200)
  })

  it('closes the connection where a response is to be lost', async () => {
    const local = await startLocal({ port: 0 })
    local.faults.next('ListTables', 'reset')
    const lost = await fetch(local.endpoint, {
      method: 'POST',
      headers: { 'x-amz-target': 'DynamoDB_20120810.ListTables', authorization },
      body: '{}',
    }).catch((error) => error.name)
    expect(lost).to.equal('TypeError')
    await local.stop()
  })

  it('serves a program in Python', async function () {
    if (spawnSync('python3', ['--version']).status !== 0) {
      console.log('    SKIPPED: it needs python3, and there is none here')
      this.skip()
    }
    create('python')
    const { status, output } = await pythonOn(server.endpoint)
    expect(output).to.equal('200 {"Items": [{"id": {"S": "\\u00e9"}}]} True\n400 True\n')
    expect(status).to.equal(0)
  })
})

const program = `
import json, sys, urllib.request, urllib.error, zlib

def call(operation, body):
    request = urllib.request.Request(sys.argv[1], json.dumps(body).encode(), {
        'Content-Type': 'application/x-amz-json-1.0',
        'X-Amz-Target': 'DynamoDB_20120810.' + operation,
        'Authorization': sys.argv[2],
    })
    try:
        response = urllib.request.urlopen(request)
    except urllib.error.HTTPError as error:
        response = error
    data = response.read()
    return response.status, json.loads(data), int(response.headers['x-amz-crc32']) == zlib.crc32(data)

call('PutItem', {'TableName': 'python', 'Item': {'id': {'S': '\\u00e9'}}})
status, body, whole = call('Scan', {'TableName': 'python', 'ProjectionExpression': 'id'})
print(status, json.dumps({'Items': body['Items']}), whole)
status, body, whole = call('Scan', {'TableName': 'nobody'})
print(status, whole and body['__type'].endswith('#ResourceNotFoundException'))
`

function pythonOn(endpoint: string): Promise<{ status: number | null; output: string }> {
  const child = spawn('python3', ['-c', program, endpoint, authorization])
  let output = ''
  child.stdout.on('data', (text) => {
    output += text
  })
  child.stderr.on('data', (text) => {
    output += text
  })
  return new Promise((resolve) => child.once('close', (status) => resolve({ status, output })))
}
