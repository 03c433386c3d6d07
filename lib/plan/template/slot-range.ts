// The texts of a slot that an interval of values leaves, as ends of a range of keys.
import { afterPrefix, cleanStart, escaped } from '../../entity/key/template/separator.js'
import type { Slot, TextPlace } from '../../entity/key/template/slot.js'
import type { AttributeValue } from '../../entity/struct/attribute-value.js'
import type { ValueBound } from './interval.js'

/** A slot in its template, after text that is known. */
export interface SlotPlace {
  readonly slot: Slot
  /** The text of the pieces before it. */
  readonly before: string
  /** The piece after it; `undefined` for the last. */
  readonly next: string | Slot | undefined
  /** Whether nothing follows the next piece. */
  readonly nextIsLast: boolean
}

/** One end of a range of keys. */
export interface KeyEnd {
  readonly text: string
  /** Whether the text itself is in the range. */
  readonly included: boolean
  /** Whether the range holds, on this side, no keys but those of the values. */
  readonly exact: boolean
  /** Whether a whole key of the template may be this text: if it is not included, BETWEEN includes it all the same. */
  readonly bare: boolean
}

/** An end of a range; `undefined` if nothing is known of it, `'nothing'` if no key is left. */
export type FoundEnd = KeyEnd | 'nothing' | undefined

/** Where a stored value stands among the texts of a slot, as they are written into the key. */
export function placeIn({ format, ending }: Slot, stored: AttributeValue): TextPlace {
  const place = format.place(stored)
  if (ending === undefined || place.text === undefined) return place
  const text = escaped(place.text, ending)
  // What is refused stands right above the part of it that is not.
  return typeof text === 'string'
    ? { ...place, text }
    : { text: cleanStart(place.text, ending), rank: 'after' }
}

/** Whether a slot is kept as it is, and may hold what ends it: then its text tells only how its value begins. */
export function isKept({ ending }: Slot): boolean {
  return ending?.separators === 'keep'
}

/** The lower end of the keys whose value is above a bound. */
export function lowerEnd(at: SlotPlace, { value, inclusive }: ValueBound): FoundEnd {
  const { slot, before } = at
  if (!slot.format.ordered) return undefined
  const { text, rank } = placeIn(slot, value)
  if (text === undefined) return { text: before, included: true, exact: true, bare: true }
  if (isKept(slot)) return { text: before + text, included: true, exact: false, bare: true }
  if (rank === 'after' || (!inclusive && (rank === 'only' || rank === 'last'))) return beyond(at, text)
  const exact = rank === 'only' || (rank === 'first' && inclusive)
  return { text: before + text, included: true, exact, bare: true }
}

// The least key whose text in this slot is greater.
function beyond({ slot, before, next }: SlotPlace, text: string): FoundEnd {
  if (next !== undefined) {
    const above = afterPrefix(before + text + constantOf(next))
    return above === undefined ? 'nothing' : { text: above, included: true, exact: true, bare: true }
  }
  if (slot.format.above === undefined)
    return { text: before + text, included: false, exact: true, bare: true }
  const above = slot.format.above(text)
  return above === undefined ? 'nothing' : { text: before + above, included: true, exact: true, bare: true }
}

const constantOf = (next: string | Slot): string => (typeof next === 'string' ? next : '')

/** The upper end of the keys whose value is below a bound. */
export function upperEnd(at: SlotPlace, { value, inclusive }: ValueBound): FoundEnd {
  const { slot, before, next } = at
  if (!slot.format.ordered || isKept(slot)) return undefined
  const { text, rank } = placeIn(slot, value)
  if (text === undefined) return 'nothing'
  if (!inclusive && (rank === 'only' || rank === 'first')) return short(at, text)
  const exact = rank === 'only' || rank === 'after' || (rank === 'last' && inclusive)
  if (next === undefined) return { text: before + text, included: true, exact, bare: true }
  const above = afterPrefix(before + text + constantOf(next))
  return above === undefined ? undefined : { text: above, included: false, exact, bare: isBare(at) }
}

// The greatest key whose text in this slot is less.
function short(at: SlotPlace, text: string): FoundEnd {
  const { slot, before, next } = at
  if (next !== undefined || slot.format.below === undefined)
    return { text: before + text, included: false, exact: true, bare: next === undefined || isBare(at) }
  const below = slot.format.below(text)
  return below === undefined ? 'nothing' : { text: before + below, included: true, exact: true, bare: true }
}

/**
 * Whether a whole key may end with the text of a slot: it has a fixed width, and what follows may be empty or absent.
 * Else something follows, which the text of an end lacks.
 */
export function isBare({ next, nextIsLast }: Pick<SlotPlace, 'next' | 'nextIsLast'>): boolean {
  return typeof next === 'object' && (next.partial || (nextIsLast && next.format.width === undefined))
}

/** What the keys begin with whose value begins with this one; `undefined` if nothing is known of it. */
export function startIn(
  { slot, before }: SlotPlace,
  prefix: AttributeValue,
): { readonly text: string; readonly exact: boolean } | undefined {
  const start = slot.format.start?.(prefix)
  if (start === undefined) return undefined
  const { ending } = slot
  if (ending === undefined) return { ...start, text: before + start.text }
  const text = escaped(start.text, ending)
  return typeof text === 'string'
    ? { text: before + text, exact: start.exact && !isKept(slot) }
    : { text: before + cleanStart(start.text, ending), exact: false }
}
