// A server on 127.0.0.1 that hands requests on to an engine, and keeps where each was addressed and how it was signed.
import { createServer, request as httpRequest, type IncomingMessage, type Server } from 'node:http'
import { startLocal } from 'dyntastic/testing'

/** One request as it arrived. */
export interface Arrival {
  /** The DynamoDB API operation: `PutItem`. */
  readonly operation: string
  /** The region of the SigV4 credential scope. */
  readonly region: string
  readonly accessKeyId: string
  readonly body: string
}

/** A running relay. */
export interface Relay {
  readonly endpoint: string
  readonly arrivals: Arrival[]
  close(): Promise<void>
}

/** An engine that listens: the endpoint that DYNTASTIC_TEST_ENDPOINT names, or an embedded one with a port. */
export async function listeningEngine(): Promise<{ readonly endpoint: string; stop(): Promise<void> }> {
  const endpoint = process.env['DYNTASTIC_TEST_ENDPOINT']
  if (endpoint !== undefined) return { endpoint, stop: async () => {} }
  return startLocal({ port: 0 })
}

/** Starts a relay to the engine at the target. */
export async function startRelay(target: string): Promise<Relay> {
  const arrivals: Arrival[] = []
  const server = createServer(async (request, response) => {
    const body = await text(request)
    arrivals.push(arrival(request, body))
    const { host: _, ...headers } = request.headers
    const forwarded = httpRequest(target, { method: request.method, headers }, (reply) => {
      response.writeHead(reply.statusCode ?? 500, reply.headers)
      reply.pipe(response)
    })
    forwarded.on('error', () => response.destroy())
    forwarded.end(body)
  })
  return { endpoint: await listen(server), arrivals, close: () => close(server) }
}

/** An endpoint of 127.0.0.1 on which nothing listens. */
export async function deadEndpoint(): Promise<string> {
  const server = createServer()
  const endpoint = await listen(server)
  await close(server)
  return endpoint
}

function arrival(request: IncomingMessage, body: string): Arrival {
  const scope = /Credential=([^/]*)\/\d+\/([^/]*)\/dynamodb\/aws4_request/.exec(
    request.headers.authorization ?? '',
  )
  const target = String(request.headers['x-amz-target'] ?? '')
  return {
    operation: target.replace(/^.*\./, ''),
    region: scope?.[2] ?? '',
    accessKeyId: scope?.[1] ?? '',
    body,
  }
}

async function text(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(chunk as Buffer)
  return Buffer.concat(chunks).toString('utf8')
}

function listen(server: Server): Promise<string> {
  return new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen(0, '127.0.0.1', () => {
      const address = server.address()
      if (typeof address === 'object' && address !== null) resolve(`http://127.0.0.1:${address.port}`)
    })
  })
}

function close(server: Server): Promise<void> {
  server.closeAllConnections()
  return new Promise((resolve) => server.close(() => resolve()))
}
