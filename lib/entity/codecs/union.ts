// Unions: each value is stored by the first member that accepts it, and read by the first member that can read it.

import { mostFailures } from '../../errors/failures.js'
import { isDeepEqual } from '../../util/deep-equal.js'
import type { CodecStep } from '../codec/codec.js'
import { invalid } from '../codec/codec.js'
import { type CodecRow, type Core, mismatch, type Node, nodeOf, refuse, type Wire } from '../codec/node.js'
import { inUnion, type Trail } from '../codec/trail.js'
import { unionScan } from '../scan/union-scan.js'
import { type AttributeType, type AttributeValue, attributeType } from '../struct/attribute-value.js'
import type { Failure } from '../struct/failure.js'
import type { Limits, Range } from '../struct/limits.js'
import { membersOf } from '../struct/probe.js'

/**
 * The members: first as strict ones, which reject unknown attributes; then, if the entity allows more, as lenient ones.
 */
interface Members {
  readonly strict: readonly Node[]
  readonly all: readonly Node[]
  /** The members that inputs are tried with: lenient ones accept more only if unknown attributes are kept. */
  readonly inputs: readonly Node[]
  /** Whether a value must be read back by the member that stores it. */
  readonly exclusive: boolean
  /** Which member parsed a value: used again when the value is encoded. */
  readonly chosen: WeakMap<object, Node>
}

const storedNull: AttributeValue = Object.freeze({ NULL: true })

function overlaps(one: Node, other: Node): boolean {
  return one.types.some((type) => other.types.includes(type))
}

// Each member of a union around this one would make it parse, or read, the same value again, and so on at every level:
// the time would double with each level.
function once(
  members: Members,
  value: unknown,
  failures: Failure[],
  trail: Trail | undefined,
  make: (trail: Trail | undefined) => unknown,
): unknown {
  if (typeof value !== 'object' || value === null) return make(trail)
  const { memo, depth = 0 } = trail ?? {}
  if (memo === undefined) return make(inUnion(trail))
  const known = memo.get(members)?.get(value)
  if (known?.depth === depth) {
    failures.push(...known.failures)
    return known.result
  }
  const from = failures.length
  const result = make(trail)
  const ofMembers = memo.get(members) ?? new WeakMap()
  memo.set(
    members,
    ofMembers.set(value, { depth, result, failures: failures.slice(from, from + mostFailures) }),
  )
  return result
}

function parseUnion(
  members: Members,
  value: unknown,
  failures: Failure[],
  trail: Trail | undefined,
): unknown {
  const before = failures.length
  for (let at = 0; at < members.inputs.length; at++) {
    const node = members.inputs[at] as Node
    if (node.unlike?.(value)) continue
    const parsed = node.parse(value, failures, trail)
    if (parsed === invalid) {
      failures.length = Math.min(failures.length, before + mostFailures)
      continue
    }
    failures.length = before
    if (typeof parsed === 'object' && parsed !== null) members.chosen.set(parsed, node)
    return at === 0 || !members.exclusive || parsed === null || parsed === undefined
      ? parsed
      : verified(members, at, parsed, failures, value)
  }
  return invalid
}

// If an earlier member could read what this one stores, as something else, nothing is stored.
function verified(
  members: Members,
  at: number,
  parsed: unknown,
  failures: Failure[],
  value: unknown,
): unknown {
  const node = members.all[at] as Node
  let doubtful = false
  for (let other = 0; other < at && !doubtful; other++) doubtful = overlaps(members.all[other] as Node, node)
  if (!doubtful) return parsed
  const stored = node.encode(parsed)
  if (stored === undefined) return parsed
  const back = decodeUnion(members, stored, [], undefined, false)
  if (isDeepEqual(back, parsed)) return parsed
  return refuse(failures, 'would be read back as a value of another member of the union', value)
}

function memberFor({ inputs, chosen }: Members, value: unknown): Node | undefined {
  const known = typeof value === 'object' && value !== null ? chosen.get(value) : undefined
  return known ?? inputs.find((node) => !node.unlike?.(value) && node.parse(value, []) !== invalid)
}

function decodeUnion(
  members: Members,
  stored: AttributeValue,
  failures: Failure[],
  trail: Trail | undefined,
  part: boolean,
): unknown {
  if ((stored as Wire).NULL === true) return decodeNull(members, failures)
  const type = attributeType(stored)
  const fitting = members.all.filter((node) => node.types.includes(type) && !node.unlikeStored?.(stored))
  const from = failures.length
  let last = from
  for (const node of fitting) {
    last = failures.length
    const value = part ? node.decodePart(stored, failures, trail) : node.decode(stored, failures, trail)
    if (value === invalid) continue
    failures.length = from
    return value
  }
  // For one member alone (strict, then lenient), only the last reasons are reported.
  failures.splice(from, last - from)
  if (fitting.length > 0 && fitting.filter((node) => members.strict.includes(node)).length <= 1)
    return invalid
  failures.length = from
  const types = typesOf(members.strict)
  if (!types.includes(type)) return mismatch(stored, types, failures)
  return refuse(failures, 'fits no member of the union', stored)
}

// null is tried before undefined: a null that was written is read back as null.
function decodeNull({ strict }: Members, failures: Failure[]): unknown {
  const values = strict.map((node) => node.decode(storedNull, []))
  if (values.includes(null)) return null
  return values.includes(undefined) ? undefined : mismatch(storedNull, typesOf(strict), failures)
}

