// The properties and stored attributes that an object struct does not know: refused, dropped or kept as what they are.

import { invalid } from '../codec/codec.js'
import { type CodecOptions, type Node, prepend, refuse } from '../codec/node.js'
import { nameFault, setOwn } from '../codec/text.js'
import { stepTo, type Trail } from '../codec/trail.js'
import type { StoredItem } from '../struct/attribute-value.js'
import type { Failure } from '../struct/failure.js'
import type { Field } from './fields.js'

/** What is done with the unknown. */
export interface Rest {
  readonly unknown: CodecOptions['unknown']
  /** How unknown values are stored. */
  readonly node: Node
  /** Whether unknown values are kept; whether stored ones are looked at. */
  readonly keeps: boolean
  readonly looks: boolean
  readonly keys: ReadonlyMap<string, Field>
  readonly names: ReadonlyMap<string, Field>
}

/**
 * The properties of a parsed input that are stored: known ones with a value, unknown ones where they are kept. `invalid` where one
 * cannot be; the unknown properties of an `object()` superstruct refuses itself.
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
export function encodeRest(rest: Rest, source: Record<string, unknown>, map: StoredItem): void {
  for (const key of Object.keys(source)) {
    if (rest.keys.has(key) || rest.names.has(key) || nameFault(key) !== undefined) continue
    const stored = rest.node.encode(source[key])
    if (stored !== undefined) map[key] = stored
  }
}

/** Looks at the unknown stored attributes. Answers whether the value may stand. */
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
    if (!rest.keeps) refuse(failures, 'an attribute that the entity does not know is stored', stored)
    else if (rest.keys.has(name))
      refuse(
        failures,
        'a stored attribute of this name is not known, and the property of this name is another',
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
