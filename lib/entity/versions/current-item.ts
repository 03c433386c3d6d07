// Stored items of older versions, upgraded to the current one, step by step.
import { type ReportedFailure, reported, summary } from '../../errors/failures.js'
import { isThenable, quieted } from '../../util/quieted.js'
import { type Codec, invalid } from '../codec/codec.js'
import { isIdentical } from '../codecs/key-node.js'
import { decoded } from '../item/item-failures.js'
import { withReadAttributes } from '../key/read-attributes.js'
import type { AttributeValue, StoredItem } from '../struct/attribute-value.js'
import type { Failure } from '../struct/failure.js'
import { namesOfStep, type VersionStep, versionIn } from './schema-versions.js'
import { type UpgradeRun, type VersionedOwner, versionError } from './version-errors.js'

/** Whether a stored item is of another version than the current one. */
export function isOutdated({ versions }: Pick<VersionedOwner, 'versions'>, stored: StoredItem): boolean {
  return versions !== undefined && versionIn(versions, stored) !== versions.current
}

/**
 * Returns a stored item in the current version: the item itself if it is of this version.
 * @throws SchemaVersionError if its version is not known, or an upgrade fails.
 */
export function currentItem(owner: VersionedOwner, stored: StoredItem, operation: string): StoredItem {
  const { versions } = owner
  if (versions === undefined) return stored
  const version = versionIn(versions, stored)
  const { current, name, steps } = versions
  if (version === current) return stored
  const run: UpgradeRun = { owner, operation, stored, version, current }
  if (version === undefined)
    throw versionError(run, `the stored attribute '${name}' is not a version, which is a positive integer`)
  if (version > current)
    throw versionError(
      run,
      `the item is of version ${version}, and this program knows versions up to ${current}: a newer program has written it`,
    )
  let item = withReadAttributes([owner.key], stored)
  for (const step of steps.slice(version - 1)) item = upgraded(run, item, step, steps[step.from])
  return { ...item, [name]: { N: String(current) } }
}

/** Returns a stored item in the current version, or as it is if it cannot be upgraded. */
export function knownItem(
  model: { reader(stored: StoredItem, operation: string): VersionedOwner },
  stored: StoredItem,
): StoredItem {
  try {
    return currentItem(model.reader(stored, 'upgrade'), stored, 'upgrade')
  } catch {
    return stored
  }
}

/** What a step leads to: the attributes of the next version, or those of the entity. */
interface NextVersion {
  readonly codec: Codec
  readonly properties: readonly string[]
}

function upgraded(
  run: UpgradeRun,
  item: StoredItem,
  step: VersionStep,
  { codec, properties }: NextVersion = run.owner,
): StoredItem {
  const { from } = step
  const old = oldItem(run, item, step)
  const failures: Failure[] = []
  const made: StoredItem = {}
  for (const [property, value] of Object.entries(applied(run, step, old))) {
    if (value === undefined) continue
    const next = properties.includes(property) ? codec.at(property) : undefined
    if (next !== undefined) {
      const stored = storedValue(next.codec, property, value, failures)
      if (stored !== undefined) made[next.name] = stored
    } else if (!step.properties.includes(property))
      failures.push({ path: [property], message: `version ${from + 1} has no such attribute`, value })
  }
  const whole = { ...withoutNames(item, step), ...made }
  keepKey(run, whole, failures)
  if (failures.length === 0) return whole
  const detail = `what upgrade(${from}) returns does not fit version ${from + 1}: ${summary(reported(failures))}`
  throw versionError(run, detail, { failures })
}

function storedValue(
  codec: Codec,
  property: string,
  value: unknown,
  failures: Failure[],
): AttributeValue | undefined {
  const found: Failure[] = []
  const parsed = codec.parse(value, found)
  if (parsed !== invalid) return codec.encode(parsed)
  const all = found.length > 0 ? found : [{ path: [], message: 'does not match its struct', value }]
  failures.push(...all.map((failure) => ({ ...failure, path: [property, ...failure.path] })))
  return undefined
}

function oldItem(run: UpgradeRun, item: StoredItem, { from, codec }: VersionStep): object {
  const failures: Failure[] = []
  const old = decoded(codec, item, failures, false)
  if (old !== invalid && typeof old === 'object' && old !== null) return old
  const whose =
    from === run.version ? 'the item does not fit' : `what upgrade(${from - 1}) returns does not fit`
  const found: readonly ReportedFailure[] = reported(failures)
  throw versionError(run, `${whose} the attributes of version ${from}: ${summary(found)}`, { failures })
}

function applied(run: UpgradeRun, step: VersionStep, old: object): object {
  const place = `upgrade(${step.from})`
  let result: unknown
  try {
    result = quieted(step.apply(old))
  } catch (cause) {
    throw versionError(run, `${place} threw an error; see \`cause\``, { cause })
  }
  if (isThenable(result))
    throw versionError(run, `${place} returned a promise: an upgrade is not asynchronous`)
  if (typeof result === 'object' && result !== null && !Array.isArray(result)) return result
  throw versionError(run, `${place} did not return an object`)
}

function withoutNames(item: StoredItem, step: VersionStep): StoredItem {
  const names = new Set(namesOfStep(step))
  return Object.fromEntries(Object.entries(item).filter(([name]) => !names.has(name)))
}

// The key of an item, and the version of optimistic locking, stay as they are.
function keepKey({ owner, stored }: UpgradeRun, item: StoredItem, failures: Failure[]): void {
  const { key, codec, managed } = owner
  const own = managed.version === undefined ? undefined : codec.at(managed.version)?.name
  const names = key.parts.map((part) => part.name)
  for (const name of own === undefined ? names : [...names, String(own)]) {
    const value = Object.hasOwn(stored, name) ? stored[name] : undefined
    if (value === undefined) continue
    const made = Object.hasOwn(item, name) ? item[name] : undefined
    if (made === undefined) item[name] = value
    else if (!isIdentical(value, made))
      failures.push({
        path: [name],
        message: name === own ? 'an upgrade cannot change the version' : 'an upgrade cannot change the key',
        value: undefined,
      })
  }
}
