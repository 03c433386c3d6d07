// One call on the direct transport: JSON, signature and request handler, inside the retries of the client.
import { inputText } from '../../entity/text/stored-text.js'
import type { FirstAttempts } from '../client/first-attempt.js'
import type { Context, Handler, HttpRequest, Identity, Middleware, Position } from '../client/sdk-client.js'
import { type ClockReading, readClock } from './clock.js'
import { type Route, traced } from './route.js'
import type { Routes } from './routes.js'
import { type Transmission, transmit } from './transmission.js'

/** One call. */
export interface DirectCall extends Omit<Transmission, 'options'> {
  readonly input: object
  readonly attempts: FirstAttempts
  readonly routes: Routes
  /** Called if the SDK has to send it after all. */
  refuse(reason: string): void
}

/** Stands for a command of the SDK: middleware can be put around its attempts, and it sends itself. */
export interface DirectCommand {
  readonly middlewareStack: { add(middleware: unknown, position: Position): void }
  send(options: object): Promise<object>
}

interface AttemptArguments {
  readonly request: HttpRequest
  readonly clock: ClockReading | undefined
}

/** A command that is sent without the middleware of the SDK. */
export function directCommand(call: DirectCall): DirectCommand {
  let around: Middleware = (next) => next
  let place: Position = {}
  return {
    middlewareStack: {
      add(middleware, position) {
        around = middleware as Middleware
        place = position
      },
    },
    async send(options) {
      const { client, standIn, call: name, command } = call
      const transmission: Transmission = { client, standIn, call: name, command, options }
      // At once, as the SDK does it: the limits of the call know by it that the work has begun.
      const attempt = around((args) => {
        const { request, clock } = args as AttemptArguments
        return transmit(transmission, request, clock)
      }, {})
      const { identity, route } = await wayOf(call)
      if (route === undefined) {
        call.refuse('the SDK builds requests of an unknown form')
        const made = command()
        made.middlewareStack.add(around, place)
        return client.send(made, options)
      }
      return sendAlong(route, identity, call, attempt)
    },
  }
}

// In the SDK's order, so that the same one is reported as missing.
async function wayOf(call: DirectCall): Promise<{ identity: Identity; route: Route | undefined }> {
  const { config } = call.client
  const region = await config.region()
  const identity = await config.credentials({})
  const endpoint = config.endpoint === undefined ? undefined : await config.endpoint()
  const route = await call.routes.find(
    call.call,
    { region, endpoint, identity, arn: arnIn(call.input) },
    () => call.command(),
  )
  return { identity, route }
}

async function sendAlong(
  route: Route,
  identity: Identity,
  { client, input, attempts }: DirectCall,
  attempt: Handler,
): Promise<object> {
  const made = route.request(inputText(input))
  if (route.tracing !== undefined) await traced(made, route.tracing, route.context)
  const signedAt = (request: HttpRequest, clock: ClockReading): Promise<unknown> => {
    const at = clock.sentAt + (route.corrected ? clock.offset : 0)
    const headers = route.signer.sign(request.headers, String(request.body), identity, at)
    return attempt({
      input,
      request: route.copy(request, headers),
      clock: route.corrected ? clock : undefined,
    })
  }
  // A request that was refused for its time has done nothing, and is sent again at once. The SDK's retries have a
  // quota: if the clock of the server moves, all requests in flight are refused together, and would use it up. The time
  // is what this response said: a response to an older request may have set the clock back in the meantime.
  const signed: Handler = (args) => {
    const { request } = args as { readonly request: HttpRequest }
    const clock = readClock(client.config)
    return signedAt(request, clock).catch((error: unknown) => {
      if (clock.correction === undefined) throw error
      return signedAt(request, { sentAt: Date.now(), offset: clock.correction })
    })
  }
  // A context of its own: the strategies of older SDKs write to it.
  const context = (): Context => Object.create(route.context) as Context
  return (await attempts.run(signed, { input, request: made }, context)).output
}

// Of the tables of an input, the first one's name, if it is an ARN.
function arnIn(input: object): string | undefined {
  const {
    TableName,
    RequestItems,
    TransactItems,
  }: { TableName?: unknown; RequestItems?: unknown; TransactItems?: unknown } = input
  const name = TableName ?? firstKey(RequestItems) ?? tableIn(TransactItems)
  return typeof name === 'string' && name.startsWith('arn:') ? name : undefined
}

function firstKey(tables: unknown): string | undefined {
  for (const name in Object(tables)) return name
  return undefined
}

function tableIn(actions: unknown): unknown {
  const [first]: readonly unknown[] = Array.isArray(actions) ? actions : []
  const [action] = Object.values(Object(first))
  return Reflect.get(Object(action), 'TableName')
}
