// Stored sets: built from members, joined, and reduced.
import { type AttributeValue, attributeType } from '../../entity/struct/attribute-value.js'
import { comparableDecimal } from './decimal-order.js'

type Member = { readonly S: string } | { readonly N: string } | { readonly B: Uint8Array }

/**
 * Returns the set of these members, each once; `undefined` if there are no members, or if they are of different types
 * or of types that sets cannot hold.
 */
export function setOf(members: readonly AttributeValue[]): AttributeValue | undefined {
  const unique = new Map<string, Member>()
  for (const member of members) {
    if (!('S' in member || 'N' in member || 'B' in member)) return undefined
    const identity = identityOf(member)
    if (!unique.has(identity)) unique.set(identity, member)
  }
  const all = [...unique.values()]
  const texts = all.flatMap((member) => ('S' in member ? [member.S] : []))
  const numbers = all.flatMap((member) => ('N' in member ? [member.N] : []))
  const binaries = all.flatMap((member) => ('B' in member ? [member.B] : []))
  if (all.length === 0) return undefined
  if (texts.length === all.length) return { SS: texts }
  if (numbers.length === all.length) return { NS: numbers }
  return binaries.length === all.length ? { BS: binaries } : undefined
}

/** Returns the members of both sets; `undefined` if the values are not two sets of one type. */
export function joinedSets(a: AttributeValue, b: AttributeValue): AttributeValue | undefined {
  const members = setMembersOf(a)
  const others = setMembersOf(b)
  return members === undefined || others === undefined ? undefined : setOf([...members, ...others])
}

/**
 * Returns the members of `a` that are not in `b`; `null` if none is left; `undefined` if the values are not two sets of
 * one type.
 */
export function withoutMembers(a: AttributeValue, b: AttributeValue): AttributeValue | null | undefined {
  const members = setMembersOf(a)
  const others = setMembersOf(b)
  if (members === undefined || others === undefined || attributeType(a) !== attributeType(b)) return undefined
  const gone = new Set(others.map(identityOf))
  return setOf(members.filter((member) => !gone.has(identityOf(member)))) ?? null
}

/** Returns the members of a stored set, one by one; `undefined` for all other values. */
export function setMembersOf(value: AttributeValue): readonly Member[] | undefined {
  if ('SS' in value) return value.SS.map((S) => ({ S }))
  if ('NS' in value) return value.NS.map((N) => ({ N }))
  return 'BS' in value ? value.BS.map((B) => ({ B })) : undefined
}

// One string per member, so that large sets take linear time; numbers by their value.
function identityOf(member: Member): string {
  if ('S' in member) return `S${member.S}`
  return 'N' in member ? `N${comparableDecimal(member.N)}` : `B${member.B.join()}`
}
