// The properties and stored attributes that an object struct does not know: rejected, dropped or preserved.

import { invalid } from '../codec/codec.js'
import { mostBytes, mostTextBytes, type Tally } from '../codec/item-size.js'
import { type CodecOptions, type Node, prepend, refuse } from '../codec/node.js'
import { nameFault, setOwn } from '../codec/text.js'
import { stepTo, type Trail } from '../codec/trail.js'
import type { StoredItem } from '../struct/attribute-value.js'
import type { Failure } from '../struct/failure.js'
import type { Field } from './fields.js'

/** How unknown properties and attributes are handled. */
export interface Rest {
  readonly unknown: CodecOptions['unknown']
  /** How unknown values are stored. */
  readonly node: Node
  /** Whether unknown values are kept; whether stored ones are checked. */
  readonly keeps: boolean
  readonly looks: boolean
  readonly keys: ReadonlyMap<string, Field>
  readonly names: ReadonlyMap<string, Field>
}

/**
 * Returns the properties of a parsed input that are stored: known ones with a value, and unknown ones if they are kept.
 * Returns `invalid` if one of them cannot be stored. superstruct itself rejects the unknown properties of an
 * `object()`.
 */
export function withRest(
  rest: Rest,
  parsed: Record<string, unknown>,
  failures: Failure[],
  here: Trail | undefined,
): Record<string, unknown> | typeof invalid {
  const out: Record<string, unknown> = {}
  let valid = true
  for (const key of Object.keys(parsed)) {
    const known = rest.keys.has(key)
    if (!known && !rest.keeps) return invalid
    const from = failures.length
    const value = known ? parsed[key] : unknownValue(rest, key, parsed[key], failures, here)
    if (value === invalid) valid = false
    else if (value !== undefined) out[key] = value
    if (failures.length > from) prepend(failures, from, key)
  }
  return valid ? out : invalid
}

function unknownValue(
  rest: Rest,
  key: string,
  given: unknown,
  failures: Failure[],
  here: Trail | undefined,
): unknown {
  const owner = rest.names.get(key)
  const fault = owner === undefined ? nameFault(key) : `the stored name '${key}' belongs to '${owner.key}'`
  if (fault !== undefined) return refuse(failures, fault, given)
  const value = rest.node.parse(given, failures, stepTo(here, key, given))
  return value === null && rest.node.encode(null) === undefined ? undefined : value
}

/** Adds the stored forms of unknown properties. */
export function encodeRest(
  rest: Rest,
  source: Record<string, unknown>,
  map: StoredItem,
  tally: Tally | undefined,
): void {
  for (const key of Object.keys(source)) {
    if (rest.keys.has(key) || rest.names.has(key) || nameFault(key) !== undefined) continue
    const stored = rest.node.encode(source[key])
    if (stored === undefined) continue
    map[key] = stored
    if (tally !== undefined) tally.bytes += mostTextBytes(key) + 1 + mostBytes(stored)
  }
}

/** Checks the unknown stored attributes. Returns whether the value is acceptable. */
export function decodeRest(
  rest: Rest,
  map: StoredItem,
  out: Record<string, unknown>,
  failures: Failure[],
): boolean {
  let valid = true
  for (const name of Object.keys(map)) {
    const stored = map[name]
    if (rest.names.has(name) || stored === undefined) continue
    const from = failures.length
    if (!rest.keeps) refuse(failures, 'there is a stored attribute that the entity does not know', stored)
    else if (rest.keys.has(name))
      refuse(
        failures,
        'the stored attribute with this name is unknown, and the property with this name is another one',
        stored,
      )
    else {
      const value = rest.node.decode(stored, failures)
      if (value !== invalid) setOwn(out, name, value)
    }
    if (failures.length === from) continue
    valid = false
    prepend(failures, from, name)
  }
  return valid
}
