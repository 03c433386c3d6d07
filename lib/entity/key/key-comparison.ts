// Comparison of a key that is stored with the one that an item makes.
import { textIn } from '../codec/dialect.js'
import type { StoredItem } from '../struct/attribute-value.js'
import type { Computed } from './computed.js'
import type { Template, TextFunctions } from './template/slot.js'

/** Compares the text of a stored key attribute with what an item makes of it. */
export interface KeyComparison extends Pick<TextFunctions, 'fits'> {
  /** The stored attribute name. */
  readonly name: string
}

/** What is needed of a key to compare it. */
interface ComparedKey {
  readonly comparisons: readonly KeyComparison[] | undefined
}

/** The comparisons of the parts that are made; `undefined` if one is not the text of a template. */
export function comparisonsOf(
  parts: readonly { readonly name: string; readonly template?: Template | Computed }[],
): readonly KeyComparison[] | undefined {
  const comparisons: KeyComparison[] = []
  for (const { name, template } of parts) {
    if (template === undefined) continue
    const fits = 'slots' in template ? template.functions?.fits : undefined
    if (fits === undefined) return undefined
    comparisons.push(Object.freeze({ name, fits }))
  }
  return Object.freeze(comparisons)
}

/**
 * Whether an item makes the key that is stored, as far as it is known. False also if a part of the key is not the text
 * of a template: `keyMismatches` can tell then.
 * @param storedText returns the stored string of a key attribute; `undefined` if there is none.
 */
export function makesKey(
  { comparisons }: ComparedKey,
  item: object,
  storedText: (name: string) => string | undefined,
): boolean {
  if (comparisons === undefined) return false
  for (let at = 0; at < comparisons.length; at++) {
    const { name, fits } = comparisons[at] as KeyComparison
    const text = storedText(name)
    if (text === undefined || !fits(item, text)) return false
  }
  return true
}

/** As `makesKey`, without a function for each item. */
// Nothing that objects inherit is a string in `S`. By index, here and wherever keys are made and compared: V8 makes an
// object for each step of a loop over a frozen array.
export function makesStored({ comparisons }: ComparedKey, item: object, stored: StoredItem): boolean {
  if (comparisons === undefined) return false
  for (let at = 0; at < comparisons.length; at++) {
    const { name, fits } = comparisons[at] as KeyComparison
    const text = textIn(stored[name])
    if (text === undefined || !fits(item, text)) return false
  }
  return true
}
