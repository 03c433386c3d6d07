// Cursors of one query: bound to it, made of the positions of its streams, and checked before any request.
import type { StoredItem } from '../../entity/struct/attribute-value.js'
import type { Condition } from '../../expression/condition/condition.js'
import type { ConditionNode } from '../../expression/condition/condition-node.js'
import { evaluate } from '../../expression/condition/evaluation.js'
import { type CursorBinding, readCursor, writeCursor } from '../../plan/cursor/cursor.js'
import type { Plan } from '../../plan/source/plan.js'
import type { OperationContext } from '../ground/operation.js'
import type { StreamPosition } from './page-reader.js'
import type { QueryState } from './query-state.js'

/** The start of a run. */
export interface CursorStart {
  readonly positions: readonly StreamPosition[]
  readonly backward: boolean
}

/** Reads and writes the cursors of one query. */
export interface QueryCursors {
  /**
   * Returns the start of a run: the cursor, or the beginning.
   * @throws InvalidCursorError if the cursor does not belong to this query.
   */
  read(cursor: string | undefined): CursorStart
  /** Returns the cursor of these positions; `backward` for one that reads the items before them. */
  write(positions: readonly StreamPosition[], backward: boolean): string
}

/** The cursors of a planned query. */
export function queryCursors(context: OperationContext, plan: Plan, state: QueryState): QueryCursors {
  const { model, runner } = context
  const sealer = runner.reads?.sealer
  const binding = (): CursorBinding => ({
    entity: model.name,
    table: model.table.name,
    source: plan.source.indexName ?? '',
    query: fingerprint(plan, state),
    streams: state.segments,
  })
  const check = (key: StoredItem): string | undefined => keyTrouble(context, plan, key)
  return {
    read(cursor) {
      if (cursor === undefined)
        return { positions: new Array<StreamPosition>(state.segments).fill(undefined), backward: false }
      const { keys, before } = readCursor(sealer, binding(), cursor, check)
      return { positions: keys, backward: before }
    },
    write: (positions, backward) => writeCursor(sealer, binding(), { keys: positions, before: backward }),
  }
}

// Identifies a query: what is read, with which keys and filter, and in which order.
function fingerprint(plan: Plan, { order, segments }: QueryState): string {
  const facts = [plan.operation, nodeOf(plan.key), nodeOf(plan.filter), order ?? 'ascending', segments]
  return JSON.stringify(facts, binaryAsText)
}

function nodeOf(condition: Condition | undefined): ConditionNode | null {
  return condition?.node ?? null
}

// A Buffer has already converted itself to JSON here; the original is in its owner.
function binaryAsText(this: object, name: string, value: unknown): unknown {
  const own: unknown = Reflect.get(this, name)
  return own instanceof Uint8Array ? { bytes: Buffer.from(own).toString('base64') } : value
}

// A start key must consist of all key attributes of the table and the source, with their types, and satisfy the key
// condition.
function keyTrouble({ model }: OperationContext, plan: Plan, key: StoredItem): string | undefined {
  const parts = [model.key, plan.source.key].flatMap(({ partition, sort }) => [...partition, ...sort])
  const names = new Set(parts.map(({ name }) => name))
  if (Object.keys(key).length !== names.size) return 'it does not contain the key attributes'
  for (const part of parts)
    if (!Object.hasOwn(key, part.name) || !(part.type in (key[part.name] ?? {})))
      return 'it does not contain the key attributes'
  if (plan.key !== undefined && !evaluate(plan.key, key)) return 'it does not satisfy the key condition'
  return undefined
}
