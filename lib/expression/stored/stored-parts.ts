// Parts of stored values: prefixes, substrings, members of sets and lists.
import type { AttributeValue } from '../../entity/struct/attribute-value.js'
import { equalStored } from './stored-order.js'

/** Whether a string begins with a string, or binary with binary; false for other types. */
export function beginsWith(whole: AttributeValue, prefix: AttributeValue): boolean {
  if ('S' in whole) return 'S' in prefix && whole.S.startsWith(prefix.S)
  return 'B' in whole && 'B' in prefix && bytesAt(whole.B, prefix.B, 0)
}

/** Whether a string contains a string, binary a run of bytes, or a set or list a member; false for other types. */
export function includes(whole: AttributeValue, part: AttributeValue): boolean {
  if ('S' in whole) return 'S' in part && whole.S.includes(part.S)
  if ('B' in whole) return 'B' in part && holdsBytes(whole.B, part.B)
  return membersOf(whole).some((member) => equalStored(member, part))
}

function membersOf(value: AttributeValue): readonly AttributeValue[] {
  if ('L' in value) return value.L
  if ('SS' in value) return value.SS.map((S) => ({ S }))
  if ('NS' in value) return value.NS.map((N) => ({ N }))
  return 'BS' in value ? value.BS.map((B) => ({ B })) : []
}

function holdsBytes(whole: Uint8Array, part: Uint8Array): boolean {
  for (let start = 0; start + part.length <= whole.length; start++)
    if (bytesAt(whole, part, start)) return true
  return false
}

const bytesAt = (whole: Uint8Array, part: Uint8Array, start: number): boolean =>
  start + part.length <= whole.length && part.every((byte, at) => whole[start + at] === byte)
