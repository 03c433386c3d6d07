// Reading of lists and sets from the text of a response.
import type { Scan } from '../codec/codec.js'
import { standing, stepTo } from '../codec/trail.js'
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

/** Reads `{"SS":[…]}` of plain strings. */
export function textSetScan(body: Body): unknown {
  const { text, at } = body
  if (!text.startsWith('{"SS":[', at)) return unread
  body.at = at + 7
  const members = new Set<string>()
  for (let first = true; ; first = false) {
    const more = next(body, first)
    if (more === unread) return unread
    if (more === false) break
    if (text.charCodeAt(body.at) !== quote) return unread
    const member = body.string(body.at + 1)
    if (member === unread) return unread
    members.add(member)
  }
  return passed(body, members)
}

// Goes past `]}`.
function passed(body: Body, value: unknown): unknown {
  if (body.text.charCodeAt(body.at + 1) !== closing) return unread
  body.at += 2
  return value
}
