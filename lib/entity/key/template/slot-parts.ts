// Keys taken apart: the text of each slot.
import { unescaped } from './separator.js'
import type { Slot } from './slot.js'

/** The text of a slot in a key. */
export interface SlotPart {
  readonly slot: Slot
  readonly part: string
}

/** Returns the parts of a key in whose values separators are escaped or refused; `undefined` if it is another key. */
export function partsOf(pieces: readonly (string | Slot)[], text: string): readonly SlotPart[] | undefined {
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

/** A key of 2,048 bytes could be taken apart in more ways than anything can look at. */
const mostWays = 64
const mostSteps = 4096

/**
 * Returns the ways in which the pieces of a template make a key, if each value may contain what ends it.
 * `all`: whether there are no more.
 */
export function waysApart(
  pieces: readonly (string | Slot)[],
  text: string,
): { readonly ways: readonly (readonly SlotPart[])[]; readonly all: boolean } {
  const ways: SlotPart[][] = []
  let steps = 0
  const isOver = () => ways.length === mostWays || steps > mostSteps
  const take = (index: number, at: number, parts: readonly SlotPart[]): void => {
    steps++
    const piece = pieces[index]
    if (piece === undefined) {
      if (at === text.length) ways.push([...parts])
    } else if (typeof piece === 'string') {
      if (text.startsWith(piece, at)) take(index + 1, at + piece.length, parts)
    } else
      for (const end of endsOf(piece, text, at)) {
        take(index + 1, end, [...parts, { slot: piece, part: text.slice(at, end) }])
        if (isOver()) return
      }
  }
  take(0, 0, [])
  return { ways, all: !isOver() }
}

function* endsOf({ format, ending }: Slot, text: string, from: number): Generator<number> {
  if (ending === undefined) {
    const end = format.width === undefined ? text.length : from + format.width
    if (end <= text.length) yield end
    return
  }
  for (let end = text.indexOf(ending.text, from); end >= 0; end = text.indexOf(ending.text, end + 1))
    yield end
}
