// What operators say of order and presence, found by trying the rows of their table: a new operator is understood without a line here.
import {
  type OperatorName,
  type OperatorRow,
  operators,
  type Side,
} from '../../expression/condition/operators.js'

/** The end of a range that an operator sets: `gte` sets an inclusive lower one. */
export interface RangeEnd {
  readonly side: 'lower' | 'upper'
  readonly inclusive: boolean
}

/** The end of a range that an operator with one value sets; `undefined` for operators that set none. */
export function rangeEndOf(operator: OperatorName): RangeEnd | undefined {
  const row: OperatorRow = operators[operator]
  if (row.operands !== 'value') return undefined
  const [below, inclusive, above] = [low, middle, high].map((side) => row.holds(side, [middle]))
  if (below === above || inclusive === undefined) return undefined
  return { side: above === true ? 'lower' : 'upper', inclusive }
}

/**
 * The operator that holds exactly where this one does not: `eq` for `ne`, `exists` for `notExists`, and `gte` for `lt` where the
 * attribute is known to be there.
 */
export function oppositeOf(operator: OperatorName, present: boolean): OperatorName | undefined {
  const ours = answersOf(operator, present)
  return (
    ours && named(operator, (other) => answersOf(other, present)?.every((answer, at) => answer !== ours[at]))
  )
}

/** The operator that says the same with its sides exchanged: `gt` for `lt`. */
export function mirrorOf(operator: OperatorName): OperatorName | undefined {
  const row: OperatorRow = operators[operator]
  if (row.operands !== 'value') return undefined
  const ours = samples.map((side) => row.holds(middle, [side]))
  return named(operator, (other) => answersOf(other, false)?.every((answer, at) => answer === ours[at]))
}

const [low, middle, high]: readonly [Side, Side, Side] = [{ S: 'a' }, { S: 'b' }, { S: 'c' }]
const samples: readonly Side[] = [low, middle, high, undefined]

// Only operators whose answer depends on order, equality or presence alone: others have no samples that say it all.
function answersOf(operator: OperatorName, present: boolean): readonly boolean[] | undefined {
  const row: OperatorRow = operators[operator]
  if (row.operands !== 'value' && row.operands !== 'none') return undefined
  const operand = row.operands === 'value' ? [middle] : []
  return samples.filter((side) => side !== undefined || !present).map((side) => row.holds(side, operand))
}

// Among operators with the same kind of operands.
function named(
  like: OperatorName,
  fits: (operator: OperatorName) => boolean | undefined,
): OperatorName | undefined {
  const { operands } = operators[like]
  const names = Object.keys(operators) as OperatorName[]
  return names.find((name) => operators[name].operands === operands && fits(name) === true)
}
