// Objects and Maps with any names: record() and map(), stored as M.

import { any, map, record, string } from 'superstruct'
import { mostFailures } from '../../errors/failures.js'
import { ofThisRealm } from '../../util/own-realm.js'
import { invalid, type Scan } from '../codec/codec.js'
import {
  type CodecRow,
  type Compiler,
  type Core,
  mismatch,
  type Node,
  nodeOf,
  prepend,
  refuse,
  type View,
  type Wire,
} from '../codec/node.js'
import { propertiesOf } from '../codec/properties.js'
import { nameFault, setOwn } from '../codec/text.js'
import { standing, stepTo, type Trail, tooDeep, trailFrom } from '../codec/trail.js'
import { scanOf } from '../scan/parsed-scan.js'
import { recordScan } from '../scan/record-scan.js'
import { scanText } from '../scan/scalar-scan.js'
import type { AttributeValue, StoredItem } from '../struct/attribute-value.js'
import { nameless, unstorable } from '../struct/definition.js'
import type { Failure } from '../struct/failure.js'
import { childrenOf } from '../struct/probe.js'
import { naturalNode } from './natural.js'

/** How names and values are held: as properties of an object, or as entries of a Map. */
interface Holder {
  make(): object
  has(holder: object, name: string): boolean
  put(holder: object, name: string, value: unknown): void
  entriesOf(value: unknown, failures: Failure[]): Iterable<readonly [unknown, unknown]> | undefined
}

const inObject: Holder = {
  make: () => ({}),
  has: Object.hasOwn,
  put: setOwn,
  entriesOf(value, failures) {
    const source = propertiesOf(value, failures)
    return source === undefined ? undefined : Object.entries(source)
  },
}

const inMap: Holder = {
  make: () => new Map<string, unknown>(),
  has: (holder, name) => (holder as Map<string, unknown>).has(name),
  put: (holder, name, value) => (holder as Map<string, unknown>).set(name, value),
  entriesOf: (given) => {
    const value = ofThisRealm(given)
    return value instanceof Map ? value : undefined
  },
}

interface Members {
  readonly holder: Holder
  readonly name: Node
  readonly value: Node
}

function parseEntry(
  { name, value }: Members,
  key: unknown,
  given: unknown,
  failures: Failure[],
  trail: Trail | undefined,
): unknown {
  if (typeof key !== 'string')
    return refuse(failures, 'the keys of a Map that is stored must be strings', key)
  if (name.parse(key, failures, trail) === invalid) return invalid
  const fault = nameFault(key)
  if (fault !== undefined) return refuse(failures, fault, given)
  const parsed = value.parse(given, failures, trail)
  if (!(parsed instanceof Set) || parsed.size > 0) return parsed
  return refuse(failures, 'an empty set cannot be stored here', given)
}

function parseMembers(
  members: Members,
  given: unknown,
  failures: Failure[],
  trail: Trail | undefined,
): unknown {
  const { holder, value } = members
  const entries = holder.entriesOf(given, failures)
  if (entries === undefined) return invalid
  const here = value.contextual || members.name.contextual ? (trail ?? trailFrom(given, false)) : undefined
  if (here !== undefined && tooDeep(here.depth, failures, given)) return invalid
  const out = holder.make()
  let bad = 0
  for (const [key, child] of entries) {
    if (bad >= mostFailures) break
    const from = failures.length
    const step = typeof key === 'string' ? key : `(${typeof key})`
    const parsed = parseEntry(members, key, child, failures, stepTo(here, step, child))
    if (parsed === invalid) bad++
    else if (parsed !== undefined && (parsed !== null || value.encode(null) !== undefined))
      holder.put(out, step, parsed)
    if (failures.length > from) prepend(failures, from, step)
  }
  return bad === 0 ? out : invalid
}

function encodeMembers({ holder, value }: Members, given: unknown): AttributeValue {
  const stored: StoredItem = {}
  for (const [name, child] of holder.entriesOf(given, []) ?? []) {
    const encoded = value.encode(child)
    if (encoded !== undefined) setOwn(stored, String(name), encoded)
  }
  return { M: stored }
}

