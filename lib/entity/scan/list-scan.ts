// Reading of lists, tuples and sets from the text of a response.
import { invalid, type Scan } from '../codec/codec.js'
import { standing, stepTo, type Trail } from '../codec/trail.js'
import { type Body, unread } from '../text/body.js'

const quote = 34
const comma = 44
const end = 93
const closing = 125

/**
 * Goes to the next element of an array: returns true if there is one, false after its end, `unread` for other
 * characters.
 */
function next(body: Body, first: boolean): boolean | typeof unread {
  const code = body.text.charCodeAt(body.at)
  if (code === end) return false
  if (first) return true
  if (code !== comma) return unread
  body.at++
  return true
}

/** Makes the reader of `{"L":[…]}`, with one reader for all elements. */
export function listScan(element: Scan, contextual: boolean): Scan {
  return (body, trail) => {
    const { text, at } = body
    if (!text.startsWith('{"L":[', at)) return unread
    body.at = at + 6
    const list: unknown[] = []
    const here = contextual ? standing(trail, list) : undefined
    for (;;) {
      const more = next(body, list.length === 0)
      if (more === unread) return unread
      if (more === false) break
      const value = element(body, here && stepTo(here, list.length, undefined))
      if (value === unread) return unread
      list.push(value)
    }
    return passed(body, list)
  }
}

/** One position of a tuple: its reader, and what is there if the list ends before it. */
export interface ScannedPlace {
  readonly scan: Scan
  /** Returns `invalid` if the position must not be absent. */
  absent(trail: Trail | undefined): unknown
}

/** Makes the reader of `{"L":[…]}`, with a reader for each position. */
export function tupleScan(places: readonly ScannedPlace[], contextual: boolean): Scan {
  return (body, trail) => {
    const { text, at } = body
    if (!text.startsWith('{"L":[', at)) return unread
    body.at = at + 6
    const list: unknown[] = []
    const here = contextual ? standing(trail, list) : undefined
    let index = 0
    for (; ; index++) {
      const more = next(body, index === 0)
      if (more === unread) return unread
      if (more === false) break
      const value = places[index]?.scan(body, here && stepTo(here, index, undefined)) ?? unread
      if (value === unread) return unread
      list.push(value)
    }
    for (; index < places.length; index++) {
      const value = places[index]?.absent(here && stepTo(here, index, undefined))
      if (value === invalid) return unread
      if (value !== undefined) list.push(value)
    }
    return passed(body, list)
  }
}

/**
 * Makes the reader of `{"SS":[…]}`, `{"NS":[…]}` or `{"BS":[…]}`. `make` returns the member for its text, which is a
 * copy; `unread` if it does not fit.
 */
export function setScan(tag: 'SS' | 'NS' | 'BS', make: (text: string) => unknown): Scan {
  const opening = `{"${tag}":[`
  return (body) => {
    const { text, at } = body
    if (!text.startsWith(opening, at)) return unread
    body.at = at + opening.length
    const members = new Set<unknown>()
    for (let first = true; ; first = false) {
      const more = next(body, first)
      if (more === unread) return unread
      if (more === false) break
      if (text.charCodeAt(body.at) !== quote) return unread
      const member = body.string(body.at + 1)
      if (member === unread) return unread
      const value = make(member)
      if (value === unread) return unread
      members.add(value)
    }
    return passed(body, members)
  }
}

// Goes past `]}`.
function passed(body: Body, value: unknown): unknown {
  if (body.text.charCodeAt(body.at + 1) !== closing) return unread
  body.at += 2
  return value
}
