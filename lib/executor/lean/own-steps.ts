// Steps in the place of the SDK's middleware, for the calls of a client that has made a few of them.
import { remembered } from '../../util/remembered.js'
import { type ClientCheck, clientCheck } from '../client/client-check.js'
import { type FirstAttempts, firstAttemptsOf } from '../client/first-attempt.js'
import { middlewareNamed } from '../client/middleware-list.js'
import type { SdkClient } from '../client/sdk-client.js'
import { type OwnEndpoints, ownEndpoints } from './own-endpoint.js'
import { type OwnSignatures, ownSignatures } from './own-signature.js'

/** What stands in the places of the SDK's middleware of one client. */
export interface OwnSteps {
  readonly attempts: FirstAttempts
  readonly endpoints: OwnEndpoints
  readonly signatures: OwnSignatures
}

/** The steps of one client. */
export interface OwnClient {
  /** Absent before the client is served, and if it is not as the SDK made it. */
  readonly steps: OwnSteps | undefined
  /** Counts a call of a client that has no steps, and returns them if it has made enough calls now. */
  count(): OwnSteps | undefined
}

/** Programs that end after these need no stand-in, from which the SDK's own is known. */
const fewCalls = 20

/** Returns what is done for each client. */
export function ownSteps(): (client: object) => OwnClient {
  const check = clientCheck()
  return remembered((client: object) => new CountedClient(client, check))
}

class CountedClient implements OwnClient {
  readonly client: object
  readonly check: ClientCheck
  steps: OwnSteps | undefined = undefined
  calls = 0

  constructor(client: object, check: ClientCheck) {
    this.client = client
    this.check = check
  }

  count(): OwnSteps | undefined {
    if (++this.calls !== fewCalls + 1) return undefined
    const { client, check } = this
    // Then it was found to be a client of the SDK.
    if (check.refusal(client) === undefined) this.steps = stepsOf(client as SdkClient, check)
    return this.steps
  }
}

function stepsOf(client: SdkClient, check: ClientCheck): OwnSteps | undefined {
  const standIn = check.standInOf(client)
  const retry = middlewareNamed(client.middlewareStack, 'retryMiddleware')
  if (retry === undefined) return undefined
  return {
    attempts: firstAttemptsOf(client, standIn, retry),
    endpoints: ownEndpoints(client, standIn),
    signatures: ownSignatures(client),
  }
}
