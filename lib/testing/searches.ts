// Query and Scan: dynalite finds and pages, filters and projections are evaluated here.
import { type Condition, pathsOf } from './condition.js'
import { meets } from './condition-evaluator.js'
import { parseCondition } from './condition-parser.js'
import type { EngineContext } from './engine-context.js'
import { type ExpressionReader, type Path, refuseOverlaps } from './expression-reader.js'
import { project } from './item-path.js'
import { Placeholders } from './placeholders.js'
import { expression } from './planned-write.js'
import { invalid } from './service-failure.js'
import type { IndexSchema, TableSchema } from './table-schema.js'
import type { WireItem, WireObject } from './wire.js'

const legacy = ['AttributesToGet', 'QueryFilter', 'ScanFilter', 'ConditionalOperator', 'KeyConditions']

/** dynalite's parser takes seconds for nine nested parentheses, and key conditions need none. */
const maximumKeyParentheses = 6

/** Runs a Query or a Scan. */
export async function search(
  operation: 'Query' | 'Scan',
  input: WireObject,
  context: EngineContext,
): Promise<WireObject> {
  if (legacy.some((name) => input[name] !== undefined)) return context.store(operation, input)
  const placeholders = new Placeholders(input)
  const keys = expression(input, 'KeyConditionExpression', placeholders)
  if (keys !== undefined) checkKeyCondition(keys, String(input['KeyConditionExpression']))
  const filtering = expression(input, 'FilterExpression', placeholders)
  const filter = filtering === undefined ? undefined : parseCondition(filtering)
  const projecting = expression(input, 'ProjectionExpression', placeholders)
  const paths = projecting === undefined ? undefined : parseProjection(projecting)
  placeholders.requireUse()
  if (paths !== undefined) refuseSelect(input['Select'])
  const table = await context.schemas.of(input['TableName'])
  const index = table.indexes.find(({ name }) => name === input['IndexName'])
  if (filter !== undefined) checkFilter(operation, table, index, filter)
  const fetch = paths === undefined ? false : mustFetch(index, paths)
  const found = await context.store(operation, {
    ...forwarded(input),
    ...placeholders.only('KeyConditionExpression'),
    ...selected(input, { fetch, filter, paths }),
  })
  return answer(input, found, filter, paths)
}

/** The paths of a projection. Refuses paths that meet. */
export function parseProjection(reader: ExpressionReader): Path[] {
  const paths = [reader.path()]
  while (reader.accept(',')) paths.push(reader.path())
  reader.end()
  refuseOverlaps(reader, paths)
  return paths
}

function answer(
  input: WireObject,
  found: WireObject,
  filter: Condition | undefined,
  paths: readonly Path[] | undefined,
): WireObject {
  const items = found['Items'] as WireItem[] | undefined
  if (items === undefined) return found
  const kept = filter === undefined ? items : items.filter((item) => meets(item, filter))
  const { Items, ...rest } = found
  const counted = { ...rest, Count: kept.length }
  if (input['Select'] === 'COUNT') return counted
  return { ...counted, Items: paths === undefined ? kept : kept.map((item) => project(item, paths)) }
}

// A filter needs the items that a count leaves out, and a projection what the index does not hold.
function selected(
  input: WireObject,
  how: { fetch: boolean; filter: Condition | undefined; paths: readonly Path[] | undefined },
): WireObject {
  if (how.fetch) return { Select: 'ALL_ATTRIBUTES' }
  if (how.paths !== undefined) return {}
  if (input['Select'] === 'COUNT') return how.filter === undefined ? { Select: 'COUNT' } : {}
  return input['Select'] === undefined ? {} : { Select: input['Select'] }
}

function forwarded(input: WireObject): WireObject {
  const {
    FilterExpression,
    ProjectionExpression,
    ExpressionAttributeNames,
    ExpressionAttributeValues,
    ...rest
  } = input
  const { Select, ...plain } = rest
  return plain
}

function checkKeyCondition(reader: ExpressionReader, text: string): void {
  parseCondition(reader)
  let open = 0
  for (const sign of text) {
    if (sign === '(') open += 1
    if (sign === ')') open -= 1
    if (open > maximumKeyParentheses)
      throw reader.refusal(`More than ${maximumKeyParentheses} nested parentheses are not supported here`)
  }
}

function checkFilter(
  operation: string,
  table: TableSchema,
  index: IndexSchema | undefined,
  filter: Condition,
): void {
  const heads = [...new Set(pathsOf(filter).map(([head]) => String(head)))]
  const key = (index ?? table).key.find((name) => heads.includes(name))
  if (operation === 'Query' && key !== undefined)
    throw invalid(
      `Filter Expression can only contain non-primary key attributes: Primary key attribute: ${key}`,
    )
  const absent = heads.filter((name) => index?.projected?.has(name) === false)
  if (absent.length > 0)
    throw invalid(
      `One or more parameter values were invalid: Secondary index ${index?.name} does not project one or more filter attributes: [${absent.join(', ')}]`,
    )
}

/** A local index fetches from the table what it does not hold; a global one refuses. */
function mustFetch(index: IndexSchema | undefined, paths: readonly Path[]): boolean {
  const absent = paths.map(([head]) => String(head)).filter((name) => index?.projected?.has(name) === false)
  if (absent.length > 0 && index?.global === true)
    throw invalid(
      `One or more parameter values were invalid: Global secondary index ${index.name} does not project [${absent.join(', ')}]`,
    )
  return absent.length > 0
}

function refuseSelect(select: unknown): void {
  if (select === undefined || select === 'SPECIFIC_ATTRIBUTES') return
  const what = select === 'COUNT' ? 'only the Count' : String(select)
  throw invalid(`Cannot specify the ProjectionExpression when choosing to get ${what}`)
}
