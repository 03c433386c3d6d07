// An HTTP server on 127.0.0.1 that responds as a spec scripts it, and keeps the requests.
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

/** One request, as it arrived. */
export interface SeenRequest {
  /** The DynamoDB operation, from `x-amz-target`. */
  readonly call: string
  readonly input: Record<string, unknown>
  /** Access key and region of the credential scope that it was signed for. */
  readonly accessKey: string | undefined
  readonly region: string | undefined
}

/** A response: a status with a body (JSON unless it is a string), nothing ever, or a broken connection. */
export type Reply =
  | { readonly status?: number; readonly body: unknown; readonly headers?: Record<string, string> }
  | 'hang'
  | 'reset'

export interface FakeEndpoint {
  readonly url: string
  readonly requested: SeenRequest[]
  /** How many connections were closed by the other side while a request hung. */
  readonly hungUp: () => number
}

const running: { close(): void }[] = []

afterEach(() => {
  for (const server of running.splice(0)) server.close()
})

/** Starts one that is stopped after the spec. */
export async function fakeEndpoint(
  reply: (requested: SeenRequest, turn: number) => Reply,
): Promise<FakeEndpoint> {
  const requested: SeenRequest[] = []
  let hungUp = 0

  async function respond(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = []
    for await (const chunk of request) chunks.push(chunk as Buffer)
    const scope = /Credential=([^/]+)\/\d+\/([^/]+)\/dynamodb\//.exec(request.headers.authorization ?? '')
    const one: SeenRequest = {
      call: String(request.headers['x-amz-target']).split('.').at(-1) ?? '',
      input: JSON.parse(Buffer.concat(chunks).toString()) as Record<string, unknown>,
      accessKey: scope?.[1],
      region: scope?.[2],
    }
    requested.push(one)
    const what = reply(one, requested.length)
    if (what === 'reset') request.socket.destroy()
    else if (what === 'hang') request.socket.once('close', () => hungUp++)
    else {
      response.writeHead(what.status ?? 200, {
        'content-type': 'application/x-amz-json-1.0',
        ...what.headers,
      })
      response.end(typeof what.body === 'string' ? what.body : JSON.stringify(what.body))
    }
  }

  const server = createServer((request, response) => void respond(request, response))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  running.push({
    close: () => {
      server.close()
      server.closeAllConnections()
    },
  })
  const { port } = server.address() as AddressInfo
  return { url: `http://127.0.0.1:${port}`, requested, hungUp: () => hungUp }
}

/** A service error as DynamoDB words it. */
export function failure(name: string, message = 'no', status = 400): Reply {
  return { status, body: { __type: `com.amazonaws.dynamodb.v20120810#${name}`, message } }
}
