// Request handler of the SDK's client that runs requests in the engine instead of over a socket.
import type { EngineAnswer } from './engine.js'

interface HttpRequest {
  readonly headers: Record<string, string>
  readonly body?: unknown
}

interface HttpAnswer {
  readonly statusCode: number
  readonly headers: Record<string, string>
  readonly body: Uint8Array
}

/** What responds to requests, now or later. */
export interface Responder {
  answer(target: string, body: string): EngineAnswer | Promise<EngineAnswer>
}

/** The port that `DynamoDBClient` takes as `requestHandler`. */
export interface EmbeddedRequestHandler {
  readonly metadata: { readonly handlerProtocol: string }
  handle(request: HttpRequest, options?: { abortSignal?: unknown }): Promise<{ response: HttpAnswer }>
  updateHttpClientConfig(): void
  httpHandlerConfigs(): Record<string, never>
  destroy(): void
}

/** Hands the client's requests to the engine, in the process. Honours the caller's `AbortSignal`. */
export function requestHandler(engine: Responder): EmbeddedRequestHandler {
  return {
    metadata: { handlerProtocol: 'embedded' },
    async handle(request, options = {}) {
      const signal = options.abortSignal instanceof AbortSignal ? options.abortSignal : undefined
      if (signal?.aborted) throw aborted()
      const target = request.headers['x-amz-target'] ?? ''
      const answer = engine.answer(target, bodyText(request.body))
      return respond(answer instanceof Promise ? await untilAborted(answer, signal) : answer)
    },
    updateHttpClientConfig() {},
    httpHandlerConfigs: () => ({}),
    destroy() {},
  }
}

function respond({ statusCode, body }: EngineAnswer): { response: HttpAnswer } {
  const headers = { 'content-type': 'application/x-amz-json-1.0' }
  return { response: { statusCode, headers, body: Buffer.from(body) } }
}

function untilAborted<T>(answer: Promise<T>, signal: AbortSignal | undefined): Promise<T> {
  if (signal === undefined) return answer
  const interrupted = new Promise<never>((_, reject) => {
    const onAbort = () => reject(aborted())
    signal.addEventListener('abort', onAbort, { once: true })
    const release = () => signal.removeEventListener('abort', onAbort)
    answer.then(release, release)
  })
  return Promise.race([answer, interrupted])
}

function bodyText(body: unknown): string {
  if (body instanceof Uint8Array) return new TextDecoder().decode(body)
  return typeof body === 'string' ? body : ''
}

function aborted(): Error {
  return Object.assign(new Error('Request aborted'), { name: 'AbortError' })
}
