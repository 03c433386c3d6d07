// A fault plan on the wire: an HTTP proxy on 127.0.0.1 in front of a listening engine, with true socket faults.
import {
  Agent,
  createServer,
  request as httpRequest,
  type IncomingMessage,
  type ServerResponse,
} from 'node:http'
import type { AddressInfo } from 'node:net'
import { type FaultPlan, operationOf, type Reply, throughFaults } from './fault-plan.js'

/** A running proxy. */
export interface FaultProxy {
  /** `http://127.0.0.1:PORT` */
  readonly endpoint: string
  /** Connections that callers hold open. */
  connections(): Promise<number>
  stop(): Promise<void>
}

/** Starts a proxy in front of an engine. What was received is passed on even where the caller is gone by then. */
export async function startFaultProxy(engine: string, plan: FaultPlan): Promise<FaultProxy> {
  const agent = new Agent({ keepAlive: true })
  const server = createServer((request, response) => {
    reply(request, response).catch(() => request.socket.destroy())
  })
  async function reply(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const body = await textOf(request)
    const call = { operation: operationOf(request.headers), body }
    const met = await throughFaults(plan, call, () => passedOn(engine, agent, request, body))
    if (met.kind === 'hang') return
    if (met.kind === 'reset' || met.kind === 'refused') {
      request.socket.resetAndDestroy()
      return
    }
    const bytes = Buffer.from(met.reply.body)
    response.writeHead(met.reply.status, {
      'content-type': 'application/x-amz-json-1.0',
      'content-length': bytes.length,
    })
    if (met.kind === 'answer') response.end(bytes)
    else response.write(bytes.subarray(0, bytes.length / 2), () => request.socket.destroy())
  }
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(0, '127.0.0.1', resolve)
  })
  return {
    endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    connections: () =>
      new Promise((resolve, reject) =>
        server.getConnections((error, count) => (error === null ? resolve(count) : reject(error))),
      ),
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
        agent.destroy()
      }),
  }
}

function passedOn(engine: string, agent: Agent, { headers }: IncomingMessage, body: string): Promise<Reply> {
  const { hostname, port } = new URL(engine)
  return new Promise((resolve, reject) => {
    const outgoing = httpRequest(
      { hostname, port, method: 'POST', headers: { ...headers, connection: 'keep-alive' }, agent },
      (incoming) => {
        textOf(incoming).then((text) => resolve({ status: incoming.statusCode ?? 500, body: text }), reject)
      },
    )
    outgoing.once('error', reject)
    outgoing.end(body)
  })
}

async function textOf(stream: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = []
  for await (const chunk of stream) chunks.push(chunk)
  return Buffer.concat(chunks).toString()
}
