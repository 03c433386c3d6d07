// Codec of the items of a union of entities: each item by its own codec, each path by what they share.
import { type Codec, type CodecStep, invalid } from './codec/codec.js'
import { type Node, nodeOf } from './codec/node.js'
import { unionCore } from './codecs/union.js'
import type { EntityModel } from './model.js'
import type { AttributeValue, StoredItem } from './struct/attribute-value.js'
import type { Failure } from './struct/failure.js'
import type { AnyStruct } from './struct/struct.js'

/** Which member an input is meant for, and which one a stored item is of. */
export interface MemberChoice {
  /** @throws what says why it is of none. */
  ofInput(input: unknown): EntityModel
  ofStored(stored: StoredItem): EntityModel | readonly Failure[]
}

/** The codec of whole items of any of these entities. Its paths are all that some member has. */
export function unionCodec(members: readonly EntityModel[], choice: MemberChoice): Codec {
  const properties = [...new Set(members.flatMap(({ properties: own }) => own))]
  return Object.freeze({
    types: ['M'] as const,
    optional: false,
    form: 'entities',
    members: Object.freeze(members.map(({ codec }) => codec)),
    names: Object.freeze(properties),
    keys: Object.freeze(properties),
    at: stepsOf(members),
    parse: (value: unknown, failures: Failure[]) => choice.ofInput(value).codec.parse(value, failures),
    encode: (value: unknown) => choice.ofInput(value).codec.encode(value),
    decode(stored: AttributeValue | undefined, failures: Failure[]) {
      const map = stored !== undefined && 'M' in stored ? stored.M : {}
      const member = choice.ofStored(map)
      if ('codec' in member) return member.codec.decode({ M: map }, failures)
      failures.push(...member)
      return invalid
    },
    decodePart: (stored: AttributeValue, failures: Failure[]) =>
      decodedPart(members, choice, 'M' in stored ? stored.M : {}, failures),
  })
}

// What tells the members apart may not have been read: then any of them that reads the part reads it.
function decodedPart(
  members: readonly EntityModel[],
  choice: MemberChoice,
  stored: StoredItem,
  failures: Failure[],
): unknown {
  const member = choice.ofStored(stored)
  const from = failures.length
  for (const { codec } of 'codec' in member ? [member] : members) {
    failures.length = from
    const value = codec.decodePart({ M: stored }, failures)
    if (value !== invalid) return value
  }
  return invalid
}

/** The codec for the paths of conditions and updates: what all members have. */
export function sharedPaths(members: readonly EntityModel[], codec: Codec, hint: string): Codec {
  const missing = (segment: string | number) =>
    members.filter((model) => model.codec.at(segment) === undefined).map(({ name }) => name)
  return Object.freeze({
    ...codec,
    names: Object.freeze((codec.names ?? []).filter((name) => missing(name).length === 0)),
    at: (segment: string | number) => (missing(segment).length === 0 ? codec.at(segment) : undefined),
    whyNot(segment: string | number) {
      const without = missing(segment)
      if (without.length === members.length) return undefined
      const having = members.map(({ name }) => name).filter((name) => !without.includes(name))
      return without.length === 0
        ? `${having.join(' and ')} store '${segment}' under different names`
        : `'${segment}' is an attribute of ${having.join(' and ')}, and not of ${without.join(' and ')}: ${hint}`
    },
  })
}

// As many paths as programs have; where unknown attributes are kept, users may ask for any name.
const mostSteps = 1_000

function stepsOf(members: readonly EntityModel[]): Codec['at'] {
  const known = new Map<string | number, CodecStep | undefined>()
  return (segment) => {
    if (known.has(segment)) return known.get(segment)
    const having = members.filter(({ codec }) => codec.at(segment) !== undefined)
    const steps = having.flatMap(({ codec }) => codec.at(segment) ?? [])
    const [first] = steps
    const same = first !== undefined && steps.every(({ name }) => name === first.name)
    const step = same ? { name: first.name, codec: sharedCodec(having, String(segment)) } : undefined
    if (known.size < mostSteps) known.set(segment, step)
    return step
  }
}

function sharedCodec(having: readonly EntityModel[], property: string): Codec {
  const codecs = having.map(({ codec }) => codec.at(property)?.codec as Node)
  const [first] = codecs as [Node]
  const structs = new Set(having.map((model) => structOf(model, property)))
  const nulls = new Set(codecs.map(({ nullIsAbsence = false }) => nullIsAbsence))
  if (nulls.size === 1 && (structs.size === 1 || codecs.every((codec) => isAlike(codec, first)))) return first
  const joined = unionCore(codecs, [], false, false)
  const traits = {
    optional: { value: codecs.some(({ optional }) => optional), enumerable: true },
    nullIsAbsence: { value: !nulls.has(false), enumerable: true },
    unsorted: {
      value: codecs.some(({ unsorted }) => unsorted === true) || !haveOneOrder(codecs),
      enumerable: true,
    },
  }
  return nodeOf(
    Object.defineProperties({}, { ...Object.getOwnPropertyDescriptors(joined), ...traits }) as never,
  )
}

// Dates in several forms, and what codecs of the user's own make, have no order in common.
function haveOneOrder(codecs: readonly Node[]): boolean {
  const forms = new Set(codecs.map(({ form = '' }) => form))
  return forms.size === 1 || [...forms].every((form) => form !== 'codec' && !form.startsWith('date'))
}

/** The struct of an attribute. */
export function structOf({ schema }: EntityModel, property: string): AnyStruct | undefined {
  const structs = Object(schema.schema) as Record<string, AnyStruct>
  return Object.hasOwn(structs, property) ? structs[property] : undefined
}

// Plain values without bounds, of one kind and in one form: each of the codecs reads and writes as the other does.
function isAlike(codec: Node, other: Node): boolean {
  const absence = Object.is(codec.decode(undefined, []), other.decode(undefined, []))
  const same = codec.form === other.form && codec.optional === other.optional && absence
  return codec === other || (same && isPlain(codec) && isPlain(other))
}

function isPlain({ refined, form, only, element, keys, entries, members = [], at }: Node): boolean {
  const parts = element ?? keys ?? entries ?? only ?? at(0)
  return refined !== true && form !== 'codec' && parts === undefined && members.length === 0
}
