// Plan of a SELECT: queries of the partitions and ranges in its WHERE clause, or a scan.
import type { Condition } from '../expressions/condition.js'
import type { KeyComparison } from '../expressions/key-condition.js'
import { type KeyRange, queryRange } from '../items/key-range.js'
import type { EngineContext } from '../storage/engine-context.js'
import type { Bound } from '../storage/ordered-tree.js'
import type { IndexSchema, KeySchema } from '../storage/table-schema.js'
import type { TableState } from '../storage/table-state.js'
import { itemTable } from '../tables/table-names.js'
import { keyText } from '../values/key-text.js'
import { invalid } from '../values/service-failure.js'
import type { WireObject } from '../values/wire.js'
import type { SelectStatement } from './language/statement.js'
import { type Selection, selectionOf } from './projection-names.js'
import type { Parameters } from './term-values.js'
import { conditionOf } from './where-condition.js'
import { checkKeyTypes, type KeyCondition, keyConditions, mentions } from './where-keys.js'

/** A SELECT of which the table is known. */
export interface SelectPlan {
  readonly input: WireObject
  readonly name: string
  readonly index: IndexSchema | undefined
  readonly selection: Selection
  readonly condition: Condition | undefined
  /** `undefined`: a scan. */
  readonly queries: readonly ReadonlyMap<string, KeyComparison>[] | undefined
  readonly backward: boolean
}

/** Throws a ValidationException for what a SELECT cannot ask of its table or index. */
export function planOf(
  statement: SelectStatement,
  parameters: Parameters,
  input: WireObject,
  context: EngineContext,
): SelectPlan {
  const { source, where, order } = statement
  const consistent = input['ConsistentRead'] === true
  const table = itemTable(context, source.table, consistent)
  const index = indexOf(table, source.index, consistent)
  const { key } = index ?? table.schema
  const selection = selectionOf(statement)
  const condition = where && conditionOf(where, parameters)
  const ranges = keyConditions(key, condition)
  if (condition !== undefined) checkKeyTypes(key.all, condition)
  const ordering = orderOf(order, key, condition)
  return {
    input,
    name: source.table,
    index,
    selection,
    condition,
    queries: ranges && queriesOf(key, ranges, ordering),
    backward: ordering.backward,
  }
}

function indexOf(
  { schema: { indexes }, vectors }: TableState,
  name: string | undefined,
  consistent: boolean,
): IndexSchema | undefined {
  if (name === undefined) return undefined
  if (vectors.has(name)) throw invalid('Scan operation not supported on this index type')
  const index = indexes.find((one) => one.name === name)
  if (index === undefined) throw invalid('The table does not have the specified index')
  if (index.key.partition.length > 1 || index.key.sort.length > 1)
    throw invalid(
      'PartiQL statements cannot be executed on tables with multi-attribute HASH keys or multi-attribute RANGE keys.',
    )
  if (index.global && consistent)
    throw invalid('Strongly consistent read is not supported on Global Secondary Indexes')
  return index
}

interface Ordering {
  readonly backward: boolean
  /** Whether the partitions go up or down; `undefined`: as the statement names them. */
  readonly partitions: 'up' | 'down' | undefined
}

function orderOf(
  order: SelectStatement['order'],
  { partition, sort, all }: KeySchema,
  condition: Condition | undefined,
): Ordering {
  if (order.length === 0) return { backward: false, partitions: undefined }
  if (condition === undefined)
    throw invalid('Must have WHERE clause in the statement when using ORDER BY clause.')
  const names = order.map(({ term, descending }) => {
    const name = term.kind === 'path' && term.path.length === 1 ? String(term.path[0]) : ''
    if (!all.some((one) => one.name === name))
      throw invalid(`Variable reference ${name} in ORDER BY clause must be part of the primary key`)
    return { name, descending }
  })
  const [hash] = partition
  if (hash === undefined || !mentions(condition, hash.name))
    throw invalid(
      'Must have at least one non-optional hash key condition in WHERE clause when using ORDER BY clause.',
    )
  const byHash = names.find(({ name }) => name === hash.name)
  return {
    backward: names.find(({ name }) => name === sort[0]?.name)?.descending ?? false,
    partitions: byHash && (byHash.descending ? 'down' : 'up'),
  }
}

interface Query {
  readonly comparisons: ReadonlyMap<string, KeyComparison>
  readonly range: KeyRange
}

// Each item is read once: a query of a whole partition takes the place of those of its parts.
function queriesOf(
  key: KeySchema,
  conditions: readonly KeyCondition[],
  { backward, partitions }: Ordering,
): ReadonlyMap<string, KeyComparison>[] {
  refuseOverlap(key, conditions)
  const found = new Map<string, Query[]>()
  for (const each of conditions) {
    const partition = keyText(each.partition)
    const query = queryOf(key, each)
    const known = found.get(partition) ?? []
    const whole = [...known, query].find(({ comparisons }) => comparisons.size === key.partition.length)
    found.set(partition, whole === undefined ? [...known, query] : [whole])
  }
  const sides = [...found]
  if (partitions !== undefined) sides.sort(([one], [two]) => (one < two ? -1 : 1))
  if (partitions === 'down') sides.reverse()
  return sides.flatMap(([, queries]) => {
    queries.sort((one, two) => compareBounds(one.range.low, two.range.low))
    if (backward) queries.reverse()
    return queries.map(({ comparisons }) => comparisons)
  })
}

function queryOf(key: KeySchema, condition: KeyCondition): Query {
  const comparisons = new Map<string, KeyComparison>()
  for (const { name } of key.partition) comparisons.set(name, { by: '=', values: [condition.partition] })
  for (const { name } of key.sort) if (condition.sort !== undefined) comparisons.set(name, condition.sort)
  return { comparisons, range: queryRange(key, comparisons) }
}

// Branches of an OR may not overlap, unless one tests the sort key by `<>` or NOT, or neither tests it at all.
function refuseOverlap(key: KeySchema, conditions: readonly KeyCondition[]): void {
  const closed = conditions
    .filter(({ open }) => !open)
    .map(({ sort, ...one }) => ({ sort, ...queryOf(key, { sort, ...one }).range }))
  closed.forEach((one, at) => {
    for (const two of closed.slice(0, at)) {
      const ranged = one.sort !== undefined || two.sort !== undefined
      if (ranged && compareBounds(one.low, two.high) < 0 && compareBounds(two.low, one.high) < 0)
        throw invalid('Overlapping conditions with range keys are not supported in where clause')
    }
  })
}

function compareBounds(a: Bound, b: Bound): number {
  if (a.text === b.text) return Number(a.after) - Number(b.after)
  if (b.text.startsWith(a.text)) return a.after ? 1 : -1
  if (a.text.startsWith(b.text)) return b.after ? -1 : 1
  return a.text < b.text ? -1 : 1
}
