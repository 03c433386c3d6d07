// Bounds that a struct sets with min(), max(), size() and nonempty(), found by trying values.
import { type AnyStruct, rootContext, type StructFailure } from './struct.js'

/** A range, both ends included. */
export interface Range {
  readonly low?: number
  readonly high?: number
}

/**
 * The bounds of a number itself, and of the size of a value (characters of a string, members of a list, Set or Map).
 */
export interface Limits {
  readonly value?: Range
  readonly size?: Range
}

const none: Limits = Object.freeze({})

/**
 * Finds the bounds of a struct's numbers, lists, Sets, Maps or strings. superstruct keeps them in closures, so each is
 * tried on both sides: a refinement that has the name of one of superstruct's, but judges differently, is not a bound.
 * Calls the refinements of the struct, including the user's own, with values of the kind.
 */
export function limitsOf(struct: AnyStruct, kind: SampleKind): Limits {
  if (kind === 'number') {
    const value = numberRange(struct)
    return value === undefined ? none : Object.freeze({ value })
  }
  const size = sizeRange(struct, samples[kind])
  return size === undefined ? none : Object.freeze({ size })
}

/** The kind of the values that a struct is tried with. */
export type SampleKind = 'number' | 'text' | 'list' | 'set' | 'map'

// Numbers that most ranges contain one of.
const usualNumbers = [
  0, 1, -1, 2, 3, 5, 7, 10, -10, 20, 50, 75, 100, -100, 200, 500, 750, 1_000, -1_000, 2_000, 5_000, 10_000,
  100_000, 1_000_000, -1_000_000, 10_000_000, 100_000_000, 1_000_000_000, 10_000_000_000, 1_000_000_000_000,
]

/**
 * Finds the bounds of the numbers that a test takes, if it takes all between two numbers, or all integers between them.
 * Empty if it has none, or takes numbers in another manner.
 */
export function limitsOfNumbers(takes: (value: number) => boolean): Limits {
  const inside = usualNumbers.find(takes)
  if (inside === undefined || !(takes(inside + 1) || takes(inside - 1))) return none
  const isWhole = !(takes(inside + 0.5) || takes(inside - 0.5))
  const most = isWhole ? Number.MAX_SAFE_INTEGER : Number.MAX_VALUE
  const edge = (far: number) => (isWhole ? wholeBorder : border)(takes, far, inside)
  const [low, high] = [edge(-most), edge(most)]
  if (low === undefined && high === undefined) return none
  const between = (end: number, part: number) => {
    const value = inside + (end - inside) * part
    return isWhole ? Math.trunc(value) : value
  }
  const isRange = [low, high].every(
    (end) => end === undefined || probedParts.every((part) => takes(between(end, part))),
  )
  const isAlone = usualNumbers.every(
    (value) => (value >= (low ?? -most) && value <= (high ?? most)) || !takes(value),
  )
  return isRange && isAlone ? Object.freeze({ value: rangeOf([low], [high]) }) : none
}

// Places where a test would probably refuse a number if it does not take a whole range.
const probedParts = [0.05, 0.11, 0.23, 0.37, 0.5, 0.59, 0.71, 0.83, 0.97]

class SampleSet extends Set<unknown> {
  constructor(readonly members: number) {
    super()
  }

  override get size(): number {
    return this.members ?? 0
  }
}

class SampleMap extends Map<unknown, unknown> {
  constructor(readonly members: number) {
    super()
  }

  override get size(): number {
    return this.members ?? 0
  }
}

const samples: Record<Exclude<SampleKind, 'number'>, (size: number) => unknown> = {
  text: (size) => 'x'.repeat(size),
  list: (size) => new Array(size),
  set: (size) => new SampleSet(size),
  map: (size) => new SampleMap(size),
}

/** No attribute is larger: an item has at most 400 KB ("Item size", Amazon DynamoDB Developer Guide). */
const largestSize = 409_600

// Returns the messages of superstruct's refinements with this name that reject a value.
function complaints(struct: AnyStruct, value: unknown, name: string): readonly string[] {
  try {
    const failures = [...struct.refiner(value, rootContext(value))] as (StructFailure & {
      readonly refinement?: string
    })[]
    return failures.filter(({ refinement }) => refinement === name).map(({ message }) => message)
  } catch {
    return []
  }
}

