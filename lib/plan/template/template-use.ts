// A templated key attribute in a query: its comparison in the key condition, and which conditions that stands for.
import type { Slot, Template } from '../../entity/key/template/slot.js'
import { holds } from '../../expression/condition/evaluation.js'
import type { PathOperand } from '../../expression/path/operand.js'
import { utf8Length } from '../../util/bytes.js'
import { saysAbsent } from '../source/presence.js'
import { common } from './interval.js'
import { rangeComparison } from './key-range.js'
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
  const slot = template.pieces[known]
  // Where an attribute is absent, the key of a partial template ends. NULL is absent there, too.
  const ended = typeof slot === 'object' && slot.partial && saysAbsent(conditions.clauses, slot.name)
  if (typeof slot === 'object' && !ended) {
    const found = clausesOn(slot, conditions.clauses)
    if (common(found.map(({ interval }) => interval))?.none === true)
      return never(begun, nothingBetween(slot))
    return template.type === 'S' ? rangeUse(path, template, begun, slot, found) : wholeUse(path, slot, found)
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
  return { comparison, covered, used: ended ? [...used, slot.name] : used, known, never: undefined }
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

function rangeUse(
  path: PathOperand,
  { pieces, most }: Template,
  begun: Beginning,
  slot: Slot,
  found: readonly ClauseOn[],
): TemplateUse {
  const { text: before, known, used, loose } = begun
  const at: SlotPlace = { slot, before, next: pieces[known + 1], nextIsLast: known + 2 === pieces.length }
  const interval = common(found.map((each) => each.interval))
  const low = interval?.low && lowerEnd(at, interval.low)
  const high = interval?.high && upperEnd(at, interval.high)
  const start = interval?.prefix && startIn(at, interval.prefix)
  const range =
    low === 'nothing' || high === 'nothing'
      ? 'nothing'
      : rangeComparison(
          {
            before,
            bare:
              typeof pieces[known - 1] === 'object' &&
              isBare({ next: slot, nextIsLast: known + 1 === pieces.length }),
            low,
            high,
            start: start && { ...start, bare: at.next === undefined || isBare(at) },
          },
          most,
        )
  if (range === 'nothing') return never(begun, nothingBetween(slot))
  const { operator, texts, exact } = range
  const bounded = low !== undefined || high !== undefined || start !== undefined
  const whole = { low: low !== undefined, high: high !== undefined, start: start !== undefined }
  const more = loose
    ? []
    : found.filter((each) => isCovered(each.interval, whole, exact)).map(({ clause }) => clause)
  return {
    comparison:
      operator === undefined
        ? undefined
        : comparisonOn(
            path,
            operator,
            texts.map((S) => ({ S })),
          ),
    covered: [...(exact.before ? begun.covered : []), ...more],
    used: bounded ? [...used, slot.name] : used,
    known,
    never: undefined,
  }
}
