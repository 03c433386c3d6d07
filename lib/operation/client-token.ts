// Client tokens of transactions: what DynamoDB takes for one.

/** DynamoDB's limit of a client token in characters ("ClientRequestToken"). */
const longest = 36

/** Why a token is none, in words; `undefined` for one that DynamoDB takes. */
export function tokenTrouble(token: unknown): string | undefined {
  const fits = typeof token === 'string' && token.length >= 1 && token.length <= longest
  return fits ? undefined : `a client token (ClientRequestToken) is a text of 1 to ${longest} characters`
}
