// Checks the constraints of a request's shape, and reports all violations in one error.
import { invalid } from '../values/service-failure.js'
import type { WireObject } from '../values/wire.js'
import type { Members, Shape } from './shape.js'

/** The service names no more than this many. */
const mostErrors = 10

/** Refuses a request that breaks a constraint of its shape. With `first`, only the first error is named. */
export function checkConstraints(input: WireObject, members: Members, first = false): void {
  const errors: string[] = []
  checkMembers(input, members, '', errors)
  if (errors.length === 0) return
  const shown = errors.slice(0, first ? 1 : mostErrors)
  throw invalid(
    `${shown.length} validation error${shown.length > 1 ? 's' : ''} detected: ${shown.join('; ')}`,
  )
}

function checkMembers(input: WireObject, members: Members, place: string, errors: string[]): void {
  for (const name in members) {
    const shape = members[name]
    if (shape !== undefined) checkOne(input[name], shape, `${place}${lowerFirst(name)}`, errors)
  }
}

function checkOne(given: unknown, shape: Shape, place: string, errors: string[]): void {
  const refuse = (constraint: string) => errors.push(refusalOf(given, place, constraint))
  if (given === undefined || given === null) {
    if (shape.required) refuse('Member must not be null')
    return
  }
  if (shape.kind === 'text') checkText(given as string, shape, refuse)
  if (shape.kind === 'integer' || shape.kind === 'long') {
    if (shape.min !== undefined && Number(given) < shape.min)
      refuse(`Member must have value greater than or equal to ${shape.min}`)
    if (shape.max !== undefined && Number(given) > shape.max)
      refuse(`Member must have value less than or equal to ${shape.max}`)
  }
  if (shape.kind === 'list') {
    const members = given as unknown[]
    checkLength(members.length, shape, refuse)
    for (const [at, member] of members.entries())
      checkOne(member, shape.of, `${place}.${at + 1}.member`, errors)
  }
  if (shape.kind === 'map') {
    const members = given as WireObject
    const names = Object.keys(members)
    checkLength(names.length, shape, refuse)
    if (shape.keys !== undefined) checkKeys(names, shape.keys, refuse)
    const broken = shape.of.kind === 'list' && refuseLists(members, shape.of, refuse)
    if (shape.of.kind !== 'value' && !broken)
      for (const name of names) checkOne(members[name], shape.of, `${place}.${name}.member`, errors)
  }
  if (shape.kind === 'structure') checkMembers(given as WireObject, shape.members, `${place}.`, errors)
}

type Refuse = (constraint: string) => void

interface Length {
  readonly min?: number
  readonly max?: number
}

function checkText(
  given: string,
  shape: Length & { oneOf?: readonly string[]; pattern?: RegExp },
  refuse: Refuse,
): void {
  if (shape.oneOf !== undefined && !shape.oneOf.includes(given))
    refuse(`Member must satisfy enum value set: [${shape.oneOf.join(', ')}]`)
  if (shape.pattern !== undefined && !shape.pattern.test(given) && !given.startsWith('arn:'))
    refuse(`Member must satisfy regular expression pattern: ${sourceOf(shape.pattern)}`)
  checkLength(given.length, shape, refuse)
}

function checkLength(length: number, { min, max }: Length, refuse: Refuse): void {
  if (min !== undefined && length < min) refuse(`Member must have length greater than or equal to ${min}`)
  if (max !== undefined && length > max) refuse(`Member must have length less than or equal to ${max}`)
}

// A list of a wrong length is reported for the whole map.
function refuseLists(
  members: WireObject,
  { min = 0, max = Number.POSITIVE_INFINITY }: Length,
  refuse: Refuse,
): boolean {
  const lengths = Object.values(members).map((one) => (one as readonly unknown[]).length)
  if (lengths.every((length) => length >= min && length <= max)) return false
  refuse(
    `Map value must satisfy constraint: [Member must have length less than or equal to ${max}, Member must have length greater than or equal to ${min}]`,
  )
  return true
}

function checkKeys(names: readonly string[], keys: Length & { pattern?: RegExp }, refuse: Refuse): void {
  const wrong = (name: string) =>
    (keys.max !== undefined && name.length > keys.max) ||
    (keys.min !== undefined && name.length < keys.min) ||
    (keys.pattern !== undefined && !keys.pattern.test(name))
  if (!names.some(wrong)) return
  const rules = [
    ...(keys.max === undefined ? [] : [`Member must have length less than or equal to ${keys.max}`]),
    ...(keys.min === undefined ? [] : [`Member must have length greater than or equal to ${keys.min}`]),
    ...(keys.pattern === undefined
      ? []
      : [`Member must satisfy regular expression pattern: ${sourceOf(keys.pattern)}`]),
  ]
  refuse(`Map keys must satisfy constraint: [${rules.join(', ')}]`)
}

function sourceOf(pattern: RegExp): string {
  return pattern.source.slice(1, -1)
}

function refusalOf(given: unknown, place: string, constraint: string): string {
  const shown = given === undefined || given === null ? 'null' : `'${shownValue(given)}'`
  return `Value ${shown} at '${place}' failed to satisfy constraint: ${constraint}`
}

// As the service's language writes it: lists in brackets, structures and maps in braces.
function shownValue(given: unknown): string {
  if (Array.isArray(given)) return `[${given.map(shownValue).join(', ')}]`
  if (typeof given !== 'object' || given === null) return String(given)
  return `{${Object.entries(given)
    .map(([name, one]) => `${name}=${shownValue(one)}`)
    .join(', ')}}`
}

function lowerFirst(name: string): string {
  return name.charAt(0).toLowerCase() + name.slice(1)
}
