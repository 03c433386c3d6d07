// Sets stored by the type of their members: all strings (SS), all numbers (NS) or all binary (BS).

import { invalid } from '../codec/codec.js'
import { refuse, type Wire } from '../codec/node.js'
import type { AttributeValue } from '../struct/attribute-value.js'
import type { Failure } from '../struct/failure.js'
import { encodeScalar, naturalNumber, parseScalar } from './natural-scalar.js'

/** Returns the identity of a member of a set in the database: two members with one identity are duplicates. */
export function memberIdentity(stored: Wire | undefined): string | undefined {
  if (stored?.B !== undefined) return `B${Buffer.from(stored.B).toString('latin1')}`
  return stored?.S !== undefined ? `S${stored.S}` : stored?.N !== undefined ? `N${stored.N}` : undefined
}

/** Rejects the second of two equal members. */
export function refuseDuplicate(failures: Failure[], value: unknown): typeof invalid {
  return refuse(failures, 'a set cannot contain the same value twice', value)
}

/** Checks a Set without an element struct; DynamoDB has no empty sets and no sets of mixed types. */
export function parseNaturalSet(set: ReadonlySet<unknown>, failures: Failure[]): unknown {
  if (set.size === 0) return refuse(failures, 'an empty set cannot be stored here', set)
  const members = new Set<unknown>()
  const identities = new Set<string>()
  for (const value of set) {
    const member = parseScalar(value, failures)
    if (member === invalid) return invalid
    const identity = memberIdentity(encodeScalar(member) as Wire | undefined)
    if (identity === undefined) return refuse(failures, 'a set contains strings, numbers or binary', set)
    if (identities.has(identity)) return refuseDuplicate(failures, set)
    identities.add(identity)
    members.add(member)
  }
  const kinds = new Set([...identities].map((identity) => identity[0]))
  return kinds.size === 1 ? members : refuse(failures, 'a set contains values of one type only', set)
}

/** Returns the stored form of a checked Set; `undefined` for an empty one. */
export function encodeNaturalSet(set: ReadonlySet<unknown>): AttributeValue | undefined {
  const members = [...set].map((member) => encodeScalar(member) as Wire | undefined)
  const [first] = members
  if (first?.S !== undefined) return { SS: members.map((member) => member?.S ?? '') }
  if (first?.N !== undefined) return { NS: members.map((member) => member?.N ?? '') }
  return first?.B === undefined ? undefined : { BS: members.flatMap((member) => member?.B ?? []) }
}

/** Returns the Set for a stored set. */
export function decodeNaturalSet({ SS, NS, BS }: Wire): Set<unknown> {
  return new Set<unknown>(SS ?? NS?.map(naturalNumber) ?? BS)
}
