// Content of a put: the checked item, its stored form, and the guards of its version.
import { versionOf } from '../../entity/key/managed.js'
import type { EntityModel } from '../../entity/model.js'
import type { StoredItem } from '../../entity/struct/attribute-value.js'
import { absenceGuard, versionGuards } from './guards.js'
import type { Guard } from './write.js'

/** A checked item, its stored form, and its conditions. */
export interface PutItem {
  readonly item: object
  readonly stored: StoredItem
  readonly guards: readonly Guard[]
  /** Whether it replaces whatever is stored. */
  readonly over?: boolean
}

const noGuards: readonly Guard[] = Object.freeze([])

function guardsOfVersion(model: EntityModel, item: object): readonly Guard[] {
  const { managed } = model
  return managed.version === undefined ? noGuards : versionGuards(model, versionOf(managed, item))
}

/** Returns what a put writes: the checked input with its defaults. @throws ValidationError. */
export function preparePut(model: EntityModel, name: 'save' | 'create', input: unknown): PutItem {
  // Both timestamps of a new item are the same.
  const now = new Date()
  const parsed = model.checked(input, name, now)
  const stamped = model.stamped(parsed, now)
  const guards = name === 'create' ? [absenceGuard(model)] : guardsOfVersion(model, parsed)
  return Object.freeze({ item: stamped, stored: model.encodeItem(stamped, name), guards })
}
