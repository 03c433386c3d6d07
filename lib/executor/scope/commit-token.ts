// The tokens of a transaction that commits in parts: one token for each, made of the one that was given.
import { createHash } from 'node:crypto'

/** DynamoDB's limit of a client token ("ClientRequestToken"). */
const longestToken = 36

/**
 * The token of the `nth` commit, counted from 1: the first has the token as it was given, the others are derived from it, so that the same work
 * under the same token is the same commits. Without one, each commit gets its own.
 */
export function commitToken(token: string | undefined, nth: number): string | undefined {
  if (token === undefined || nth === 1) return token
  return createHash('sha256').update(`${nth} ${token}`).digest('base64url').slice(0, longestToken)
}
