// HTTP server for the engine, for clients in other processes and languages: DynamoDB's JSON protocol.
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { type EngineResponse, isKnown } from './engine.js'
import type { Responder } from './request-handler.js'
import { responseHeaders } from './response-headers.js'

/** An open port. `close` ends idle and busy connections and resolves when the port is free. */
export interface LoopbackServer {
  readonly endpoint: string
  close(): Promise<void>
}

/** "The maximum request size is 16 MB", that of a BatchWriteItem. */
const mostBytes = 16 * 1024 * 1024

/** Clients keep connections for reuse; one that the server closes first would fail their next request. */
const idleTime = 60_000

/**
 * Listens on a port (0: one that is free) of an address, by default 127.0.0.1. Rejects as `listen` fails if the port is
 * taken or the
 * address is not one of this machine.
 */
export async function listenOnLoopback(
  engine: Responder,
  port: number,
  host = '127.0.0.1',
): Promise<LoopbackServer> {
  const server = createServer((request, response) => {
    respond(engine, request, response).catch(() => {
      // A connection that is to be lost, or that the client closed.
      request.socket.destroy()
    })
  })
  server.keepAliveTimeout = idleTime
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, host, resolve)
  })
  const address = server.address() as AddressInfo
  return {
    endpoint: `http://${reachable(address)}:${address.port}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}

// A server on all addresses is reached at the loopback address.
function reachable({ address, family }: AddressInfo): string {
  const wildcards: { readonly [address: string]: string } = { '0.0.0.0': '127.0.0.1', '::': '::1' }
  const host = wildcards[address] ?? address
  return family === 'IPv6' ? `[${host}]` : host
}

async function respond(engine: Responder, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const { method = '' } = request
  if (method === 'GET' || method === 'HEAD') return health(response)
  const body = await bodyOf(request)
  if (body === undefined)
    return send(response, refused(413, 'RequestEntityTooLargeException', 'The request is larger than 16 MB'))
  send(response, await responseOf(engine, request, body))
}

function responseOf(
  engine: Responder,
  { method, headers, url = '' }: IncomingMessage,
  body: Buffer,
): EngineResponse | Promise<EngineResponse> {
  const target = String(headers['x-amz-target'] ?? '')
  if (method !== 'POST')
    return refused(404, 'UnknownOperationException', `Requests are sent by POST, not by ${method}`)
  const signed = headers.authorization?.startsWith('AWS4-') || url.includes('X-Amz-Signature=')
  if (isKnown(target) && !signed)
    return refused(400, 'MissingAuthenticationTokenException', 'Request is missing Authentication Token')
  return engine.respond(target, body.toString())
}

// Load balancers and scripts ask whether the service is there.
function health(response: ServerResponse): void {
  const text = 'healthy: dynamodb.local'
  response.writeHead(200, { 'content-type': 'text/plain', 'content-length': text.length }).end(text)
}

function send(response: ServerResponse, { statusCode, body }: EngineResponse): void {
  const bytes = Buffer.from(body)
  response.writeHead(statusCode, responseHeaders(bytes)).end(bytes)
}

// The body, however it is sent; `undefined` if it is too large: it is read to its end, as clients write it before they
// read the response.
function bodyOf(request: IncomingMessage): Promise<Buffer | undefined> {
  const chunks: Buffer[] = []
  let length = 0
  return new Promise((resolve, reject) => {
    request.on('data', (chunk: Buffer) => {
      length += chunk.length
      if (length <= mostBytes) chunks.push(chunk)
    })
    request.once('end', () => resolve(length > mostBytes ? undefined : Buffer.concat(chunks)))
    request.once('error', reject)
    request.once('close', () => reject(new Error('The client closed the connection')))
  })
}

function refused(statusCode: number, name: string, message: string): EngineResponse {
  return { statusCode, body: JSON.stringify({ __type: `com.amazon.coral.service#${name}`, message }) }
}
