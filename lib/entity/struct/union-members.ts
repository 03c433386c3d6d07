// The members of a union, and the member that a value is clearly meant for.
import { remembered } from '../../util/remembered.js'
import { accepts, childrenOf, coercesUnion, membersOf, refusingKinds } from './probe.js'
import type { AnyStruct } from './struct.js'

/**
 * Returns the members of a union, also behind `lazy()`; `undefined` for any other struct, and for a union with a
 * coercer of the user's own.
 */
export function unionMembers(struct: AnyStruct): readonly AnyStruct[] | undefined {
  if (struct.type !== 'union' && struct.type !== 'lazy') return undefined
  const { members } = unionOf(struct)
  return members.length === 0 ? undefined : members
}

/**
 * Returns the one member that accepts the kind of a value, and all of its discriminators: the properties that are
 * `literal()` or `enums()`. Returns `undefined` if there are several, or none.
 */
export function clearMember(members: readonly AnyStruct[], value: unknown): AnyStruct | undefined {
  const possible = members.filter((member) => mayBeMeant(member, value))
  return possible.length === 1 ? possible[0] : undefined
}

function mayBeMeant(member: AnyStruct, value: unknown): boolean {
  if (!accepts(member, value)) return false
  return childrenOf(member, value).every(
    ([, part, child]) => !discriminating.has(child.type) || accepts(child, part),
  )
}

/** A property that distinguishes the members of a union, and its values in them. */
export interface Discriminator {
  readonly key: string
  readonly value: unknown
  readonly known: readonly unknown[]
}

/**
 * Returns the discriminator of all members if its value fits none of them; `undefined` if there is none, or if the
 * values that they accept are unknown.
 */
export function unfitDiscriminator(members: readonly AnyStruct[], value: object): Discriminator | undefined {
  if (Array.isArray(value)) return undefined
  const parts = members.filter((member) => accepts(member, value)).map((member) => childrenOf(member, value))
  for (const [key, part, child] of parts[0] ?? []) {
    if (typeof key !== 'string' || !discriminating.has(child.type)) continue
    const children = parts.map((entries) => entries.find(([name]) => name === key)?.[2])
    const unfit = children.every(
      (each) => each !== undefined && discriminating.has(each.type) && !accepts(each, part),
    )
    const known = [...new Set(children.flatMap((each) => constantsOf(each)))]
    if (unfit && known.length > 0 && !known.includes(undefined)) return { key, value: part, known }
  }
  return undefined
}

// For a constant that is not a string, number or boolean, superstruct's schema is null: `undefined` means that it is
// unknown.
function constantsOf(struct: AnyStruct | undefined): readonly unknown[] {
  const { type, schema } = struct ?? {}
  if (type === 'enums') return Object.values(Object(schema))
  return [schema ?? undefined]
}

/** The kinds of structs that distinguish the members of a union. */
export const discriminating: ReadonlySet<string> = new Set(['literal', 'enums'])

const unionOf = remembered((struct: AnyStruct): { readonly members: readonly AnyStruct[] } => {
  const kind = struct.type === 'lazy' ? refusingKinds(struct, Symbol('none'))[0] : struct.type
  return { members: kind === 'union' && !coercesUnion(struct) ? membersOf(struct) : [] }
})
