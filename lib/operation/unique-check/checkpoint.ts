// Checkpoints of a check of unique values: the positions of its segments, as a string.
import type { EntityModel } from '../../entity/model.js'
import type { StoredItem } from '../../entity/struct/attribute-value.js'
import { InvalidOptionError } from '../../errors/invalid-option-error.js'

/** The position of each segment: not started (`undefined`), after a key, or at its end (`null`). */
export type SegmentPosition = StoredItem | null | undefined

/** Returns the positions as a string. */
export function checkpointOf({ name, table }: EntityModel, positions: readonly SegmentPosition[]): string {
  const saved = positions.map((position) => (position === undefined ? 0 : position))
  return checkpointText([1, name, table.name, saved])
}

/** Returns values with stored keys among them as a string. */
export function checkpointText(values: readonly unknown[]): string {
  const text = JSON.stringify(values, (_, value: unknown) =>
    value instanceof Uint8Array ? { base64: Buffer.from(value).toString('base64') } : value,
  )
  return Buffer.from(text).toString('base64url')
}

/** Reads a checkpoint. @throws InvalidOptionError if it is not one of this check. */
export function positionsAt(
  { name, table }: EntityModel,
  checkpoint: string,
  segments: number,
): SegmentPosition[] {
  const [version, entity, of, saved] = checkpointValue(checkpoint)
  const refuse = (detail: string) =>
    new InvalidOptionError({ entity: name, operation: 'checkUnique', option: 'resume', detail })
  if (version !== 1 || !Array.isArray(saved)) throw refuse('`resume` is not a checkpoint of checkUnique()')
  if (entity !== name || of !== table.name)
    throw refuse('`resume` is a checkpoint of another entity or another table')
  if (saved.length !== segments)
    throw refuse(
      `\`resume\` is a checkpoint of ${saved.length} segments: set \`segments\` to ${saved.length}`,
    )
  return saved.map((position) => (position === 0 ? undefined : position))
}

/** Reads such values; an empty array if the string holds none. */
export function checkpointValue(checkpoint: string): readonly unknown[] {
  try {
    const found: unknown = JSON.parse(
      Buffer.from(checkpoint, 'base64url').toString(),
      (_, value: { base64?: unknown } | null) =>
        typeof value === 'object' && typeof value?.base64 === 'string'
          ? new Uint8Array(Buffer.from(value.base64, 'base64'))
          : value,
    )
    return Array.isArray(found) ? found : []
  } catch {
    return []
  }
}