function decodeAbsent({ strict }: Members, failures: Failure[], trail: Trail | undefined): unknown {
  for (const node of strict) {
    const filled = node.parse(undefined, [], trail)
    if (filled !== invalid) return filled
  }
  const values = strict.map((node) => node.decode(undefined, []))
  return values.find((value) => value !== invalid) === undefined && !values.includes(undefined)
    ? mismatch(undefined, typesOf(strict), failures)
    : values.find((value) => value !== invalid)
}

function typesOf(nodes: readonly Node[]): AttributeType[] {
  return [...new Set(nodes.flatMap((node) => node.types))]
}

// As many paths as programs usually have; below a record, users may request any name.
const mostSteps = 100

/**
 * Returns what is at a step below a union: what any of its members has there, if all of them store it under one name.
 */
function stepsOf(strict: readonly Node[]): Node['at'] {
  const known = new Map<string | number, CodecStep | undefined>()
  return (segment) => {
    if (known.has(segment)) return known.get(segment)
    const steps = strict.flatMap((node) => node.at(segment) ?? [])
    const [first] = steps
    const nodes = [...new Set(steps.map(({ codec }) => codec as Node))]
    const same = steps.every(({ name }) => name === first?.name)
    const codec = nodes.length > 1 ? nodeOf(unionCore(nodes, [], false, false)) : nodes[0]
    const step = same && first && codec ? { name: first.name, codec } : undefined
    if (known.size < mostSteps) known.set(segment, step)
    return step
  }
}

// A sum must fit each member for numbers that accepts more than a few of them, unless one of the members accepts any
// number.
function numbersOf(strict: readonly Node[], exclusive: boolean): Pick<Core, 'numeric' | 'limits'> {
  const numbers = strict.filter(({ types }) => types.includes('N'))
  const many = numbers.filter(({ numeric }) => numeric !== 'few')
  const any = many.find(({ numeric, limits }) => numeric === 'number' && limits?.value === undefined)
  // Below a union, each stored value belongs to one member, and no other can read it.
  if (exclusive && any !== undefined) return { numeric: 'number', limits: undefined }
  const [first] = many
  if (first === undefined) return { numeric: numbers.length > 0 ? 'few' : undefined, limits: undefined }
  const kinds = new Set(many.map(({ numeric }) => numeric))
  const numeric = kinds.size === 1 ? first.numeric : kinds.has('integer') ? 'integer' : undefined
  return { numeric, limits: narrowest(many.map(({ limits }) => limits ?? {})) }
}

function narrowest(all: readonly Limits[]): Limits {
  const within = (ranges: readonly (Range | undefined)[]): Range => {
    const low = Math.max(...ranges.map((range) => range?.low ?? Number.NEGATIVE_INFINITY))
    const high = Math.min(...ranges.map((range) => range?.high ?? Number.POSITIVE_INFINITY))
    return { ...(Number.isFinite(low) && { low }), ...(Number.isFinite(high) && { high }) }
  }
  return { value: within(all.map(({ value }) => value)), size: within(all.map(({ size }) => size)) }
}

/**
 * Makes the codec of a union from the codecs of its members.
 * @param exclusive whether a value is rejected if an earlier member would read it as something else
 * @param scanned whether it is read from the text of responses
 */
export function unionCore(
  strict: readonly Node[],
  lenient: readonly Node[],
  preserve: boolean,
  exclusive = true,
  scanned = false,
): Core {
  const all = [...strict, ...lenient]
  const members: Members = { strict, all, inputs: preserve ? all : strict, exclusive, chosen: new WeakMap() }
  const decode: Node['decode'] = (stored, failures, trail) =>
    stored === undefined
      ? decodeAbsent(members, failures, trail)
      : once(members, stored, failures, trail, (inside) =>
          decodeUnion(members, stored, failures, inside, false),
        )
  return {
    members: strict,
    get numeric() {
      return numbersOf(strict, exclusive).numeric
    },
    get limits() {
      const { size = {} } = narrowest(strict.map(({ limits }) => limits ?? {}))
      const value = numbersOf(strict, exclusive).limits?.value
      return value === undefined ? { size } : { value, size }
    },
    get types() {
      return typesOf(strict)
    },
    ownsNull: true,
    contextual: true,
    vanishes: true,
    parse: (value, failures, trail) =>
      once(members, value, failures, trail, (inside) => parseUnion(members, value, failures, inside)),
    encode: (value) => (value === undefined ? undefined : memberFor(members, value)?.encode(value)),
    decode,
    ...(scanned && { scan: unionScan(strict, decode) }),
    decodePart: (stored, failures, trail) =>
      once(members, stored, failures, trail, (inside) =>
        decodeUnion(members, stored, failures, inside, true),
      ),
    at: stepsOf(strict),
  }
}

export const unionRow: CodecRow = {
  doc: 'By the first member that accepts the value.',
  kinds: ['union'],
  make({ struct, path }, compiler) {
    const structs = membersOf(struct)
    if (structs.length === 0) return undefined
    const exact = compiler.with({ unknown: 'error' })
    const strict = structs.map((member, index) => exact.compile(member, `${path}|${index}`))
    const lenient =
      compiler.options.unknown === 'error'
        ? []
        : structs.map((member, index) => compiler.compile(member, `${path}|${index}`))
    return unionCore(
      strict,
      lenient.filter((node) => !strict.includes(node)),
      compiler.options.unknown === 'preserve',
      true,
      true,
    )
  },
}
