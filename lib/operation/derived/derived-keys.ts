// Index keys as an update leaves them: set, removed, left as they are, or not known without the item.

import type { IndexDefinition } from '../../entity/key/indexes/index-definition.js'
import { addIndexKey, isInIndex, lacksAttribute } from '../../entity/key/indexes/made-keys.js'
import { lacksKey } from '../../entity/key/key.js'
import type { ListedAttribute } from '../../entity/key/listed-attributes.js'
import type { EntityModel } from '../../entity/model.js'
import type { AttributeValue, StoredItem } from '../../entity/struct/attribute-value.js'
import type { Failure } from '../../entity/struct/failure.js'
import { ValidationError } from '../../errors/validation-error.js'
import type { Change } from '../../expression/change/update-change.js'
import type { Condition } from '../../expression/condition/condition.js'
import { knownValues } from '../../expression/condition/path-root.js'
import { pathsRead } from '../../expression/function/update-operand.js'
import type { PathOperand } from '../../expression/path/operand.js'
import { applyChanges } from '../../expression/update/update-result.js'
import { remembered } from '../../util/remembered.js'
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
  const all: DerivedKeys[] = []
  for (let at = 0; at < groups.length; at++) {
    const group = groups[at] as IndexGroup
    const touching = touchingOf(group, update)
    if (touching !== undefined) all.push(derivedGroup(model, group, touching, known()))
  }
  return merged(all)
}

function merged(all: readonly DerivedKeys[]): DerivedKeys {
  if (all.length < 2) return all[0] ?? unchangedKeys
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

// The first step of a path is the name of an attribute.
function rootOf({ target }: Change): string {
  const name = target.names[0]
  return typeof name === 'string' ? name : String(name)
}

function touchingOf({ sources }: IndexGroup, { changes, creating }: KeyedUpdate) {
  const touching: Change[] = []
  for (let at = 0; at < changes.length; at++) {
    const change = changes[at] as Change
    if (sources.has(rootOf(change))) touching.push(change)
  }
  return touching.length > 0 || creating ? touching : undefined
}

function derivedGroup(
  model: EntityModel,
  group: IndexGroup,
  touching: readonly Change[],
  known: KnownItem,
): DerivedKeys {
  const before = namesBefore(group, touching)
  const unknown = before.filter((name) => !isKnown(known, name))
  if (unknown.length === 0) {
    const after = changed(touching, part(known, before), model)
    return { changes: keyChanges(model, group, after), used: before, lacking: [] }
  }
  return removedGroup(model, group, touching, known) ?? lackingGroup(group, unknown)
}

// The attributes, by stored name, whose values before the update decide the keys after it.
function namesBefore({ listed }: IndexGroup, touching: readonly Change[]): readonly string[] {
  const names: string[] = []
  for (let at = 0; at < listed.length; at++) {
    const { name } = listed[at] as ListedAttribute
    if (!touching.some((change) => rootOf(change) === name && isReplacing(change))) names.push(name)
  }
  for (const { operand } of touching)
    if (operand !== undefined && operand.kind !== 'value')
      for (const { names: path } of pathsRead(operand)) {
        const root = String(path[0])
        if (!names.includes(root)) names.push(root)
      }
  return names
}

// A key that lacks one of its parts is removed, whatever the others are.
function removedGroup(
  model: EntityModel,
  group: IndexGroup,
  touching: readonly Change[],
  known: KnownItem,
): DerivedKeys | undefined {
  const replacing = touching.filter(isReplacing)
  const touched = new Set(touching.map(rootOf))
  const left = [...group.sources.keys()].filter((name) => !touched.has(name) && isKnown(known, name))
  const settled = new Set([...left, ...replacing.map(rootOf)])
  const after = changed(replacing, part(known, left), model)
  const isOut = (index: IndexDefinition): boolean =>
    lacksKey(index.key, (name) => settled.has(name) && lacksAttribute(after, name)) ||
    (index.when?.attributes.every(({ name }) => settled.has(name)) === true &&
      isInIndex(model, index, after, []) === false)
  if (!group.indexes.every(isOut)) return undefined
  const changes = targetsOf(group).map((target) => keyChange(target, undefined))
  return { changes, used: left, lacking: [] }
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

// Changes what is known of an item; `item` is not needed any more.
function changed(changes: readonly Change[], item: StoredItem, { name }: EntityModel): StoredItem {
  if (!changes.every(isReplacing)) return applyChanges(changes, item, name)
  for (const change of changes) {
    const { operand } = change
    if (operand?.kind === 'value') item[rootOf(change)] = operand.value
    else delete item[rootOf(change)]
  }
  return item
}

// A value or nothing, whatever was there before.
function isReplacing({ clause, target, operand }: Change): boolean {
  if (target.names.length > 1) return false
  return clause === 'REMOVE' || (clause === 'SET' && operand?.kind === 'value')
}

function part({ stored }: KnownItem, names: readonly string[]): StoredItem {
  const picked: StoredItem = {}
  for (const name of names) {
    const value = Object.hasOwn(stored, name) ? stored[name] : undefined
    if (value !== undefined) picked[name] = value
  }
  return picked
}

function keyChanges(model: EntityModel, group: IndexGroup, after: StoredItem): readonly Change[] {
  const made: StoredItem = {}
  const failures: Failure[] = []
  const { indexes } = group
  for (let at = 0; at < indexes.length; at++)
    addIndexKey(model, indexes[at] as IndexDefinition, after, made, failures)
  if (failures.length > 0) throw new ValidationError({ entity: model.name, operation: 'update', failures })
  return targetsOf(group).map((target) => keyChange(target, made[target.text]))
}

const targetsOf = remembered(({ written }: IndexGroup): readonly PathOperand[] =>
  [...written].map((name) => storedPath(name)),
)

function keyChange(target: PathOperand, value: AttributeValue | undefined): Change {
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
