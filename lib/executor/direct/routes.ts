// The routes of one client, one for each operation, learned anew when the client's configuration changes.

import type { Endpoint, Identity, SdkClient, SdkCommand } from '../client/sdk-client.js'
import { learnRoute, type Route } from './route.js'

/** What a route depends on. */
export interface Whereabouts {
  readonly region: string
  readonly endpoint: Endpoint | undefined
  readonly identity: Identity
  /** The name of a table that is an ARN: the account of its endpoint may be in it. */
  readonly arn: string | undefined
}

/** Finds routes. */
export interface Routes {
  /**
   * The route of an operation from here; `undefined` if there is none, and the SDK has to send it.
   * @param command makes a command of the SDK, from which the route is learned
   */
  find(
    call: string,
    where: Whereabouts,
    command: () => SdkCommand,
  ): Route | undefined | Promise<Route | undefined>
}

interface Known {
  readonly where: Whereabouts
  /** While it is being learned, a promise: calls that begin together learn one route. */
  route: Route | undefined | Promise<Route | undefined>
}

/** The routes of one client. */
export function routesOf(client: SdkClient): Routes {
  const known = new Map<string, Known>()
  return {
    find(call, where, command) {
      const found = known.get(call)
      if (found !== undefined && isSamePlace(found.where, where)) return found.route
      const learning = learnRoute(client, call, command())
      const entry: Known = { where, route: learning }
      learning.then(
        (route) => {
          entry.route = route
        },
        // The next call tries again.
        () => {
          if (known.get(call) === entry) known.delete(call)
        },
      )
      known.set(call, entry)
      return learning
    },
  }
}

function isSamePlace(known: Whereabouts, now: Whereabouts): boolean {
  return (
    known.region === now.region &&
    known.arn === now.arn &&
    known.identity.accountId === now.identity.accountId &&
    isSameSource(known.identity.$source, now.identity.$source) &&
    isSameEndpoint(known.endpoint, now.endpoint)
  )
}

function isSameSource(known: object | undefined, now: object | undefined): boolean {
  return known === now || JSON.stringify(known) === JSON.stringify(now)
}

function isSameEndpoint(known: Endpoint | undefined, now: Endpoint | undefined): boolean {
  const parts = ['hostname', 'port', 'protocol', 'path'] as const
  return parts.every((part) => known?.[part] === now?.[part])
}
