// First attempts, sent without what the SDK's retry middleware does in advance; after a failure, that takes over.
import { randomUUID } from 'node:crypto'
import type { Context, Handler, HttpRequest, HttpResponse, Middleware, SdkClient } from './sdk-client.js'

/** What the handler of a request resolves to, as middleware of the SDK has it. */
export interface Received {
  readonly response: HttpResponse
  readonly output: object
}

/** Sends the attempts of calls of one client. */
export interface FirstAttempts {
  /**
   * Sends a request, again if the client's retry strategy says so.
   * @param attempt sends it once
   * @param context makes the context of the SDK's middleware, if that is called
   */
  run(attempt: Handler, args: AttemptArguments, context: () => Context): Promise<Received>
  /** The SDK's middleware that goes on after a failure. */
  readonly retry: Middleware
}

/** Sends attempts among the other middleware of the SDK, in the place of the middleware that retries. */
export function attemptsOver(
  attempts: FirstAttempts,
  retry: Middleware,
  next: Handler,
  context: Context,
): Handler {
  return retry === attempts.retry
    ? (args) => attempts.run(next, args as AttemptArguments, () => context)
    : retry(next, context)
}

/** What an attempt is given, as middleware of the SDK has it. */
export interface AttemptArguments {
  readonly input: object
  readonly request: HttpRequest
}

/** The part of a retry strategy of the SDK that is used here. */
interface RetryStrategy {
  acquireInitialRetryToken(scope: string): Promise<unknown>
  recordSuccess(token: unknown): void
}

const methods = ['acquireInitialRetryToken', 'refreshRetryTokenForRetry', 'recordSuccess'] as const

const invocation = 'amz-sdk-invocation-id'
const attemptOf = 'amz-sdk-request'
const uuid = /^[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}$/

/**
 * The SDK's retry middleware makes an Error for each call, with its stack, before anything has failed: a tenth of the
 * CPU time of a small request. With the SDK's standard strategy, whose first token costs nothing, the first attempt is
 * sent here, once the middleware was seen to do the same. If it fails, the middleware receives its error as that of the
 * first attempt, and decides what follows.
 * @param retry the SDK's middleware
 * @param standIn a client of the same class that has the standard strategy
 */
export function firstAttemptsOf(client: SdkClient, standIn: SdkClient, retry: Middleware): FirstAttempts {
  let seen: 'unknown' | 'same' | 'other' = 'unknown'
  let standard: object | undefined

  async function standardStrategy(): Promise<RetryStrategy | undefined> {
    const strategy = await client.config.retryStrategy?.()
    standard ??= prototypeOf(await standIn.config.retryStrategy?.())
    if (standard === undefined || prototypeOf(strategy) !== standard) return undefined
    // Methods of its own may count tokens.
    return methods.some((name) => Object.hasOwn(Object(strategy), name))
      ? undefined
      : (strategy as RetryStrategy)
  }

  const bySdk = (attempt: Handler, args: AttemptArguments, context: () => Context): Promise<Received> =>
    retry(attempt, context())(args) as Promise<Received>

  async function compared(
    attempt: Handler,
    args: AttemptArguments,
    context: () => Context,
  ): Promise<Received> {
    const before = { ...args.request.headers }
    const sent: HttpRequest['headers'][] = []
    const watched: Handler = (each) => {
      sent.push({ ...(each as AttemptArguments).request.headers })
      return attempt(each)
    }
    const received = await bySdk(watched, args, context)
    const [first, ...more] = sent
    if (first === undefined || more.length > 0) return received
    const expected = { ...before, [invocation]: first[invocation], [attemptOf]: await firstOf(client) }
    const metadata = metadataOf(received)
    const isSame =
      uuid.test(first[invocation] ?? '') &&
      isEqual(first, expected) &&
      isEqual(metadata, { ...metadata, ...firstMetadata })
    seen = isSame ? 'same' : 'other'
    return received
  }

  return {
    retry,
    async run(attempt, args, context) {
      const strategy = seen === 'other' ? undefined : await standardStrategy()
      if (strategy === undefined) return bySdk(attempt, args, context)
      if (seen === 'unknown') return compared(attempt, args, context)
      const { headers } = args.request
      const id = randomUUID()
      headers[invocation] = id
      headers[attemptOf] = await firstOf(client)
      let received: Received
      try {
        const token = await strategy.acquireInitialRetryToken('')
        received = (await attempt(args)) as Received
        strategy.recordSuccess(token)
      } catch (error) {
        return bySdk(goingOn(attempt, error, id), args, context)
      }
      Object.assign(metadataOf(received), firstMetadata)
      return received
    },
  }
}

const firstMetadata = { attempts: 1, totalRetryDelay: 0 }

function metadataOf({ output }: Received): object {
  return Reflect.get(output, '$metadata') as object
}

// The attempts of a call of which the first has failed. All of them have the same invocation.
function goingOn(attempt: Handler, error: unknown, id: string): Handler {
  let begun = false
  return (args) => {
    if (begun) {
      ;(args as AttemptArguments).request.headers[invocation] = id
      return attempt(args)
    }
    begun = true
    return Promise.reject(error)
  }
}

async function firstOf({ config }: SdkClient): Promise<string> {
  return `attempt=1; max=${await config.maxAttempts?.()}`
}

function prototypeOf(value: unknown): object | undefined {
  return typeof value === 'object' && value !== null ? (Object.getPrototypeOf(value) as object) : undefined
}

function isEqual(one: object, other: object): boolean {
  return JSON.stringify(one) === JSON.stringify(other)
}
