// A serializer and a deserializer in the places of the SDK's, which write and read DynamoDB's JSON in half the time.
import { isDeepStrictEqual } from 'node:util'
import { parsedBody } from '../../entity/text/parsed-body.js'
import { type ResponseReaders, scanResponse } from '../../entity/text/response-scan.js'
import { inputText } from '../../entity/text/stored-text.js'
import type { StackHandler, StackMiddleware } from './sdk-stack.js'

/** The names of the two places in the SDK's stack. */
export const serializerName = 'serializerMiddleware'
export const deserializerName = 'deserializerMiddleware'

// The parts of the SDK's request and response that are used here (@smithy/types).
interface HttpRequest {
  readonly method?: string
  readonly headers: Readonly<Record<string, string>>
  readonly query?: object
  body?: unknown
}

interface HttpResponse {
  readonly statusCode: number
  readonly headers: Record<string, string>
  body: unknown
}

interface Context {
  readonly endpointV2?: object
}

interface Input {
  readonly TransactItems?: object
}

interface Arguments {
  readonly input: Input
  readonly request?: HttpRequest
}

interface Result {
  readonly response: HttpResponse
  readonly output?: unknown
}

/** What of a client's configuration is used here. */
export interface BodyConfiguration {
  readonly streamCollector?: (stream: unknown) => Promise<Uint8Array>
}

/** What is kept for one client and one class of command. */
export interface BodyState {
  /** How requests to an endpoint begin: `undefined` until the SDK has made one. */
  readonly requests: WeakMap<object, (body: Uint8Array) => HttpRequest>
  /** Whether the SDK was seen to write, and to read, a body in the same way. */
  writes: 'unknown' | 'same' | 'other'
  reads: 'unknown' | 'same' | 'other'
  /** How many endpoints were met. */
  endpoints: number
  /** Who wrote a transaction that has a token. */
  readonly writers: WeakMap<object, 'own' | 'sdk'>
}

/** The state of a client and a class whose bodies nobody has compared yet. */
export function newBodyState(): BodyState {
  return {
    requests: new WeakMap(),
    writes: 'unknown',
    reads: 'unknown',
    endpoints: 0,
    writers: new WeakMap(),
  }
}

/** With more endpoints than these, the SDK seems to make a new one for each call: then it writes all bodies itself. */
const mostEndpoints = 16
/** The largest body that is read twice, to compare what the SDK makes of it. */
const mostCompared = 2 ** 20

/**
 * The serializer. Writes the body once the SDK has written one for the same endpoint that says the same. The rest of
 * the request is as the SDK made it.
 */
export function ownSerializer(
  original: StackMiddleware,
  state: BodyState,
  next: StackHandler,
  context: unknown,
): StackHandler {
  return (given) => {
    const args = given as Arguments
    const { input } = args
    const { endpointV2 } = context as Context
    const make = endpointV2 === undefined ? undefined : state.requests.get(endpointV2)
    // Under a token, a retry must be the same request, to the letter: whoever wrote the first writes all of them.
    const writer = 'ClientRequestToken' in input ? state.writers.get(input.TransactItems ?? input) : undefined
    if (make !== undefined && writer !== 'sdk') {
      if (writer === undefined) noteWriter(state, input, 'own')
      const request = make(Buffer.from(inputText(input)))
      return next({ ...args, request })
    }
    if (endpointV2 === undefined || (state.writes === 'other' && writer === undefined))
      return original(next, context)(given)
    // Of requests that begin together, none counts as one to another endpoint.
    const counts = state.writes === 'same'
    return original((made) => {
      if (make === undefined) learnRequest(state, endpointV2, made as Arguments, counts)
      return next(sameUnderToken(state, made as Arguments, writer))
    }, context)(given)
  }
}

function sameUnderToken(state: BodyState, made: Arguments, writer: 'own' | 'sdk' | undefined): Arguments {
  const { input, request } = made
  if (request === undefined || !('ClientRequestToken' in input)) return made
  const now = writer ?? (state.writes === 'same' ? 'own' : 'sdk')
  if (writer === undefined) noteWriter(state, input, now)
  if (now === 'own') request.body = Buffer.from(inputText(input))
  return made
}

// By the actions, as each attempt may have a copy of the input.
function noteWriter({ writers }: BodyState, input: Input, writer: 'own' | 'sdk'): void {
  if ('ClientRequestToken' in input) writers.set(input.TransactItems ?? input, writer)
}

