// Sends one request as one SDK command: applies time limits, maps errors and notifies observers.
import type { DynamoDBClient } from '@aws-sdk/client-dynamodb'
import type { ResponseReaders } from '../../entity/text/response-scan.js'
import type { DyntasticError } from '../../errors/dyntastic-error.js'
import { RequestFailedError } from '../../errors/request-failed-error.js'
import type { CallName, Calls, Request } from '../../operation/ground/request.js'
import { remembered } from '../../util/remembered.js'
import type { DirectTransport } from '../direct/direct-transport.js'
import type { SdkCommand } from '../direct/sdk-client.js'
import type { Clients } from './clients.js'
import { callRow } from './commands.js'
import type { Audience } from './observers.js'
import { type Attempts, beginRequest, endRequest } from './outcome.js'
import { shapeFault } from './output-shape.js'
import { mapError } from './sdk-errors.js'
import { type CallRules, sendTimed } from './timed-call.js'

/** What sending a request needs. */
export interface Way {
  readonly clients: Clients
  readonly rules: CallRules
  readonly audience: Audience
  /** Sends requests without the middleware of the SDK, if it can; absent if the SDK sends all of them. */
  readonly direct?: DirectTransport | undefined
  readonly signal: AbortSignal | undefined
  /** What is known about the attempts of the call so far. */
  readonly attempts: Attempts
}

// The properties we read from any SDK output.
interface Reported {
  readonly $metadata?: { readonly attempts?: number }
  readonly ConsumedCapacity?: Capacity | readonly Capacity[]
}

interface Capacity {
  readonly CapacityUnits?: number
}

/** Sends the request and returns the SDK's output. Rejects only with errors of this library. */
export async function send<N extends CallName>(request: Request<N>, way: Way): Promise<Calls[N]['output']> {
  const { writes, capacity } = callRow(request.call)
  const { clients, rules, audience, signal, attempts } = way
  const observed = audience.has('onCommand')
  const input = observed && capacity ? withCapacity(request.input) : request.input
  const start = observed ? performance.now() : 0
  let client: DynamoDBClient | undefined
  beginRequest(attempts)
  try {
    client = clients.for(request.table)
    const { command, send } = outgoing(request, input, client, way)
    const output = await sendTimed(command, send, rules, signal, {
      once: request.repeatable === false,
      attempts,
      client,
      bodies: rules.bodies === 'own' ? { readers: readersFor(client, request) } : undefined,
    })
    if (output === undefined || output === null) throw noResponse(request, writes)
    const fault = shapeFault(request.call, output)
    if (fault !== undefined) throw misshapen(request, writes, fault)
    if (observed) report(request, audience, performance.now() - start, output, undefined)
    if (request.call === 'CreateTable') created(request, audience)
    return output
  } catch (thrown) {
    const place = await placeOf(client, thrown)
    if (client === undefined) attempts.last = false
    endRequest(attempts, thrown)
    const error = mapError(thrown, { request, writes, place, attempts })
    if (observed) report(request, audience, performance.now() - start, thrown, error)
    throw error
  }
}

// A command, and what sends it.
interface Outgoing<N extends CallName> {
  readonly command: { readonly middlewareStack?: { add?(middleware: unknown, position: object): void } }
  send(options: object): Promise<Calls[N]['output']>
}

// The SDK, or the direct transport where the executor has it and the client allows it.
function outgoing<N extends CallName>(
  request: Request<N>,
  input: Calls[N]['input'],
  client: DynamoDBClient,
  { direct, audience }: Way,
): Outgoing<N> {
  const { Lean } = callRow(request.call)
  const made = (): Calls[N]['command'] => new Lean(input)
  const command = direct?.command(
    client,
    // The SDK's command, whose stack of middleware is typed for its own input.
    { call: request.call, input, command: () => made() as unknown as SdkCommand },
    (reason) => tellFallback(request, reason, audience),
  )
  // Both resolve to the output of the command that was made; which one it is, only the caller's N says.
  if (command !== undefined) return { command, send: command.send as Outgoing<N>['send'] }
  const own = made()
  const send = client.send.bind(client) as (command: object, options: object) => Promise<Calls[N]['output']>
  return { command: own, send: (options) => send(own, options) }
}

function tellFallback({ entity, operation, table }: Request, reason: string, audience: Audience): void {
  audience.tell('onTransportFallback', { entity, operation, table: table.name, reason })
}

// If the client's `send` was replaced by a mock or a tracer, that sees outputs as the SDK makes them.
function readersFor(client: DynamoDBClient, { readers }: Request): ResponseReaders | undefined {
  return readers === undefined || !isOfSdk(client) ? undefined : readers
}

// Whether `send` of a client is the SDK's: the one that resolves the middleware of a command.
function isOfSdk({ send }: { readonly send: unknown }): boolean {
  return typeof send === 'function' && kindOf(send).resolves
}

// Read from the source text, as a program may hold several copies of the SDK, bundled or not.
const kindOf = remembered((send: object) => ({
  resolves: /\.resolveMiddleware\(/.test(Function.prototype.toString.call(send)),
}))

function withCapacity<I extends object>(input: I): I {
  return 'ReturnConsumedCapacity' in input ? input : { ...input, ReturnConsumedCapacity: 'TOTAL' }
}

function noResponse({ entity, operation, call }: Request, writes: boolean): RequestFailedError {
  return new RequestFailedError({
    entity,
    operation,
    outcome: writes ? 'unknown' : undefined,
    detail: `the client returned nothing for ${call}; a mocked client needs a response for ${call}Command with this input`,
  })
}

function misshapen({ entity, operation, call }: Request, writes: boolean, fault: string): RequestFailedError {
  return new RequestFailedError({
    entity,
    operation,
    outcome: writes ? 'unknown' : undefined,
    detail: `the response to ${call} is not a valid DynamoDB response: ${fault}`,
  })
}

function report(
  { entity, operation, call, table, index }: Request,
  audience: Audience,
  durationMs: number,
  answer: unknown,
  error: DyntasticError | undefined,
): void {
  const { $metadata, ConsumedCapacity }: Reported =
    typeof answer === 'object' && answer !== null ? answer : {}
  const attempts = $metadata?.attempts ?? 1
  const consumedCapacity = units(ConsumedCapacity)
  audience.tell('onCommand', {
    entity,
    operation,
    call,
    table: table.name,
    index,
    durationMs,
    attempts,
    consumedCapacity,
    error,
  })
}

function created({ entity, operation, table }: Request, audience: Audience): void {
  audience.tell('onTableCreated', { entity, operation, table: table.name })
}

function units(capacity: Capacity | readonly Capacity[] | undefined): number | undefined {
  if (capacity === undefined) return undefined
  const parts: readonly Capacity[] = Array.isArray(capacity) ? capacity : [capacity]
  return parts.reduce((sum, part) => sum + (part.CapacityUnits ?? 0), 0)
}

// Region and endpoint of the client, for the message about a missing table. Read from the client itself, which may be
// the user's.
async function placeOf(client: DynamoDBClient | undefined, thrown: unknown): Promise<string> {
  if (client === undefined || (thrown as Partial<Error>)?.name !== 'ResourceNotFoundException') return ''
  try {
    const region = await client.config.region()
    const endpoint = await client.config.endpoint?.()
    if (endpoint === undefined) return ` (region ${region})`
    const port = endpoint.port === undefined ? '' : `:${endpoint.port}`
    return ` (region ${region}, endpoint ${endpoint.protocol}//${endpoint.hostname}${port})`
  } catch {
    // A mocked client may have no configuration.
    return ''
  }
}
