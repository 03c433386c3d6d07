// Bounds: values of attributes that every item of a repository within bounds has.
import { kindOf, reported, summary } from '../errors/failures.js'
import { InvalidKeyError } from '../errors/invalid-key-error.js'
import { InvalidOptionError } from '../errors/invalid-option-error.js'
import { ValidationError } from '../errors/validation-error.js'
import { didYouMean } from '../util/nearest-name.js'
import { type Codec, invalid } from './codec/codec.js'
import { canonicalDecimal } from './codec/decimal.js'
import { malformations } from './codec/dialect.js'
import { copiedInput, inheritedValue } from './codec/properties.js'
import { itemMisfit } from './item/item-failures.js'
import { isPart } from './item/item-mark.js'
import { type Key, readableIn } from './key/key.js'
import type { Managed } from './key/managed.js'
import type { AttributeValue, StoredItem } from './struct/attribute-value.js'
import type { Failure } from './struct/failure.js'

/** One bound: an attribute, and the only value that it has. */
export interface Bound {
  readonly property: string
  /** The stored name. */
  readonly name: string
  readonly value: unknown
  readonly stored: AttributeValue
  /** Whether the key of each item has it, so that no key leads beyond it. */
  readonly inKey: boolean
}

/** A model, as far as bounds look at it. */
export interface BoundOwner {
  readonly name: string
  readonly codec: Codec
  readonly key: Key
  readonly managed: Managed
  readonly properties: readonly string[]
  readonly members: readonly BoundOwner[]
  readonly bounds: RepositoryBounds | undefined
}

/** The bounds of a repository. */
export interface RepositoryBounds {
  /** The model without them. */
  readonly base: BoundOwner
  readonly all: readonly Bound[]
  /** Those that are not in the key: a condition of each write, and checked in what is read. */
  readonly loose: readonly Bound[]
}

const operation = 'scoped'

/**
 * Checks bounds, and adds them to those of a model that has some.
 * @throws InvalidOptionError with the name of the attribute.
 */
export function checkedBounds(model: BoundOwner, given: unknown): RepositoryBounds {
  const base = model.bounds?.base ?? model
  const refuse = (option: string, detail: string) =>
    new InvalidOptionError({ entity: base.name, operation, option, detail })
  if (typeof given !== 'object' || given === null || Array.isArray(given))
    throw refuse('bounds', `the bounds must be an object, such as { tenantId: 't1' }, not ${kindOf(given)}`)
  const names = Object.keys(given)
  if (names.length === 0) throw refuse('bounds', 'there are no bounds: use the repository itself')
  const known = new Map((model.bounds?.all ?? []).map((bound) => [bound.property, bound]))
  for (const property of names) {
    const bound = boundOf(base, property, Reflect.get(given, property), (detail) => refuse(property, detail))
    const before = known.get(property)
    if (before !== undefined && !sameScalar(before.stored, bound.stored))
      throw refuse(property, `'${property}' already has another value in the bounds of this repository`)
    known.set(property, bound)
  }
  const all = Object.freeze([...known.values()])
  return Object.freeze({ base, all, loose: Object.freeze(all.filter(({ inKey }) => !inKey)) })
}

function boundOf(
  base: BoundOwner,
  property: string,
  value: unknown,
  refuse: (detail: string) => InvalidOptionError,
): Bound {
  const { managed, members } = base
  const lacking = members.find(({ properties }) => !properties.includes(property))
  if (lacking !== undefined)
    throw refuse(
      `there is no attribute '${property}' in ${lacking.name}${didYouMean(property, lacking.properties)}`,
    )
  if (value === undefined || value === null)
    throw refuse(`\`${property}\` is ${value}: without a value, nothing would be bounded`)
  const fixed = [managed.version, managed.created, managed.updated]
  if (fixed.includes(property) || managed.ttl === base.codec.at(property)?.name)
    throw refuse(`'${property}' changes with each write, or expires the item, and cannot be a bound`)
  const steps = members.flatMap(({ codec }) => codec.at(property) ?? [])
  const [first] = steps
  const values = steps.map(({ codec }) => {
    const failures: Failure[] = []
    const parsed = codec.parse(value, failures)
    if (parsed !== invalid) return { parsed, stored: codec.encode(parsed) }
    if (members.length > 1 && steps.some((step) => step.codec.parse(value, []) !== invalid))
      throw refuse(
        `\`${property}\` does not fit every entity of ${base.name}: use the repository of one of them`,
      )
    const why = failures.length === 0 ? 'it does not fit its struct' : summary(reported(failures))
    throw refuse(`\`${property}\` has a value that does not fit: ${why}`)
  })
  const [one] = values
  if (first === undefined || one?.stored === undefined || !isScalar(one.stored))
    throw refuse(`\`${property}\` must be stored as a string, a number, binary or a boolean`)
  const { stored } = one
  if (
    steps.some(({ name }) => name !== first.name) ||
    values.some((each) => each.stored === undefined || !sameScalar(each.stored, stored))
  )
    throw refuse(
      `'${property}' is not stored in the same way in ${members.map(({ name }) => name).join(', ')}`,
    )
  // A key that has a value in lower case, or a date without its time, may be that of other values, too.
  const inKey = members.every(({ key }) =>
    key.parts.some((part) => readableIn(part).some((each) => each.property === property)),
  )
  return Object.freeze({ property, name: String(first.name), value: one.parsed, stored, inKey })
}

