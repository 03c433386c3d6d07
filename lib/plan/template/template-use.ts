// A templated key attribute in a query: its comparison in the key condition, and which conditions that stands for.
import type { Slot, Template } from '../../entity/key/template/slot.js'
import { holds } from '../../expression/condition/evaluation.js'
import type { PathOperand } from '../../expression/path/operand.js'
import { utf8Length } from '../../util/bytes.js'
import { saysAbsent } from '../source/presence.js'
import { common, type ValueInterval } from './interval.js'
import { type RangeComparison, rangeComparison } from './key-range.js'
import { isBare, lowerEnd, type SlotPlace, startIn, upperEnd } from './slot-range.js'
import { type Beginning, beginningOf } from './template-beginning.js'
import {
  type ClauseOn,
  type Conditions,
  clausesOn,
  comparisonOn,
  isCovered,
  nothingBetween,
  type TemplateUse,
} from './template-conditions.js'
import { wholeUse } from './whole-key.js'

/** The narrowest range of a templated key attribute that holds every item which meets the conditions. */
export function useTemplate(path: PathOperand, template: Template, conditions: Conditions): TemplateUse {
  const begun = beginningOf(template, conditions)
  const use = useFrom(begun, path, template, conditions)
  return template.partial && mayEndIn(use, begun) ? { ...use, covered: [] } : use
}

// Whether an item that lacks one of the attributes may lie in the range, so that the range does not say all.
function mayEndIn({ comparison }: TemplateUse, { ends }: Beginning): boolean {
  if (comparison?.left.kind !== 'path') return true
  const name = String(comparison.left.names[0])
  return ends.some((S) => holds(comparison, { [name]: { S } }))
}

function useFrom(
  begun: Beginning,
  path: PathOperand,
  template: Template,
  conditions: Conditions,
): TemplateUse {
  const { text, covered, used, known } = begun
  if (begun.never !== undefined) return never(begun, begun.never)
  const open = openSlot(template, known)
  const slot = open?.slot
  // Where an attribute is absent, the key of a partial template ends. NULL is absent there, too.
  const ended = slot?.partial === true && saysAbsent(conditions.clauses, slot.name)
  if (open !== undefined && slot !== undefined && !ended) {
    const found = clausesOn(slot, conditions.clauses)
    if (common(found.map(({ interval }) => interval))?.none === true)
      return never(begun, nothingBetween(slot))
    return template.type === 'S' ? rangeUse(path, begun, open, found) : wholeUse(path, slot, found)
  }
  if (template.type !== 'S')
    return {
      comparison: begun.whole && comparisonOn(path, 'eq', [begun.whole]),
      covered,
      used,
      known,
      never: undefined,
    }
  // A UTF-16 unit takes at most three bytes of UTF-8: short text need not be measured.
  const bytes = text.length > 0 && text.length * 3 <= template.most ? 1 : utf8Length(text)
  if (bytes === 0 || bytes > template.most) return never(begun, sizeTrouble(template, bytes))
  const comparison = comparisonOn(path, 'eq', [{ S: text }])
  return {
    comparison,
    covered,
    used: ended && slot !== undefined ? [...used, slot.name] : used,
    known,
    never: undefined,
  }
}

const never = ({ used, known }: Beginning, why: string): TemplateUse => ({
  comparison: undefined,
  covered: [],
  used,
  known,
  never: why,
})

const sizeTrouble = ({ most }: Template, bytes: number): string =>
  bytes === 0
    ? 'the key would be empty, and a key attribute must not be'
    : `the key would have ${bytes} bytes, but this key attribute can have at most ${most}`

/** A slot of a template for strings whose value is not given, without what precedes it. */
export interface OpenSlot extends Omit<SlotPlace, 'before'> {
  /** Whether a whole key may end before the slot, with the text of a value. */
  readonly bare: boolean
  readonly most: number
}

/** The slot at a place among the pieces of a template; `undefined` if there is none. */
export function openSlot({ pieces, most }: Template, known: number): OpenSlot | undefined {
  const slot: string | Slot | undefined = pieces[known]
  if (typeof slot !== 'object') return undefined
  const nextIsLast = known + 2 === pieces.length
  const bare =
    typeof pieces[known - 1] === 'object' && isBare({ next: slot, nextIsLast: known + 1 === pieces.length })
  return { slot, next: pieces[known + 1], nextIsLast, bare, most }
}

/** A range of keys, with the ends that an interval of values has there. */
export interface SlotRange extends RangeComparison {
  readonly there: { readonly low: boolean; readonly high: boolean; readonly start: boolean }
}

/** The range of the keys in which a value of an interval follows a string; `'nothing'` if it is empty. */
export function rangeInSlot(
  { slot, next, nextIsLast, bare, most }: OpenSlot,
  before: string,
  interval: ValueInterval | undefined,
): SlotRange | 'nothing' {
  const at: SlotPlace = { slot, before, next, nextIsLast }
  const low = interval?.low && lowerEnd(at, interval.low)
  const high = interval?.high && upperEnd(at, interval.high)
  const begun = interval?.prefix && startIn(at, interval.prefix)
  if (low === 'nothing' || high === 'nothing') return 'nothing'
  const start = begun && { ...begun, bare: next === undefined || isBare(at) }
  const range = rangeComparison({ before, bare, low, high, start }, most)
  if (range === 'nothing') return range
  const there = { low: low !== undefined, high: high !== undefined, start: start !== undefined }
  return { operator: range.operator, texts: range.texts, exact: range.exact, there }
}

function rangeUse(
  path: PathOperand,
  begun: Beginning,
  open: OpenSlot,
  found: readonly ClauseOn[],
): TemplateUse {
  const { text: before, known, used, loose } = begun
  const range = rangeInSlot(open, before, common(found.map((each) => each.interval)))
  if (range === 'nothing') return never(begun, nothingBetween(open.slot))
  const { operator, texts, exact, there } = range
  const more = loose
    ? []
    : found.filter((each) => isCovered(each.interval, there, exact)).map(({ clause }) => clause)
  const values = texts.map((S) => ({ S }))
  return {
    comparison: operator === undefined ? undefined : comparisonOn(path, operator, values),
    covered: [...(exact.before ? begun.covered : []), ...more],
    used: there.low || there.high || there.start ? [...used, open.slot.name] : used,
    known,
    never: undefined,
  }
}
