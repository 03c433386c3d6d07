// Reads text with a scan, as part of a body.
import { expect } from 'chai'
import type { Scan } from '../../../lib/entity/codec/codec.js'
import { openBody, unread } from '../../../lib/entity/text/body.js'

/** The result of scanning a string that more text follows; checks that the scan goes to its end. */
export function scannedBy(scan: Scan, text: string): unknown {
  const body = openBody(Buffer.from(`,${text},"next"`))
  if (body === undefined) return unread
  body.at = 1
  const value = scan(body)
  if (value !== unread) expect(body.at).to.equal(1 + Buffer.byteLength(text))
  return value
}

/**
 * Checks that nothing but the whole text is read: not a beginning of it, nor one with another sign in the place of
 * one.
 */
export function readsNoPartOf(scan: Scan, text: string): void {
  for (let length = 0; length < text.length; length++) {
    const body = openBody(Buffer.from(text.slice(0, length)))
    expect(body === undefined ? unread : scan(body), text.slice(0, length)).to.equal(unread)
  }
}
