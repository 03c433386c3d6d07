// A range of keys as the one comparison that a key condition takes.
import { afterPrefix } from '../../entity/key/template/separator.js'
import type { OperatorName } from '../../expression/condition/operators.js'
import { compareStored } from '../../expression/stored/stored-order.js'
import { utf8Length } from '../../util/bytes.js'
import { rangeOperators } from '../condition/operator-sense.js'
import type { KeyEnd } from './slot-range.js'

/** What is known of a range of keys. */
export interface KnownRange {
  /** What all of its keys begin with, and whether a key outside may be the end of that. */
  readonly before: string
  readonly bare: boolean
  readonly low: KeyEnd | undefined
  readonly high: KeyEnd | undefined
  /** What they begin with beyond that. */
  readonly start: { readonly text: string; readonly exact: boolean; readonly bare: boolean } | undefined
}

/** A comparison of a key attribute, and how exactly it says the range. */
export interface RangeComparison {
  /** `undefined` if nothing is to be said. */
  readonly operator: OperatorName | undefined
  readonly texts: readonly string[]
  /** Which parts of the range it says exactly. */
  readonly exact: {
    readonly before: boolean
    readonly low: boolean
    readonly high: boolean
    readonly start: boolean
  }
}

/**
 * The comparison of a range, none of whose texts has more bytes than a key attribute may have; `'nothing'` if the range
 * is empty.
 */
export function rangeComparison(range: KnownRange, most: number): RangeComparison | 'nothing' {
  const { before, low, high, start } = range
  if (low === undefined && high === undefined) {
    const text = start?.text ?? before
    if (!fits(text, most)) return 'nothing'
    const exact = { before: true, low: true, high: true, start: start?.exact ?? true }
    return {
      operator: text === '' ? undefined : rangeOperators().start,
      texts: text === '' ? [] : [text],
      exact,
    }
  }
  const startLow: KeyEnd | undefined = start && { text: start.text, included: true, exact: true, bare: true }
  const bottom = higher(higher({ text: before, included: true, exact: true, bare: true }, low), startLow)
  const startHigh = start && ceiling(start.text, start.bare)
  const top = lower(lower(ceiling(before, range.bare), high), startHigh)
  return compared(range, bottom, top, most)
}

function compared(
  range: KnownRange,
  bottom: KeyEnd,
  top: KeyEnd | undefined,
  most: number,
): RangeComparison | 'nothing' {
  const { above, from, below, upTo, both } = rangeOperators()
  const least = cut(bottom.text, most - 1)
  const greatest =
    top === undefined ? undefined : fits(top.text, most) ? top.text : afterPrefix(cut(top.text, most - 4))
  const whole = { low: least === bottom.text, high: top === undefined || greatest === top.text }
  const rangeText = (
    operator: OperatorName | undefined,
    texts: readonly string[],
    strict = true,
  ): RangeComparison => ({
    operator,
    texts,
    exact: exactness(range, top, whole, strict),
  })
  // No key is empty, so that each is above the empty string.
  const included = bottom.included || !whole.low || least === ''
  if (top === undefined || greatest === undefined)
    return least === '' ? rangeText(undefined, []) : rangeText(included ? from : above, [least])
  if (greatest === '') return 'nothing'
  if (least === '') return rangeText(top.included && whole.high ? upTo : below, [greatest])
  const first = included ? least : `${least}\u0000`
  const order = compareText(first, greatest)
  if (order > 0 || (order === 0 && !top.included)) return 'nothing'
  return order === 0 ? rangeText('eq', [first]) : rangeText(both, [first, greatest], false)
}

// `whole`: whether the ends are as they were, not cut to what a key may have. `strict`: the operator leaves out an end
// that is not included, as BETWEEN does not.
function exactness(
  { before, bare, low, high, start }: KnownRange,
  top: KeyEnd | undefined,
  whole: { readonly low: boolean; readonly high: boolean },
  strict: boolean,
): RangeComparison['exact'] {
  const below = (end: KeyEnd | undefined): boolean =>
    end === undefined ||
    end.included ||
    strict ||
    !end.bare ||
    (top !== undefined && compareText(top.text, end.text) < 0)
  return {
    before: whole.low && whole.high && below(ceiling(before, bare)),
    low: whole.low && low?.exact !== false,
    high: whole.high && high?.exact !== false && below(high),
    start:
      whole.low && whole.high && start?.exact !== false && below(start && ceiling(start.text, start.bare)),
  }
}

// The end of all keys with one beginning.
function ceiling(text: string, bare: boolean): KeyEnd | undefined {
  const above = afterPrefix(text)
  return above === undefined ? undefined : { text: above, included: false, exact: true, bare }
}

const compareText = (a: string, b: string): number => compareStored({ S: a }, { S: b }) ?? 0

function higher(best: KeyEnd, next: KeyEnd | undefined): KeyEnd {
  if (next === undefined) return best
  const order = compareText(next.text, best.text)
  return order > 0 || (order === 0 && !next.included) ? next : best
}

function lower(best: KeyEnd | undefined, next: KeyEnd | undefined): KeyEnd | undefined {
  if (best === undefined || next === undefined) return best ?? next
  const order = compareText(next.text, best.text)
  return order < 0 || (order === 0 && !next.included) ? next : best
}

const fits = (text: string, most: number): boolean => text.length * 3 <= most || utf8Length(text) <= most

// DynamoDB refuses a value beyond the limit of a key attribute, also if it is only compared with: as many whole
// characters as fit.
function cut(text: string, most: number): string {
  if (fits(text, most)) return text
  let bytes = 0
  let end = 0
  for (const character of text) {
    bytes += utf8Length(character)
    if (bytes > most) break
    end += character.length
  }
  return text.slice(0, end)
}
