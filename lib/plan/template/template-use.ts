// A templated key attribute in a query: the comparison that the key condition takes, and which conditions it stands for.
import { slotText } from '../../entity/key/template/print-template.js'
import type { Slot, Template } from '../../entity/key/template/slot.js'
import type { AttributeValue } from '../../entity/struct/attribute-value.js'
import type { Comparison, ConditionNode } from '../../expression/condition/condition-node.js'
import type { OperatorName } from '../../expression/condition/operators.js'
import { compareStored } from '../../expression/stored/stored-order.js'
import { utf8Length } from '../../util/bytes.js'
import { type RangeComparison, rangeComparison } from './key-range.js'
import { isBare, isKept, lowerEnd, placeIn, type SlotPlace, startIn, upperEnd } from './slot-range.js'
import { common, intervalOf, type ValueInterval } from './value-interval.js'

/** The value that conditions give an attribute, with those that do. */
export interface GivenValue {
  readonly value: AttributeValue
  readonly clauses: readonly ConditionNode[]
}

/** What is asked of the attributes in a template. */
export interface Asked {
  /** By stored name. */
  readonly equals: ReadonlyMap<string, GivenValue>
  readonly clauses: readonly ConditionNode[]
}

/** What a template makes of conditions. */
export interface TemplateUse {
  /** What the key condition says of the key attribute; `undefined` if nothing. */
  readonly comparison: Comparison | undefined
  /** The conditions that it stands for: every key in its range meets them. */
  readonly said: readonly ConditionNode[]
  /** The stored names of the attributes that it speaks of. */
  readonly used: readonly string[]
  /** How many pieces of the template are known, before what is known only in part. */
  readonly known: number
  /** Why no item at all can meet the conditions. */
  readonly never: string | undefined
}

/** The narrowest range of a templated key attribute that holds every item which meets the conditions. */
export function useTemplate(name: string, template: Template, asked: Asked): TemplateUse {
  const begun = beginningOf(template, asked)
  const { text, said, used, known } = begun
  if (begun.never !== undefined) return never(begun, begun.never)
  const slot = template.pieces[known]
  if (typeof slot === 'object') {
    const found = clausesOn(slot, asked.clauses)
    if (common(found.map(({ interval }) => interval))?.none === true)
      return never(begun, nothingBetween(slot))
    return template.type === 'S' ? rangeUse(name, template, begun, slot, found) : wholeUse(name, slot, found)
  }
  if (template.type !== 'S')
    return {
      comparison: begun.whole && comparisonOn(name, 'eq', [begun.whole]),
      said,
      used,
      known,
      never: undefined,
    }
  const bytes = utf8Length(text)
  if (bytes === 0 || bytes > template.most) return never(begun, sizeTrouble(template, bytes))
  return { comparison: comparisonOn(name, 'eq', [{ S: text }]), said, used, known, never: undefined }
}

/** The pieces from the first on whose text is known. */
interface Beginning {
  readonly text: string
  /** The value, if it is no text. */
  readonly whole: AttributeValue | undefined
  readonly said: readonly ConditionNode[]
  readonly used: readonly string[]
  readonly known: number
  readonly never: string | undefined
  /** Whether a slot is kept as it is, so that the text does not tell where it ends. */
  readonly loose: boolean
}

function beginningOf({ pieces, type }: Template, { equals }: Asked): Beginning {
  const said: ConditionNode[] = []
  const used: string[] = []
  let [text, known, loose] = ['', 0, false]
  let whole: AttributeValue | undefined
  let trouble: string | undefined
  for (const piece of pieces) {
    const given = typeof piece === 'string' ? undefined : equals.get(piece.name)
    if (typeof piece === 'string') text += piece
    else if (given === undefined) break
    else {
      if (type === 'S') {
        const part = slotText(piece, given.value)
        const { rank } = placeIn(piece, given.value)
        if (typeof part !== 'string') trouble ??= `'${piece.property}' ${part.trouble}`
        else if (rank === 'after')
          trouble ??= `'${piece.property}' would have a value that the key cannot hold`
        else text += part
        loose ||= isKept(piece)
        if (rank === 'only' && !loose) said.push(...given.clauses)
      } else {
        whole = given.value
        said.push(...given.clauses)
      }
      used.push(piece.name)
    }
    known++
  }
  return { text, whole, said, used, known, never: trouble, loose }
}

