// First attempts of calls that go through the rest of the SDK's middleware, sent in the place of its retry middleware.
import { remembered } from '../../util/remembered.js'
import { type ClientCheck, clientCheck } from '../client/client-check.js'
import { type AttemptArguments, type FirstAttempts, firstAttemptsOf } from '../client/first-attempt.js'
import type { Context, Middleware, SdkClient } from '../client/sdk-client.js'
import type { StackHandler, StackMiddleware } from './own-bodies.js'

/** Returns what sends the attempts of one command in the place of the SDK's retry middleware. */
export type OwnRetries = (retry: StackMiddleware, next: StackHandler, context: unknown) => StackHandler

/** Programs that end after a few calls need no stand-in. */
const fewCalls = 20

/** Returns what sends the first attempts of each client. A client is served once it has made a few calls. */
export function ownRetries(): (client: object) => OwnRetries {
  const check = clientCheck()
  return remembered((client: object) => retriesOf(client, check))
}

function retriesOf(client: object, check: ClientCheck): OwnRetries {
  let calls = 0
  let served: Middleware | undefined
  let attempts: FirstAttempts | undefined
  return (retry, next, context) => {
    if (calls++ < fewCalls) return retry(next, context)
    if (served !== retry) {
      served = retry
      attempts = check.refusal(client) === undefined ? attemptsOver(client, retry, check) : undefined
    }
    const own = attempts
    if (own === undefined) return retry(next, context)
    return (args) => own.run(next, args as AttemptArguments, () => context as Context)
  }
}

// The check found it to be a client of the SDK.
function attemptsOver(client: object, retry: Middleware, check: ClientCheck): FirstAttempts {
  const own = client as SdkClient
  return firstAttemptsOf(own, check.standInOf(own), retry)
}
