// The direct transport of an executor: which clients it serves, and the commands that it sends through them.
import { clientCheck } from '../client/client-check.js'
import { type FirstAttempts, firstAttemptsOf } from '../client/first-attempt.js'
import { middlewareNamed } from '../client/middleware-list.js'
import type { SdkClient } from '../client/sdk-client.js'
import { type DirectCall, type DirectCommand, directCommand } from './direct-command.js'
import { type Routes, routesOf } from './routes.js'

/** The option `transport` of an executor. */
export type TransportName = 'sdk' | 'direct'

/** What sends the requests of a table, as `transportFor` returns it. */
export interface Transport {
  readonly transport: TransportName
  /** Why the SDK sends them although the executor was made with `transport: 'direct'`. */
  readonly reason?: string
}

/** What sends the requests of a client, if an executor has this direct transport or none. */
export function transportOf(client: object, direct: DirectTransport | undefined): Transport {
  if (direct === undefined) return { transport: 'sdk' }
  const reason = direct.refusal(client)
  return reason === undefined ? { transport: 'direct' } : { transport: 'sdk', reason }
}

/** What a call is, apart from its client. */
export type DirectRequest = Pick<DirectCall, 'call' | 'input' | 'command'>

/** Sends requests without the middleware of the SDK. */
export interface DirectTransport {
  /** Why a client's requests go through the SDK; `undefined` if they do not. */
  refusal(client: object): string | undefined
  /**
   * The command of a request; `undefined` if it has to go through the SDK.
   * @param refuse called with the reason if it has to, once for each client and reason
   */
  command(client: object, request: DirectRequest, refuse: (reason: string) => void): DirectCommand | undefined
}

interface Served {
  readonly client: SdkClient
  readonly standIn: SdkClient
  readonly attempts: FirstAttempts
  readonly routes: Routes
}

const noRetries = "the client's middleware that retries was not found"

/** The operations that are sent; others are rare, and go through the SDK without a word. */
const dataOperations: ReadonlySet<string> = new Set([
  ...['GetItem', 'PutItem', 'UpdateItem', 'DeleteItem', 'Query', 'Scan', 'SearchVectors'],
  ...['BatchGetItem', 'BatchWriteItem', 'TransactGetItems', 'TransactWriteItems'],
])

/** The transport of one executor. */
export function directTransport(): DirectTransport {
  const check = clientCheck()
  const served = new WeakMap<object, Served>()
  const refused = new WeakMap<object, Set<string>>()
  /** Reasons that showed only in requests. They stay. */
  const unlike = new WeakMap<object, string>()

  function serve(client: object): Served | undefined {
    const known = served.get(client)
    if (known !== undefined) return known
    // The check found it to be one.
    const own = client as SdkClient
    const retry = middlewareNamed(own.middlewareStack, 'retryMiddleware')
    if (retry === undefined) return undefined
    const standIn = check.standInOf(own)
    const made = {
      client: own,
      standIn,
      attempts: firstAttemptsOf(own, standIn, retry),
      routes: routesOf(own),
    }
    served.set(client, made)
    return made
  }

  function refusal(client: object): string | undefined {
    const reason = check.refusal(client) ?? unlike.get(client)
    return reason ?? (serve(client) === undefined ? noRetries : undefined)
  }

  function report(client: object, reason: string, refuse: (reason: string) => void): void {
    const reported = refused.get(client) ?? new Set()
    if (reported.has(reason)) return
    refused.set(client, reported.add(reason))
    refuse(reason)
  }

  return {
    refusal,
    command(client, request, refuse) {
      if (!dataOperations.has(request.call)) return undefined
      const reason = refusal(client)
      const parts = served.get(client)
      if (reason !== undefined || parts === undefined) {
        report(client, reason ?? noRetries, refuse)
        return undefined
      }
      const { attempts, routes, standIn } = parts
      const { call, input, command } = request
      return directCommand({
        client: parts.client,
        standIn,
        attempts,
        routes,
        call,
        input,
        command,
        refuse(found) {
          unlike.set(client, found)
          report(client, found, refuse)
        },
      })
    },
  }
}
