// Errors of items of other versions, and of upgrades that fail.
import { reported, summary } from '../../errors/failures.js'
import { SchemaVersionError } from '../../errors/schema-version-error.js'
import type { Codec } from '../codec/codec.js'
import type { Key } from '../key/key.js'
import { keyOfStored } from '../key/key-values.js'
import type { Managed } from '../key/managed.js'
import type { StoredItem } from '../struct/attribute-value.js'
import type { Failure } from '../struct/failure.js'
import { type SchemaVersions, versionIn } from './schema-versions.js'

/** What is needed of an entity to upgrade its items. */
export interface VersionedOwner {
  readonly name: string
  readonly codec: Codec
  readonly properties: readonly string[]
  readonly key: Key
  readonly managed: Managed
  readonly versions?: SchemaVersions | undefined
}

/** The error for an upgraded item that does not fit its entity. */
export function upgradeMisfit(
  owner: VersionedOwner,
  stored: StoredItem,
  operation: string,
  failures: readonly Failure[],
): SchemaVersionError {
  const { versions = { current: 1, name: '' } } = owner
  const version = versionIn(versions, stored)
  const run: UpgradeRun = { owner, operation, stored, version, current: versions.current }
  const detail = `the item of version ${version}, upgraded to version ${versions.current}, does not fit the entity: ${summary(reported(failures))}`
  return versionError(run, detail, { failures })
}

/** One item that is upgraded. */
export interface UpgradeRun {
  readonly owner: VersionedOwner
  readonly operation: string
  readonly stored: StoredItem
  readonly version: number | undefined
  readonly current: number
}

/** The error for an item that cannot be read in the current version. */
export function versionError(
  { owner, operation, stored, version, current }: UpgradeRun,
  detail: string,
  { failures, cause }: { readonly failures?: readonly Failure[]; readonly cause?: unknown } = {},
): SchemaVersionError {
  return new SchemaVersionError({
    entity: owner.name,
    operation,
    key: keyOfStored(owner, stored),
    failures: failures ?? [{ path: [], message: detail, value: undefined }],
    stored,
    detail,
    cause,
    version,
    current,
  })
}
