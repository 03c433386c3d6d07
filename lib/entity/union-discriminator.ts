// Ways to tell the members of a union apart: an attribute with another literal in each, or a function of the user.
import { kindOf, type ReportedFailure, summary } from '../errors/failures.js'
import { isError } from '../errors/is-error.js'
import { ValidationError } from '../errors/validation-error.js'
import { isDeclaredClass } from '../util/declared-class.js'
import { isThenable, quieted } from '../util/quieted.js'
import { invalid } from './codec/codec.js'
import { textIn } from './codec/dialect.js'
import { decodeNatural } from './codecs/natural.js'
import type { Discrimination, EntityModel } from './model.js'
import type { AttributeValue, StoredItem } from './struct/attribute-value.js'
import type { Failure } from './struct/failure.js'
import { definitionError } from './table/attribute-lookup.js'

/** What a function of the user's own sees of a stored item: its values, by their stored names. */
export interface StoredValues {
  readonly [name: string]: unknown
}

/** Says of which entity a stored item is; `undefined` for one of none of them. */
export type Discriminate = (stored: StoredValues) => unknown

/** How the members of one union are distinguished. */
export interface MemberDiscriminator extends Discrimination {
  /** What does it, in words: `'kind' ('cat' for Cat, 'dog' for Dog)`. */
  readonly words: string
  /** The member that a stored item is of, or why it is of none. */
  ofStored(stored: StoredItem): EntityModel | readonly Failure[]
  /** The members that an input may be meant for, or why it fits none. */
  ofInput(input: object): readonly EntityModel[] | readonly [Failure, ...Failure[]]
  /** The members that have one of these values in the attribute with this stored name. */
  having(name: string, values: readonly AttributeValue[]): readonly EntityModel[]
}

/**
 * Returns the property that tells members apart: each of them has a few values of it, and no two share one. `undefined`
 * if there is no such property.
 */
export function discriminatingProperty(members: readonly EntityModel[]): string | undefined {
  const [first] = members
  return first?.properties.find((property) => discriminates(members, property))
}

function discriminates(members: readonly EntityModel[], property: string): boolean {
  const steps = members.map(({ codec }) => codec.at(property))
  const seen = new Set<unknown>()
  for (const step of steps) {
    const { only, optional } = step?.codec ?? {}
    // An attribute that may be absent says nothing about the items that lack it.
    if (only === undefined || step?.name !== steps[0]?.name) return false
    if (optional === true && (step?.codec.decode(undefined, []) ?? undefined) === undefined) return false
    for (const value of only) {
      if (seen.has(value)) return false
      seen.add(value)
    }
  }
  return true
}

/** Discrimination by an attribute that is another literal in each member. */
export function discriminateByAttribute(
  members: readonly EntityModel[],
  property: string,
): MemberDiscriminator {
  const parts = members.map((model) => ({ model, step: model.codec.at(property) }))
  const name = String(parts[0]?.step?.name)
  const values = parts.map(
    ({ model, step }) => `${[...(step?.codec.only ?? [])].map(valueText).join(' or ')} for ${model.name}`,
  )
  const words = `'${property}' (${values.join(', ')})`
  const fitting = (value: AttributeValue | undefined): readonly EntityModel[] =>
    parts.flatMap(({ model, step }) => {
      const decoded = step?.codec.decode(value, [])
      return decoded === invalid || decoded === undefined || decoded === null ? [] : [model]
    })
  const misfit = (value: unknown, what: string): [Failure] => [
    { path: [property], message: `${what}: it tells the entities apart, ${words}`, value },
  ]
  // Most values are strings: each is looked up once.
  const known = new Map<string, EntityModel>()
  return {
    words,
    property,
    names: Object.freeze([name]),
    ofStored(stored) {
      const value = Object.hasOwn(stored, name) ? stored[name] : undefined
      const text = textIn(value)
      const found = text === undefined ? undefined : known.get(text)
      if (found !== undefined) return found
      const [member, other] = fitting(value)
      if (member === undefined || other !== undefined)
        return misfit(value, value === undefined ? 'it is absent' : 'no entity has the value that is stored')
      if (text !== undefined) known.set(text, member)
      return member
    },
    ofInput(input) {
      const value: unknown = Object.hasOwn(input, property) ? Reflect.get(input, property) : undefined
      const found = parts.flatMap(({ model, step }) => {
        const parsed = step?.codec.parse(value, [])
        return parsed === invalid || parsed === undefined || parsed === null ? [] : [model]
      })
      if (found.length > 0) return found
      return misfit(
        value,
        value === undefined ? 'required, but absent' : `no entity takes this ${typeof value}`,
      )
    },
    marksOf({ codec }) {
      const own = codec.at(property)?.codec
      return [...(own?.only ?? [])].flatMap((value) => own?.encode(value) ?? [])
    },
    having: (attribute, given) =>
      attribute === name
        ? members.filter((model) => given.some((value) => fitting(value).includes(model)))
        : members,
  }
}

const valueText = (value: unknown): string => (typeof value === 'string' ? `'${value}'` : String(value))

