// AWS Signature Version 4 ("Create a signed AWS API request"). Dates of the second and keys of the day are made once.
import { createHmac, hash } from 'node:crypto'

export type Headers = Readonly<Record<string, string>>

/** What signs a request. */
export interface SigningCredentials {
  readonly accessKeyId: string
  readonly secretAccessKey: string
  readonly sessionToken?: string | undefined
}

/** What a signature is good for, apart from its day. */
export interface SigningScope {
  readonly region: string
  readonly service: string
}

/** Hexadecimal SHA-256 of a string or of bytes. */
export function sha256(text: string | Uint8Array): string {
  return hash('sha256', text)
}

function hmac(key: string | Uint8Array, text: string): Buffer {
  return createHmac('sha256', key).update(text).digest()
}

/** The key that signs the requests of one day (`20150830`) in one scope. */
export function dayKey(secretAccessKey: string, day: string, { region, service }: SigningScope): Uint8Array {
  return hmac(hmac(hmac(hmac(`AWS4${secretAccessKey}`, day), region), service), 'aws4_request')
}

/** What is signed. */
export interface SignedParts {
  /** Method, canonical path and canonical query, each on a line of its own. */
  readonly start: string
  readonly headers: Headers
  readonly order: HeaderOrder
  /** Hexadecimal SHA-256 of the body. */
  readonly bodyHash: string
  /** When, as `20150830T123600Z`. */
  readonly date: string
}

/** The signature of a request. `scope`: day, region, service and `aws4_request`, with slashes between them. */
export function signature(parts: SignedParts, key: Uint8Array, scope: string): string {
  const { start, headers, order, bodyHash, date } = parts
  let canonical = start
  for (const [written, name] of order.names) canonical += `${name}:${trimmed(headers[written] ?? '')}\n`
  canonical += `\n${order.list}\n${bodyHash}`
  const toSign = `AWS4-HMAC-SHA256\n${date}\n${scope}\n${sha256(canonical)}`
  return createHmac('sha256', key).update(toSign).digest('hex')
}

/** Dates of requests, such as `20150830T123600Z`, made once for each second. */
export function signingDates(): (at: number) => string {
  let second = Number.NaN
  let date = ''
  return (at) => {
    const now = Math.floor(at / 1000)
    if (now !== second) {
      second = now
      date = new Date(now * 1000).toISOString().replace(/[-:]|\.\d{3}/g, '')
    }
    return date
  }
}

/** Keys of the day, derived once while secret and day stay the same. */
export function dayKeys(scope: SigningScope): (credentials: SigningCredentials, day: string) => Uint8Array {
  let known: { readonly secret: string; readonly day: string; readonly key: Uint8Array } | undefined
  return ({ secretAccessKey: secret }, day) => {
    if (known?.secret !== secret || known.day !== day)
      known = { secret, day, key: dayKey(secret, day, scope) }
    return known.key
  }
}

/** Headers that proxies and HTTP stacks may change on the way, and which are therefore not signed. */
const unsigned: ReadonlySet<string> = new Set([
  ...[
    'authorization',
    'cache-control',
    'connection',
    'expect',
    'from',
    'keep-alive',
    'max-forwards',
    'pragma',
  ],
  ...['referer', 'te', 'trailer', 'transfer-encoding', 'upgrade', 'user-agent', 'x-amzn-trace-id'],
])

/** The signed headers of a request, in their canonical order. */
export interface HeaderOrder {
  /** Each as it is written in the request, and in lower case. */
  readonly names: readonly (readonly [written: string, canonical: string])[]
  /** `content-type;host;x-amz-date` */
  readonly list: string
}

/** The canonical order of the headers with these names. */
export function headerOrder(written: readonly string[]): HeaderOrder {
  const names = written
    .map((name) => [name, name.toLowerCase()] as const)
    .filter(([, name]) => !unsigned.has(name) && !/^(?:proxy|sec)-/.test(name))
    .sort(([, a], [, b]) => (a < b ? -1 : 1))
  return { names, list: names.map(([, name]) => name).join(';') }
}

/** The value of a header in its canonical form: each run of spaces is one space, and none stands at an end. */
export function trimmed(value: string): string {
  if (!/[\r\n\t]| {2}|^ | $/.test(value)) return value
  return value
    .replace(/[\r\n]/g, ' ')
    .replace(/[ \t]+/g, ' ')
    .replace(/^ | $/g, '')
}

/** Signs requests that go to the same place with the same set of headers. */
export interface RequestSigner {
  /**
   * The headers of a request, with its date, the hash of its body, its session token and its `authorization`.
   * @param at the time of the signature, in milliseconds
   */
  sign(
    headers: Headers,
    body: string | Uint8Array,
    credentials: SigningCredentials,
    at: number,
  ): Record<string, string>
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
