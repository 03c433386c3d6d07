// Values stored by their own type, without a struct: inside any(), in unknown attributes, and results of `encode`.

import { mostFailures } from '../../errors/failures.js'
import { ofThisRealm } from '../../util/own-realm.js'
import { type CodecStep, invalid } from '../codec/codec.js'
import {
  type CodecOptions,
  type Core,
  mismatch,
  type Node,
  nodeOf,
  prepend,
  refuse,
  type Wire,
} from '../codec/node.js'
import { nameFault, setOwn } from '../codec/text.js'
import { tooDeep } from '../codec/trail.js'
import {
  type AttributeType,
  type AttributeValue,
  attributeType,
  type StoredItem,
} from '../struct/attribute-value.js'
import type { Failure } from '../struct/failure.js'
import { isPlain } from '../struct/plain.js'
import { plainBytes } from './binary.js'
import { encodeScalar, naturalNumber, parseScalar } from './natural-scalar.js'
import { decodeNaturalSet, encodeNaturalSet, parseNaturalSet } from './natural-set.js'

type Nulls = CodecOptions['nulls']

/** Every data type. */
export const allTypes: readonly AttributeType[] = ['S', 'N', 'B', 'BOOL', 'NULL', 'M', 'L', 'SS', 'NS', 'BS']

/**
 * Checks a value that is neither null nor undefined, and copies it. `depth` is the number of maps and lists around it.
 */
export function parseNatural(given: unknown, failures: Failure[], nulls: Nulls, depth: number): unknown {
  if (typeof given !== 'object' || given === null) return parseScalar(given, failures)
  const value = ofThisRealm(given) as object
  if (Array.isArray(value)) return parseList(value, failures, nulls, depth)
  if (value instanceof Set) return parseNaturalSet(value, failures)
  return isPlain(value) ? parseMap(value, failures, nulls, depth) : parseScalar(value, failures)
}

function parseList(list: readonly unknown[], failures: Failure[], nulls: Nulls, depth: number): unknown {
  if (tooDeep(depth, failures, list)) return invalid
  const before = failures.length
  const parsed: unknown[] = []
  for (let index = 0; index < list.length && failures.length - before < mostFailures; index++) {
    const value = list[index]
    const from = failures.length
    if (value === null) parsed.push(null)
    else if (value === undefined) refuse(failures, 'undefined in a list would be read back as null', value)
    else parsed.push(parseNatural(value, failures, nulls, depth + 1))
    if (failures.length > from) prepend(failures, from, index)
  }
  return failures.length > before ? invalid : parsed
}

function parseMap(map: object, failures: Failure[], nulls: Nulls, depth: number): unknown {
  if (tooDeep(depth, failures, map)) return invalid
  const before = failures.length
  const parsed: Record<string, unknown> = {}
  for (const name of Object.keys(map)) {
    const value: unknown = (map as Record<string, unknown>)[name]
    if (value === undefined || (value === null && nulls === 'omit')) continue
    const from = failures.length
    if (from - before >= mostFailures) break
    const fault = nameFault(name)
    if (fault !== undefined) refuse(failures, fault, value)
    else parsed[name] = value === null ? null : parseNatural(value, failures, nulls, depth + 1)
    if (failures.length > from) prepend(failures, from, name)
  }
  return failures.length > before ? invalid : parsed
}

/** Returns the stored form of a checked value; `undefined` if nothing is stored. */
export function encodeNatural(value: unknown, nulls: Nulls): AttributeValue | undefined {
  if (value === null) return nulls === 'store' ? { NULL: true } : undefined
  if (typeof value !== 'object') return encodeScalar(value)
  if (Array.isArray(value))
    return { L: value.map((element) => encodeNatural(element, nulls) ?? { NULL: true }) }
  if (value instanceof Set) return encodeNaturalSet(value)
  if (!isPlain(value)) return encodeScalar(value)
  const map: StoredItem = {}
  for (const name of Object.keys(value)) {
    const stored = encodeNatural((value as Record<string, unknown>)[name], nulls)
    if (stored !== undefined) map[name] = stored
  }
  return { M: map }
}

/** Returns the value of a stored form: nothing is rounded, nothing is lost. */
export function decodeNatural(stored: Wire): unknown {
  if (stored.S !== undefined) return stored.S
  if (stored.N !== undefined) return naturalNumber(stored.N)
  if (stored.BOOL !== undefined) return stored.BOOL
  if (stored.B !== undefined) return plainBytes(stored.B)
  if (stored.L !== undefined) return stored.L.map(decodeNatural)
  if (stored.M === undefined) return (stored.SS ?? stored.NS ?? stored.BS) ? decodeNaturalSet(stored) : null
  const map: Record<string, unknown> = {}
  for (const name of Object.keys(stored.M)) {
    const value = stored.M[name]
    // The SDK returns an attribute named `__proto__` without a value.
    if (value !== undefined) setOwn(map, name, decodeNatural(value))
  }
  return map
}

/**
 * Makes the codec of values of any kind, or of one kind (`array()` without an element struct: only lists). It does not
 * handle null and undefined.
 */
export function naturalCore(nulls: Nulls, types: readonly AttributeType[] = allTypes): Core {
  return {
    types,
    contextual: true,
    vanishes: true,
    at: (segment) => naturalStep(nulls, types, segment),
    parse: (value, failures, trail) => parseNatural(value, failures, nulls, trail?.depth ?? 0),
    encode: (value) => encodeNatural(value, nulls),
    decode(stored, failures) {
      if (stored === undefined || !types.includes(attributeType(stored)))
        return mismatch(stored, types, failures)
      return decodeNatural(stored)
    },
  }
}

/** Makes the codec of values without any struct: unknown attributes, and everything inside any(). */
export function naturalNode(nulls: Nulls): Node {
  return nodeOf({
    ...naturalCore(nulls),
    optional: true,
    nullIsAbsence: nulls === 'omit',
    parse: (value, failures, trail) =>
      value === undefined || value === null ? value : parseNatural(value, failures, nulls, trail?.depth ?? 0),
    encode: (value) => (value === undefined ? undefined : encodeNatural(value, nulls)),
    decode: (stored) => (stored === undefined ? undefined : decodeNatural(stored)),
  })
}

// The codecs of inner values are made on demand: there is no end to them.
function naturalStep(
  nulls: Nulls,
  types: readonly AttributeType[],
  name: string | number,
): CodecStep | undefined {
  const inside = types.includes(typeof name === 'number' ? 'L' : 'M')
  return inside ? { name, codec: naturalNode(nulls) } : undefined
}
