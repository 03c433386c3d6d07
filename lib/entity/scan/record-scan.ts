// Reading of objects and Maps with any names from the text of a response.
import type { Scan } from '../codec/codec.js'
import { standing, stepTo, type Trail } from '../codec/trail.js'
import { type Body, tokenOf, unread } from '../text/body.js'

const quote = 34
const comma = 44
const colon = 58
const closing = 125

/** What is known about the names and values of a record or a Map. */
export interface ScannedRecord {
  readonly value: Scan
  readonly contextualDecode: boolean
  make(): object
  has(holder: object, name: string): boolean
  put(holder: object, name: string, value: unknown): void
  /** Whether a name fits. */
  takes(name: string, trail: Trail | undefined): boolean
}

/** Makes the reader of `{"M":{…}}`, with one reader for all values. */
export function recordScan(known: ScannedRecord): Scan {
  const opening = tokenOf('{"M":{')
  return (body, trail) => {
    const { bytes, at } = body
    if (!body.isAt(opening)) return unread
    const out = known.make()
    const here = known.contextualDecode ? standing(trail, out) : undefined
    body.at = at + 5
    if (bytes[at + 6] === closing) body.at = at + 6
    else if (!scanEntries(known, body, out, here)) return unread
    if (bytes[body.at + 1] !== closing) return unread
    body.at += 2
    return out
  }
}

// From the opening bracket to the closing one.
function scanEntries(known: ScannedRecord, body: Body, out: object, here: Trail | undefined): boolean {
  const { bytes } = body
  for (;;) {
    if (bytes[++body.at] !== quote) return false
    const name = body.string(body.at + 1)
    if (name === unread || name === '__proto__' || bytes[body.at] !== colon) return false
    body.at++
    const step = stepTo(here, name, undefined)
    if (!known.takes(name, step)) return false
    const value = known.value(body, step)
    // Of a name that is there twice, the last value counts, as in JSON.parse: even if it is absence.
    if (value === unread || known.has(out, name)) return false
    if (value !== undefined) known.put(out, name, value)
    const code = bytes[body.at]
    if (code !== comma) return code === closing
  }
}
