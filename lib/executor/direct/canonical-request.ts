// The canonical form of a request, which is what Signature Version 4 signs.

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

/** The value of a header in its canonical form: each run of spaces is one space, and none stands at an end. */
export function trimmed(value: string): string {
  if (!/[\r\n\t]| {2}|^ | $/.test(value)) return value
  return value
    .replace(/[\r\n]/g, ' ')
    .replace(/[ \t]+/g, ' ')
    .replace(/^ | $/g, '')
}
