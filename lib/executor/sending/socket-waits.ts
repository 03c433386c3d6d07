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

/**
 * Watches for waiting requests. One check per turn of the event loop serves all requests that started in it, and costs
 * next to nothing while no request waits. A request that ended before the check is not kept.
 */
export function socketWaits(): SocketWaits {
  const fresh = new Set<Watched>()
  let turns = 0
  let looking = false

  function look(): void {
    looking = false
    const queues = new Map<Pool, ReadonlyMap<string, ClientRequest>>()
    for (const each of fresh) {
      const pool = each.pool()
      if (pool === undefined) continue
      fresh.delete(each)
      const queue = queues.get(pool) ?? queueOf(pool)
      queues.set(pool, queue)
      const request = queue.get(each.id)
      if (request !== undefined) each.found(request)
    }
    if (fresh.size > 0 && ++turns < mostTurns) later()
    else {
      turns = 0
      fresh.clear()
    }
  }

  function later(): void {
    if (looking) return
    looking = true
    setImmediate(look)
  }

  return {
    watch(client, request, waiter) {
      const { protocol, headers }: HttpRequest = Object(request)
      const id = headers?.[callHeader]
      const handler = (client as Client | undefined)?.config?.requestHandler
      if (id === undefined || typeof handler?.httpHandlerConfigs !== 'function') return undefined
      const wait = new Watched(id, { handler, secure: protocol === 'https:' }, waiter, fresh)
      fresh.add(wait)
      later()
      return wait
    },
  }
}

class Watched implements SocketWait {
  readonly id: string
  readonly place: { readonly handler: Handler; readonly secure: boolean }
  readonly waiter: SocketWaiter
  readonly fresh: Set<Watched>
  waiting: ClientRequest | undefined = undefined
  onSocket: (() => void) | undefined = undefined

  constructor(id: string, place: Watched['place'], waiter: SocketWaiter, fresh: Set<Watched>) {
    this.id = id
    this.place = place
    this.waiter = waiter
    this.fresh = fresh
  }

  pool(): Pool | undefined {
    const { handler, secure } = this.place
    const { httpAgent, httpsAgent } = handler.httpHandlerConfigs?.() ?? {}
    return secure ? httpsAgent : httpAgent
  }

  found(request: ClientRequest): void {
    if (this.waiting !== undefined) return
    this.waiting = request
    this.onSocket = () => {
      this.waiting = undefined
      this.waiter.begins()
    }
    request.once('socket', this.onSocket)
    this.waiter.waits()
  }

  look(): boolean {
    const known = this.pool()
    const request = known === undefined ? undefined : queueOf(known).get(this.id)
    if (request !== undefined) this.found(request)
    return request !== undefined
  }

  end(): void {
    this.fresh.delete(this)
    if (this.onSocket !== undefined) this.waiting?.removeListener('socket', this.onSocket)
    this.waiting = undefined
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
