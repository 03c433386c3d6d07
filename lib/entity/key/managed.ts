// The attributes that the library manages: version, timestamps, and the one by which DynamoDB expires items.

import { type Codec, invalid } from '../codec/codec.js'
import { copiedInput } from '../codec/properties.js'
import { optionsOf } from '../struct/attribute.js'
import type { StoredItem } from '../struct/attribute-value.js'
import type { Failure } from '../struct/failure.js'
import { definitionError, type KeyContext, unknownAttribute } from '../table/attribute-lookup.js'
import type { Descriptor } from '../table/descriptor.js'
import type { Key } from './key.js'

/** The property names of the managed attributes, and the stored name of the TTL attribute. */
export interface Managed {
  readonly version: string | undefined
  readonly created: string | undefined
  readonly updated: string | undefined
  readonly ttl: string | undefined
}

/**
 * Returns the managed attributes of a definition.
 * @throws EntityDefinitionError if one of them is not an attribute, its type is not suitable, or one that every write
 * changes is part of the primary key.
 */
export function defineManaged(
  context: KeyContext & { readonly key: Pick<Key, 'attributes'> },
  descriptor: Descriptor,
): Managed {
  const { version, timestamps, ttl } = descriptor
  check(context, 'version', version, 1, 'an integer')
  check(context, 'timestamps.created', timestamps?.created, new Date(0), 'a date')
  check(context, 'timestamps.updated', timestamps?.updated, new Date(0), 'a date')
  refuseInKey(context, 'version', version)
  refuseInKey(context, 'timestamps.updated', timestamps?.updated)
  const step = check(context, 'ttl', ttl, undefined, '')
  if (step !== undefined) checkTtl(context, descriptor, step.codec)
  return Object.freeze({
    version,
    created: timestamps?.created,
    updated: timestamps?.updated,
    ttl: step === undefined ? undefined : String(step.name),
  })
}

// Every write changes them, and no update can change a key: the item would no longer be the one that its key names.
function refuseInKey(
  context: KeyContext & { readonly key: Pick<Key, 'attributes'> },
  place: string,
  property: string | undefined,
): void {
  if (context.key.attributes.every((part) => part.property !== property)) return
  throw definitionError(
    context,
    `${place}: '${property}' is part of the primary key, but every write changes it, and an item keeps its key`,
  )
}

function check(
  context: KeyContext,
  place: string,
  property: string | undefined,
  sample: unknown,
  what: string,
) {
  if (property === undefined) return undefined
  const step = context.properties.includes(property) ? context.codec.at(property) : undefined
  if (step === undefined) throw definitionError(context, `${place}: ${unknownAttribute(context, property)}`)
  if (sample !== undefined && step.codec.parse(sample, []) === invalid)
    throw definitionError(context, `${place}: '${property}' must be ${what}`)
  return step
}

/**
 * Returns the time with the precision that the stored form of an attribute can hold: a key attribute accepts no finer
 * one.
 */
export function storableTime({ codec }: { readonly codec: Codec }, property: string, now: Date): Date {
  return codec.at(property)?.codec.cut?.(now) ?? now
}

// DynamoDB reads the attribute as a number of seconds ("Time to Live"): milliseconds would be about 56,000 years.
function checkTtl(context: KeyContext, { ttl = '', attributes }: Descriptor, codec: Codec): void {
  if (codec.types.join() !== 'N')
    throw definitionError(
      context,
      `ttl: '${ttl}' must be stored as a number of seconds since 1970: a date with as: 'epochSeconds', or a number`,
    )
  const struct = attributes[ttl]
  const form = struct === undefined ? undefined : optionsOf(struct).as
  if (form === 'epochMillis' || !isInSeconds(codec))
    throw definitionError(
      context,
      `ttl: '${ttl}' is stored in milliseconds, but DynamoDB reads seconds: a date needs as: 'epochSeconds'`,
    )
}

// Found out by trying the codec, because it may be a custom one. A codec that does not accept dates accepts numbers,
// which are checked when they are written.
function isInSeconds(codec: Codec): boolean {
  const date = codec.parse(new Date(sampleSeconds * 1_000), [])
  if (date === invalid) return true
  const stored = codec.encode(date)
  return stored !== undefined && 'N' in stored && Number(stored.N) === sampleSeconds
}

const sampleSeconds = 1_600_000_000
/** The year 2286; in milliseconds, April 1970. */
const tooLate = 10_000_000_000

/** Returns why the TTL of a stored item is probably wrong: it is not in seconds. */
export function ttlFailures(
  {
    managed,
    codec,
    properties,
  }: { readonly managed: Managed; readonly codec: Codec; readonly properties: readonly string[] },
  stored: StoredItem,
): readonly Failure[] {
  const { ttl } = managed
  const value = ttl === undefined ? undefined : stored[ttl]
  if (value === undefined || !('N' in value) || Number(value.N) < tooLate) return noFailures
  const property = properties.find((each) => codec.at(each)?.name === ttl) ?? String(ttl)
  const message =
    'the time to live is 10,000,000,000 seconds or more after 1970 (the year 2286), which looks like milliseconds: DynamoDB reads seconds; leave it out of an item that never expires'
  return [{ path: [property], message, value: undefined }]
}

const noFailures: readonly Failure[] = Object.freeze([])

/**
 * Returns the input with absent managed attributes filled in: version 0 (not stored yet), both times now. The input
 * itself is not modified.
 */
export function fillManaged(
  context: { readonly codec: Codec; readonly properties: readonly string[] },
  managed: Managed,
  input: unknown,
  now: Date,
): unknown {
  const { version, created, updated } = managed
  if ((version ?? created ?? updated) === undefined || typeof input !== 'object' || input === null)
    return input
  const filled = copiedInput(input, context.properties)
  if (version !== undefined) filled[version] ??= 0
  if (created !== undefined) filled[created] ??= storableTime(context, created, now)
  if (updated !== undefined) filled[updated] ??= storableTime(context, updated, now)
  return filled
}

/**
 * Returns the item as its next write stores it: with the next version, and updated now. Returns the item itself if
 * nothing is managed.
 */
export function stampManaged(
  context: { readonly codec: Codec },
  managed: Managed,
  item: object,
  now: Date,
): object {
  const { version, updated } = managed
  if (version === undefined && updated === undefined) return item
  // No item has a property named `__proto__`: the codec rejects it.
  const stamped: Record<string, unknown> = Object.assign<Record<string, unknown>, object>({}, item)
  if (version !== undefined) stamped[version] = versionOf(managed, item) + 1
  // Through the codec, so that the item has the same precision as the stored one.
  if (updated !== undefined)
    stamped[updated] = context.codec.at(updated)?.codec.parse(storableTime(context, updated, now), []) ?? now
  return stamped
}

/** Returns the version with which an item was read; 0 before it is first saved. */
export function versionOf(managed: Managed, item: object): number {
  const version: unknown = managed.version === undefined ? undefined : Reflect.get(item, managed.version)
  return typeof version === 'bigint' ? Number(version) : typeof version === 'number' ? version : 0
}
