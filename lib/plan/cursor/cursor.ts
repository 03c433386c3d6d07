// Page cursors as strings: opaque, URL-safe, bound to their query, and checked before anything is sent.
import { createHash } from 'node:crypto'
import type { StoredItem } from '../../entity/struct/attribute-value.js'
import { kindOf } from '../../errors/failures.js'
import { type CursorRefusal, InvalidCursorError } from '../../errors/invalid-cursor-error.js'
import { QueryPlanError } from '../../errors/query-plan-error.js'
import { type CursorPosition, decodePosition, encodePosition } from './cursor-position.js'

export type { CursorPosition } from './cursor-position.js'

/** The query that a cursor belongs to. */
export interface CursorBinding {
  readonly entity: string
  readonly table: string
  /** The name of the index; empty for the table. */
  readonly source: string
  /**
   * What identifies the query: a string that is the same for the same operation, key condition, filter, direction and
   * number of segments.
   */
  readonly query: string
  /**
   * How many streams the query reads: one, or one per segment. A cursor with another number is rejected; if unset, any
   * number is accepted.
   */
  readonly streams?: number | undefined
}

/** Makes cursors tamper-proof, by signature or by encryption. The executor implements it. */
export interface CursorSealer {
  seal(payload: Uint8Array): Uint8Array
  /** Returns the payload that was sealed; `undefined` for bytes that this sealer did not make. */
  open(sealed: Uint8Array): Uint8Array | undefined
  /** How long a cursor is accepted, in milliseconds; `undefined` for no limit. */
  readonly maxAge: number | undefined
}

type Refuse = (reason: CursorRefusal, detail: string) => InvalidCursorError

/**
 * The longest cursor in characters, written or read: enough for ten streams at the limits of DynamoDB's keys (table key
 * of 2048 + 1024 bytes, index key of four attributes on either side), and for thousands with everyday keys.
 */
const mostText = 256 * 1024

// The first byte is the form, and with it the version. Plain: body, checksum. Sealed: what the sealer makes of time and
// body. A body is the digest of the binding, and the position.
const plainForm = 1
const sealedForm = 2
const bindingBytes = 16
const checksumBytes = 8
const timeBytes = 6

/**
 * Writes a cursor. Without a sealer, anyone who has it can read or forge it, and the same position always gives the
 * same string.
 * @param now milliseconds since 1970, the start of the `maxAge` of the sealer.
 * @throws QueryPlanError if no cursor can hold the position: a key attribute exceeds DynamoDB's limits, or there are
 * too many streams.
 */
export function writeCursor(
  sealer: CursorSealer | undefined,
  binding: CursorBinding,
  position: CursorPosition,
  now: number = Date.now(),
): string {
  const refuse = (detail: string) => new QueryPlanError({ entity: binding.entity, detail })
  const body = Buffer.concat([digestOf(binding), encodePosition(position, refuse)])
  const [form, content] =
    sealer === undefined
      ? [plainForm, Buffer.concat([body, checksumOf(body)])]
      : [sealedForm, sealer.seal(Buffer.concat([timeOf(now), body]))]
  const text = Buffer.concat([Uint8Array.of(form), content]).toString('base64url')
  if (text.length <= mostText) return text
  const { length } = position.keys
  throw refuse(`a cursor of ${length} streams is longer than ${mostText} characters; scan in fewer segments`)
}

/**
 * Reads a cursor. For any string, the result is a position of this same query or an error, within a time that is
 * limited by the length of the string.
 * @param check returns why a key does not belong to this query (its attributes, their types, its partition), or
 * `undefined` if it does.
 * @throws InvalidCursorError with the `reason`; its message contains nothing of the cursor.
 */
