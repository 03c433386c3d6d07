// ClientRequestToken: a transaction is applied only once per token within ten minutes.
import { createHash } from 'node:crypto'
import type { EngineContext } from '../storage/engine-context.js'
import { failure } from '../values/service-failure.js'
import type { WireObject } from '../values/wire.js'

/** "A client request token is valid for 10 minutes after the first request that uses it is completed." */
const lifetime = 10 * 60 * 1000

/**
 * What was kept with the token's transaction; `undefined` if it is new. Throws IdempotentParameterMismatchException.
 */
export function doneTransaction(
  input: WireObject,
  { database, clock }: EngineContext,
): WireObject | undefined {
  const token = input['ClientRequestToken']
  const known = token === undefined ? undefined : database.tokens.get(String(token))
  if (known === undefined || known.until < clock.now()) return undefined
  if (known.content !== contentOf(input))
    throw failure(
      'IdempotentParameterMismatchException',
      'DynamoDB rejected the request because you retried a request with a different payload but with an idempotent token that was already used.',
    )
  return known.output
}

/** Remembers a transaction that is done, for ten minutes. */
export function keepTransaction(
  input: WireObject,
  output: WireObject,
  { database, clock }: EngineContext,
): void {
  const token = input['ClientRequestToken']
  if (token === undefined) return
  const until = clock.now() + lifetime
  database.keepToken(String(token), { content: contentOf(input), until, output })
}

function contentOf(input: WireObject): string {
  return createHash('sha256')
    .update(JSON.stringify(input['TransactItems'] ?? input['TransactStatements']))
    .digest('hex')
}
