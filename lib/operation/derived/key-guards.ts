// Conditions and messages about index keys: what must be unchanged, and what is not known.
import type { EntityModel } from '../../entity/model.js'
import type { StoredItem } from '../../entity/struct/attribute-value.js'
import { InvalidUpdateError } from '../../errors/invalid-update-error.js'
import { Condition } from '../../expression/condition/condition.js'
import { type PathOperand, rawPath, valueAt } from '../../expression/path/operand.js'
import { type DerivedKeys, type LackingKey, storedPath } from './derived-keys.js'
import type { KnownItem } from './known-item.js'

/** The condition that a path of the item has the same value as in this one, or none, as there. */
export function unchangedAt(model: EntityModel, path: PathOperand, item: StoredItem): Condition {
  const left = rawPath(path)
  const value = valueAt(item, path.names)
  return new Condition(
    model.name,
    value === undefined
      ? { kind: 'comparison', operator: 'notExists', left, operands: [] }
      : { kind: 'comparison', operator: 'eq', left, operands: [{ kind: 'value', value }] },
  )
}

/** The conditions that all attributes from which keys were derived are unchanged. The key of the item is, always. */
export function keyGuards(
  model: EntityModel,
  { used }: DerivedKeys,
  { stored, fixed }: KnownItem,
): readonly Condition[] {
  const names = used.filter((name) => !fixed.has(name))
  return names.map((name) => unchangedAt(model, storedPath(name, model.propertyOf(name)), stored))
}

/** Says which keys cannot be computed, and what they lack. */
export function lackingWords(lacking: readonly LackingKey[]): string {
  return lacking
    .map(({ index, unknown }) => {
      const names = unknown.map((name) => `'${name}'`).join(' and ')
      return `the key of index '${index.label}' depends on ${names}, whose current ${unknown.length === 1 ? 'value is' : 'values are'} not known`
    })
    .join('; ')
}

/** What to do instead of reading the item. */
export const keyWayOut = 'pass the item to update(), or set these attributes, too'

/**
 * Refuses an update that needs to read the item although an index does not permit it.
 * @throws InvalidUpdateError.
 */
export function refuseReading({ name: entity }: EntityModel, lacking: readonly LackingKey[]): void {
  const refusing = lacking.filter(({ index }) => index.derive === 'refuse')
  if (refusing.length === 0) return
  const detail = `${lackingWords(refusing)} (derive: 'refuse'): ${keyWayOut}`
  throw new InvalidUpdateError({ entity, operation: 'update', detail })
}
