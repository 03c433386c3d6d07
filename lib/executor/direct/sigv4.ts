// AWS Signature Version 4: keys of the day, and signatures ("Create a signed AWS API request").
import { createHmac, hash } from 'node:crypto'
import { type HeaderOrder, type Headers, trimmed } from './canonical-request.js'

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

/** Hexadecimal SHA-256 of a string. */
export function sha256(text: string): string {
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
