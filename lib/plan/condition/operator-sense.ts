// Meaning of operators for order and presence, found by trying the rows of their table.
import {
  type OperatorName,
  type OperatorRow,
  operators,
  type Side,
} from '../../expression/condition/operators.js'
import { remembered } from '../../util/remembered.js'

/** The end of a range that an operator sets: `gte` sets an inclusive lower end. */
export interface RangeEnd {
  readonly side: 'lower' | 'upper'
  readonly inclusive: boolean
}

/** Returns the end of a range that an operator with one value sets; `undefined` for operators that set none. */
export function rangeEndOf(operator: OperatorName): RangeEnd | undefined {
  return rangeEndsIn(operators).get(operator)
}

const rangeEndsIn = remembered((rows: Readonly<Record<OperatorName, OperatorRow>>) => {
  const names = Object.keys(rows) as OperatorName[]
  return new Map(names.map((name) => [name, rangeEndIn(rows[name])]))
})

function rangeEndIn(row: OperatorRow): RangeEnd | undefined {
  if (row.operands !== 'value') return undefined
  const [below, inclusive, above] = [low, middle, high].map((side) => row.holds(side, [middle]))
  if (below === above || inclusive === undefined) return undefined
  return { side: above === true ? 'lower' : 'upper', inclusive }
}

/**
 * Returns the operator that is true exactly if this one is false: `eq` for `ne`, `exists` for `notExists`, and `gte`
 * for `lt` if the attribute is known to exist.
 */
export function oppositeOf(operator: OperatorName, present: boolean): OperatorName | undefined {
  const ours = resultsOf(operator, present)
  return (
    ours && named(operator, (other) => resultsOf(other, present)?.every((result, at) => result !== ours[at]))
  )
}

/** Returns the operator that means the same with its sides exchanged: `gt` for `lt`. */
export function mirrorOf(operator: OperatorName): OperatorName | undefined {
  const row: OperatorRow = operators[operator]
  if (row.operands !== 'value') return undefined
  const ours = samples.map((side) => row.holds(middle, [side]))
  return named(operator, (other) => resultsOf(other, false)?.every((result, at) => result === ours[at]))
}

/** The operators by which a range is said. */
export interface RangeOperators {
  readonly above: OperatorName
  readonly from: OperatorName
  readonly below: OperatorName
  readonly upTo: OperatorName
  readonly both: OperatorName
  readonly start: OperatorName
}

/** Finds the operators by which a range is said. */
export function rangeOperators(): RangeOperators {
  return rangeOperatorsIn(operators)
}

const rangeOperatorsIn = remembered((rows: Readonly<Record<OperatorName, OperatorRow>>): RangeOperators => {
  const names = Object.keys(rows) as OperatorName[]
  const withEnd = (side: RangeEnd['side'], inclusive: boolean) => (name: OperatorName) => {
    const end = rangeEndOf(name)
    return end?.side === side && end.inclusive === inclusive
  }
  const find = (fits: (name: OperatorName) => boolean): OperatorName => names.find(fits) ?? 'eq'
  return Object.freeze({
    above: find(withEnd('lower', false)),
    from: find(withEnd('lower', true)),
    below: find(withEnd('upper', false)),
    upTo: find(withEnd('upper', true)),
    both: find((name) => rows[name].operands === 'range'),
    start: find((name) => rows[name].operands === 'prefix'),
  })
})

const [low, middle, high]: readonly [Side, Side, Side] = [{ S: 'a' }, { S: 'b' }, { S: 'c' }]
const samples: readonly Side[] = [low, middle, high, undefined]

// Only for operators whose result depends on nothing but order, equality or presence: no samples describe the others
// completely.
function resultsOf(operator: OperatorName, present: boolean): readonly boolean[] | undefined {
  const row: OperatorRow = operators[operator]
  if (row.operands !== 'value' && row.operands !== 'none') return undefined
  const operand = row.operands === 'value' ? [middle] : []
  return samples.filter((side) => side !== undefined || !present).map((side) => row.holds(side, operand))
}

// Searches operators with the same kind of operands.
function named(
  like: OperatorName,
  fits: (operator: OperatorName) => boolean | undefined,
): OperatorName | undefined {
  const { operands } = operators[like]
  const names = Object.keys(operators) as OperatorName[]
  return names.find((name) => operators[name].operands === operands && fits(name) === true)
}
