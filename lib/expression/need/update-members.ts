// Paths below unions: a change there must fit every member that may be stored, or goes with a condition on what tells the members apart.
import { type Codec, invalid } from '../../entity/codec/codec.js'
import { pathText } from '../../errors/failures.js'
import type { UpdateClause } from '../function/update-functions.js'
import type { UpdateOperand } from '../function/update-operand.js'
import type { PathOperand } from '../path/operand.js'
import type { PathSteps } from '../path/path.js'
import { resolvePath } from '../path/resolved-path.js'
import { setMembersOf } from '../stored/stored-sets.js'
import { anyOf, attributeTest, type ItemTest } from './item-test.js'
import { fitsFrom, sumsFit } from './update-fits.js'
import { absent, type Need, needOf } from './update-need.js'
import { refuseUpdate, type UpdatePlace } from './update-place.js'
import { isFixedLength, isOneOf } from './update-removal.js'

/** A change, as far as the members of a union are asked about it. */
export interface MemberChange {
  readonly clause: UpdateClause
  /** None for a removal. */
  readonly operand: UpdateOperand | undefined
}

/**
 * The conditions under which a change below a union is right: none if all members that can be stored there take it.
 * @throws InvalidUpdateError if no member takes it, or if no attribute tells those that do from those that do not.
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
  const text = pathText(path.steps.slice(0, at))
  const whole = `set ${text} as a whole`
  if (taking.length === 0) refuseUpdate(place, `no member of the union at ${text} takes this alone: ${whole}`)
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
      `only some members of the union at ${text} take this, and no attribute with a few values tells them from the others: ${whole}`,
    )
  // An absent map is made whole as a value of the union, or refused.
  return needOf(
    place,
    `${text} must be a member of its union that takes ${path.text}`,
    anyOf(absent(container), test),
  )
}

// Names and indexes from the union on lead to the same place in the member, and what is left there fits it.
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

function takesOperand(
  codec: Codec,
  place: UpdatePlace,
  clause: UpdateClause,
  operand: UpdateOperand,
): boolean {
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

// What is there already, in this very member, fits.
function takesCopy(codec: Codec, { root, path }: UpdatePlace, { text }: PathOperand): boolean {
  return text === path.text || fitsFrom(codec, resolvePath(root, text).codec)
}

function takesSum(codec: Codec, place: UpdatePlace, side: UpdateOperand): boolean {
  const { types, numeric } = codec
  if (!types.includes('N') || numeric === 'few') return false
  if (side.kind === 'function')
    return takesSum(codec, place, side.first) && takesSum(codec, place, side.second)
  if (side.kind === 'path')
    return side.text === place.path.text || sumsFit(codec, resolvePath(place.root, side.text).codec)
  const amount = 'N' in side.value ? side.value.N : ''
  return !(amount.includes('.') && (numeric === 'integer' || numeric === 'bigint'))
}

function takesElements(codec: Codec, place: UpdatePlace, side: UpdateOperand): boolean {
  if (!codec.types.includes('L') || isFixedLength(codec)) return false
  if (side.kind === 'function')
    return takesElements(codec, place, side.first) && takesElements(codec, place, side.second)
  if (side.kind === 'path') return takesCopy(codec, place, side)
  const element = codec.element ?? codec.at(0)?.codec
  return 'L' in side.value && side.value.L.every((each) => element?.decode(each, []) !== invalid)
}

/** A test that holds for values of the first members only: one property takes a few values in each of them, and never those in the others. */
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
    const told = others.every((member) => {
      const other = member.at(key)
      return other === undefined || values.every((value) => other.codec.decode(value, []) === invalid)
    })
    if (!told) continue
    const names = Object.freeze([...container.names, name])
    const path: PathOperand = Object.freeze({ kind: 'path', text: pathText([...around, key]), names })
    return attributeTest(values.length === 1 ? 'eq' : 'in', path, values)
  }
  return undefined
}
