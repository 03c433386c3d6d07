// Index keys as an update leaves them: set, removed, left as they are, or not known without the item.

import type { IndexDefinition } from '../../entity/key/indexes/index-definition.js'
import { addIndexKey, isInIndex } from '../../entity/key/indexes/made-keys.js'
import { lacksKey } from '../../entity/key/key.js'
import type { EntityModel } from '../../entity/model.js'
import type { AttributeValue, StoredItem } from '../../entity/struct/attribute-value.js'
import type { Failure } from '../../entity/struct/failure.js'
import { ValidationError } from '../../errors/validation-error.js'
import type { Change } from '../../expression/change/update-change.js'
import type { Condition } from '../../expression/condition/condition.js'
import { knownValues } from '../../expression/condition/path-root.js'
import { pathsRead } from '../../expression/function/update-operand.js'
import { isNull, type PathOperand } from '../../expression/path/operand.js'
import { applyChanges } from '../../expression/update/update-result.js'
import { type IndexGroup, indexGroups, sourcesOfIndex } from './index-groups.js'
import { isKnown, type KnownItem } from './known-item.js'

/** What an update does to the keys of indexes. */
export interface DerivedKeys {
  readonly changes: readonly Change[]
  /** The attributes, by stored name, whose values before the update these changes were computed from. */
  readonly used: readonly string[]
  /** The keys that cannot be computed from what is known. */
  readonly lacking: readonly LackingKey[]
}

/** The key of an index that cannot be computed. */
export interface LackingKey {
  readonly index: IndexDefinition
  /** The attributes whose values are not known: as properties, or what tells the entities of a union apart. */
  readonly unknown: readonly string[]
}

/** The update, as far as index keys depend on it. */
export interface KeyedUpdate {
  readonly changes: readonly Change[]
  /** Whether it may create the item, which then needs all of its keys. */
  readonly creating: boolean
  readonly conditions: readonly Condition[]
}

const unchangedKeys: DerivedKeys = Object.freeze({ changes: [], used: [], lacking: [] })

/**
 * Returns what an update does to the keys of indexes, given what is known of the item.
 * @throws ValidationError if a value does not fit into a key.
 * @throws InvalidUpdateError if DynamoDB would reject a change of the known item.
 */
export function derivedKeys(model: EntityModel, update: KeyedUpdate, known: () => KnownItem): DerivedKeys {
  if (model.discriminator !== undefined) return keysOfUnion(model, update, known)
  const groups = indexGroups(model)
  if (groups.length === 0) return unchangedKeys
  const all = groups.flatMap((group) => {
    const touching = touchingOf(group, update)
    return touching === undefined ? [] : [derivedGroup(model, group, touching, known())]
  })
  return all.length === 0 ? unchangedKeys : merged(all)
}

function merged(all: readonly DerivedKeys[]): DerivedKeys {
  return {
    changes: all.flatMap(({ changes }) => changes),
    used: [...new Set(all.flatMap(({ used }) => used))],
    lacking: all.flatMap(({ lacking }) => lacking),
  }
}

// Which entity of a union the item is of is known from the conditions, or from the item itself.
function keysOfUnion(model: EntityModel, update: KeyedUpdate, known: () => KnownItem): DerivedKeys {
  const left = model.narrowed(knownValues(update.conditions))
  if (left.discriminator === undefined) return derivedKeys(left, update, known)
  const touched = left.members.flatMap((member) =>
    indexGroups(member).filter((group) => touchingOf(group, update) !== undefined),
  )
  const [first] = touched
  if (first === undefined) return unchangedKeys
  const { stored, names } = known()
  const { property, names: discriminator } = model.discriminator ?? {}
  if (names !== undefined)
    return {
      ...unchangedKeys,
      lacking: first.indexes.map((index) => ({ index, unknown: [property ?? 'the entity of the item'] })),
    }
  const marker = model.kind === undefined ? [] : [model.kind.name]
  const derived = derivedKeys(model.reader(stored, 'update'), update, known)
  return { ...derived, used: [...derived.used, ...(discriminator ?? Object.keys(stored)), ...marker] }
}

function touchingOf({ sources }: IndexGroup, { changes, creating }: KeyedUpdate) {
  const touching = changes.filter(({ target }) => sources.has(String(target.names[0])))
  return touching.length > 0 || creating ? touching : undefined
}

