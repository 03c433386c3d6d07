// The changes that the library adds to an update: version, times and, on upsert, what a new item must have.
import { invalid } from '../entity/codec.js'
import type { Failure } from '../entity/failure.js'
import type { EntityModel } from '../entity/model.js'
import { pathText } from '../errors/failures.js'
import { ValidationError } from '../errors/validation-error.js'
import { type Change, changeOf } from '../expression/update-change.js'
import type { UpdateRoot } from '../expression/update-place.js'
import type { UpdateTarget } from './update-target.js'

/** What an upsert gives for a new item, by property. */
export type UpsertValues = Readonly<Record<string, unknown>>

/**
 * The changes that keep the managed attributes: one version more, updated now and, where the update may create the item, created now.
 */
export function stampChanges(
  model: EntityModel,
  root: UpdateRoot,
  target: UpdateTarget,
  upsert: boolean,
): readonly Change[] {
  const { version, created, updated } = model.managed
  const { now } = target
  // The library itself may change what updates must leave alone.
  const own: UpdateRoot = { ...root, fixed: [] }
  const changes: Change[] = []
  if (version !== undefined) changes.push(versionChange(own, version, target.version))
  if (updated !== undefined) changes.push(changeOf(own, 'set', [updated], [now]))
  if (created !== undefined && upsert) changes.push(changeOf(own, 'setIfMissing', [created], [now]))
  return changes
}

// The version that was read is guarded, so that the next one is known; without one it is counted on from what is stored.
function versionChange(root: UpdateRoot, property: string, read: number | undefined): Change {
  if (read !== undefined) return changeOf(root, 'set', [property], [read + 1])
  const counted = (
    attr: (path: string) => { ifNotExists(value: number): { plus(value: number): unknown } },
  ) =>
    attr(pathText([property]))
      .ifNotExists(0)
      .plus(1)
  return changeOf(root, 'set', [property], [counted])
}

/**
 * The changes that make an upsert's new item whole: each attribute that no change gives a value gets the one given or its default, where
 * the item has none.
 * @throws ValidationError for required attributes that neither a change nor the values given provide, and for values that do not fit.
 */
export function upsertChanges(
  model: EntityModel,
  root: UpdateRoot,
  changes: readonly Change[],
  values: UpsertValues,
): readonly Change[] {
  const kept = new Set<string | undefined>([
    ...[...model.key.partition, ...model.key.sort].map((part) => part.property),
    model.managed.version,
    model.managed.created,
    model.managed.updated,
  ])
  const provided = new Set(changes.map(({ target }) => String(target.names[0])))
  const failures: Failure[] = []
  const own: UpdateRoot = { ...root, fixed: [] }
  const filled: Change[] = []
  for (const property of unknownNames(model, values))
    failures.push({ path: [property], message: 'is no attribute', value: undefined })
  for (const property of model.properties) {
    const step = model.codec.at(property)
    if (step === undefined || kept.has(property) || provided.has(String(step.name))) continue
    const from = failures.length
    const value = step.codec.parse(values[property], failures)
    if (value !== invalid) {
      if (step.codec.encode(value) !== undefined)
        filled.push(changeOf(own, 'setIfMissing', [property], [value]))
      continue
    }
    if (failures.length === from)
      failures.push({ path: [], message: required(values[property]), value: values[property] })
    for (let at = from; at < failures.length; at++) {
      const failure = failures[at]
      if (failure !== undefined) failures[at] = { ...failure, path: [property, ...failure.path] }
    }
  }
  if (failures.length > 0) throw new ValidationError({ entity: model.name, operation: 'update', failures })
  return filled
}

function required(value: unknown): string {
  return value === undefined
    ? 'is required, and no change gives it a value: say it in upsert({ … })'
    : 'does not fit its struct'
}

function unknownNames(model: EntityModel, values: UpsertValues): string[] {
  return Object.keys(values).filter((property) => !model.properties.includes(property))
}