const never = ({ used, known }: Beginning, why: string): TemplateUse => ({
  comparison: undefined,
  said: [],
  used,
  known,
  never: why,
})

const sizeTrouble = ({ most }: Template, bytes: number): string =>
  bytes === 0
    ? 'the key would be empty, and a key attribute must not be'
    : `the key would have ${bytes} bytes, and the most for this key attribute is ${most}`

interface ClauseOn {
  readonly clause: ConditionNode
  readonly interval: ValueInterval
}

// Of several values that are stored without order, as `in` has them, none is the least.
function clausesOn({ name, codec }: Slot, clauses: readonly ConditionNode[]): readonly ClauseOn[] {
  if (codec.unsorted === true) return []
  return clauses.flatMap((clause) => {
    const interval = intervalOf(clause, name)
    return interval === undefined ? [] : { clause, interval }
  })
}

function rangeUse(
  name: string,
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
  const spoken = low !== undefined || high !== undefined || start !== undefined
  const whole = { low: low !== undefined, high: high !== undefined, start: start !== undefined }
  const more = loose
    ? []
    : found.filter((each) => isSaid(each.interval, whole, exact)).map(({ clause }) => clause)
  return {
    comparison:
      operator === undefined
        ? undefined
        : comparisonOn(
            name,
            operator,
            texts.map((S) => ({ S })),
          ),
    said: [...(exact.before ? begun.said : []), ...more],
    used: spoken ? [...used, slot.name] : used,
    known,
    never: undefined,
  }
}

// Each end that a condition sets must be there, and exact.
function isSaid(
  { low, high, prefix, exact }: ValueInterval,
  there: { readonly low: boolean; readonly high: boolean; readonly start: boolean },
  said: RangeComparison['exact'],
): boolean {
  return (
    exact &&
    (low === undefined || (there.low && said.low)) &&
    (high === undefined || (there.high && said.high)) &&
    (prefix === undefined || (there.start && said.start))
  )
}

const nothingBetween = ({ property }: Slot): string =>
  `the bounds of '${property}' leave nothing between them`

// A number or binary is compared as it is.
function wholeUse(name: string, slot: Slot, found: readonly ClauseOn[]): TemplateUse {
  const none = { comparison: undefined, said: [], used: [], known: 0, never: undefined }
  const { low, high, prefix } = common(found.map(({ interval }) => interval)) ?? { exact: true }
  if (low !== undefined && high !== undefined) {
    const order = compareStored(low.value, high.value) ?? 0
    const shut = low.inclusive && high.inclusive
    if (order > 0 || (order === 0 && !shut)) return { ...none, never: nothingBetween(slot) }
    // BETWEEN includes both its ends.
    const exact = { before: true, low: low.inclusive, high: high.inclusive, start: false }
    return wholeSaid(name, slot, 'between', [low.value, high.value], found, exact)
  }
  const exact = { before: true, low: true, high: true, start: low === undefined && high === undefined }
  if (low !== undefined) return wholeSaid(name, slot, low.inclusive ? 'gte' : 'gt', [low.value], found, exact)
  if (high !== undefined)
    return wholeSaid(name, slot, high.inclusive ? 'lte' : 'lt', [high.value], found, exact)
  return prefix === undefined ? none : wholeSaid(name, slot, 'beginsWith', [prefix], found, exact)
}

function wholeSaid(
  name: string,
  slot: Slot,
  operator: OperatorName,
  values: readonly AttributeValue[],
  found: readonly ClauseOn[],
  exact: RangeComparison['exact'],
): TemplateUse {
  const there = { low: true, high: true, start: true }
  const said = found.filter(({ interval }) => isSaid(interval, there, exact)).map(({ clause }) => clause)
  return {
    comparison: comparisonOn(name, operator, values),
    said,
    used: [slot.name],
    known: 0,
    never: undefined,
  }
}

function comparisonOn(name: string, operator: OperatorName, values: readonly AttributeValue[]): Comparison {
  return Object.freeze({
    kind: 'comparison',
    operator,
    left: Object.freeze({ kind: 'path', text: name, names: Object.freeze([name]) }),
    operands: Object.freeze(values.map((value) => Object.freeze({ kind: 'value' as const, value }))),
  })
}
