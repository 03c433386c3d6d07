// Decoding of stored maps as objects with known properties.
import { invalid } from '../codec/codec.js'
import { mismatch, prepend, type Wire } from '../codec/node.js'
import { standing, stepTo, type Trail } from '../codec/trail.js'
import type { Failure } from '../struct/failure.js'
import type { AnyStruct } from '../struct/struct.js'
import { type Field, storedField } from './fields.js'
import { decodeRest, type Rest } from './rest.js'
import { failuresOf } from './struct-failures.js'

/** The parts of an object codec. */
export interface ObjectShape {
  readonly struct: AnyStruct
  readonly fields: readonly Field[]
  readonly rest: Rest
  readonly contextual: boolean
  readonly contextualDecode: boolean
}

/** Decodes a stored map. */
export function decodeObject(
  shape: ObjectShape,
  stored: Wire | undefined,
  failures: Failure[],
  trail: Trail | undefined,
): unknown {
  const map = stored?.M
  if (typeof map !== 'object' || map === null) return mismatch(stored, ['M'], failures)
  const { fields, rest } = shape
  const out: Record<string, unknown> = {}
  const here = shape.contextualDecode ? standing(trail, out) : undefined
  let valid = true
  for (let at = 0; at < fields.length; at++) {
    const field = fields[at] as Field
    const value = field.oddName ? storedField(map, field) : map[field.name]
    if (field.plain) {
      const text = (value as Wire | undefined)?.S
      if (typeof text === 'string') {
        out[field.key] = text
        continue
      }
    }
    const from = failures.length
    const child = field.contextualDecode ? stepTo(here, field.key, undefined) : undefined
    const decoded = field.decode(value, failures, child)
    if (decoded === invalid) {
      valid = false
      prepend(failures, from, field.key)
    } else if (decoded !== undefined) out[field.key] = decoded
  }
  if (rest.looks && !decodeRest(rest, map, out, failures)) return invalid
  // Refinements that read values around them saw an unfinished item: now it is complete.
  if (valid && trail === undefined && here?.state?.crossed) {
    const from = failures.length
    failures.push(...failuresOf(shape.struct, out))
    return failures.length > from ? invalid : out
  }
  return valid ? out : invalid
}

/** Decodes a part of a stored map: what is absent is left out. */
export function decodePartOfObject(
  shape: ObjectShape,
  stored: Wire | undefined,
  failures: Failure[],
  trail: Trail | undefined,
): unknown {
  const map = stored?.M
  if (typeof map !== 'object' || map === null) return mismatch(stored, ['M'], failures)
  const { fields, rest } = shape
  const out: Record<string, unknown> = {}
  const here = shape.contextualDecode ? standing(trail, out) : undefined
  let valid = true
  for (const field of fields) {
    const value = storedField(map, field)
    if (value === undefined) continue
    const from = failures.length
    const child = field.contextualDecode ? stepTo(here, field.key, undefined) : undefined
    const decoded = field.node.decodePart(value, failures, child)
    if (decoded === invalid) {
      valid = false
      prepend(failures, from, field.key)
    } else if (decoded !== undefined) out[field.key] = decoded
  }
  if (rest.looks && !decodeRest(rest, map, out, failures)) return invalid
  return valid ? out : invalid
}
