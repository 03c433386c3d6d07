// Paths below unions: a change must fit every member that may be stored, or name the members that it fits.
import { type Codec, invalid } from '../../entity/codec/codec.js'
import { pathText } from '../../errors/failures.js'
import type { UpdateClause } from '../function/update-functions.js'
import type { OperandNode } from '../function/update-operand.js'
import { type PathOperand, pathOf } from '../path/operand.js'
import type { PathSteps } from '../path/path.js'
import { resolvePath } from '../path/resolved-path.js'
import { setMembersOf } from '../stored/stored-sets.js'
import { anyTest, attributeTest, type ItemTest } from './item-test.js'
import { fitsFrom, sumsFit } from './update-fits.js'
import { absent, type Need, needOf } from './update-need.js'
import { refuseUpdate, type UpdatePlace } from './update-place.js'
import { isFixedLength, isOneOf } from './update-removal.js'

/** A change, as far as it concerns the members of a union. */
export interface MemberChange {
  readonly clause: UpdateClause
  /** Absent for a removal. */
  readonly operand: OperandNode | undefined
}

/**
 * Returns the conditions under which a change below a union is valid: none if all members that can be stored there
 * accept it.
 * @throws InvalidUpdateError if no member accepts it, or if no attribute distinguishes the members that do from those
 * that do not.
 */
export function memberNeeds(place: UpdatePlace, change: MemberChange): readonly Need[] {
  const { steps } = place.path
  const needs: Need[] = []
  let { codec } = place.root
  for (const [at, step] of steps.entries()) {
    const { members = [] } = codec
    if (members.length > 0) needs.push(...crossingNeeds(place, change, members.flatMap(flat), at))
    const next = codec.at(step)
    if (next === undefined) break
    codec = next.codec
  }
  return needs
}

// A union of unions has the members of all of them.
function flat(codec: Codec): readonly Codec[] {
  const { members = [] } = codec
  return members.length === 0 ? [codec] : members.flatMap(flat)
}

function crossingNeeds(
  place: UpdatePlace,
  change: MemberChange,
  members: readonly Codec[],
  at: number,
): readonly Need[] {
  const { path } = place
  const type = typeof path.steps[at] === 'number' ? 'L' : 'M'
  const possible = members.filter(({ types }) => types.includes(type))
  const taking = possible.filter((member) => takes(member, place, at, change))
  if (taking.length === possible.length) return []
  if (at === 0) return entityNeeds(place, taking, possible)
  const text = pathText(path.steps.slice(0, at))
  const whole = `set ${text} as a whole`
  if (taking.length === 0)
    refuseUpdate(place, `no member of the union at ${text} accepts only this change: ${whole}`)
  const others = possible.filter((member) => !taking.includes(member))
  const container: PathOperand = Object.freeze({
    kind: 'path',
    text,
    names: Object.freeze(path.names.slice(0, at)),
  })
  const test = discriminating(container, path.steps.slice(0, at), taking, others)
  if (test === undefined)
    return refuseUpdate(
      place,
      `only some members of the union at ${text} accept this change, and no attribute with a few values distinguishes them from the others: ${whole}`,
    )
  // An absent map is created as a whole value of the union, or rejected.
  return needOf(
    place,
    `${text} must be a member of its union that accepts ${path.text}`,
    anyTest(absent(container), test),
  )
}

// Of a union of entities the item itself is of a member. One that is still to be created is of the right one already.
function entityNeeds(
  place: UpdatePlace,
  taking: readonly Codec[],
  possible: readonly Codec[],
): readonly Need[] {
  const { text } = place.path
  if (taking.length === 0) refuseUpdate(place, 'none of the entities accepts this')
  const others = possible.filter((member) => !taking.includes(member))
  const whole: PathOperand = Object.freeze({ kind: 'path', text: '', names: Object.freeze([]) })
  const test = discriminating(whole, [], taking, others)
  if (test === undefined)
    return refuseUpdate(
      place,
      'only some of the entities accept this: use the repository of the one you mean',
    )
  const testedPath = typeof test === 'object' && test.kind === 'comparison' ? pathOf(test.left) : undefined
  const fresh = testedPath === undefined ? false : absent(testedPath)
  return needOf(place, `the item must be of an entity that accepts this at ${text}`, anyTest(fresh, test))
}

