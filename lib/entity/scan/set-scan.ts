// Reading of sets from the text of a response.
import type { Scan } from '../codec/codec.js'
import { tokenOf, unread } from '../text/body.js'
import { endedList, nextElement } from './list-scan.js'

const quote = 34

/**
 * Makes the reader of `{"SS":[…]}`, `{"NS":[…]}` or `{"BS":[…]}`. `make` returns the member for its text, which is a
 * copy; `unread` if it does not fit.
 */
export function setScan(tag: 'SS' | 'NS' | 'BS', make: (text: string) => unknown): Scan {
  const opening = tokenOf(`{"${tag}":[`)
  return (body) => {
    if (!body.pass(opening)) return unread
    const members = new Set<unknown>()
    for (let first = true; ; first = false) {
      const more = nextElement(body, first)
      if (more === unread) return unread
      if (more === false) break
      if (body.bytes[body.at] !== quote) return unread
      const member = body.string(body.at + 1)
      if (member === unread) return unread
      const value = make(member)
      if (value === unread) return unread
      members.add(value)
    }
    return endedList(body, members)
  }
}
