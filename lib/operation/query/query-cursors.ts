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

/** Where a run begins. */
export interface CursorStart {
  readonly positions: readonly StreamPosition[]
  readonly backward: boolean
}

/** Reads and writes the cursors of one query. */
export interface QueryCursors {
  /** Where a run begins: at the cursor, or anew. @throws InvalidCursorError for one that is not of this query. */
  read(cursor: string | undefined): CursorStart
  /** The cursor of these positions; `backward` for one that reads what stands before. */
  write(positions: readonly StreamPosition[], backward: boolean): string
}

/** The cursors of a query as planned. */
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

// The same for the same query: what is read, by which keys and filter, and in which order.
function fingerprint(plan: Plan, { order, segments }: QueryState): string {
  const facts = [plan.operation, nodeOf(plan.key), nodeOf(plan.filter), order ?? 'ascending', segments]
  return JSON.stringify(facts, binaryAsText)
}

function nodeOf(condition: Condition | undefined): ConditionNode | null {
  return condition?.node ?? null
}

// A Buffer has made itself JSON before it gets here: what it was stands in its owner.
function binaryAsText(this: object, name: string, value: unknown): unknown {
  const own: unknown = Reflect.get(this, name)
  return own instanceof Uint8Array ? { bytes: Buffer.from(own).toString('base64') } : value
}

// What a key must be to go on from it: all key attributes of table and source, of their types, within the key condition.
function keyTrouble({ model }: OperationContext, plan: Plan, key: StoredItem): string | undefined {
  const parts = [model.key, plan.source.key].flatMap(({ partition, sort }) => [...partition, ...sort])
  const names = new Set(parts.map(({ name }) => name))
  if (Object.keys(key).length !== names.size) return 'it does not hold the key attributes'
  for (const part of parts)
    if (!Object.hasOwn(key, part.name) || !(part.type in (key[part.name] ?? {})))
      return 'it does not hold the key attributes'
  if (plan.key !== undefined && !evaluate(plan.key, key)) return 'the key condition does not find it'
  return undefined
}
