// The attributes that the library keeps itself: version, timestamps, and the one that DynamoDB expires items by.

import { type Codec, invalid } from './codec.js'
import type { Descriptor } from './descriptor.js'
import { definitionError, type KeyContext, unknownAttribute } from './key.js'

/** The property names of the managed attributes, and the stored name of the TTL attribute. */
export interface Managed {
  readonly version: string | undefined
  readonly created: string | undefined
  readonly updated: string | undefined
  readonly ttl: string | undefined
}

/**
 * The managed attributes of a descriptor.
 * @throws EntityDefinitionError where one is no attribute or of a type that cannot serve.
 */
export function defineManaged(context: KeyContext, descriptor: Descriptor): Managed {
  const { version, timestamps, ttl } = descriptor
  check(context, 'version', version, 1, 'an integer')
  check(context, 'timestamps.created', timestamps?.created, new Date(0), 'a date')
  check(context, 'timestamps.updated', timestamps?.updated, new Date(0), 'a date')
  const step = check(context, 'ttl', ttl, undefined, '')
  if (step !== undefined && step.codec.types.join() !== 'N')
    throw definitionError(
      context,
      `ttl: '${ttl}' must be stored as a number of epoch seconds: a date with as: 'epochSeconds', or a number`,
    )
  return Object.freeze({
    version,
    created: timestamps?.created,
    updated: timestamps?.updated,
    ttl: step === undefined ? undefined : String(step.name),
  })
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
    throw definitionError(context, `${place}: '${property}' must take ${what}`)
  return step
}

/** The time as the stored form of an attribute holds it: a key attribute takes no finer one. */
export function heldTime({ codec }: { readonly codec: Codec }, property: string, now: Date): Date {
  return codec.at(property)?.codec.cut?.(now) ?? now
}

/** The input with absent managed attributes filled in: version 0 (not stored yet), both times now. The input itself stays as it is. */
export function fillManaged(
  context: { readonly codec: Codec },
  managed: Managed,
  input: unknown,
  now: Date,
): unknown {
  const { version, created, updated } = managed
  if ((version ?? created ?? updated) === undefined || typeof input !== 'object' || input === null)
    return input
  const filled: Record<string, unknown> = { ...input }
  if (version !== undefined) filled[version] ??= 0
  if (created !== undefined) filled[created] ??= heldTime(context, created, now)
  if (updated !== undefined) filled[updated] ??= heldTime(context, updated, now)
  return filled
}

/** The item as its next write stores it: one version more, and updated now. Answers the item itself where nothing is managed. */
export function stampManaged(
  context: { readonly codec: Codec },
  managed: Managed,
  item: object,
  now: Date,
): object {
  const { version, updated } = managed
  if (version === undefined && updated === undefined) return item
  // No item has a property of the name `__proto__`: the codec refuses it.
  const stamped: Record<string, unknown> = Object.assign<Record<string, unknown>, object>({}, item)
  if (version !== undefined) stamped[version] = versionOf(managed, item) + 1
  // Through the codec, so that the item has the precision of the stored one.
  if (updated !== undefined)
    stamped[updated] = context.codec.at(updated)?.codec.parse(heldTime(context, updated, now), []) ?? now
  return stamped
}

/** The version that an item was read with; 0 before its first save. */
export function versionOf(managed: Managed, item: object): number {
  const version: unknown = managed.version === undefined ? undefined : Reflect.get(item, managed.version)
  return typeof version === 'bigint' ? Number(version) : typeof version === 'number' ? version : 0
}
