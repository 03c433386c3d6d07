// Conditions that an item is as it was read, as far as its guards depend on it.
import type { EntityModel } from '../../entity/model.js'
import type { AttributeValue, StoredItem } from '../../entity/struct/attribute-value.js'
import { Condition } from '../../expression/condition/condition.js'
import type { ConditionNode } from '../../expression/condition/condition-node.js'
import { remembered } from '../../util/remembered.js'

/** The stored attributes that the guards of an item depend on. */
export const guardSources = remembered((model: EntityModel): readonly string[] => {
  const { unique, managed, discriminator, kind, members } = model
  const names = new Set(unique.flatMap((value) => value.names))
  if (managed.ttl !== undefined) names.add(managed.ttl)
  for (const { softDelete } of members) if (softDelete !== undefined) names.add(softDelete.name)
  if (discriminator !== undefined) for (const name of discriminator.names ?? []) names.add(name)
  if (discriminator !== undefined && kind !== undefined) names.add(kind.name)
  return Object.freeze([...names])
})

/** The conditions that the item has the same values in these stored attributes, or that it is still missing. */
export function unchanged(
  model: EntityModel,
  stored: StoredItem | undefined,
  names: readonly string[] = guardSources(model),
): readonly Condition[] {
  const [part] = model.key.partition
  if (stored === undefined) return part === undefined ? [] : [comparison(model, part.name, undefined)]
  return names.map((name) => comparison(model, name, Object.hasOwn(stored, name) ? stored[name] : undefined))
}

/** The stored names of all that is read of an item, for a condition that it is as a whole unchanged. */
export function wholeOf(model: EntityModel, stored: StoredItem): readonly string[] {
  const names = model.properties.map((property) => String(model.codec.at(property)?.name ?? property))
  return [...new Set([...Object.keys(stored), ...names])]
}

function comparison(model: EntityModel, name: string, value: AttributeValue | undefined): Condition {
  const text = model.propertyOf(name) ?? name
  const left = Object.freeze({ kind: 'path', text, names: Object.freeze([name]) } as const)
  const node: ConditionNode =
    value === undefined
      ? { kind: 'comparison', operator: 'notExists', left, operands: [] }
      : { kind: 'comparison', operator: 'eq', left, operands: [{ kind: 'value', value }] }
  return new Condition(model.name, node)
}