const isScalar = (value: AttributeValue): boolean =>
  'S' in value || 'N' in value || 'B' in value || 'BOOL' in value

function sameScalar(a: AttributeValue, b: AttributeValue): boolean {
  if ('S' in a) return 'S' in b && a.S === b.S
  if ('N' in a) return 'N' in b && (a.N === b.N || canonicalDecimal(a.N) === canonicalDecimal(b.N))
  if ('B' in a) return 'B' in b && Buffer.from(a.B).equals(b.B)
  return 'BOOL' in a && 'BOOL' in b && a.BOOL === b.BOOL
}

/**
 * Whether a stored item has the value of a bound.
 * @throws InvalidItemError if what it has is not in DynamoDB's form: it is neither within the bounds nor beyond them.
 */
export function hasBound({ name, stored: bound }: Bound, stored: StoredItem, owner: BoundOwner): boolean {
  const value = Object.hasOwn(stored, name) ? stored[name] : undefined
  if (value === undefined) return false
  const malformed = malformations(value, name)
  if (malformed.length > 0) throw itemMisfit(owner, 'read', stored, malformed)
  return sameScalar(bound, value)
}

/**
 * Whether an item that this codec read is within a bound exactly if it has the bound's value: no other stored form is
 * read as that value, and it is not the default of an absent attribute.
 */
export function isShownByValue({ property, value }: Bound, codec: Pick<Codec, 'at'>): boolean {
  const own = codec.at(property)?.codec
  return own?.fidelity === 'exact' && Object(value) !== value && own.decode(undefined, []) !== value
}

/**
 * Whether an item with this key is within bounds, as far as its key tells, and the attributes that it is known to have
 * the values of.
 */
export function isWithinKey({ base, all }: RepositoryBounds, key: object, known: readonly string[]): boolean {
  return all.every(
    (bound) =>
      known.includes(bound.property) ||
      (Object.hasOwn(key, bound.property) && !contradicts(base, bound, key)),
  )
}

/** Returns an input with the bounds. @throws ValidationError if it has another value for one. */
export function boundInput({ base, all }: RepositoryBounds, input: unknown, operation: string): unknown {
  // What is wrong with these is said as without bounds.
  if (typeof input !== 'object' || input === null || Array.isArray(input) || isPart(input)) return input
  const failures = all
    .filter((bound) => contradicts(base, bound, input))
    .map(({ property }) => ({ path: [property], message: beyond, value: undefined }))
  if (failures.length > 0) throw new ValidationError({ entity: base.name, operation, failures })
  return Object.assign(
    copiedInput(input, base.properties),
    Object.fromEntries(all.map(({ property, value }) => [property, value])),
  )
}

const beyond = 'is not the value that the repository is bound to'

/**
 * Returns a key argument, or an item in its place, with the bounds of the key.
 * @throws InvalidKeyError if it has another value for one.
 */
export function boundKey({ base, all }: RepositoryBounds, argument: unknown, operation: string): unknown {
  const { attributes } = base.key
  const bounded = all.filter(({ property }) => attributes.some((part) => part.property === property))
  const values = Object.fromEntries(bounded.map(({ property, value }) => [property, value]))
  const isObject = typeof argument === 'object' && argument !== null
  if (isObject && !(argument instanceof Date) && !(argument instanceof Uint8Array)) {
    const wrong = all.find((bound) => contradicts(base, bound, argument))
    if (wrong !== undefined)
      throw new InvalidKeyError({ entity: base.name, operation, detail: `'${wrong.property}' ${beyond}` })
    const names = [...base.key.attributes.map(({ property }) => property), base.managed.version ?? '']
    return 'then' in argument ? argument : { ...copiedInput(argument, names), ...values }
  }
  const [open, ...others] = attributes.filter(({ property }) => !Object.hasOwn(values, property))
  return open === undefined || others.length > 0 ? argument : { ...values, [open.property]: argument }
}

function contradicts(base: BoundOwner, { property, stored }: Bound, given: object): boolean {
  const value: unknown = Object.hasOwn(given, property)
    ? Reflect.get(given, property)
    : inheritedValue(given, property)
  if (value === undefined) return false
  const codec = base.members[0]?.codec.at(property)?.codec
  const parsed = codec?.parse(value, [])
  const own = parsed === invalid ? undefined : codec?.encode(parsed)
  return own === undefined || !sameScalar(stored, own)
}
