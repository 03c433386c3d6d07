// Versions of a schema, as an entity knows them: each step with the codec of its attributes.
import type { Codec } from '../codec/codec.js'
import type { StoredItem } from '../struct/attribute-value.js'

/** One step to the next version. */
export interface VersionStep {
  readonly from: number
  /** The attributes of the version that it begins with. */
  readonly properties: readonly string[]
  readonly codec: Codec
  apply(old: object): unknown
}

/** The versions of the items of an entity. */
export interface SchemaVersions {
  /** The stored attribute with the version of an item. */
  readonly name: string
  readonly current: number
  /** The step of each version but the current one, from version 1 on. */
  readonly steps: readonly VersionStep[]
  readonly writesBack: boolean
  /** The stored items that upgraded items were made of, if reads write back. */
  readonly origins: WeakMap<object, StoredItem>
}

/** The version of a stored item; `undefined` if its attribute holds none. */
export function versionIn({ name }: Pick<SchemaVersions, 'name'>, stored: StoredItem): number | undefined {
  const value = Object.hasOwn(stored, name) ? stored[name] : undefined
  if (value === undefined) return 1
  const version = Number((value as { readonly N?: unknown } | null)?.N ?? Number.NaN)
  return Number.isSafeInteger(version) && version > 0 ? version : undefined
}

/** What may have versions: an entity or, of a union, its members. */
interface VersionedModel {
  readonly members: readonly { readonly versions?: SchemaVersions | undefined }[]
}

/** Whether a model, or a member of a union, has versions. */
export function isVersioned({ members }: VersionedModel): boolean {
  return members.some(({ versions }) => versions !== undefined)
}

/** The stored names of the attributes that a step is about. */
export function namesOfStep({ codec, properties }: VersionStep): string[] {
  return properties.map((property) => String(codec.at(property)?.name ?? property))
}