export function readCursor(
  sealer: CursorSealer | undefined,
  binding: CursorBinding,
  text: unknown,
  check: (key: StoredItem) => string | undefined,
  now: number = Date.now(),
): CursorPosition {
  const refuse: Refuse = (reason, detail) =>
    new InvalidCursorError({ entity: binding.entity, reason, detail })
  const bytes = bytesOf(text, refuse)
  const body = sealer === undefined ? plainBody(bytes, refuse) : openedBody(sealer, bytes, now, refuse)
  if (!digestOf(binding).equals(body.subarray(0, bindingBytes)))
    throw refuse('foreign', 'the cursor belongs to another query, index, direction or entity')
  const position = decodePosition(body.subarray(bindingBytes))
  if (position === undefined) throw refuse('malformed', 'the cursor contains no position')
  // Binding and keys are written together: if only one of them is right, a cursor that is not sealed was edited.
  const misfit = sealer === undefined ? 'tampered' : 'foreign'
  const { streams } = binding
  const { length } = position.keys
  if (streams !== undefined && streams !== length)
    throw refuse(misfit, `the cursor has positions for ${length} streams, but the query reads ${streams}`)
  for (const key of position.keys) {
    const trouble = key === undefined || key === null ? undefined : check(key)
    if (trouble !== undefined)
      throw refuse(misfit, `the key in the cursor does not fit the query: ${trouble}`)
  }
  return position
}

// Node skips characters that are not base64url, and ignores spare bits at the end: only the one encoding that is
// written here is accepted.
function bytesOf(text: unknown, refuse: Refuse): Buffer {
  if (typeof text !== 'string') throw refuse('malformed', `a cursor must be a string, not ${kindOf(text)}`)
  if (text === '') throw refuse('malformed', 'the cursor is empty')
  if (text.length > mostText) throw refuse('malformed', `the cursor is longer than ${mostText} characters`)
  const bytes = Buffer.from(text, 'base64url')
  if (bytes.toString('base64url') !== text) throw refuse('malformed', 'the string is not a cursor')
  if (bytes[0] !== plainForm && bytes[0] !== sealedForm)
    throw refuse('malformed', 'the string is not a cursor, or comes from another version of the library')
  return bytes
}

function plainBody(bytes: Buffer, refuse: Refuse): Buffer {
  if (bytes[0] !== plainForm)
    throw refuse(
      'tampered',
      'the cursor is signed or encrypted, but the executor has no secret to check it with',
    )
  const end = bytes.length - checksumBytes
  if (end - 1 <= bindingBytes) throw refuse('malformed', 'the cursor is truncated')
  const body = bytes.subarray(1, end)
  if (!checksumOf(body).equals(bytes.subarray(end))) throw refuse('tampered', 'the cursor was changed')
  return body
}

function openedBody(sealer: CursorSealer, bytes: Buffer, now: number, refuse: Refuse): Buffer {
  if (bytes[0] !== sealedForm)
    throw refuse('tampered', 'the cursor is neither signed nor encrypted, but the executor has a secret')
  const opened = sealer.open(bytes.subarray(1))
  if (opened === undefined || opened.length < timeBytes)
    throw refuse('tampered', 'the cursor was changed, or made with another secret')
  const payload = Buffer.from(opened)
  const age = now - payload.readUIntBE(0, timeBytes)
  if (sealer.maxAge !== undefined && age > sealer.maxAge)
    throw refuse('expired', `the cursor is older than ${sealer.maxAge} milliseconds`)
  return payload.subarray(timeBytes)
}

function digestOf({ entity, table, source, query }: CursorBinding): Buffer {
  return sha256(JSON.stringify([entity, table, source, query])).subarray(0, bindingBytes)
}

// Detects accidents, such as a truncated or wrongly copied cursor. It needs no secret, so it does not prevent forgery.
function checksumOf(body: Uint8Array): Buffer {
  return sha256(body).subarray(0, checksumBytes)
}

function sha256(content: string | Uint8Array): Buffer {
  return createHash('sha256').update(content).digest()
}

function timeOf(now: number): Buffer {
  const time = Buffer.alloc(timeBytes)
  time.writeUIntBE(now, 0, timeBytes)
  return time
}
