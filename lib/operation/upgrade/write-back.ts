// Writes what reads have upgraded, if the entity says so, and never over a newer write.
import type { EntityModel } from '../../entity/model.js'
import { rivalReaders } from '../../entity/versions/shared-items.js'
import { concurrently } from '../../util/concurrent.js'
import type { OperationContext } from '../ground/operation.js'
import type { RunOptions } from '../ground/runner.js'
import { upgradeStored } from './upgrade-stored.js'

/** How many items are written at a time. */
const mostAtOnce = 8

/** Whether reads of a model, or of a member of a union, write back. */
export function writesBack({ members }: EntityModel): boolean {
  return members.some(({ versions }) => versions?.writesBack === true)
}

/**
 * Writes those of the given items that were upgraded when they were read. A write that fails, or that comes too late,
 * is not an error of the read; observers learn of it.
 */
export async function writeBack(
  { model, runner }: OperationContext,
  items: readonly unknown[],
  options: RunOptions | undefined,
): Promise<void> {
  const origins = model.members.flatMap(({ versions }) => (versions?.writesBack ? [versions.origins] : []))
  const upgraded = items.flatMap((item) => {
    if (typeof item !== 'object' || item === null) return []
    const known = origins.find((each) => each.has(item))
    const stored = known?.get(item)
    known?.delete(item)
    // What may be an item of another entity is left as it is.
    return stored === undefined || rivalReaders(model, stored).length > 0 ? [] : [stored]
  })
  await concurrently(upgraded, mostAtOnce, (stored) =>
    upgradeStored({ model, runner }, stored, options).catch(() => false),
  )
}

/** Yields items, each after it was written back. */
export async function* writtenBack<R>(
  context: OperationContext,
  items: AsyncGenerator<R, void, void>,
  options: RunOptions | undefined,
): AsyncGenerator<R, void, void> {
  for await (const item of items) {
    await writeBack(context, [item], options)
    yield item
  }
}

/** The same for items of several entities, which one request has read. Returns them. */
export async function writeBackAll<T>(
  runner: OperationContext['runner'],
  faces: readonly { readonly model: EntityModel }[],
  items: readonly T[],
  options: RunOptions | undefined,
): Promise<T[]> {
  for (const model of new Set(faces.map((face) => face.model)))
    if (writesBack(model)) await writeBack({ model, runner }, items, options)
  return [...items]
}
