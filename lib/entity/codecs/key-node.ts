// The codec of a key attribute: what is read is written back with exactly the stored bytes, or it is rejected.

import { invalid } from '../codec/codec.js'
import { canonicalDecimal } from '../codec/decimal.js'
import { type Node, nodeOf, refuse, type Wire } from '../codec/node.js'
import type { Trail } from '../codec/trail.js'
import { type AttributeValue, attributeType } from '../struct/attribute-value.js'
import type { Failure } from '../struct/failure.js'

/**
 * Returns the node of an attribute in a key, of the table or of an index. An item whose key is read in one form and
 * written in another cannot be found again: a delete would delete nothing, and a save would store a second item. Codecs
 * that are `'exact'` are returned unchanged.
 */
export function keyNode(node: Node): Node {
  if (node.fidelity === 'exact') return node
  // A canonical codec writes what it reads; for any other one, a write coerces and checks the value first.
  const canonical = node.fidelity === 'canonical'
  const written = (value: unknown, trail: Trail | undefined): AttributeValue | undefined => {
    const parsed = canonical ? value : node.parse(value, [], trail)
    return parsed === invalid ? undefined : node.encode(parsed)
  }
  const checked: Checked = (stored, value, failures, trail) => {
    if (value === invalid || stored === undefined || (stored as Wire).NULL === true) return value
    const back = written(value, trail)
    if (back !== undefined && isIdentical(stored, back)) return value
    // A refinement that reads values around it runs when all of them are available.
    if (back === undefined && trail?.state?.crossed) return value
    return refuse(failures, otherKey(node, stored, back), stored)
  }
  const decoded = (
    stored: AttributeValue | undefined,
    failures: Failure[],
    trail: Trail | undefined,
    decode: Node['decode'],
  ): unknown => {
    const from = failures.length
    const value = decode(stored, failures, trail)
    if (value === invalid && stored !== undefined) nameKey(stored, failures, from)
    return checked(stored, value, failures, trail)
  }
  const around: Partial<Node> = {
    identical: true,
    scan: undefined,
    parse(value, failures, trail) {
      const parsed = node.parse(value, failures, trail)
      if (canonical || parsed === invalid || parsed === undefined || parsed === null) return parsed
      const stored = node.encode(parsed)
      if (stored === undefined) return parsed
      const found: Failure[] = []
      if (checked(stored, node.decode(stored, found, trail), found, trail) !== invalid) return parsed
      return refuse(failures, 'would be read back as another value, which would be another key', value)
    },
    decode: (stored, failures, trail) => decoded(stored, failures, trail, node.decode),
    decodePart: (stored, failures, trail) =>
      decoded(stored, failures, trail, node.decodePart as Node['decode']),
  }
  const all = { ...Object.getOwnPropertyDescriptors(node), ...Object.getOwnPropertyDescriptors(around) }
  return nodeOf(Object.defineProperties({}, all) as Node)
}

// Keys may be shown.
function nameKey(stored: AttributeValue, failures: Failure[], from: number): void {
  for (let at = from; at < failures.length; at++) {
    const failure = failures[at] as Failure
    failures[at] = { ...failure, message: `the key contains ${keyValueText(stored)}: ${failure.message}` }
  }
}

type Checked = (
  stored: AttributeValue | undefined,
  value: unknown,
  failures: Failure[],
  trail: Trail | undefined,
) => unknown

/** Whether DynamoDB treats two stored values as the same key: numbers by their value, everything else by its bytes. */
export function isIdentical(one: Wire, other: Wire): boolean {
  if (one.S !== undefined) return one.S === other.S
  if (one.N !== undefined)
    return (
      one.N === other.N || (other.N !== undefined && canonicalDecimal(one.N) === canonicalDecimal(other.N))
    )
  return one.B !== undefined && other.B !== undefined && Buffer.compare(one.B, other.B) === 0
}

function otherKey(node: Node, stored: AttributeValue, back: AttributeValue | undefined): string {
  const would = back === undefined ? 'cannot write it' : `would write ${keyValueText(back)}`
  const wayOut =
    node.wayOut?.(stored) ?? `${keepers[attributeType(stored)] ?? 'a struct'}, which keeps the stored form`
  return `the key contains ${keyValueText(stored)}, but this entity ${would}, which is another key: declare the attribute with ${wayOut}`
}

const keepers: Readonly<Record<string, string>> = {
  S: 'string()',
  N: "attribute(string(), { as: 'decimal' })",
  B: 'instance(Uint8Array)',
}

/** The maximum length of a key that is shown in full. */
const longest = 200

/** Returns a stored key value in words. */
export function keyValueText(stored: Wire): string {
  const { S: text, N: number, B: binary } = stored
  if (number !== undefined) return number
  const shown =
    text ??
    (binary === undefined ? attributeType(stored as AttributeValue) : Buffer.from(binary).toString('base64'))
  const cut = shown.length > longest ? `${shown.slice(0, longest)}…` : shown
  return text === undefined ? `binary ${cut}` : `'${cut}'`
}
