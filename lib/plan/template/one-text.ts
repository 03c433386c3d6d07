// The one text that bounds leave to a slot: a day, if all instants between two bounds are of it.
import type { Slot } from '../../entity/key/template/slot.js'
import type { ConditionNode } from '../../expression/condition/condition-node.js'
import { common, type ValueBound } from './interval.js'
import { clausesOn, isCovered } from './template-conditions.js'

/** The text of a slot, with the conditions that leave no other value than those that have it. */
export interface OneText {
  readonly text: string
  readonly implied: readonly ConditionNode[]
}

/** The text that all values have which conditions leave to a slot; `undefined` if there are several. */
export function oneText(slot: Slot, clauses: readonly ConditionNode[]): OneText | undefined {
  const { format } = slot
  // Of formats that lose nothing, each text is of one value, which an eq gives.
  if (!format.lossy || format.below === undefined) return undefined
  const found = clausesOn(slot, clauses)
  const { low, high, prefix, none } = common(found.map(({ interval }) => interval)) ?? { exact: true }
  if (none === true) return undefined
  const start = prefix === undefined ? undefined : format.start?.(prefix)
  const first = low && firstText(slot, low)
  const last = high && lastText(slot, high)
  const known = start?.text.length === format.width ? start : undefined
  const text = known?.text ?? (first !== undefined && first.text === last?.text ? first.text : undefined)
  if (text === undefined) return undefined
  const there = { low: first !== undefined, high: last !== undefined, start: known !== undefined }
  const exact = {
    before: true,
    low: first?.exact === true && known === undefined,
    high: last?.exact === true && known === undefined,
    start: known?.exact === true,
  }
  return {
    text,
    implied: found.filter(({ interval }) => isCovered(interval, there, exact)).map(({ clause }) => clause),
  }
}

interface EndText {
  readonly text: string
  /** Whether all values with this text are within the bound. */
  readonly exact: boolean
}

function firstText({ format }: Slot, { value, inclusive }: ValueBound): EndText | undefined {
  const { text, rank } = format.place(value)
  return text === undefined || rank === 'after' ? undefined : { text, exact: rank === 'first' && inclusive }
}

function lastText({ format }: Slot, { value, inclusive }: ValueBound): EndText | undefined {
  const { text, rank } = format.place(value)
  if (text === undefined || rank === 'after') return undefined
  if (inclusive || rank !== 'first') return { text, exact: inclusive && rank === 'last' }
  const below = format.below?.(text)
  return below === undefined ? undefined : { text: below, exact: true }
}
