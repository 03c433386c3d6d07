// A fault plan inside a client: a request handler around the engine's own, without sockets, and so quick.
import { Readable } from 'node:stream'
import { DynamoDBClient, type DynamoDBClientConfig } from '@aws-sdk/client-dynamodb'
import { type FaultPlan, operationOf, type Reply, throughFaults } from './fault-plan.js'

interface HttpRequest {
  readonly headers: Record<string, string>
  readonly body?: unknown
}

interface HttpReply {
  readonly statusCode: number
  readonly headers: Record<string, string>
  readonly body: unknown
}

/** What is used of the SDK's request handlers. */
interface Handler {
  handle(request: HttpRequest, options?: { abortSignal?: AbortSignal }): Promise<{ response: HttpReply }>
}

const jsonHeaders = { 'content-type': 'application/x-amz-json-1.0' }

/** A client of the same engine whose requests go through the plan. The SDK's own retries are as a user has them. */
export async function clientWithFaults(
  engine: DynamoDBClient,
  plan: FaultPlan,
  more: DynamoDBClientConfig = {},
): Promise<DynamoDBClient> {
  const endpoint = await engine.config.endpoint?.()
  return new DynamoDBClient({
    region: 'local',
    ...(endpoint === undefined ? {} : { endpoint }),
    credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
    // The handler of the SDK is typed for each kind of client; what is passed through here is the same for all.
    requestHandler: faultHandler(engine.config.requestHandler as unknown as Handler, plan) as never,
    ...more,
  })
}

function faultHandler(inner: Handler, plan: FaultPlan) {
  return {
    metadata: { handlerProtocol: 'http/1.1' },
    handle(request: HttpRequest, { abortSignal }: { abortSignal?: AbortSignal } = {}) {
      const body = textOf(request.body)
      // Without the caller's signal: what was sent may be applied though nobody waits for it any more.
      const send = async (): Promise<Reply> => {
        const { response } = await inner.handle(request)
        return { status: response.statusCode, body: await collected(response.body) }
      }
      const call = { operation: operationOf(request.headers), body }
      return unlessAborted(received(throughFaults(plan, call, send)), abortSignal)
    },
    updateHttpClientConfig() {},
    httpHandlerConfigs: () => ({}),
    destroy() {},
  }
}

async function received(meeting: ReturnType<typeof throughFaults>): Promise<{ response: HttpReply }> {
  const met = await meeting
  if (met.kind === 'reset') throw connectionReset()
  if (met.kind === 'refused') throw connectionRefused()
  if (met.kind === 'hang') return new Promise(() => {})
  const { status, body } = met.reply
  const whole = Buffer.from(body)
  return {
    response: {
      statusCode: status,
      headers: jsonHeaders,
      body: met.kind === 'cut' ? brokenOff(whole.subarray(0, whole.length / 2)) : whole,
    },
  }
}

// As the SDK's own handler names it.
function connectionReset(): Error {
  return Object.assign(new Error('socket hang up'), { code: 'ECONNRESET', name: 'TimeoutError' })
}

// As Node names it.
function connectionRefused(): Error {
  const facts = { code: 'ECONNREFUSED', errno: -111, syscall: 'connect', address: '127.0.0.1', port: 9 }
  return Object.assign(new Error('connect ECONNREFUSED 127.0.0.1:9'), facts)
}

function brokenOff(start: Buffer): Readable {
  return Readable.from(
    (async function* () {
      yield start
      throw Object.assign(new Error('aborted'), { code: 'ECONNRESET' })
    })(),
  )
}

function unlessAborted<T>(work: Promise<T>, signal: AbortSignal | undefined): Promise<T> {
  if (signal === undefined) return work
  return new Promise((resolve, reject) => {
    const onAbort = () => reject(Object.assign(new Error('Request aborted'), { name: 'AbortError' }))
    const release = () => signal.removeEventListener('abort', onAbort)
    if (signal.aborted) onAbort()
    else signal.addEventListener('abort', onAbort)
    work.finally(release).then(resolve, reject)
  })
}

function textOf(body: unknown): string {
  return body instanceof Uint8Array ? new TextDecoder().decode(body) : String(body ?? '')
}

async function collected(body: unknown): Promise<string> {
  if (!(body instanceof Readable)) return textOf(body)
  const chunks: Buffer[] = []
  for await (const chunk of body) chunks.push(chunk)
  return Buffer.concat(chunks).toString()
}