function numberRange(struct: AnyStruct): Range | undefined {
  const takes = (name: string) => (value: number) => complaints(struct, value, name).length === 0
  const most = Number.MAX_VALUE
  const sized = sizeBounds(complaints(struct, -most, 'size').concat(complaints(struct, most, 'size')))
  const fits = takes('size')
  const lows = [border(takes('min'), -most, most), ...sized.map(({ low }) => low)]
  const highs = [border(takes('max'), most, -most), ...sized.map(({ high }) => high)]
  const range = rangeOf(lows, highs)
  const { low, high } = range
  const exact =
    sized.length === 0 ||
    (low !== undefined &&
      high !== undefined &&
      [low, high].every(fits) &&
      sized.every((each) => !fits(besides(each.low, -1)) && !fits(besides(each.high, 1))))
  return exact && (low ?? high) !== undefined ? range : undefined
}

function rangeOf(lows: readonly (number | undefined)[], highs: readonly (number | undefined)[]): Range {
  const low = Math.max(...lows.filter((each) => each !== undefined))
  const high = Math.min(...highs.filter((each) => each !== undefined))
  return Object.freeze({ ...(Number.isFinite(low) && { low }), ...(Number.isFinite(high) && { high }) })
}

// Returns the last accepted number on the way from an accepted one to a rejected one; `undefined` if the far end is
// accepted as well.
function border(takes: (value: number) => boolean, refused: number, taken: number): number | undefined {
  if (takes(refused) || !takes(taken)) return undefined
  let outside = orderOf(refused)
  let inside = orderOf(taken)
  while (inside - outside > 1n || outside - inside > 1n) {
    const middle = (inside + outside) / 2n
    if (takes(numberOf(middle))) inside = middle
    else outside = middle
  }
  return numberOf(inside)
}

// The same for integers.
function wholeBorder(takes: (value: number) => boolean, refused: number, taken: number): number | undefined {
  if (takes(refused)) return undefined
  let outside = refused
  let inside = taken
  while (Math.abs(outside - inside) > 1) {
    const middle = inside + Math.trunc((outside - inside) / 2)
    if (takes(middle)) inside = middle
    else outside = middle
  }
  return inside
}

// Maps JavaScript numbers in their order to integers without gaps, so that the distance between two of them can be
// halved.
function orderOf(value: number): bigint {
  const bits = new BigInt64Array(Float64Array.of(Math.abs(value)).buffer)[0] ?? 0n
  return value < 0 ? -bits : bits
}

function numberOf(order: bigint): number {
  const magnitude = new Float64Array(BigInt64Array.of(order < 0n ? -order : order).buffer)[0] ?? 0
  return order < 0n ? -magnitude : magnitude
}

/** Returns the JavaScript number next to one. */
const besides = (value: number, direction: 1 | -1): number => numberOf(orderOf(value) + BigInt(direction))

function sizeRange(struct: AnyStruct, sample: (size: number) => unknown): Range | undefined {
  const complaintsAt = (name: string) => (size: number) => complaints(struct, sample(size), name)
  const found = firstComplaints(complaintsAt('size'))
  const bounds = sizeBounds(found)
  const fits = (size: number): boolean => complaintsAt('size')(size).length === 0
  const filled = complaintsAt('nonempty')(0).length > 0 && complaintsAt('nonempty')(1).length === 0
  const range = rangeOf(
    [filled ? 1 : undefined, ...bounds.map(({ low }) => (low > 0 ? low : undefined))],
    bounds.map(({ high }) => (high < largestSize ? high : undefined)),
  )
  const { low, high } = range
  if (found.length > 0) {
    if (bounds.length < found.length || !fits(low ?? 0) || !fits(high ?? low ?? 0)) return undefined
    const outside = bounds.flatMap((each) => [each.low - 1, each.high + 1])
    if (outside.some((size) => size >= 0 && size < largestSize && fits(size))) return undefined
  }
  return (low ?? high) === undefined ? undefined : range
}

// A size that is too small is found at 0; one that is too large, at some size that is twice another.
function firstComplaints(complaintsAt: (size: number) => readonly string[]): readonly string[] {
  const found = [...complaintsAt(0)]
  for (let size = 1; size < largestSize; size *= 2) found.push(...complaintsAt(size))
  return [...new Set(found.map((message) => message.replace(/ but received.*$/s, '')))]
}

// superstruct's words: "with a length between `1` and `3`", "of `5`".
function sizeBounds(messages: readonly string[]): readonly Required<Range>[] {
  return messages.flatMap((message) => {
    const [, low, high, exact] =
      / (?:between `([^`]+)` and `([^`]+)`|of `([^`]+)`)(?: but received|$)/.exec(message) ?? []
    const [from, to] = [Number(low ?? exact), Number(high ?? exact)]
    return Number.isNaN(from) || Number.isNaN(to) ? [] : [{ low: from, high: to }]
  })
}
