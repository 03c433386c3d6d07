// What the SDK's client sends through instead of a socket.
import type { Engine } from './engine.js'

interface HttpRequest {
  readonly headers: Record<string, string>
  readonly body?: unknown
}

interface HttpAnswer {
  readonly statusCode: number
  readonly headers: Record<string, string>
  readonly body: Uint8Array
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
export function requestHandler(engine: Engine): EmbeddedRequestHandler {
  return {
    metadata: { handlerProtocol: 'embedded' },
    async handle(request, options = {}) {
      const signal = options.abortSignal instanceof AbortSignal ? options.abortSignal : undefined
      if (signal?.aborted) throw aborted()
      const target = request.headers['x-amz-target'] ?? ''
      const answered = engine.answer(target, bodyText(request.body)).then(({ statusCode, body }) => ({
        response: {
          statusCode,
          headers: { 'content-type': 'application/x-amz-json-1.0' },
          body: Buffer.from(body),
        },
      }))
      return signal === undefined ? answered : Promise.race([answered, abortOf(signal, answered)])
    },
    updateHttpClientConfig() {},
    httpHandlerConfigs: () => ({}),
    destroy() {},
  }
}

function bodyText(body: unknown): string {
  if (body instanceof Uint8Array) return new TextDecoder().decode(body)
  return typeof body === 'string' ? body : ''
}

function abortOf(signal: AbortSignal, answered: Promise<unknown>): Promise<never> {
  return new Promise((_, reject) => {
    const onAbort = () => reject(aborted())
    signal.addEventListener('abort', onAbort, { once: true })
    const release = () => signal.removeEventListener('abort', onAbort)
    answered.then(release, release)
  })
}

function aborted(): Error {
  return Object.assign(new Error('Request aborted'), { name: 'AbortError' })
}
