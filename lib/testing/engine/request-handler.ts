// Request handler of the SDK's client that runs requests in the engine instead of over a socket.
import type { EngineResponse } from './engine.js'
import { responseHeaders } from './response-headers.js'

interface HttpRequest {
  readonly headers: Record<string, string>
  readonly body?: unknown
}

interface HttpResponse {
  readonly statusCode: number
  readonly headers: Record<string, string>
  readonly body: Uint8Array
}

/** What responds to requests, now or later. */
export interface Responder {
  respond(target: string, body: string): EngineResponse | Promise<EngineResponse>
}

/** The port that `DynamoDBClient` takes as `requestHandler`. */
export interface EmbeddedRequestHandler {
  readonly metadata: { readonly handlerProtocol: string }
  handle(request: HttpRequest, options?: { abortSignal?: unknown }): Promise<{ response: HttpResponse }>
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
      const response = engine.respond(target, bodyText(request.body))
      return respond(response instanceof Promise ? await untilAborted(response, signal) : response)
    },
    updateHttpClientConfig() {},
    httpHandlerConfigs: () => ({}),
    destroy() {},
  }
}

function respond({ statusCode, body }: EngineResponse): { response: HttpResponse } {
  const bytes = Buffer.from(body)
  return { response: { statusCode, headers: responseHeaders(bytes), body: bytes } }
}

function untilAborted<T>(response: Promise<T>, signal: AbortSignal | undefined): Promise<T> {
  if (signal === undefined) return response
  const interrupted = new Promise<never>((_, reject) => {
    const onAbort = () => reject(aborted())
    signal.addEventListener('abort', onAbort, { once: true })
    const release = () => signal.removeEventListener('abort', onAbort)
    response.then(release, release)
  })
  return Promise.race([response, interrupted])
}

function bodyText(body: unknown): string {
  if (body instanceof Uint8Array) return new TextDecoder().decode(body)
  return typeof body === 'string' ? body : ''
}

function aborted(): Error {
  return Object.assign(new Error('Request aborted'), { name: 'AbortError' })
}
