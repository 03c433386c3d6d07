// ClientRequestToken: within ten minutes the same transaction with the same token happens once.
import { createHash } from 'node:crypto'
import { failure, invalid } from './service-failure.js'
import type { WireObject } from './wire.js'

/** "A client request token is valid for 10 minutes after the first request that uses it is completed." */
const lifetime = 10 * 60 * 1000
const maximumLength = 36

/** The transactions that were done, by token. */
export interface TransactionTokens {
  /** What the token's transaction answered; `undefined` where it is new. Throws IdempotentParameterMismatchException. */
  answered(input: WireObject): WireObject | undefined
  /** To be called when a transaction is done. */
  keep(input: WireObject, output: WireObject): void
}

export function transactionTokens(now: () => number = Date.now): TransactionTokens {
  const done = new Map<string, { content: string; until: number; output: WireObject }>()
  return {
    answered(input) {
      const token = tokenOf(input)
      const known = token === undefined ? undefined : done.get(token)
      if (known === undefined || known.until < now()) return undefined
      if (known.content !== contentOf(input))
        throw failure(
          'IdempotentParameterMismatchException',
          'DynamoDB rejected the request because you retried a request with a different payload but with an idempotent token that was already used.',
        )
      return known.output
    },
    keep(input, output) {
      for (const [token, { until }] of done) if (until < now()) done.delete(token)
      const token = tokenOf(input)
      if (token !== undefined) done.set(token, { content: contentOf(input), until: now() + lifetime, output })
    },
  }
}

function tokenOf(input: WireObject): string | undefined {
  const token = input['ClientRequestToken']
  if (token === undefined || token === null) return undefined
  if (typeof token !== 'string' || token.length < 1 || token.length > maximumLength)
    throw invalid(
      `1 validation error detected: Value '${token}' at 'clientRequestToken' failed to satisfy constraint: Member must have length less than or equal to ${maximumLength}`,
    )
  return token
}

function contentOf(input: WireObject): string {
  return createHash('sha256').update(JSON.stringify(input['TransactItems'])).digest('hex')
}