/** Discrimination by a function of the user. What is written must be read back as the entity that it was written as. */
export function discriminateByFunction(
  members: readonly EntityModel[],
  discriminate: Discriminate,
): MemberDiscriminator {
  const words = 'the function given to oneOf()'
  const ofStored = (stored: StoredItem): EntityModel | readonly Failure[] => {
    let returned: unknown
    try {
      returned = quieted(discriminate(decodeNatural({ M: stored }) as StoredValues))
    } catch (error) {
      return [{ path: [], message: `${words} threw ${kindOf(error)}`, value: stored }]
    }
    const member = members.find((each) => each === returned)
    if (member !== undefined) return member
    const what = isThenable(returned)
      ? 'a promise; it must return the entity itself'
      : returned === undefined
        ? 'undefined'
        : 'something that is not a member'
    return [
      {
        path: [],
        message: `${words} must return the entity of the item, but returned ${what}`,
        value: stored,
      },
    ]
  }
  return {
    words,
    property: undefined,
    names: undefined,
    ofStored,
    ofInput: (input) => fittingForms(members, input, (stored, model) => ofStored(stored) === model),
    marksOf: () => [],
    having: () => members,
  }
}

/**
 * Discrimination by the kind of a table: by the marker of a stored item or, if the table has none, by its key; inputs
 * by their form.
 */
export function discriminateByKind(
  members: readonly EntityModel[],
  name: string | undefined,
): MemberDiscriminator {
  const texts = members.map(
    (model) => `${(model.kind?.values ?? []).map(valueText).join(' or ')} for ${model.name}`,
  )
  const words = name === undefined ? 'the key' : `the kind, '${name}' (${texts.join(', ')})`
  const keyNames = (members[0]?.key.parts ?? []).map((part) => part.name)
  return {
    words,
    property: undefined,
    names: Object.freeze(name === undefined ? keyNames : [name]),
    ofStored(stored) {
      const [member, other] = members.filter((model) => model.isOfKind(stored))
      if (member !== undefined && other === undefined) return member
      const what =
        member === undefined
          ? 'no entity has the kind or the key that is stored'
          : 'several entities have its key'
      return [{ path: [], message: `${what}: ${words}`, value: stored }]
    },
    ofInput: (input) => fittingForms(members, input, () => true),
    marksOf: ({ kind }) => (kind?.values ?? []).map((value) => ({ S: value })),
    having: (attribute, given) =>
      attribute === name
        ? members.filter(({ kind }) => given.some((value) => 'S' in value && kind?.values.includes(value.S)))
        : members,
  }
}

/** The members whose form an input has, as far as it would be read back as one of them. */
export function fittingForms(
  members: readonly EntityModel[],
  input: object,
  isReadAs: (stored: StoredItem, model: EntityModel) => boolean,
): readonly EntityModel[] | readonly [Failure, ...Failure[]] {
  const found: EntityModel[] = []
  const reasons: string[] = []
  for (const model of members)
    try {
      const stored = model.codec.encode(model.checked(input, 'parse'))
      if (isReadAs(stored !== undefined && 'M' in stored ? stored.M : {}, model)) found.push(model)
      else reasons.push(`${model.name}: it would be read back as something else`)
    } catch (error) {
      if (!isError(error, ValidationError)) throw error
      reasons.push(`${model.name}: ${summary(error.failures.map(expectation))}`)
    }
  if (found.length > 0) return found
  const message = `it fits none of ${members.map(({ name }) => name).join(', ')} (${reasons.join('; ')})`
  return [{ path: [], message, value: input }]
}

// What the value is stands in the failure of the item as a whole.
function expectation(failure: ReportedFailure): ReportedFailure {
  const at = failure.message.indexOf(', but received')
  return at < 0 ? failure : { ...failure, message: failure.message.slice(0, at) }
}

/** What tells the entities of a collection apart; each of them has conditions of its own. */
export function discriminatorOfKinds(
  name: string,
  members: readonly EntityModel[],
  discriminate: Discriminate | undefined,
): MemberDiscriminator {
  const discriminator = discriminatorOfMembers(name, members, discriminate)
  const kinds = members.map((model) => ({ model, marks: discriminator.marksOf(model) }))
  return Object.freeze({ ...discriminator, kinds: Object.freeze(kinds) })
}

const notFunction = 'what tells the entities apart must be a function of a stored item'

/** What tells entities apart. @throws EntityDefinitionError if nothing does. */
export function discriminatorOfMembers(
  name: string,
  members: readonly EntityModel[],
  discriminate: Discriminate | undefined,
): MemberDiscriminator {
  if (isDeclaredClass(discriminate) || !['function', 'undefined'].includes(typeof discriminate))
    throw definitionError({ entity: name }, `${notFunction}, not ${kindOf(discriminate)}`)
  if (discriminate !== undefined) return discriminateByFunction(members, discriminate)
  const property = discriminatingProperty(members)
  if (property !== undefined) return discriminateByAttribute(members, property)
  const [first] = members
  if (first?.kind !== undefined) return discriminateByKind(members, first.kind.name)
  // Without a marker, entities whose keys could be the same are refused by their table.
  if (first?.table.declared !== undefined && first.key.made) return discriminateByKind(members, undefined)
  throw definitionError(
    { entity: name },
    "its entities cannot be told apart: give each an attribute with a different literal, such as kind: literal('cat'), or give oneOf() a function that returns the entity of a stored item",
  )
}

/** What to do about a condition that not all of the entities take. */
export function hintOf({ property }: MemberDiscriminator): string {
  const wayOut = 'use the repository of that entity'
  return property === undefined ? wayOut : `add a condition on '${property}' by eq first, or ${wayOut}`
}