function decodeMembers(
  members: Members,
  stored: Wire | undefined,
  part: boolean,
  failures: Failure[],
  trail: Trail | undefined,
): unknown {
  const map = stored?.M
  if (typeof map !== 'object' || map === null) return mismatch(stored, ['M'], failures)
  const { holder, name, value } = members
  const out = holder.make()
  const here = value.contextualDecode || name.contextualDecode ? standing(trail, out) : undefined
  let bad = 0
  for (const key of Object.keys(map)) {
    if (bad >= mostFailures) break
    const child = map[key]
    if (child === undefined) continue
    const from = failures.length
    const step = stepTo(here, key, undefined)
    const known = name.decode({ S: key }, failures, step)
    const decoded = part ? value.decodePart(child, failures, step) : value.decode(child, failures, step)
    if (known === invalid || decoded === invalid) {
      bad++
      prepend(failures, from, key)
    } else if (decoded !== undefined) holder.put(out, key, decoded)
  }
  return bad === 0 ? out : invalid
}

// JSON.parse puts names that are integers first, and the order of a Map shows it.
const integral = /^\d/

function scanOfMembers({ holder, name, value }: Members): Scan {
  const isAnyText = name.scan === scanText
  const isOrdered = holder === inMap
  return recordScan({
    ...holder,
    value: scanOf(value),
    contextualDecode: value.contextualDecode || name.contextualDecode,
    takes: (text, step) =>
      !(isOrdered && integral.test(text)) && (isAnyText || name.decode({ S: text }, [], step) !== invalid),
  })
}

function membersCore(members: Members): Core {
  const { value } = members
  return {
    types: ['M'],
    ...(members.holder === inMap && { sample: 'map' }),
    contextual: value.contextual || members.name.contextual,
    contextualDecode: value.contextualDecode || members.name.contextualDecode,
    parse: (given, failures, trail) => parseMembers(members, given, failures, trail),
    encode: (given) => encodeMembers(members, given),
    decode: (stored, failures, trail) => decodeMembers(members, stored, false, failures, trail),
    scan: scanOfMembers(members),
    decodePart: (stored, failures, trail) => decodeMembers(members, stored, true, failures, trail),
    entries: value,
    // An entry whose name does not fit would make the whole value unreadable.
    at: (segment) =>
      typeof segment === 'string' && members.name.parse(segment, []) !== invalid
        ? { name: segment, codec: value }
        : undefined,
  }
}

/** Makes the codec of Maps without structs: string names, values of any kind. */
export function naturalMapCore(compiler: Compiler): Core {
  const value = naturalNode(compiler.options.nulls)
  return membersCore({ holder: inMap, name: compiler.compile(string(), ''), value })
}

// Returns the structs of names and values: superstruct yields both for each entry, the name first.
function membersFrom(view: View, probe: unknown, holder: Holder, compiler: Compiler): Core | undefined {
  const [name, value] = childrenOf(view.struct, probe)
  if (name === undefined || value === undefined) return undefined
  const names = compiler.compile(nameless(name[2], view.path), `${view.path} (names)`)
  if (!names.text && names.types.length < 10)
    throw unstorable(view.path, 'the names in a stored map must be strings')
  const text = names.text ? names : nodeOf({ ...names, ...compiler.compile(string(), '') })
  return membersCore({
    holder,
    name: text,
    value: compiler.compile(nameless(value[2], view.path), `${view.path}{}`),
  })
}

export const recordRow: CodecRow = {
  doc: 'M, as an object with any names.',
  kinds: ['record'],
  reference: () => record(string(), any()),
  make: (view, compiler) => membersFrom(view, { probe: 0 }, inObject, compiler),
}

export const mapRow: CodecRow = {
  doc: 'M, as a JavaScript Map with string keys.',
  kinds: ['map'],
  reference: () => map(),
  make: (view, compiler) =>
    membersFrom(view, new Map([['probe', 0]]), inMap, compiler) ?? naturalMapCore(compiler),
}
