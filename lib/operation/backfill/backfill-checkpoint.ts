// Checkpoints of a backfill: where its segments are and what it has counted, in a file or in a store.
import type { EntityModel } from '../../entity/model.js'
import { InvalidOptionError } from '../../errors/invalid-option-error.js'
import { checkpointText, checkpointValue, type SegmentPosition } from '../unique-check/checkpoint.js'
import type { CheckpointStore } from './backfill-options.js'
import type { VersionCounts } from './backfill-report.js'

/** How far a backfill is. */
export interface BackfillState {
  readonly positions: SegmentPosition[]
  upgraded: number
  failed: number
  readonly versions: Record<number, number>
}

/** Returns the state at the beginning. */
export function begun(segments: number): BackfillState {
  return {
    positions: new Array<SegmentPosition>(segments).fill(undefined),
    upgraded: 0,
    failed: 0,
    versions: {},
  }
}

const mark = 'backfill'

/** Returns the state as a string. */
export function stateText(model: EntityModel, state: BackfillState): string {
  const { positions, upgraded, failed, versions } = state
  const places = positions.map((position) => (position === undefined ? 0 : position))
  return checkpointText([mark, ...ownerOf(model), places, upgraded, failed, versions])
}

/** Reads a state. @throws InvalidOptionError if it is not one of this backfill. */
export function stateAt(model: EntityModel, text: string, segments: number): BackfillState {
  const [kind, entity, table, version, places, upgraded, failed, versions] = checkpointValue(text)
  const refuse = (detail: string) =>
    new InvalidOptionError({ entity: model.name, operation: mark, option: 'checkpoint', detail })
  if (kind !== mark || !Array.isArray(places))
    throw refuse('`checkpoint` does not contain a checkpoint of backfill()')
  const own = ownerOf(model)
  if (entity !== own[0] || table !== own[1])
    throw refuse('`checkpoint` contains a checkpoint of another entity or another table')
  if (version !== own[2])
    throw refuse(
      '`checkpoint` contains a checkpoint of a backfill to another version: delete it to begin again',
    )
  if (places.length !== segments)
    throw refuse(
      `\`checkpoint\` contains a checkpoint of ${places.length} segments: set \`segments\` to ${places.length}`,
    )
  const positions = places.map((place) => (place === 0 ? undefined : place))
  return {
    positions,
    upgraded: Number(upgraded),
    failed: Number(failed),
    versions: { ...(versions as VersionCounts) },
  }
}

const ownerOf = (model: EntityModel): readonly string[] => [
  model.name,
  model.table.name,
  model.members.map(({ versions }) => versions?.current ?? 0).join(),
]

/** Returns the store of the option `checkpoint`. */
export function storeOf(given: string | CheckpointStore | undefined): CheckpointStore | undefined {
  return typeof given === 'string' ? fileStore(given) : given
}

// Files are looked for when they are needed: environments without them give a store.
function fileStore(path: string): CheckpointStore {
  const files = () => import('node:fs/promises')
  return {
    async load() {
      const { readFile } = await files()
      try {
        return await readFile(path, 'utf8')
      } catch (error) {
        if (Object(error).code === 'ENOENT') return undefined
        throw error
      }
    },
    async save(checkpoint) {
      const { rename, rm, writeFile } = await files()
      if (checkpoint === undefined) return rm(path, { force: true })
      // A crash leaves the old checkpoint or the new one, and not a part of it.
      await writeFile(`${path}.next`, checkpoint)
      await rename(`${path}.next`, path)
    },
  }
}
