// Soft deletes of an entity: the attribute that marks an item as deleted, and the time after which it is purged.
import { type Codec, invalid } from '../codec/codec.js'
import type { StoredItem } from '../struct/attribute-value.js'
import { definitionError, type KeyContext, unknownAttribute } from '../table/attribute-lookup.js'
import type { Descriptor } from '../table/descriptor.js'
import type { PurgeAfter } from '../table/soft-delete-options.js'
import { type Managed, storableTime } from './managed.js'

/** How items of an entity are deleted: they are marked, and stay in the table. */
export interface SoftDelete {
  /** The attribute with the time of the delete. */
  readonly property: string
  /** Its stored name: an item is deleted if it has the attribute. */
  readonly name: string
  /** The attribute by which DynamoDB purges deleted items, and after how many milliseconds. */
  readonly purge: Purge | undefined
}

/** When deleted items are purged, and how that time is written. */
interface Purge {
  readonly property: string
  readonly after: number
  readonly form: keyof typeof forms
}

/** What a model shows: items that are not deleted (`'live'`), or deleted ones. */
export interface DeletionView {
  readonly shows: 'live' | 'deleted'
  /** Whether DynamoDB knows the deleted ones by one attribute, whatever kind they are of. */
  readonly mark: Pick<SoftDelete, 'property' | 'name'> | undefined
  /** The stored names of the attributes that mark items. */
  readonly names: readonly string[]
  /** Whether a stored item is of the model, deleted or not. */
  isOfKind(stored: StoredItem): boolean
  /** Whether a stored item is deleted. */
  isDeleted(stored: StoredItem): boolean
}

interface SoftContext extends KeyContext {
  readonly key: { readonly attributes: readonly { readonly property: string }[] }
  readonly managed: Managed
  readonly unique: readonly { readonly properties: readonly string[] }[]
}

/**
 * Returns how items of a definition are deleted; `undefined` if they are removed.
 * @throws EntityDefinitionError if the attribute is not an optional date of its own, or if nothing can purge.
 */
export function defineSoftDelete(
  context: SoftContext,
  { softDelete, version, timestamps, ttl }: Descriptor,
): SoftDelete | undefined {
  if (softDelete === undefined) return undefined
  const { attribute, purgeAfter } = softDelete
  const refuse = (detail: string) => definitionError(context, `softDelete: ${detail}`)
  if (attribute === undefined)
    throw refuse('`attribute` is missing: the optional date that marks deleted items')
  const step = context.properties.includes(attribute) ? context.codec.at(attribute) : undefined
  if (step === undefined) throw refuse(unknownAttribute(context, attribute))
  if (context.key.attributes.some(({ property }) => property === attribute))
    throw refuse(`'${attribute}' is in the key, and a delete changes it`)
  const other = [
    ['version', version],
    ['timestamps.created', timestamps?.created],
    ['timestamps.updated', timestamps?.updated],
    ['ttl', ttl],
  ].find(([, property]) => property === attribute)
  if (other !== undefined)
    throw refuse(`'${attribute}' is \`${other[0]}\`, and must be an attribute of its own`)
  if (context.unique.some(({ properties }) => properties.includes(attribute)))
    throw refuse(`'${attribute}' is in \`unique\`, and only deleted items have it`)
  const trouble = dateTrouble(step.codec)
  if (trouble !== undefined) throw refuse(`'${attribute}' ${trouble}`)
  const purge = purgeAfter === undefined ? undefined : purgeOf(context, ttl, purgeAfter, refuse)
  return Object.freeze({ property: attribute, name: String(step.name), purge })
}

function dateTrouble(codec: Codec): string | undefined {
  const wayOut = 'optional(date())'
  const stored = (value: unknown) => {
    const parsed = codec.parse(value, [])
    return parsed === invalid ? undefined : codec.encode(parsed)
  }
  if (stored(new Date(sampleTime)) === undefined) return `must be an optional date: ${wayOut}`
  if (codec.parse(undefined, []) === invalid || !codec.optional)
    return `must be optional, since only deleted items have it: ${wayOut}`
  if (stored(undefined) !== undefined) return `must not have a default, since only deleted items have it`
  if (stored(null) !== undefined)
    return `must not be stored as NULL, since an item with the attribute is deleted: ${wayOut}`
  return undefined
}

const sampleTime = 1_600_000_000_000

const lengths = { days: 86_400_000, hours: 3_600_000, minutes: 60_000 } as const

function purgeOf(
  context: KeyContext,
  ttl: string | undefined,
  given: PurgeAfter,
  refuse: (detail: string) => Error,
): SoftDelete['purge'] {
  if (ttl === undefined)
    throw refuse('`purgeAfter` sets the time to live of deleted items, and the entity has no `ttl`')
  const { codec } = context.codec.at(ttl) ?? {}
  if (codec === undefined || !codec.optional || codec.parse(undefined, []) === invalid)
    throw refuse(`\`purgeAfter\` sets '${ttl}', which must be optional: restore() removes it again`)
  const form = (['date', 'number', 'bigint'] as const).find(
    (each) => codec.parse(forms[each](sampleTime / 1_000), []) !== invalid,
  )
  if (form === undefined)
    throw refuse(`\`purgeAfter\` sets '${ttl}', which takes neither a date nor a number`)
  const after = Object.entries(lengths).reduce(
    (sum, [unit, length]) => sum + length * (Reflect.get(given, unit) ?? 0),
    0,
  )
  return Object.freeze({ property: ttl, after, form })
}

// The time to live in seconds, as attributes take it.
const forms = {
  date: (seconds: number) => new Date(seconds * 1_000),
  number: (seconds: number) => seconds,
  bigint: (seconds: number) => BigInt(seconds),
} as const

/** Returns what a delete writes: the mark and, if deleted items are purged, their time to live. */
export function deletionValues(
  context: { readonly codec: Codec },
  { property, purge }: SoftDelete,
  now: Date,
): readonly (readonly [property: string, value: unknown])[] {
  const mark = [property, storableTime(context, property, now)] as const
  if (purge === undefined) return [mark]
  // Rounded up, so that nothing is purged too early.
  const seconds = Math.ceil((now.getTime() + purge.after) / 1_000)
  return [mark, [purge.property, forms[purge.form](seconds)]]
}

/** Why two entities cannot be in one union: their deletes differ. `undefined` if they do not. */
export function softDeleteDifference(first: Deleting, other: Deleting): string | undefined {
  const [one, two] = [inWords(first), inWords(other)]
  if (one === two) return undefined
  return `\`softDelete\` must be the same in all of them: ${first.name} ${one}, and ${other.name} ${two}`
}

interface Deleting {
  readonly name: string
  readonly softDelete?: SoftDelete | undefined
}

function inWords({ softDelete }: Deleting): string {
  if (softDelete === undefined) return 'has none'
  const { property, name, purge } = softDelete
  const stored = name === property ? '' : `, stored as '${name}'`
  const purged =
    purge === undefined ? '' : `, purged after ${purge.after / 60_000} minutes by '${purge.property}'`
  return `has '${property}'${stored}${purged}`
}
