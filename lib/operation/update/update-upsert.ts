// Initial values of a new item in an upsert: given values and defaults, computed once, and the changes they become.

import { type Codec, invalid } from '../../entity/codec/codec.js'
import { inheritedValue } from '../../entity/codec/properties.js'
import { schemaFailures } from '../../entity/compile/schema-failures.js'
import { partFailure } from '../../entity/item/item-failures.js'
import { isPart } from '../../entity/item/item-mark.js'
import type { KeyValues } from '../../entity/key/key-values.js'
import type { EntityModel } from '../../entity/model.js'
import type { AttributeValue } from '../../entity/struct/attribute-value.js'
import type { Failure } from '../../entity/struct/failure.js'
import { kindOf } from '../../errors/failures.js'
import { InvalidUpdateError } from '../../errors/invalid-update-error.js'
import { hasProperties } from '../../errors/option-table.js'
import { ValidationError } from '../../errors/validation-error.js'
import type { Change } from '../../expression/change/update-change.js'
import { madeOperand } from '../../expression/condition/value-operand.js'
import { functionOperand } from '../../expression/function/update-operand.js'
import type { UpdateRoot } from '../../expression/need/update-place.js'
import { structAt } from '../../expression/need/update-struct.js'
import type { PathOperand } from '../../expression/path/operand.js'
import { resolvePath } from '../../expression/path/resolved-path.js'
import { didYouMean } from '../../util/nearest-name.js'
import { storedPath } from '../derived/derived-keys.js'

/** The initial value of one attribute of a new item. */
export interface Fill {
  readonly target: PathOperand
  /**
   * The stored value: the given one, or the default; `undefined` if there is neither, or if it is stored as absence.
   */
  readonly value: AttributeValue | undefined
  /** Whether the value was given to `upsert`. */
  readonly given: boolean
  /** Whether a required attribute has neither a given value nor a default. */
  readonly lacking: boolean
  /** Whether an item without the attribute can be read back. */
  readonly absent: boolean
}

/**
 * Returns the values given to an upsert and the defaults, one for each attribute that is neither part of the key nor
 * managed by the library. Defaults are computed now.
 * @throws ValidationError if a value does not match its struct, or a name is not one that an upsert accepts.
 * @throws InvalidUpdateError if the argument is not an object.
 */
export function upsertFills(model: EntityModel, root: UpdateRoot, values: unknown): readonly Fill[] {
  if (!hasProperties(values))
    throw new InvalidUpdateError({
      entity: model.name,
      operation: 'update',
      detail: `upsert() takes an object with the attributes of a new item, not ${kindOf(values)}`,
    })
  if (isPart(values))
    throw new ValidationError({ entity: model.name, operation: 'update', failures: [partFailure] })
  const kept = keptNames(model)
  const failures: Failure[] = []
  for (const [property, value] of Object.entries(values))
    if (value !== undefined && !(model.properties.includes(property) && !kept.has(property)))
      failures.push({
        path: [property],
        message:
          kept.get(property) ??
          `there is no attribute '${property}'${didYouMean(property, model.properties)}`,
        value: undefined,
      })
  const fills: Fill[] = []
  for (const property of model.properties) {
    if (kept.has(property)) continue
    const value: unknown = Object.hasOwn(values, property)
      ? Reflect.get(values, property)
      : inheritedValue(values, property)
    fills.push(fillOf(root, property, value, failures))
  }
  if (failures.length > 0) throw new ValidationError({ entity: model.name, operation: 'update', failures })
  return Object.freeze(fills)
}

function keptNames({ key, managed, bounds, softDelete }: EntityModel): ReadonlyMap<string, string> {
  const kept = new Map<string, string>()
  for (const { property } of key.attributes)
    kept.set(property, 'is part of the key, which is the argument of update()')
  for (const { property } of bounds?.loose ?? []) kept.set(property, 'is what the repository is bound to')
  if (softDelete !== undefined) kept.set(softDelete.property, 'marks deleted items')
  for (const property of [managed.version, managed.created, managed.updated])
    if (property !== undefined) kept.set(property, 'is managed by the library')
  return kept
}

