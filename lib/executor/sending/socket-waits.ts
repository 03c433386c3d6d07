// Requests that wait for a socket of their client's connection pool: the limit of an attempt begins when its request has one.
import type { ClientRequest } from 'node:http'

/** What is called as a request waits. */
export interface SocketWaiter {
  /** It has no socket yet: nothing of it is sent. */
  waits(): void
  /** It has a socket now. */
  begins(): void
}

/** One request that may have to wait. */
export interface SocketWait {
  /** Looks for the request among those that wait, and whether it is there. */
  look(): boolean
  /** Stops watching. */
  end(): void
}

/** Watches the requests of one executor. */
export interface SocketWaits {
  /** Watches a request that is about to be handed to the client's request handler; `undefined` if nothing can be known of it. */
  watch(client: unknown, request: unknown, waiter: SocketWaiter): SocketWait | undefined
}

// What is read of the SDK's client and of its handler for Node's http and https. Another handler has no such agents.
interface Client {
  readonly config?: { readonly requestHandler?: Handler }
}

interface Handler {
  httpHandlerConfigs?(): { readonly httpAgent?: Pool; readonly httpsAgent?: Pool }
}

// Of Node's Agent: "an object which contains queues of requests that have not yet been assigned to sockets".
interface Pool {
  readonly requests?: Readonly<Record<string, readonly ClientRequest[] | undefined>>
}

interface HttpRequest {
  readonly protocol?: string
  readonly headers?: Readonly<Record<string, string | undefined>>
}

/** Names one call of the SDK, in each of its attempts. */
const callHeader = 'amz-sdk-invocation-id'

/** How many turns of the event loop the first requests of a handler are waited for, until it has loaded its agent. */
const mostTurns = 50

interface Watched extends SocketWait {
  readonly id: string
  pool(): Pool | undefined
  found(request: ClientRequest): void
  readonly ended: boolean
}

/**
 * Watches for requests that wait. One look per turn of the event loop serves all requests that began in it, and costs next to nothing while
 * no request waits.
 */
export function socketWaits(): SocketWaits {
  let fresh: Watched[] = []
  let turns = 0

  function look(): void {
    const watched = fresh.filter(({ ended }) => !ended)
    fresh = []
    const queues = new Map<Pool, ReadonlyMap<string, ClientRequest>>()
    for (const each of watched) {
      const pool = each.pool()
      if (pool === undefined) {
        fresh.push(each)
        continue
      }
      const queue = queues.get(pool) ?? queueOf(pool)
      queues.set(pool, queue)
      const request = queue.get(each.id)
      if (request !== undefined) each.found(request)
    }
    if (fresh.length > 0 && ++turns < mostTurns) setImmediate(look)
    else turns = 0
  }

  return {
    watch(client, request, waiter) {
      const { protocol, headers }: HttpRequest = Object(request)
      const id = headers?.[callHeader]
      const handler = (client as Client | undefined)?.config?.requestHandler
      if (id === undefined || typeof handler?.httpHandlerConfigs !== 'function') return undefined
      const wait = watchedRequest(id, () => poolOf(handler, protocol), waiter)
      fresh.push(wait)
      if (fresh.length === 1) setImmediate(look)
      return wait
    },
  }
}

function poolOf(handler: Handler, protocol: string | undefined): Pool | undefined {
  const { httpAgent, httpsAgent } = handler.httpHandlerConfigs?.() ?? {}
  return protocol === 'https:' ? httpsAgent : httpAgent
}

function watchedRequest(id: string, pool: () => Pool | undefined, waiter: SocketWaiter): Watched {
  let waiting: ClientRequest | undefined
  let ended = false
  const onSocket = (): void => {
    waiting = undefined
    waiter.begins()
  }
  return {
    id,
    pool,
    get ended() {
      return ended
    },
    found(request) {
      if (waiting !== undefined) return
      waiting = request
      request.once('socket', onSocket)
      waiter.waits()
    },
    look() {
      const known = pool()
      const request = known === undefined ? undefined : queueOf(known).get(id)
      if (request !== undefined) this.found(request)
      return request !== undefined
    },
    end() {
      ended = true
      waiting?.removeListener('socket', onSocket)
      waiting = undefined
    },
  }
}

// The requests that wait, by their calls. One that was destroyed is never sent.
function queueOf({ requests }: Pool): ReadonlyMap<string, ClientRequest> {
  const queue = new Map<string, ClientRequest>()
  for (const waiting of Object.values(requests ?? {}))
    for (const request of waiting ?? [])
      if (!request.destroyed) queue.set(String(request.getHeader(callHeader)), request)
  return queue
}