function derivedGroup(
  model: EntityModel,
  group: IndexGroup,
  touching: readonly Change[],
  known: KnownItem,
): DerivedKeys {
  const replaced = new Set(touching.filter(isReplacing).map(({ target }) => String(target.names[0])))
  const needed = [...group.sources.keys()].filter((name) => !replaced.has(name))
  const read = touching.flatMap(({ operand }) => (operand === undefined ? [] : pathsRead(operand)))
  const before = [...new Set([...needed, ...read.map(({ names }) => String(names[0]))])]
  const unknown = before.filter((name) => !isKnown(known, name))
  if (unknown.length === 0) {
    const after = changed(touching, part(known, before), model)
    return { changes: keyChanges(model, group, after), used: before, lacking: [] }
  }
  return removedGroup(model, group, touching, known) ?? lackingGroup(group, unknown)
}

// A key that lacks one of its parts is removed, whatever the others are.
function removedGroup(
  model: EntityModel,
  group: IndexGroup,
  touching: readonly Change[],
  known: KnownItem,
): DerivedKeys | undefined {
  const replacing = touching.filter(isReplacing)
  const touched = new Set(touching.map(({ target }) => String(target.names[0])))
  const left = [...group.sources.keys()].filter((name) => !touched.has(name) && isKnown(known, name))
  const settled = new Set([...left, ...replacing.map(({ target }) => String(target.names[0]))])
  const after = changed(replacing, part(known, left), model)
  const isOut = (index: IndexDefinition): boolean =>
    lacksKey(index.key, (name) => settled.has(name) && isAbsent(after[name])) ||
    (index.when?.attributes.every(({ name }) => settled.has(name)) === true &&
      isInIndex(model, index, after, []) === false)
  if (!group.indexes.every(isOut)) return undefined
  return { changes: [...group.written].map((name) => keyChange(name, undefined)), used: left, lacking: [] }
}

function lackingGroup({ indexes, sources }: IndexGroup, names: readonly string[]): DerivedKeys {
  const lacking = indexes.flatMap((index): readonly LackingKey[] => {
    const own = new Set(sourcesOfIndex(index).map(({ name }) => name))
    // What a change reads need not be an attribute of a key.
    const unknown = names.filter((name) => own.has(name) || !sources.has(name))
    return unknown.length === 0
      ? []
      : [{ index, unknown: unknown.map((name) => sources.get(name)?.property ?? name) }]
  })
  return { ...unchangedKeys, lacking }
}

function changed(changes: readonly Change[], item: StoredItem, { name }: EntityModel): StoredItem {
  return changes.length === 0 ? item : applyChanges(changes, item, name)
}

// A value or nothing, whatever was there before.
function isReplacing({ clause, target, operand }: Change): boolean {
  if (target.names.length > 1) return false
  return clause === 'REMOVE' || (clause === 'SET' && operand?.kind === 'value')
}

const isAbsent = (value: AttributeValue | undefined): boolean => value === undefined || isNull(value)

function part({ stored }: KnownItem, names: readonly string[]): StoredItem {
  const picked: StoredItem = {}
  for (const name of names) {
    const value = Object.hasOwn(stored, name) ? stored[name] : undefined
    if (value !== undefined) picked[name] = value
  }
  return picked
}

function keyChanges(model: EntityModel, { indexes, written }: IndexGroup, after: StoredItem) {
  const made: StoredItem = {}
  const failures: Failure[] = []
  for (const index of indexes) addIndexKey(model, index, after, made, failures)
  if (failures.length > 0) throw new ValidationError({ entity: model.name, operation: 'update', failures })
  return [...written].map((name) => keyChange(name, made[name]))
}

function keyChange(name: string, value: AttributeValue | undefined): Change {
  const target = storedPath(name)
  return Object.freeze(
    value === undefined
      ? { name: 'remove', clause: 'REMOVE', target }
      : { name: 'set', clause: 'SET', target, operand: Object.freeze({ kind: 'value', value }) },
  )
}

/** The path of a stored attribute that need not be one of the item. */
export function storedPath(name: string, text = name): PathOperand {
  return Object.freeze({ kind: 'path', text, names: Object.freeze([name]) })
}
