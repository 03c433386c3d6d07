// AWS Signature Version 4: canonical requests, keys of the day, and signatures ("Create a signed AWS API request").
import { createHash, createHmac } from 'node:crypto'

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

export type Headers = Readonly<Record<string, string>>
export type Query = Readonly<Record<string, string | readonly string[] | null | undefined>>

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

/** The path of a canonical request: without empty and relative segments, and encoded once more. */
export function canonicalPath(path: string): string {
  const segments: string[] = []
  for (const segment of path.split('/')) {
    if (segment === '..') segments.pop()
    else if (segment !== '' && segment !== '.') segments.push(segment)
  }
  const end = segments.length > 0 && path.endsWith('/') ? '/' : ''
  return encoded(`${path.startsWith('/') ? '/' : ''}${segments.join('/')}${end}`).replaceAll('%2F', '/')
}

/** The query of a canonical request. */
export function canonicalQuery(query: Query): string {
  return Object.entries(query)
    .map(([name, value]): [string, readonly string[]] => [
      encoded(name),
      value === null || value === undefined ? [] : typeof value === 'string' ? [value] : value,
    ])
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .flatMap(([name, values]) => values.map((value) => `${name}=${encoded(value)}`).sort())
    .join('&')
}

function encoded(text: string): string {
  return encodeURIComponent(text).replace(
    /[!'()*]/g,
    (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`,
  )
}

/** Hexadecimal SHA-256 of a text. */
export function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex')
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

// Each run of spaces is one space, and none stands at an end.
function trimmed(value: string): string {
  if (!/[\r\n\t]| {2}|^ | $/.test(value)) return value
  return value
    .replace(/[\r\n]/g, ' ')
    .replace(/[ \t]+/g, ' ')
    .replace(/^ | $/g, '')
}
