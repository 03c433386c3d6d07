// What an upsert gives a new item: the values given and the defaults, worked out once, and the changes that they become.

import { type Codec, invalid } from '../../entity/codec/codec.js'
import { schemaFailures } from '../../entity/compile/schema-failures.js'
import { isPart } from '../../entity/item/item-mark.js'
import { type EntityModel, partFailure } from '../../entity/model.js'
import type { AttributeValue } from '../../entity/struct/attribute-value.js'
import type { Failure } from '../../entity/struct/failure.js'
import { kindOf } from '../../errors/failures.js'
import { InvalidUpdateError } from '../../errors/invalid-update-error.js'
import { ValidationError } from '../../errors/validation-error.js'
import type { Change } from '../../expression/change/update-change.js'
import { madeOperand } from '../../expression/condition/value-operand.js'
import { functionOperand } from '../../expression/function/update-operand.js'
import type { UpdateRoot } from '../../expression/need/update-place.js'
import { structAt } from '../../expression/need/update-struct.js'
import type { PathOperand } from '../../expression/path/operand.js'
import { resolvePath } from '../../expression/path/resolved-path.js'
import { didYouMean } from '../../util/nearest-name.js'

/** What a new item begins with at one attribute. */
export interface Fill {
  readonly target: PathOperand
  /** The stored value: the one given, or the default; `undefined` where there is neither, or it is stored as absence. */
  readonly value: AttributeValue | undefined
  /** Whether `upsert` was given it. */
  readonly given: boolean
  /** Whether there is neither, and a new item must have one. */
  readonly lacking: boolean
  /** Whether an item without the attribute can be read back. */
  readonly absent: boolean
}

/**
 * What an upsert was given, with the defaults, one for each attribute that is neither of the key nor kept by the library. Defaults are made now.
 * @throws ValidationError for values that do not fit, and for names that an upsert does not take. @throws InvalidUpdateError for what is no object.
 */
export function upsertFills(model: EntityModel, root: UpdateRoot, values: unknown): readonly Fill[] {
  if (typeof values !== 'object' || values === null || Array.isArray(values))
    throw new InvalidUpdateError({
      entity: model.name,
      operation: 'update',
      detail: `upsert takes the attributes of a new item, not ${kindOf(values)}`,
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
    const value: unknown = Object.hasOwn(values, property) ? Reflect.get(values, property) : undefined
    fills.push(fillOf(root, property, value, failures))
  }
  if (failures.length > 0) throw new ValidationError({ entity: model.name, operation: 'update', failures })
  return Object.freeze(fills)
}

function keptNames({ key, managed }: EntityModel): ReadonlyMap<string, string> {
  const kept = new Map<string, string>()
  for (const { property } of [...key.partition, ...key.sort])
    kept.set(property, 'is part of the key, which update() is given')
  for (const property of [managed.version, managed.created, managed.updated])
    if (property !== undefined) kept.set(property, 'is kept by the library')
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
  // Frozen, and nothing of what was given, which may be changed afterwards.
  return stored === undefined ? undefined : madeOperand(stored).value
}

function misfits(root: UpdateRoot, property: string, value: unknown, found: readonly Failure[]): Failure[] {
  const struct = structAt(root.schema, [property])
  const reasons = struct === undefined ? found : schemaFailures(struct, value, found)
  const all = reasons.length > 0 ? reasons : [{ path: [], message: 'does not fit its struct', value }]
  return all.map((failure) => ({ ...failure, path: [property, ...failure.path] }))
}

/**
 * The changes that make an upsert's new item whole: each attribute that no change names gets what it begins with, where the item has none.
 * @throws ValidationError for required attributes that nothing provides.
 * @throws InvalidUpdateError for an attribute that was given and that a change adds to or takes from: a new item cannot have both.
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
        message: 'is required of a new item, and no change gives it a value: say it in upsert({ … })',
        value: undefined,
      })
    return touching.length > 0 || fill.value === undefined ? [] : [initial(fill.target, fill.value)]
  })
  if (failures.length > 0) throw new ValidationError({ entity: model.name, operation: 'update', failures })
  return filled
}

function initial(target: PathOperand, value: AttributeValue): Change {
  const operand = functionOperand('ifNotExists', target, Object.freeze({ kind: 'value', value }))
  return Object.freeze({ name: 'setIfMissing', clause: 'SET', target, operand })
}

// `set` wins over what was given, on a new item as on an old one; what goes into a map begins with it. Of the others DynamoDB takes
// one change of an attribute only.
function refuseBoth(model: EntityModel, { target }: Fill, touching: readonly Change[]): void {
  const other = touching.find(
    (change) => change.target.names.length === 1 && change.name !== 'set' && change.name !== 'setIfMissing',
  )
  if (other === undefined) return
  throw new InvalidUpdateError({
    entity: model.name,
    operation: 'update',
    detail: `upsert gives ${target.text} a value, and ${other.name} changes it; DynamoDB takes one change of each attribute: leave it out of upsert`,
  })
}