function fillOf(root: UpdateRoot, property: string, value: unknown, failures: Failure[]): Fill {
  const path = resolvePath(root, [property])
  const { codec } = path
  const found: Failure[] = []
  const parsed = codec.parse(value, found)
  if (parsed === invalid && value !== undefined) failures.push(...misfits(root, property, value, found))
  return Object.freeze({
    target: path.operand,
    value: storedOf(codec, parsed),
    given: value !== undefined,
    lacking: parsed === invalid,
    absent: codec.decode(undefined, []) !== invalid,
  })
}

function storedOf(codec: Codec, parsed: unknown): AttributeValue | undefined {
  const stored = parsed === invalid ? undefined : codec.encode(parsed)
  // Frozen, and independent of the given value, which the caller may change afterwards.
  return stored === undefined ? undefined : madeOperand(stored).value
}

function misfits(root: UpdateRoot, property: string, value: unknown, found: readonly Failure[]): Failure[] {
  const struct = structAt(root.schema, [property])
  const reasons = struct === undefined ? found : schemaFailures(struct, value, found)
  const all = reasons.length > 0 ? reasons : [{ path: [], message: 'does not match its struct', value }]
  return all.map((failure) => ({ ...failure, path: [property, ...failure.path] }))
}

/**
 * Returns the changes that complete a new item of an upsert: each attribute that no change names gets its initial
 * value, if the item has none.
 * @throws ValidationError if nothing provides a required attribute.
 * @throws InvalidUpdateError if an attribute is given although a change adds to it or takes from it: a new item cannot
 * have both.
 */
export function upsertChanges(
  model: EntityModel,
  fills: readonly Fill[],
  changes: readonly Change[],
): readonly Change[] {
  const failures: Failure[] = []
  const filled = fills.flatMap((fill): readonly Change[] => {
    const [property] = fill.target.names
    const touching = changes.filter(({ target }) => target.names[0] === property)
    if (fill.given) refuseBoth(model, fill, touching)
    const provided = touching.some(({ clause }) => clause === 'SET' || clause === 'ADD')
    const spared = touching.length > 0 && fill.absent
    if (fill.lacking && !provided && !spared)
      failures.push({
        path: [fill.target.text],
        message: 'is required in a new item, and no change gives it a value: add it to upsert({ … })',
        value: undefined,
      })
    return touching.length > 0 || fill.value === undefined ? [] : [initial(fill.target, fill.value)]
  })
  if (failures.length > 0) throw new ValidationError({ entity: model.name, operation: 'update', failures })
  return filled
}

/**
 * The changes that give a new item the attributes of its key, its marker and its constants. DynamoDB itself stores the
 * key attributes of the table alone.
 */
export function markChanges(model: EntityModel, { key }: { readonly key: KeyValues }): readonly Change[] {
  const { kind } = model
  const changes: Change[] = []
  if (model.key.made)
    for (const { property, name, codec } of model.key.attributes) {
      const value = codec.encode(key.values[property])
      const isKey = [...model.key.partition, ...model.key.sort].some((part) => part.name === name)
      if (value !== undefined && !isKey) changes.push(initial(storedPath(name, property), value))
    }
  for (const { property, name, stored } of model.bounds?.loose ?? [])
    changes.push(initial(storedPath(name, property), stored))
  if (kind !== undefined && !kind.own)
    changes.push(initial(storedPath(kind.name), { S: kind.values[0] ?? model.name }))
  for (const [name, value] of model.constants) changes.push(initial(storedPath(name), value))
  return changes
}

function initial(target: PathOperand, value: AttributeValue): Change {
  const operand = functionOperand('ifNotExists', target, Object.freeze({ kind: 'value', value }))
  return Object.freeze({ name: 'setIfMissing', clause: 'SET', target, operand })
}

// `set` overrides the given value, for a new item as for an existing one; changes inside a map start with the given
// map. For all other update functions, DynamoDB accepts only one change of an attribute.
function refuseBoth(model: EntityModel, { target }: Fill, touching: readonly Change[]): void {
  const other = touching.find(
    (change) => change.target.names.length === 1 && change.name !== 'set' && change.name !== 'setIfMissing',
  )
  if (other === undefined) return
  throw new InvalidUpdateError({
    entity: model.name,
    operation: 'update',
    detail: `upsert() gives ${target.text} a value, and ${other.name}() changes it, but DynamoDB accepts only one change per attribute: omit it from upsert()`,
  })
}
