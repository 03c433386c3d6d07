// Runs SELECT in pages that can be continued with a token.
import { createHash } from 'node:crypto'
import { type Consumption, consumedCapacity, noConsumption } from '../items/capacity.js'
import { addRead, mostBytes, searchPage } from '../items/search.js'
import type { EngineContext } from '../storage/engine-context.js'
import { invalid } from '../values/service-failure.js'
import type { WireItem, WireObject } from '../values/wire.js'
import type { SelectStatement } from './language/statement.js'
import { planOf, type SelectPlan } from './select-plan.js'
import type { Parameters } from './term-values.js'

/** Where a page goes on: in which of the queries, and after which key. */
interface Position {
  readonly query: number
  readonly start: WireItem | undefined
}

/** The response of ExecuteStatement to a SELECT. */
export function runSelect(
  statement: SelectStatement,
  parameters: Parameters,
  input: WireObject,
  context: EngineContext,
): WireObject {
  const plan = planOf(statement, parameters, input, context)
  const consumption = noConsumption()
  const mark = createHash('sha256')
    .update(JSON.stringify([input['Statement'], input['Parameters'] ?? []]))
    .digest('base64url')
  const { items, next } = pageOf(plan, positionOf(input['NextToken'], mark), consumption, context)
  return {
    Items: items,
    ...(next !== undefined && {
      NextToken: Buffer.from(JSON.stringify({ mark, ...next })).toString('base64'),
    }),
    ...(next?.start !== undefined && { LastEvaluatedKey: next.start }),
    ...consumedCapacity(input, plan.name, consumption),
  }
}

function pageOf(
  { input, name, index, selection, condition, queries, backward }: SelectPlan,
  from: Position,
  consumption: Consumption,
  context: EngineContext,
): { items: WireItem[]; next: Position | undefined } {
  const total = queries?.length ?? 1
  if (from.query >= total) throw invalid('Invalid NextToken')
  const items: WireItem[] = []
  let room = Number(input['Limit'] ?? Number.POSITIVE_INFINITY)
  let bytes = mostBytes
  for (let query = from.query; query < total; query += 1) {
    const start = query === from.query ? from.start : undefined
    if (room === 0 || bytes <= 0) return { items, next: { query, start } }
    const { found, page } = searchPage(
      {
        kind: queries === undefined ? 'Scan' : 'Query',
        input: {
          TableName: name,
          IndexName: index?.name,
          ConsistentRead: input['ConsistentRead'],
          ScanIndexForward: !backward,
          FilterExpression: '',
          ...(Number.isFinite(room) && { Limit: room }),
        },
        keys: queries?.[query],
        filter: condition,
        paths: selection.paths,
        start,
        statement: { show: selection.show, mostBytes: bytes },
      },
      context,
    )
    addRead(consumption, found, page)
    items.push(...page.items)
    if (page.last !== undefined) return { items, next: { query, start: page.last } }
    room -= page.scanned
    bytes -= page.read
  }
  return { items, next: undefined }
}

function positionOf(token: unknown, mark: string): Position {
  if (token === undefined) return { query: 0, start: undefined }
  let read: unknown
  try {
    read = JSON.parse(Buffer.from(String(token), 'base64').toString())
  } catch {
    throw invalid('Invalid NextToken')
  }
  const { mark: known, query, start } = Object(read) as { mark?: string } & Position
  if (typeof known !== 'string' || !Number.isInteger(query)) throw invalid('Invalid NextToken')
  if (known !== mark) throw invalid('NextToken does not match request')
  return { query, start }
}
