// Bounds of a struct that an update could violate, as tests of the current item that DynamoDB checks.
import type { Codec } from '../../entity/codec/codec.js'
import { numberText } from '../../entity/codec/decimal.js'
import type { Range } from '../../entity/struct/limits.js'
import type { UpdateClause } from '../function/update-functions.js'
import type { OperandNode } from '../function/update-operand.js'
import type { PathOperand } from '../path/operand.js'
import { resolvePath } from '../path/resolved-path.js'
import { decimalSum, negatedDecimal } from '../stored/decimal-sum.js'
import { compareStored } from '../stored/stored-order.js'
import { attributeTest, type ItemTest, rangeTest } from './item-test.js'
import { boundWords, type Need, needOf, operandTest } from './update-need.js'
import { refuseUpdate, type UpdatePlace } from './update-place.js'
import { sizeNeeds } from './update-sizes.js'

/**
 * Returns the needs of a change that follow from the bounds of its attribute (`min`, `max`, `size`, `nonempty`). Values
 * that are set are checked before; for values that DynamoDB computes, the tests check what they are computed from.
 * @throws InvalidUpdateError if no condition can express the bound: for the sum of two attributes, and for two joined
 * lists.
 */
export function boundNeeds(place: UpdatePlace, clause: UpdateClause, operand: OperandNode): readonly Need[] {
  const { numeric, limits } = place.path.codec
  const { value, size } = limits ?? {}
  if (numeric === 'few') return fewNeeds(place, clause, operand)
  return [
    ...(value === undefined ? [] : numberNeeds(place, clause, operand, value)),
    ...(size === undefined ? [] : sizeNeeds(place, clause, operand, size)),
  ]
}

function numberNeeds(
  place: UpdatePlace,
  clause: UpdateClause,
  operand: OperandNode,
  range: Range,
): readonly Need[] {
  const words = boundWords(place.path.text, range)
  if (clause === 'ADD')
    return operand.kind === 'value' && 'N' in operand.value
      ? needOf(place, words, sumTest(orZero(place.path.operand), range, 1, operand.value.N))
      : []
  if (clause !== 'SET' || operand.kind === 'value') return []
  const { terms, constant } = termsOf(operand, 1)
  const [first, second] = terms
  if (first === undefined) return needOf(place, words, isWithin(constant, range))
  if (second !== undefined) return sumNeeds(place, terms, constant, range)
  if (isUnchanged(place, operand, range)) return []
  return needOf(place, words, sumTest(first.operand, range, first.sign, constant))
}

// Tests a sum that must be one of a few values.
function fewNeeds(place: UpdatePlace, clause: UpdateClause, operand: OperandNode): readonly Need[] {
  const values = fewNumbers(place.path.codec)
  const sum = clause === 'ADD' ? addition(place.path.operand, operand) : operand
  if (sum.kind !== 'function' || !(sum.name === 'plus' || sum.name === 'minus')) return []
  const { terms, constant } = termsOf(sum, 1)
  const [term, other] = terms
  if (term === undefined || other !== undefined || values.length === 0)
    return refuseUpdate(
      place,
      'it accepts only a few values, and a computed sum may not be one of them; use set()',
    )
  const without = values.flatMap((value) => decimalSum(value, negatedDecimal(constant)) ?? [])
  const wanted = term.sign === 1 ? without : without.map(negatedDecimal)
  const test = operandTest(
    term.operand,
    (path) =>
      attributeTest(
        'in',
        path,
        wanted.map((N) => ({ N })),
      ),
    ({ value }) => 'N' in value && wanted.some((each) => compareStored({ N: each }, value) === 0),
  )
  return needOf(place, `${place.path.text} must be one of its few values`, test)
}

function fewNumbers({ only = new Set(), members = [], encode }: Codec): readonly string[] {
  const own = [...only].flatMap((value) => {
    const stored = encode(value)
    return stored !== undefined && 'N' in stored ? [stored.N] : []
  })
  return [...own, ...members.flatMap(fewNumbers)]
}

// What ADD sets, as a sum.
function addition(path: PathOperand, second: OperandNode): OperandNode {
  return { kind: 'function', name: 'plus', first: orZero(path), second }
}

/** One part of a sum, whose value only DynamoDB knows. */
interface Term {
  readonly sign: 1 | -1
  readonly operand: OperandNode
}

function termsOf(operand: OperandNode, sign: 1 | -1): { terms: readonly Term[]; constant: string } {
  if (operand.kind === 'value') {
    const number = 'N' in operand.value ? operand.value.N : '0'
    return { terms: [], constant: sign === 1 ? number : negatedDecimal(number) }
  }
  if (operand.kind === 'path' || !(operand.name === 'plus' || operand.name === 'minus'))
    return { terms: [{ sign, operand }], constant: '0' }
  const left = termsOf(operand.first, sign)
  const right = termsOf(operand.second, operand.name === 'plus' ? sign : sign === 1 ? -1 : 1)
  return {
    terms: [...left.terms, ...right.terms],
    constant: decimalSum(left.constant, right.constant) ?? left.constant,
  }
}