function learnRequest(
  state: BodyState,
  endpoint: object,
  { input, request }: Arguments,
  counts: boolean,
): void {
  if (state.writes === 'other' || state.requests.has(endpoint)) return
  try {
    if (counts && ++state.endpoints > mostEndpoints) throw new TypeError('too many endpoints')
    if (request === undefined || !isDeepStrictEqual(sentIn(request), JSON.parse(inputText(input))))
      throw new TypeError('another body')
    const make = requestMaker(request)
    if (!isDeepStrictEqual({ ...make(new Uint8Array()), body: undefined }, { ...request, body: undefined }))
      throw new TypeError('another request')
    state.requests.set(endpoint, make)
    state.writes = 'same'
  } catch {
    // An SDK that writes something else does it alone.
    state.writes = 'other'
  }
}

function sentIn({ body }: HttpRequest): unknown {
  // Not by Buffer.from: the SDK warns of string methods on the bytes that it makes.
  return JSON.parse(typeof body === 'string' ? body : new TextDecoder().decode(body as Uint8Array))
}

// A request of the SDK's own class, as later middleware may ask for it.
function requestMaker(made: HttpRequest): (body: Uint8Array) => HttpRequest {
  const Request = made.constructor as new (parts: object) => HttpRequest
  const { headers, query, ...parts } = made
  const [allHeaders, allQuery] = [{ ...headers }, { ...query }]
  return (body) => new Request({ ...parts, headers: { ...allHeaders }, query: { ...allQuery }, body })
}

/** How bodies of one command are read. */
export interface BodyReading {
  readonly state: BodyState
  readonly configuration: BodyConfiguration
  /** Readers of the items in the response. Without them, the output is what the SDK would return. */
  readonly readers: ResponseReaders | undefined
}

/**
 * The deserializer. Reads the bodies of successful responses once the SDK has read one in the same way. Errors, and
 * unusual bodies, go to the SDK's own.
 */
export function ownDeserializer(
  original: StackMiddleware,
  { state, configuration, readers }: BodyReading,
  next: StackHandler,
  context: unknown,
): StackHandler {
  return async (args) => {
    const result = (await next(args)) as Result
    const { response } = result
    const asTheSdk = () => original(() => Promise.resolve(result), context)(args)
    if (state.reads === 'other' || response.statusCode !== 200) return asTheSdk()
    const collecting = collected(response.body, configuration)
    const bytes = collecting instanceof Promise ? await collecting : collecting
    if (bytes === undefined || bytes.length === 0) return asTheSdk()
    response.body = bytes
    if (state.reads === 'unknown') return compared(state, response, bytes, asTheSdk)
    const output = outputOf(bytes, readers)
    if (output === undefined) return asTheSdk()
    output['$metadata'] = metadataOf(response)
    return { response, output }
  }
}

async function compared(
  state: BodyState,
  response: HttpResponse,
  bytes: Uint8Array,
  asTheSdk: () => Promise<unknown>,
): Promise<unknown> {
  if (bytes.length > mostCompared) return asTheSdk()
  const own = outputOf(bytes, undefined)
  if (own !== undefined) own['$metadata'] = metadataOf(response)
  const result = (await asTheSdk()) as Result
  if (own !== undefined)
    state.reads = isDeepStrictEqual({ ...own }, { ...Object(result.output) }) ? 'same' : 'other'
  return result
}

// `undefined` for what the SDK has to read, and for what it has to complain of.
function outputOf(
  bytes: Uint8Array,
  readers: ResponseReaders | undefined,
): Record<string, unknown> | undefined {
  const scanned = readers === undefined ? undefined : scanResponse(bytes, readers)
  if (scanned !== undefined) return scanned
  const { buffer, byteOffset, length } = bytes
  try {
    const parsed = parsedBody(Buffer.from(buffer, byteOffset, length).toString('utf8'))
    return typeof parsed === 'object' && parsed !== null && !Array.isArray(parsed) && hasNoNull(parsed)
      ? (parsed as Record<string, unknown>)
      : undefined
  } catch {
    return undefined
  }
}

// The SDK leaves out members that are null.
function hasNoNull(parsed: object): boolean {
  for (const name in parsed) if ((parsed as Record<string, unknown>)[name] === null) return false
  return true
}

function collected(
  body: unknown,
  { streamCollector }: BodyConfiguration,
): Uint8Array | Promise<Uint8Array> | undefined {
  if (body instanceof Uint8Array) return body
  if (typeof body !== 'object' || body === null || streamCollector === undefined) return undefined
  return streamCollector(body)
}

// As the SDK's protocols do it, which bring the names of headers to lower case in place.
function metadataOf({ statusCode, headers }: HttpResponse): object {
  for (const name of Object.keys(headers)) {
    const lower = name.toLowerCase()
    if (lower === name) continue
    const value = headers[name] as string
    delete headers[name]
    headers[lower] = value
  }
  return {
    httpStatusCode: statusCode,
    requestId: headers['x-amzn-requestid'] ?? headers['x-amzn-request-id'] ?? headers['x-amz-request-id'],
    extendedRequestId: headers['x-amz-id-2'],
    cfId: headers['x-amz-cf-id'],
  }
}
