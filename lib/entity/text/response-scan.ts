// Reading of the body of a response member by member: items with a reader of their own, everything else as JSON.
import { type Body, openBody, unread } from './body.js'
import { responsePart } from './parsed-body.js'

/** Reads one thing at the current place of a body, and goes past it; returns `unread` if it cannot. */
export type BodyReader = (body: Body) => unknown

/** The members of a response that have a reader of their own. */
export type ResponseReaders = ReadonlyMap<string, BodyReader>

const quote = 34
const colon = 58
const comma = 44

/**
 * Returns the response in a body, as an object of its members; `undefined` if anything in it is unusual: then it is
 * parsed as JSON as a whole.
 */
export function scanResponse(
  bytes: Uint8Array,
  readers: ResponseReaders,
): Record<string, unknown> | undefined {
  const body = openBody(bytes)
  if (body === undefined) return undefined
  const members = readMap(body, (name) => readers.get(name) ?? readJson)
  return members !== unread && body.at === body.text.length ? members : undefined
}

/** Reads a JSON object whose members are read by name. */
export function readMap(
  body: Body,
  readerOf: (name: string) => BodyReader | undefined,
): Record<string, unknown> | typeof unread {
  const { text } = body
  const members: Record<string, unknown> = {}
  if (text.charCodeAt(body.at) !== 123) return unread
  if (text.charCodeAt(body.at + 1) === 125) {
    body.at += 2
    return members
  }
  for (;;) {
    if (text.charCodeAt(++body.at) !== quote) return unread
    const name = body.string(body.at + 1)
    if (name === unread || name === '__proto__' || text.charCodeAt(body.at) !== colon) return unread
    body.at++
    const value = readerOf(name)?.(body) ?? unread
    if (value === unread) return unread
    members[name] = value
    const code = text.charCodeAt(body.at)
    if (code === comma) continue
    if (code !== 125) return unread
    body.at++
    return members
  }
}

/** Reads a JSON array, with one reader for all elements. */
export function readList(body: Body, element: BodyReader): unknown[] | typeof unread {
  const { text } = body
  const list: unknown[] = []
  if (text.charCodeAt(body.at) !== 91) return unread
  if (text.charCodeAt(body.at + 1) === 93) {
    body.at += 2
    return list
  }
  for (;;) {
    body.at++
    const value = element(body)
    if (value === unread) return unread
    list.push(value)
    const code = text.charCodeAt(body.at)
    if (code === comma) continue
    if (code !== 93) return unread
    body.at++
    return list
  }
}

/** Reads a member without a reader. null is left to the SDK, which leaves such members out. */
export function readJson(body: Body): unknown {
  const from = body.at
  const value = body.value()
  if (value === unread || value === null) return unread
  if (typeof value !== 'object') return value
  return responsePart(value, body.text.slice(from, body.at)) ?? unread
}