// The attribute itself, or another one with the same bounds, without a calculation: the result is within the bounds if
// the current value is.
function isUnchanged(place: UpdatePlace, operand: OperandNode, range: Range): boolean {
  if (operand.kind === 'value') return true
  if (operand.kind === 'path') {
    if (operand.text === place.path.text) return true
    const other = resolvePath(place.root, operand.text).codec.limits?.value
    const { low = Number.NEGATIVE_INFINITY, high = Number.POSITIVE_INFINITY } = range
    return (
      (other?.low ?? Number.NEGATIVE_INFINITY) >= low && (other?.high ?? Number.POSITIVE_INFINITY) <= high
    )
  }
  return (
    operand.name === 'ifNotExists' &&
    isUnchanged(place, operand.first, range) &&
    isUnchanged(place, operand.second, range)
  )
}

// Tests that sign · operand + constant is within the range.
function sumTest(operand: OperandNode, range: Range, sign: 1 | -1, constant: string): ItemTest {
  return operandTest(
    operand,
    (path) => {
      const least = range.low === undefined ? undefined : moved(range.low, constant, 1)
      const most = range.high === undefined ? undefined : moved(range.high, constant, -1)
      const [low, high] = sign === 1 ? [least, most] : [negated(most), negated(least)]
      const empty = low !== undefined && high !== undefined && isBelow(high, low)
      return empty ? false : rangeTest(path, low, high)
    },
    ({ value }) => {
      const text = 'N' in value ? value.N : '0'
      return isWithin(decimalSum(sign === 1 ? text : negatedDecimal(text), constant) ?? constant, range)
    },
  )
}

// What ADD adds to.
function orZero(path: PathOperand): OperandNode {
  return { kind: 'function', name: 'ifNotExists', first: path, second: { kind: 'value', value: { N: '0' } } }
}

// The bounds of the attributes themselves may guarantee that every sum of them is within the range; otherwise nothing
// can.
function sumNeeds(
  place: UpdatePlace,
  terms: readonly Term[],
  constant: string,
  { low, high }: Range,
): readonly Need[] {
  const ranges = terms.map(({ sign, operand }) => {
    const range = rangeOf(place, operand)
    if (sign === 1) return range
    return {
      ...(range.high !== undefined && { low: -range.high }),
      ...(range.low !== undefined && { high: -range.low }),
    }
  })
  const least = total(
    ranges.map((range) => range.low),
    constant,
  )
  const most = total(
    ranges.map((range) => range.high),
    constant,
  )
  const fits =
    (low === undefined || (least !== undefined && !isBelow(least, numberText(low)))) &&
    (high === undefined || (most !== undefined && !isBelow(numberText(high), most)))
  if (fits) return []
  return refuseUpdate(
    place,
    `${boundWords(place.path.text, { ...(low !== undefined && { low }), ...(high !== undefined && { high }) })}, and DynamoDB cannot compare a sum of two attributes: read the item, and set the value under a condition on the values that you read`,
  )
}

function rangeOf(place: UpdatePlace, operand: OperandNode): Range {
  if (operand.kind === 'path') return resolvePath(place.root, operand.text).codec.limits?.value ?? {}
  if (operand.kind === 'value') {
    const value = 'N' in operand.value ? Number(operand.value.N) : 0
    return { low: value, high: value }
  }
  const first = rangeOf(place, operand.first)
  const second = rangeOf(place, operand.second)
  return {
    ...(first.low !== undefined && second.low !== undefined && { low: Math.min(first.low, second.low) }),
    ...(first.high !== undefined && second.high !== undefined && { high: Math.max(first.high, second.high) }),
  }
}

function total(ends: readonly (number | undefined)[], constant: string): string | undefined {
  let sum: string | undefined = constant
  for (const end of ends)
    sum = sum === undefined || end === undefined ? undefined : decimalSum(sum, numberText(end))
  return sum
}

const isBelow = (a: string, b: string): boolean => (compareStored({ N: a }, { N: b }) ?? 0) < 0

const negated = (text: string | undefined): string | undefined =>
  text === undefined ? undefined : negatedDecimal(text)

function isWithin(text: string, { low, high }: Range): boolean {
  return (
    (low === undefined || !isBelow(text, storable(low))) &&
    (high === undefined || !isBelow(storable(high), text))
  )
}

// DynamoDB's positive numbers begin at 1E-130: no number is between zero and that.
function storable(bound: number): string {
  const tiny = bound !== 0 && Math.abs(bound) < 1e-130
  return numberText(tiny ? Math.sign(bound) * 1e-130 : bound)
}

/**
 * Returns a bound minus an amount, exactly; if that takes more than 38 digits, a number next to it on the inner side
 * (`inward`: 1 for lower bounds). Returns `undefined` for a bound that no number of DynamoDB can exceed.
 */
function moved(bound: number, amount: string, inward: 1 | -1): string | undefined {
  const outermost = Math.abs(bound) >= 1e126
  if (outermost) return Math.sign(bound) === -inward ? undefined : numberText(inward * 9.99e125)
  const exact = decimalSum(storable(bound), negatedDecimal(amount))
  if (exact !== undefined) return exact
  const about = bound - Number(amount)
  const inside = about + inward * (Math.abs(bound) + Math.abs(Number(amount))) * 1e-14
  if (Math.abs(inside) < 1e126) return storable(inside)
  return Math.sign(inside) === -inward ? undefined : numberText(inward * 9.99e125)
}
