// Sizes of lists, sets and strings that an update could move out of their bounds, as tests of the current item.
import type { Range } from '../../entity/struct/limits.js'
import type { UpdateClause } from '../function/update-functions.js'
import type { OperandNode } from '../function/update-operand.js'
import type { PathOperand, ValueOperand } from '../path/operand.js'
import { setMembersOf } from '../stored/stored-sets.js'
import { allTests, anyTest, attributeTest, type ItemTest, rangeTest } from './item-test.js'
import { absent, boundWords, type Need, needOf, operandTest, presenceTest } from './update-need.js'
import { refuseUpdate, type UpdatePlace } from './update-place.js'

/**
 * Returns the needs of a change to an attribute whose size is limited. @throws InvalidUpdateError if it joins the lists
 * of two attributes.
 */
export function sizeNeeds(
  place: UpdatePlace,
  clause: UpdateClause,
  operand: OperandNode,
  range: Range,
): readonly Need[] {
  const { codec, operand: path, text } = place.path
  const unit = codec.types.includes('L') ? 'elements' : codec.types.includes('S') ? 'characters' : 'members'
  const words = boundWords(text, range, unit)
  if (operand.kind === 'value') {
    const members = setMembersOf(operand.value)
    if (clause === 'ADD' && members !== undefined)
      return needOf(place, words, grownTest(path, members, range))
    if (clause === 'DELETE' && members !== undefined) {
      // A set without members is stored as absence.
      const mayVanish = range.low === 1 && codec.decode(undefined, []) === undefined
      return mayVanish ? [] : needOf(place, words, shrunkTest(path, members, range))
    }
    return []
  }
  if (clause !== 'SET') return []
  const { terms, count } = listsOf(operand)
  const [first, second] = terms
  if (first === undefined) return []
  if (second !== undefined)
    refuseUpdate(
      place,
      `${words}, and DynamoDB cannot compare the combined size of two attributes: read the item, and set the list under a condition on the value that you read`,
    )
  if (count === 0 && first.kind === 'path' && first.text === text) return []
  const sized = (size: number): boolean =>
    size >= (range.low ?? 0) && size <= (range.high ?? Number.POSITIVE_INFINITY)
  const test = operandTest(
    first,
    // For setIfMissing and similar functions: an existing value stays unchanged.
    (each) => (count === 0 && each.text === text ? true : sizeTest(each, range, count)),
    ({ value }) => count === 0 || ('L' in value && sized(value.L.length + count)),
  )
  return needOf(place, words, test)
}

function listsOf(operand: OperandNode): { terms: readonly OperandNode[]; count: number } {
  if (operand.kind === 'value') return { terms: [], count: 'L' in operand.value ? operand.value.L.length : 0 }
  if (operand.kind === 'path' || !(operand.name === 'append' || operand.name === 'prepend'))
    return { terms: [operand], count: 0 }
  const left = listsOf(operand.first)
  const right = listsOf(operand.second)
  return { terms: [...left.terms, ...right.terms], count: left.count + right.count }
}

function sizeTest(path: PathOperand, { low = 0, high }: Range, more: number): ItemTest {
  if (high !== undefined && high < more) return false
  const most = high === undefined ? undefined : String(high - more)
  return rangeTest(path, low > more ? String(low - more) : undefined, most, true)
}

// Members that already exist do not count: exact for one member, and never too permissive for several.
function grownTest(path: PathOperand, members: readonly ValueOperand['value'][], range: Range): ItemTest {
  const { low = 0, high = Number.POSITIVE_INFINITY } = range
  const { length } = members
  const fits = length >= low && length <= high
  if (fits && high === Number.POSITIVE_INFINITY) return true
  const room =
    high === Number.POSITIVE_INFINITY
      ? presenceTest(path)
      : high >= length && sizeTest(path, { high }, length)
  const known = allTests(...members.map((member) => attributeTest('contains', path, [member])))
  return anyTest(fits && absent(path), room, high !== Number.POSITIVE_INFINITY && known)
}

function shrunkTest(path: PathOperand, members: readonly ValueOperand['value'][], range: Range): ItemTest {
  const { low = 0 } = range
  if (low === 0) return true
  const none = members.map((member): ItemTest => {
    const condition = attributeTest('contains', path, [member])
    return Object.freeze({ kind: 'not', condition } as const)
  })
  return anyTest(
    absent(path),
    rangeTest(path, String(low + members.length), undefined, true),
    allTests(...none),
  )
}
