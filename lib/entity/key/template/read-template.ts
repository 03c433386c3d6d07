// Reading of attributes from the text of a key.
import { isDeepStrictEqual } from 'node:util'
import { type Codec, invalid } from '../../codec/codec.js'
import { canonicalDecimal } from '../../codec/decimal.js'
import type { AttributeValue } from '../../struct/attribute-value.js'
import type { Slot, Template, TextShape } from './slot.js'
import { partsOf, type SlotPart, waysApart } from './slot-parts.js'

/**
 * Returns the values that a key attribute was printed from, by property; `undefined` if this template does not make it:
 * the values must give the same text when they are printed again. An attribute in a format that loses a part of it has
 * no value here, nor has one that several values could have written, because separators are kept.
 * @param known values read from the other attributes of the key, which this one must agree with.
 */
export function readTemplate(
  template: Template,
  stored: AttributeValue,
  known: Readonly<Record<string, unknown>> = {},
): Readonly<Record<string, unknown>> | undefined {
  if (!(template.type in stored)) return undefined
  const values = 'S' in stored ? readText(template, stored.S, known) : readWhole(template, stored, known)
  if (values === undefined) return undefined
  const own = template.slots.filter(({ property }) => values.has(property))
  return Object.fromEntries(own.map(({ property }) => [property, values.get(property)]))
}

type Values = Map<string, unknown>

function readText(template: Template, text: string, known: object): Values | undefined {
  if (template.separators === 'keep') return keptValues(template, text, known)
  const parts = partsOf(template.pieces, text)
  return parts && valuesOf(parts, known)
}

// Where values are kept as they are, one that contains a separator may end in several places: only what is the same in
// all of them is certain.
function keptValues({ slots, pieces }: Template, text: string, known: object): Values | undefined {
  const { ways, all } = waysApart(pieces, text)
  const read = ways.flatMap((parts) => valuesOf(parts, known) ?? [])
  const [first, ...others] = read
  if (first === undefined) return all ? undefined : new Map(Object.entries(known))
  for (const { property, codec } of slots) {
    const same = (other: Values) =>
      isDeepStrictEqual(encoded(codec, other, property), encoded(codec, first, property))
    if (!Object.hasOwn(known, property) && !(all && others.every(same))) first.delete(property)
  }
  return first
}

const encoded = (codec: Codec, values: Values, property: string): AttributeValue | undefined =>
  values.has(property) ? codec.encode(values.get(property)) : undefined

function valuesOf(parts: readonly SlotPart[], known: object): Values | undefined {
  const values = new Map<string, unknown>(Object.entries(known))
  // Formats that lose a part are checked against what the others have read.
  const fits =
    parts.every(({ slot, part }) => slot.format.lossy || takes(values, slot, part)) &&
    parts.every(({ slot, part }) => !slot.format.lossy || agrees(values, slot, part))
  return fits ? values : undefined
}

function takes(values: Map<string, unknown>, slot: Slot, part: string): boolean {
  if (!values.has(slot.property)) {
    const value = slot.format.read(part)
    if (value === invalid || value === undefined) return false
    values.set(slot.property, value)
  }
  return agrees(values, slot, part)
}

// An attribute in two places must have one value, and each text must be the one that it prints.
function agrees(
  values: ReadonlyMap<string, unknown>,
  { property, codec, format }: Slot,
  part: string,
): boolean {
  if (!values.has(property)) return mayPrint(format.shape, part)
  const stored = codec.encode(values.get(property))
  return stored !== undefined && format.print(stored) === part
}

// Of a format that loses values, only the shape of its text is known: other kinds may be told apart by it.
function mayPrint(shape: TextShape, part: string): boolean {
  if (shape === 'any') return true
  if ('words' in shape) return shape.words.includes(part)
  const points = [...part].map((character) => character.codePointAt(0) ?? 0)
  return (
    points.length === shape.places.length &&
    shape.places.every((ranges, at) =>
      ranges.some(([from, to]) => from <= (points[at] ?? -1) && (points[at] ?? -1) <= to),
    )
  )
}

function readWhole({ slots }: Template, stored: AttributeValue, known: object): Values | undefined {
  const [slot] = slots
  const value = slot?.codec.decode(stored, [])
  if (slot === undefined || value === invalid || value === undefined) return undefined
  const values = new Map<string, unknown>([[slot.property, value], ...Object.entries(known)])
  const given = slot.codec.encode(values.get(slot.property))
  return given !== undefined && isSame(given, stored) ? values : undefined
}

function isSame(known: AttributeValue, stored: AttributeValue): boolean {
  if ('N' in known && 'N' in stored) return canonicalDecimal(known.N) === canonicalDecimal(stored.N)
  return 'B' in known && 'B' in stored && Buffer.compare(known.B, stored.B) === 0
}
