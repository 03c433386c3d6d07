// Reading of objects with known properties from the text of a response: items, and maps inside them.
import { type Codec, type ItemScan, invalid, type KeptTexts, type Scan } from '../codec/codec.js'
import { standing, stepTo, type Trail } from '../codec/trail.js'
import type { AttributeValue } from '../struct/attribute-value.js'
import type { Failure } from '../struct/failure.js'
import { type Body, tokenOf, unread } from '../text/body.js'
import { scanOf, storedAt } from './parsed-scan.js'
import { scanKept } from './scalar-scan.js'

/** One known property. */
export interface ScannedField {
  readonly key: string
  readonly name: string
  readonly node: Codec
  readonly contextualDecode: boolean
  decode(stored: AttributeValue | undefined, failures: Failure[], trail?: Trail): unknown
}

/** What is known about an object. */
export interface ScannedObject {
  readonly fields: readonly ScannedField[]
  /** Whether unknown attributes are left out. If not, one of them makes the whole object `unread`. */
  readonly drops: boolean
  readonly contextualDecode: boolean
  /** Whether the properties are a selection: of those that are absent, the ones without a default stay absent. */
  readonly isPart?: boolean
  /** Whether the whole value is valid, if a refinement read values around it before they were available. */
  passes(value: unknown): boolean
}

/** The two ways to read an object: as a value, `{"M":{…}}`, and as an item, `{…}`. */
export interface ObjectScan {
  readonly value: Scan
  readonly item: ItemScan
}

const comma = 44
const closing = 125
/** In place of the index of a property. */
const none = -2

interface Reader {
  readonly known: ScannedObject
  /** Of strings that are kept, next to the properties. */
  readonly names: readonly string[]
  readonly scans: readonly Scan[]
  /** `"name":`. */
  readonly tokens: readonly Uint8Array[]
  readonly places: ReadonlyMap<string, number>
  /** The order of the properties in the last object: items of a page mostly have their attributes in the same order. */
  readonly order: number[]
}

/** Makes the readers of an object. */
export function objectScan(known: ScannedObject): ObjectScan {
  const opening = tokenOf('{"M":{')
  const reader = readerOf(known, [])
  let keeping = { names: reader.names, reader }
  return {
    item(body, trail, kept) {
      if (kept === undefined) return scanObject(reader, body, trail)
      if (kept.names !== keeping.names) keeping = { names: kept.names, reader: readerOf(known, kept.names) }
      return scanObject(keeping.reader, body, trail, kept)
    },
    value: (body, trail) => {
      if (!body.pass(opening)) return unread
      // The reader of the object begins at its bracket.
      body.at--
      const value = scanObject(reader, body, trail)
      if (value === unread || body.bytes[body.at] !== closing) return unread
      body.at++
      return value
    },
  }
}

// Kept strings stand after the properties.
function readerOf(known: ScannedObject, names: readonly string[]): Reader {
  const { fields } = known
  const all = [...fields.map(({ name }) => name), ...names]
  return {
    known,
    names,
    scans: [...fields.map(({ node }) => scanOf(node)), ...names.map(() => scanKept)],
    tokens: all.map((name) => tokenOf(`${JSON.stringify(name)}:`)),
    places: new Map(all.map((name, at) => [name, at])),
    order: all.map((_, at) => at),
  }
}

function scanObject(reader: Reader, body: Body, trail: Trail | undefined, kept?: KeptTexts): unknown {
  const { known } = reader
  const out: Record<string, unknown> = {}
  const here = known.contextualDecode ? standing(trail, out) : undefined
  const values = scanValues(reader, body, here)
  if (values === unread || !fill(known, values, out, here)) return unread
  if (kept !== undefined) kept.texts.push(...(values.slice(known.fields.length) as (string | undefined)[]))
  // Refinements that read values around them saw an unfinished item: now it is complete.
  return trail === undefined && here?.state?.crossed && !known.passes(out) ? unread : out
}

// Returns the values of the known properties, from `{` to after `}`. If a name is there twice, the last one counts, as
// in JSON.parse.
function scanValues(reader: Reader, body: Body, here: Trail | undefined): unknown[] | typeof unread {
  const { bytes } = body
  const { known, scans, tokens, order } = reader
  const { fields } = known
  const values: unknown[] = new Array(scans.length)
  if (bytes[body.at] !== 123) return unread
  if (bytes[body.at + 1] === closing) {
    body.at += 2
    return values
  }
  for (let place = 0; ; place++) {
    body.at++
    let index = order[place] ?? none
    const token = index === none ? undefined : tokens[index]
    if (token !== undefined && body.isAt(token)) body.at += token.length
    else index = lookUp(reader, body, place)
    if (index === none) return unread
    if (index >= 0) {
      const field = fields[index]
      const child = field?.contextualDecode === true ? stepTo(here, field.key, undefined) : undefined
      const value = (scans[index] as Scan)(body, child)
      if (value === unread) return unread
      values[index] = value
    }
    const code = bytes[body.at]
    if (code === comma) continue
    if (code !== closing) return unread
    body.at++
    return values
  }
}

// Returns the property at the place, by its name: -1 for an unknown one, after its value; `none` for what is unread.
function lookUp({ known, places, order }: Reader, body: Body, place: number): number {
  const { text } = body
  if (text.charCodeAt(body.at) !== 34) return none
  const name = body.string(body.at + 1)
  if (name === unread || name === '__proto__' || text.charCodeAt(body.at) !== 58) return none
  body.at++
  const index = places.get(name)
  if (index !== undefined) {
    order[place] = index
    return index
  }
  return known.drops && storedAt(body) !== unread ? -1 : none
}

// In the order of the properties, as in decoding, including absent ones.
function fill(
  { fields, isPart = false }: ScannedObject,
  values: readonly unknown[],
  out: Record<string, unknown>,
  here: Trail | undefined,
): boolean {
  for (let at = 0; at < fields.length; at++) {
    const field = fields[at] as ScannedField
    let value = values[at]
    if (value === undefined) {
      value = field.decode(
        undefined,
        [],
        field.contextualDecode ? stepTo(here, field.key, undefined) : undefined,
      )
      if (value === invalid) {
        if (!isPart) return false
        value = undefined
      }
    }
    if (value !== undefined) out[field.key] = value
  }
  return true
}
