// The route of a client's requests: place, constant headers and signature, learned from one request of the SDK.
import { randomUUID } from 'node:crypto'
import { middlewareNamed } from '../client/middleware-list.js'
import type {
  Context,
  Handler,
  HttpRequest,
  Identity,
  Middleware,
  SdkClient,
  SdkCommand,
} from '../client/sdk-client.js'
import { canonicalPath, canonicalQuery } from '../signature/canonical-request.js'
import { type RequestSigner, requestSigner } from '../signature/sigv4.js'

/** A way that requests of one operation take. */
export interface Route {
  /** What the retry middleware of the SDK is given as the context of a call. */
  readonly context: Context
  readonly signer: RequestSigner
  /** Whether the clock is corrected by the `Date` of responses. */
  readonly corrected: boolean
  /** Adds the headers of a trace; absent if there cannot be any. */
  readonly tracing: Middleware | undefined
  /** A request with this body, not signed yet. */
  request(body: string): HttpRequest
  /** The same request with other headers. */
  copy(request: HttpRequest, headers: Readonly<Record<string, string>>): HttpRequest
}

/** What the SDK made of a command, up to the point of sending it. */
interface Made {
  readonly request: HttpRequest
  readonly context: Context
}

interface SmithyContext {
  readonly selectedHttpAuthScheme?: AuthScheme
}

interface AuthScheme {
  readonly httpAuthOption: { readonly schemeId?: string; readonly signingProperties?: object }
  readonly signer: {
    sign(request: HttpRequest, identity: Identity, properties: object): Promise<HttpRequest>
  }
}

/** Headers that each request has of its own. */
const changing: ReadonlySet<string> = new Set([
  ...['content-length', 'amz-sdk-invocation-id', 'amz-sdk-request'],
  ...['x-amz-date', 'x-amz-content-sha256', 'x-amz-security-token', 'authorization'],
  ...['x-amzn-trace-id', 'traceparent', 'tracestate', 'baggage'],
])

/**
 * Learns the way of an operation: endpoint rules, user agent and headers come from the middleware of the SDK.
 * @returns the route; `undefined` if requests of the SDK have another shape, or if its signature of this request is not
 * the same as ours.
 * @throws what the SDK throws, without credentials, region or a valid endpoint.
 */
export async function learnRoute(
  client: SdkClient,
  call: string,
  command: SdkCommand,
): Promise<Route | undefined> {
  const made = await requestOf(client, command)
  if (made === undefined || !isJsonRequest(made.request, call)) return undefined
  const { request, context } = made
  const scheme = (context['__smithy_context'] as SmithyContext | undefined)?.selectedHttpAuthScheme
  if (scheme?.httpAuthOption.schemeId !== 'aws.auth#sigv4') return undefined
  Object.assign(request.headers, {
    'amz-sdk-invocation-id': randomUUID(),
    'amz-sdk-request': 'attempt=1; max=1',
  })
  const signer = await signerLike(scheme, request, client)
  if (signer === undefined) return undefined
  return routeOf(client, made, signer, (await client.config.disableClockSkewCorrection?.()) !== true)
}

// Stops the SDK before its retries: no token is taken, and nothing is sent.
async function requestOf(client: SdkClient, command: SdkCommand): Promise<Made | undefined> {
  let made: Made | undefined
  const stop: Middleware = (_, context) => (args) => {
    made = { request: Reflect.get(Object(args), 'request') as HttpRequest, context }
    return Promise.resolve({ response: undefined, output: { $metadata: {} } })
  }
  command.middlewareStack.add(stop, { name: 'dyntasticRoute', step: 'build', priority: 'low' })
  // With options, so that a client that caches its handlers does not cache this one.
  await client.send(command, {})
  return made
}

function isJsonRequest({ method, headers }: HttpRequest, call: string): boolean {
  return (
    method === 'POST' &&
    headers['content-type'] === 'application/x-amz-json-1.0' &&
    headers['x-amz-target'] === `DynamoDB_20120810.${call}`
  )
}

const credential = /^AWS4-HMAC-SHA256 Credential=([^/]+)\/\d{8}\/([^/]+)\/([^/]+)\/aws4_request,/
/** How often credentials may change between two looks at them. */
const mostTries = 3

// A signer whose signature of the SDK's request is the same as the SDK's own.
async function signerLike(
  { signer: theirs, httpAuthOption }: AuthScheme,
  request: HttpRequest,
  client: SdkClient,
): Promise<RequestSigner | undefined> {
  for (let turn = 0; turn < mostTries; turn++) {
    const identity = await client.config.credentials({})
    const sent = await theirs.sign(request, identity, httpAuthOption.signingProperties ?? {})
    const { authorization, ...headers } = sent.headers
    const [, accessKeyId, region, service] = credential.exec(authorization ?? '') ?? []
    const at = timeOf(headers['x-amz-date'])
    if (region === undefined || service === undefined || Number.isNaN(at)) return undefined
    // The SDK resolves credentials by itself, and may have newer ones.
    if (accessKeyId !== identity.accessKeyId) continue
    const start = `${sent.method}\n${canonicalPath(sent.path)}\n${canonicalQuery(sent.query)}\n`
    const signer = requestSigner(start, { region, service })
    const signed = signer.sign(headers, bodyText(sent.body), identity, at)
    return signed['authorization'] === authorization ? signer : undefined
  }
  return undefined
}

// Of `20150830T123600Z`.
function timeOf(date: string | undefined): number {
  return Date.parse(String(date).replace(/^(.{4})(..)(..)T(..)(..)(..)Z$/, '$1-$2-$3T$4:$5:$6Z'))
}

function bodyText(body: unknown): string {
  return body instanceof Uint8Array ? new TextDecoder().decode(body) : String(body ?? '')
}

function routeOf(client: SdkClient, made: Made, signer: RequestSigner, corrected: boolean): Route {
  const { request, context } = made
  // The SDK's class of requests: handlers may look for it.
  const Request = request.constructor as new (parts: object) => HttpRequest
  const constant: Record<string, string> = {}
  for (const [name, value] of Object.entries(request.headers))
    if (!changing.has(name.toLowerCase())) constant[name] = value
  const { body: _, headers: __, ...place } = request
  const bare = new Request({ ...place, headers: {} })
  return {
    // Of the context, what belongs to the command that was not sent stays out.
    context: { ...context, __smithy_context: {} },
    signer,
    corrected,
    tracing: tracingOf(client),
    request(body) {
      const headers = { ...constant, 'content-length': String(Buffer.byteLength(body)) }
      return Object.assign(new Request(bare), { headers, body })
    },
    copy: (original, headers) =>
      Object.assign(new Request(original), { headers, query: { ...original.query } }),
  }
}

// Only in Lambda does the SDK know of a trace.
function tracingOf({ middlewareStack }: SdkClient): Middleware | undefined {
  if (!process.env['AWS_LAMBDA_FUNCTION_NAME']) return undefined
  return middlewareNamed(middlewareStack, 'recursionDetectionMiddleware')
}

/** A request with the headers of the trace that it belongs to. */
export async function traced(request: HttpRequest, tracing: Middleware, context: Context): Promise<void> {
  const done: Handler = (args) => Promise.resolve(args)
  await tracing(done, context)({ request })
}
