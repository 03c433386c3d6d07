// Reading of a value inside a body by parsing it as JSON: for codecs without a reader of their own.
import { type Codec, invalid, type Scan } from '../codec/codec.js'
import type { Trail } from '../codec/trail.js'
import type { AttributeValue } from '../struct/attribute-value.js'
import type { Failure } from '../struct/failure.js'
import { type Body, unread } from '../text/body.js'
import { responsePart } from '../text/parsed-body.js'

/** The properties that a codec with a trail has, too. */
interface Decoding extends Pick<Codec, 'scan'> {
  decode(stored: AttributeValue | undefined, failures: Failure[], trail?: Trail): unknown
}

/** Returns the reader of a codec: its own, or one that parses only this value. */
export function scanOf(codec: Decoding): Scan {
  if (codec.scan !== undefined) return codec.scan
  return (body, trail) => {
    const stored = storedAt(body)
    if (stored === unread) return unread
    const value = codec.decode(stored as AttributeValue, [], trail)
    return value === invalid ? unread : value
  }
}

/** Returns the stored value at the place, as the SDK represents it, and goes past it. */
export function storedAt(body: Body): unknown {
  const from = body.at
  if (body.text.charCodeAt(from) !== 123) return unread
  const value = body.value()
  if (value === unread) return unread
  return responsePart(value, body.text.slice(from, body.at)) ?? unread
}
