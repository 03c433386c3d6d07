// The engine on a port of 127.0.0.1, for clients in other processes or of other kinds.
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Responder } from './request-handler.js'

/** An open port. `close` ends idle and busy connections and resolves when the port is free. */
export interface LoopbackServer {
  readonly endpoint: string
  close(): Promise<void>
}

/** Listens on `port` of 127.0.0.1 (0: one that is free). Fails as `listen` does where the port is taken. */
export async function listenOnLoopback(engine: Responder, port: number): Promise<LoopbackServer> {
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = []
    for await (const chunk of request) chunks.push(chunk)
    const target = String(request.headers['x-amz-target'] ?? '')
    try {
      const { statusCode, body } = await engine.answer(target, Buffer.concat(chunks).toString())
      response.writeHead(statusCode, { 'content-type': 'application/x-amz-json-1.0' }).end(body)
    } catch {
      // A connection that is to be lost.
      request.socket.destroy()
    }
  })
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, '127.0.0.1', resolve)
  })
  const address = server.address() as AddressInfo
  return {
    endpoint: `http://127.0.0.1:${address.port}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}
