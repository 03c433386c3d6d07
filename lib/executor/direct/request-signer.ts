// Signs the requests of one route: dates of the second and keys of the day are made once.
import { type HeaderOrder, type Headers, headerOrder } from './canonical-request.js'
import {
  dayKeys,
  type SigningCredentials,
  type SigningScope,
  sha256,
  signature,
  signingDates,
} from './sigv4.js'

/** Signs requests that go to the same place with the same set of headers. */
export interface RequestSigner {
  /**
   * The headers of a request, with its date, the hash of its body, its session token and its `authorization`.
   * @param at the time of the signature, in milliseconds
   */
  sign(headers: Headers, body: string, credentials: SigningCredentials, at: number): Record<string, string>
}

/** A signer. `start`: method, canonical path and canonical query, each on a line of its own. */
export function requestSigner(start: string, scope: SigningScope): RequestSigner {
  const dates = signingDates()
  const keys = dayKeys(scope)
  const orders = headerOrders()

  return {
    sign(given, body, credentials, at) {
      const date = dates(at)
      const bodyHash = sha256(body)
      const headers: Record<string, string> = {
        ...given,
        'x-amz-date': date,
        'x-amz-content-sha256': bodyHash,
      }
      if (credentials.sessionToken) headers['x-amz-security-token'] = credentials.sessionToken
      const order = orders(headers)
      const day = date.slice(0, 8)
      const full = `${day}/${scope.region}/${scope.service}/aws4_request`
      const signed = signature({ start, headers, order, bodyHash, date }, keys(credentials, day), full)
      headers['authorization'] =
        `AWS4-HMAC-SHA256 Credential=${credentials.accessKeyId}/${full}, SignedHeaders=${order.list}, Signature=${signed}`
      return headers
    },
  }
}

// The headers of a route have the same names in nearly all of its requests.
function headerOrders(): (headers: Headers) => HeaderOrder {
  let known: readonly string[] = []
  let order = headerOrder(known)
  return (headers) => {
    let at = 0
    let same = true
    for (const name in headers) if (known[at++] !== name) same = false
    if (same && at === known.length) return order
    known = Object.keys(headers)
    order = headerOrder(known)
    return order
  }
}
