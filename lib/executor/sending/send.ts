// Sends one request as one SDK command: applies time limits, maps errors and notifies observers.
import type { DynamoDBClient } from '@aws-sdk/client-dynamodb'
import type { ResponseReaders } from '../../entity/text/response-scan.js'
import { RequestFailedError } from '../../errors/request-failed-error.js'
import type { CallName, Calls, Request } from '../../operation/ground/request.js'
import type { Patience } from '../../operation/ground/runner.js'
import { isSendOfSdk } from '../client/client-check.js'
import type { SdkCommand } from '../client/sdk-client.js'
import type { DirectCommand } from '../direct/direct-command.js'
import type { DirectTransport } from '../direct/direct-transport.js'
import type { Clients } from './clients.js'
import { callRow, shapeFault, standstill } from './commands.js'
import { commandChannel, isObserved, observedSend } from './observed-send.js'
import type { Notifier } from './observers.js'
import { type Attempts, beginRequest, endRequest } from './outcome.js'
import { mapError } from './sdk-errors.js'
import { type CallLimits, type CallRules, type CallSettings, sendTimed } from './timed-call.js'

/** What sending a request needs. */
export interface Way {
  readonly clients: Clients
  readonly rules: CallRules
  readonly notifier: Notifier
  /** Sends requests without the middleware of the SDK, if it can; absent if the SDK sends all of them. */
  readonly direct?: DirectTransport | undefined
  readonly signal: AbortSignal | undefined
  /** What is known about the attempts of the call so far. */
  readonly attempts: Attempts
}

/**
 * DynamoDB remembers a ClientRequestToken for 10 minutes. We stop well before that: a later retry would run as a new
 * transaction.
 */
const maxRetryTimeUnderToken = 5 * 60_000

/** Returns the time that is left for a request, in milliseconds. A limit that is not positive does not apply. */
export function patienceOf(request: Request, { total }: CallLimits, since: Patience | undefined): number {
  const used = since === undefined ? 0 : performance.now() - since.since
  const patience = total > 0 ? total - used : Number.POSITIVE_INFINITY
  return hasToken(request) ? Math.min(patience, maxRetryTimeUnderToken) : patience
}

/** Returns it as a limit: never 0, which would mean "no limit". */
export function asLimit(left: number): number {
  return Math.max(1, Math.ceil(left))
}

/** Whether a request may be repeated safely because DynamoDB recognizes it. */
export function hasToken({ call, input }: Request): boolean {
  return call === 'TransactWriteItems' && Reflect.get(input, 'ClientRequestToken') !== undefined
}

/** Goes on after the error of a request: resolves to an output after all, or rejects. */
export type Recover<N extends CallName> = (error: unknown) => Promise<Calls[N]['output']>

/**
 * Sends the request and returns the SDK's output. Rejects only with errors of this library.
 * @param left the time left for it, if earlier requests of the same call have used up part of the limit
 * @param recover called with the error, if there is one
 */
export function send<N extends CallName>(
  request: Request<N>,
  way: Way,
  left?: number,
  recover?: Recover<N>,
): Promise<Calls[N]['output']> {
  const { notifier } = way
  if (!commandChannel.hasSubscribers && (notifier.observers.length === 0 || !isObserved(notifier)))
    return new SentRequest(request, way, left, recover).send(request.input)
  const sent = observedSend(request, notifier, (input) =>
    new SentRequest(request, way, left, undefined).send(input),
  )
  return recover === undefined ? sent : sent.catch(recover)
}

/** One request, and the settings of its call. */
class SentRequest<N extends CallName> implements CallSettings<Calls[N]['output']> {
  readonly request: Request<N>
  readonly way: Way
  readonly left: number | undefined
  readonly recover: Recover<N> | undefined
  readonly once: boolean
  readonly attempts: Attempts
  client: DynamoDBClient | undefined = undefined
  bodies: CallSettings['bodies'] = undefined
  steps: CallSettings['steps'] = undefined

  constructor(request: Request<N>, way: Way, left: number | undefined, recover: Recover<N> | undefined) {
    this.request = request
    this.way = way
    this.left = left
    this.recover = recover
    this.once = request.repeatable === false
    this.attempts = way.attempts
  }

  send(input: Calls[N]['input']): Promise<Calls[N]['output']> {
    const { request, way } = this
    const { rules, signal } = way
    beginRequest(this.attempts)
    try {
      const client = rules.client ?? way.clients.for(request.table)
      this.client = client
      const command = commandOf(request, input, client, way)
      if (rules.bodies === 'own') {
        this.bodies = { readers: readersFor(client, request) }
        const own = rules.steps?.(client)
        this.steps = own?.steps ?? own?.count()
      }
      return sendTimed(command, senderOf(command, client), rules, signal, this)
    } catch (thrown) {
      return this.fail(thrown)
    }
  }

  accept(given: Calls[N]['output']): void {
    const { request } = this
    // What a mocked client resolves to is anything.
    const output: Calls[N]['output'] | undefined | null = given
    const { writes } = callRow(request.call)
    if (output === undefined || output === null) throw noResponse(request, writes)
    const fault = shapeFault(request.call, output) ?? standstill(request, output)
    if (fault !== undefined) throw misshapen(request, writes, fault)
    if (request.call === 'CreateTable') created(request, this.way.notifier)
  }

  async fail(thrown: unknown): Promise<Calls[N]['output']> {
    const { request, attempts, client, recover } = this
    const place = await placeOf(client, thrown)
    if (client === undefined) attempts.last = false
    endRequest(attempts, thrown)
    const error = mapError(thrown, { request, writes: callRow(request.call).writes, place, attempts })
    if (recover === undefined) throw error
    return recover(error)
  }
}

// The SDK's command, or that of the direct transport where the executor has it and the client allows it.
function commandOf<N extends CallName>(
  request: Request<N>,
  input: Calls[N]['input'],
  client: DynamoDBClient,
  { direct, notifier }: Way,
): Calls[N]['command'] | DirectCommand {
  const { Lean } = callRow(request.call)
  const direction = direct?.command(
    client,
    // The SDK's command, whose stack of middleware is typed for its own input.
    { call: request.call, input, command: () => new Lean(input) as unknown as SdkCommand },
    (reason) => notifyFallback(request, reason, notifier),
  )
  return direction ?? new Lean(input)
}

// Both resolve to the output of the command; which one it is, only the caller's N says.
function senderOf<N extends CallName>(
  command: Calls[N]['command'] | DirectCommand,
  client: DynamoDBClient,
): (options: object) => Promise<Calls[N]['output']> {
  const sender = client as unknown as { send(command: object, options: object): Promise<Calls[N]['output']> }
  return isDirect(command)
    ? (options) => command.send(options) as Promise<Calls[N]['output']>
    : (options) => sender.send(command, options)
}

function isDirect(command: object): command is DirectCommand {
  return 'send' in command
}

function notifyFallback({ entity, operation, table }: Request, reason: string, notifier: Notifier): void {
  notifier.notify('onTransportFallback', { entity, operation, table: table.name, reason })
}

// If the client's `send` was replaced by a mock or a tracer, that sees outputs as the SDK makes them.
function readersFor({ send }: DynamoDBClient, { readers }: Request): ResponseReaders | undefined {
  return readers !== undefined && typeof send === 'function' && isSendOfSdk(send) ? readers : undefined
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

function created({ entity, operation, table }: Request, notifier: Notifier): void {
  notifier.notify('onTableCreated', { entity, operation, table: table.name })
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
