// The path and the query of a request in their canonical form, which is what Signature Version 4 signs.

export type Query = Readonly<Record<string, string | readonly string[] | null | undefined>>

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
