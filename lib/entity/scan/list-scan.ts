// Reading of lists from the text of a response.
import type { Scan } from '../codec/codec.js'
import { standing, stepTo } from '../codec/trail.js'
import { type Body, tokenOf, unread } from '../text/body.js'

const comma = 44
const end = 93
const closing = 125

/**
 * Goes to the next element of an array: returns true if there is one, false after its end, `unread` for other
 * characters.
 */
export function nextElement(body: Body, first: boolean): boolean | typeof unread {
  const code = body.bytes[body.at]
  if (code === end) return false
  if (first) return true
  if (code !== comma) return unread
  body.at++
  return true
}

/** Makes the reader of `{"L":[…]}`, with one reader for all elements. */
export function listScan(element: Scan, contextual: boolean): Scan {
  const opening = tokenOf('{"L":[')
  return (body, trail) => {
    if (!body.pass(opening)) return unread
    const list: unknown[] = []
    const here = contextual ? standing(trail, list) : undefined
    for (;;) {
      const more = nextElement(body, list.length === 0)
      if (more === unread) return unread
      if (more === false) break
      const value = element(body, here && stepTo(here, list.length, undefined))
      if (value === unread) return unread
      list.push(value)
    }
    return endedList(body, list)
  }
}

/** Goes past `]}`, and returns the value; `unread` if they are not there. */
export function endedList(body: Body, value: unknown): unknown {
  if (body.bytes[body.at + 1] !== closing) return unread
  body.at += 2
  return value
}
