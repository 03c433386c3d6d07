// Requests that wait for a socket of the connection pool: the limit of an attempt starts when its request gets one.
import type { ClientRequest } from 'node:http'

/** Callbacks for a waiting request. */
export interface SocketWaiter {
  /** The request has no socket yet: nothing has been sent. */
  waits(): void
  /** The request has a socket now. */
  begins(): void
}

/** A request that may have to wait. */
export interface SocketWait {
  /** Checks whether the request is waiting now. */
  look(): boolean
  /** Stops watching. */
  end(): void
}

/** Watches the requests of one executor. */
export interface SocketWaits {
  /**
   * Watches a request that is about to be passed to the client's request handler; returns `undefined` if the handler
   * cannot be inspected.
   */
  watch(client: unknown, request: unknown, waiter: SocketWaiter): SocketWait | undefined
}

// The properties we read from the SDK's client and from its handler for Node's http and https. Other handlers have no
// such agents.
interface Client {
  readonly config?: { readonly requestHandler?: Handler }
}

interface Handler {
  httpHandlerConfigs?(): { readonly httpAgent?: Pool; readonly httpsAgent?: Pool }
}

// From Node's documentation of Agent: "an object which contains queues of requests that have not yet been assigned to
// sockets".
interface Pool {
  readonly requests?: Readonly<Record<string, readonly ClientRequest[] | undefined>>
}

interface HttpRequest {
  readonly protocol?: string
  readonly headers?: Readonly<Record<string, string | undefined>>
}

/** Identifies one call of the SDK across its attempts. */
const callHeader = 'amz-sdk-invocation-id'

/** How many turns of the event loop to wait until a handler has loaded its agent for the first requests. */
const mostTurns = 50

interface Watched extends SocketWait {
  readonly id: string
  pool(): Pool | undefined
  found(request: ClientRequest): void
  readonly ended: boolean
}

/**
 * Watches for waiting requests. One check per turn of the event loop serves all requests that started in it, and costs
 * next to nothing while no request waits.
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

// The waiting requests by call. A destroyed request is never sent.
function queueOf({ requests }: Pool): ReadonlyMap<string, ClientRequest> {
  const queue = new Map<string, ClientRequest>()
  for (const waiting of Object.values(requests ?? {}))
    for (const request of waiting ?? [])
      if (!request.destroyed) queue.set(String(request.getHeader(callHeader)), request)
  return queue
}
