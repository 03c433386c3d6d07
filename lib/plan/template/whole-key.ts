// Key attributes that are one number or binary attribute, which is compared as it is.
import type { Slot } from '../../entity/key/template/slot.js'
import type { AttributeValue } from '../../entity/struct/attribute-value.js'
import type { OperatorName } from '../../expression/condition/operators.js'
import type { PathOperand } from '../../expression/path/operand.js'
import { compareStored } from '../../expression/stored/stored-order.js'
import { rangeOperators } from '../condition/operator-sense.js'
import { common } from './interval.js'
import type { RangeComparison } from './key-range.js'
import {
  type ClauseOn,
  comparisonOn,
  isCovered,
  nothingBetween,
  type TemplateUse,
} from './template-conditions.js'

/** What conditions make of a key attribute that is one attribute. */
export function wholeUse(path: PathOperand, slot: Slot, found: readonly ClauseOn[]): TemplateUse {
  const { above, from, below, upTo, both, start } = rangeOperators()
  const none = { comparison: undefined, covered: [], used: [], known: 0, never: undefined }
  const { low, high, prefix } = common(found.map(({ interval }) => interval)) ?? { exact: true }
  if (low !== undefined && high !== undefined) {
    const order = compareStored(low.value, high.value) ?? 0
    const shut = low.inclusive && high.inclusive
    if (order > 0 || (order === 0 && !shut)) return { ...none, never: nothingBetween(slot) }
    // BETWEEN includes both its ends.
    const exact = { before: true, low: low.inclusive, high: high.inclusive, start: false }
    return wholeRange(path, slot, both, [low.value, high.value], found, exact)
  }
  const exact = { before: true, low: true, high: true, start: low === undefined && high === undefined }
  if (low !== undefined)
    return wholeRange(path, slot, low.inclusive ? from : above, [low.value], found, exact)
  if (high !== undefined)
    return wholeRange(path, slot, high.inclusive ? upTo : below, [high.value], found, exact)
  return prefix === undefined ? none : wholeRange(path, slot, start, [prefix], found, exact)
}

function wholeRange(
  path: PathOperand,
  slot: Slot,
  operator: OperatorName,
  values: readonly AttributeValue[],
  found: readonly ClauseOn[],
  exact: RangeComparison['exact'],
): TemplateUse {
  const there = { low: true, high: true, start: true }
  const covered = found
    .filter(({ interval }) => isCovered(interval, there, exact))
    .map(({ clause }) => clause)
  return {
    comparison: comparisonOn(path, operator, values),
    covered,
    used: [slot.name],
    known: 0,
    never: undefined,
  }
}
