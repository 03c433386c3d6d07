// The elements of lists, checked and decoded one by one.
import { mostFailures } from '../../errors/failures.js'
import { invalid } from '../codec/codec.js'
import { mismatch, type Node, prepend, refuse, type Wire } from '../codec/node.js'
import { standing, stepTo, type Trail, tooDeep, trailFrom } from '../codec/trail.js'
import type { AttributeValue } from '../struct/attribute-value.js'
import type { Failure } from '../struct/failure.js'

/** The nodes by index: one for all elements, or one for each. */
export interface Places {
  /** The node of every element, if they share one. */
  readonly every: Node | undefined
  node(index: number): Node | undefined
  /** How many elements there are, if the struct fixes it. */
  readonly count: number | undefined
  /** Whether the encoders of the elements add them to a tally, by index; the first one if they share a node. */
  readonly counts: readonly boolean[]
  readonly contextual: boolean
  readonly contextualDecode: boolean
  readonly vanishes: boolean
}

const storedNull: AttributeValue = Object.freeze({ NULL: true })

// Whether the stored form of an element could not be distinguished from null: an empty set, or undefined if null is
// also a value.
function isLost(node: Node, parsed: unknown): boolean {
  if (parsed === undefined) return node.decode(storedNull, []) !== undefined
  return parsed instanceof Set && parsed.size === 0
}

function parseElement(node: Node, value: unknown, failures: Failure[], trail: Trail | undefined): unknown {
  const parsed = node.parse(value, failures, trail)
  if (parsed !== undefined && !node.vanishes) return parsed
  if (parsed === null || !isLost(node, parsed)) return parsed
  const what =
    parsed === undefined
      ? 'undefined in a list would be read back as null'
      : 'an empty set cannot be stored in a list'
  return refuse(failures, what, value)
}

/** Checks an array, element by element. */
export function parseList(
  value: unknown,
  places: Places,
  failures: Failure[],
  trail: Trail | undefined,
): unknown {
  if (!Array.isArray(value)) return invalid
  const here = places.contextual ? (trail ?? trailFrom(value, false)) : undefined
  if (here !== undefined && tooDeep(here.depth, failures, value)) return invalid
  const length = Math.max(value.length, places.count ?? 0)
  const parsed: unknown[] = []
  let bad = 0
  for (let index = 0; index < length && bad < mostFailures; index++) {
    const node = places.every ?? places.node(index)
    // More elements than the tuple has: superstruct reports these.
    if (node === undefined) return invalid
    const from = failures.length
    const given: unknown = value[index]
    const trailing = index >= value.length
    const child = here && stepTo(here, index, given)
    const element = trailing ? node.parse(given, failures, child) : parseElement(node, given, failures, child)
    if (element === invalid) {
      bad++
      if (failures.length > from) prepend(failures, from, index)
    } else if (!trailing || element !== undefined) parsed.push(element)
  }
  return bad === 0 ? parsed : invalid
}

// V8 may come to make all arrays of one literal in the old generation, where they keep what they hold, and what was
// made after it, until everything is collected: queries of many items then took half as long again.
const newList = (): unknown[] => someList.slice(0, 0)
const someList: readonly unknown[] = [undefined]

/** Decodes a stored list. */
export function decodeList(
  stored: Wire | undefined,
  places: Places,
  failures: Failure[],
  trail: Trail | undefined,
): unknown {
  const list = stored?.L
  if (!Array.isArray(list)) return mismatch(stored, ['L'], failures)
  const decoded = newList()
  const { every } = places
  const here = places.contextualDecode ? standing(trail, decoded) : undefined
  const length = Math.max(list.length, places.count ?? 0)
  let bad = 0
  for (let index = 0; index < length && bad < mostFailures; index++) {
    const node = every ?? places.node(index)
    if (node === undefined) return refuse(failures, `expected at most ${index} elements`, stored)
    const from = failures.length
    const element = list[index]
    const value = node.decode(element, failures, here && stepTo(here, index, undefined))
    if (value === invalid) {
      bad++
      prepend(failures, from, index)
    } else if (element !== undefined || value !== undefined) decoded.push(value)
  }
  return bad === 0 ? decoded : invalid
}

/**
 * Decodes a part of a stored list. A projection returns single elements without gaps: in a tuple, each one belongs to
 * the next struct that can read it.
 */
export function decodePartOfList(
  stored: Wire,
  places: Places,
  failures: Failure[],
  trail: Trail | undefined,
): unknown {
  const list = stored.L
  if (!Array.isArray(list)) return mismatch(stored, ['L'], failures)
  const decoded: unknown[] = []
  const here = places.contextual ? standing(trail, decoded) : undefined
  const gaps = Math.max(0, (places.count ?? 0) - list.length)
  let skipped = 0
  let bad = 0
  for (const [index, element] of list.entries()) {
    if (bad >= mostFailures) break
    const fits = () => places.node(index + skipped)?.decodePart(element, []) !== invalid
    while (skipped < gaps && !fits()) skipped++
    const node = places.node(index + skipped)
    if (node === undefined) return refuse(failures, `expected at most ${index} elements`, stored)
    const from = failures.length
    const value = node.decodePart(element, failures, stepTo(here, index, undefined))
    if (value !== invalid) decoded.push(value)
    else {
      bad++
      prepend(failures, from, index)
    }
  }
  return bad === 0 ? decoded : invalid
}
