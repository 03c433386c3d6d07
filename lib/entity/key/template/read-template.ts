// Reading of attributes from the text of a key.
import { invalid } from '../../codec/codec.js'
import { canonicalDecimal } from '../../codec/decimal.js'
import type { AttributeValue } from '../../struct/attribute-value.js'
import { unescaped } from './separator.js'
import type { Slot, Template } from './slot.js'

/**
 * Returns the values that a key attribute was printed from, by property; `undefined` if this template does not make it:
 * the values must give the same text when they are printed again. An attribute in a format that loses a part of it has
 * no value here.
 * @param known values read from the other attributes of the key, which this one must agree with.
 */
export function readTemplate(
  template: Template,
  stored: AttributeValue,
  known: Readonly<Record<string, unknown>> = {},
): Readonly<Record<string, unknown>> | undefined {
  if (!(template.type in stored)) return undefined
  const values = new Map(Object.entries(known))
  const fits = 'S' in stored ? readText(template, stored.S, values) : readWhole(template, stored, values)
  if (!fits) return undefined
  const own = template.slots.filter(({ property }) => values.has(property))
  return Object.fromEntries(own.map(({ property }) => [property, values.get(property)]))
}

function readText(template: Template, text: string, values: Map<string, unknown>): boolean {
  const parts = partsOf(template, text)
  if (parts === undefined) return false
  // Formats that lose a part are checked against what the others have read.
  return (
    parts.every(({ slot, part }) => slot.format.lossy || takes(values, slot, part)) &&
    parts.every(({ slot, part }) => !slot.format.lossy || agrees(values, slot, part))
  )
}

interface SlotPart {
  readonly slot: Slot
  readonly part: string
}

function partsOf({ pieces }: Template, text: string): readonly SlotPart[] | undefined {
  const parts: SlotPart[] = []
  let at = 0
  for (const piece of pieces) {
    if (typeof piece === 'string') {
      if (!text.startsWith(piece, at)) return undefined
      at += piece.length
      continue
    }
    const found = partAt(piece, text, at)
    if (found === undefined) return undefined
    parts.push({ slot: piece, part: found.value })
    at = found.end
  }
  return at === text.length ? parts : undefined
}

function partAt(
  { format, ending }: Slot,
  text: string,
  from: number,
): { readonly value: string; readonly end: number } | undefined {
  if (ending !== undefined) return unescaped(text, from, ending)
  const end = format.width === undefined ? text.length : from + format.width
  return end > text.length ? undefined : { value: text.slice(from, end), end }
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
  if (!values.has(property)) return true
  const stored = codec.encode(values.get(property))
  return stored !== undefined && format.print(stored) === part
}

function readWhole({ slots }: Template, stored: AttributeValue, values: Map<string, unknown>): boolean {
  const [slot] = slots
  const value = slot?.codec.decode(stored, [])
  if (slot === undefined || value === invalid || value === undefined) return false
  if (!values.has(slot.property)) values.set(slot.property, value)
  const known = slot.codec.encode(values.get(slot.property))
  return known !== undefined && isSame(known, stored)
}

function isSame(known: AttributeValue, stored: AttributeValue): boolean {
  if ('N' in known && 'N' in stored) return canonicalDecimal(known.N) === canonicalDecimal(stored.N)
  return 'B' in known && 'B' in stored && Buffer.compare(known.B, stored.B) === 0
}