// The names and indexes below the union lead to the same place in the member, and the new value fits there.
function takes(member: Codec, place: UpdatePlace, at: number, change: MemberChange): boolean {
  const { steps, names } = place.path
  let codec = member
  let parent = member
  for (let index = at; index < steps.length; index++) {
    const step = codec.at(steps[index] as string | number)
    if (step === undefined || step.name !== names[index]) return false
    parent = codec
    codec = step.codec
  }
  const { clause, operand } = change
  const last = steps.at(-1) as string | number
  if (operand === undefined || clause === 'DELETE')
    return typeof last === 'number'
      ? !isFixedLength(parent)
      : isOneOf(parent, last, codec) || codec.decode(undefined, []) !== invalid
  return takesOperand(codec, place, clause, operand)
}

const reckoning: ReadonlySet<string> = new Set(['plus', 'minus'])
const joining: ReadonlySet<string> = new Set(['append', 'prepend'])

function takesOperand(codec: Codec, place: UpdatePlace, clause: UpdateClause, operand: OperandNode): boolean {
  if (operand.kind === 'path') return takesCopy(codec, place, operand)
  if (operand.kind === 'value') {
    if (clause !== 'ADD') return codec.decode(operand.value, []) !== invalid
    const members = setMembersOf(operand.value)
    if (members === undefined) return takesSum(codec, place, operand)
    const { element } = codec
    return element !== undefined && members.every((each) => element.decode(each, []) !== invalid)
  }
  const { name, first, second } = operand
  const sides = [first, second]
  if (reckoning.has(name)) return sides.every((side) => takesSum(codec, place, side))
  if (joining.has(name)) return sides.every((side) => takesElements(codec, place, side))
  return sides.every((side) => takesOperand(codec, place, clause, side))
}

// A value that is already there, in this same member, fits.
function takesCopy(codec: Codec, { root, path }: UpdatePlace, { text }: PathOperand): boolean {
  return text === path.text || fitsFrom(codec, resolvePath(root, text).codec)
}

function takesSum(codec: Codec, place: UpdatePlace, side: OperandNode): boolean {
  const { types, numeric } = codec
  if (!types.includes('N') || numeric === 'few') return false
  if (side.kind === 'function')
    return takesSum(codec, place, side.first) && takesSum(codec, place, side.second)
  if (side.kind === 'path')
    return side.text === place.path.text || sumsFit(codec, resolvePath(place.root, side.text).codec)
  const amount = 'N' in side.value ? side.value.N : ''
  return !(amount.includes('.') && (numeric === 'integer' || numeric === 'bigint'))
}

function takesElements(codec: Codec, place: UpdatePlace, side: OperandNode): boolean {
  if (!codec.types.includes('L') || isFixedLength(codec)) return false
  if (side.kind === 'function')
    return takesElements(codec, place, side.first) && takesElements(codec, place, side.second)
  if (side.kind === 'path') return takesCopy(codec, place, side)
  const element = codec.element ?? codec.at(0)?.codec
  return 'L' in side.value && side.value.L.every((each) => element?.decode(each, []) !== invalid)
}

/**
 * Makes a test that is true only for values of the first members: one property has a few possible values in each of
 * them, and none of these in the others.
 */
function discriminating(
  container: PathOperand,
  around: PathSteps,
  taking: readonly Codec[],
  others: readonly Codec[],
): ItemTest | undefined {
  const [first] = taking
  for (const key of first?.keys ?? []) {
    const steps = taking.map((member) => member.at(key))
    const name = steps[0]?.name
    if (name === undefined || steps.some((step) => step?.name !== name || step.codec.only === undefined))
      continue
    const values = steps.flatMap((step) =>
      [...(step?.codec.only ?? [])].flatMap((value) => step?.codec.encode(value) ?? []),
    )
    const distinct = others.every((member) => {
      const other = member.at(key)
      return other === undefined || values.every((value) => other.codec.decode(value, []) === invalid)
    })
    if (!distinct) continue
    const names = Object.freeze([...container.names, name])
    const path: PathOperand = Object.freeze({ kind: 'path', text: pathText([...around, key]), names })
    return attributeTest(values.length === 1 ? 'eq' : 'in', path, values)
  }
  return undefined
}
