// TransactWriteItems: up to 100 actions, all or nothing, applied once per token.

import type { EngineContext } from '../storage/engine-context.js'
import { attributeOf, fits, tableEntryKey } from '../storage/entry-keys.js'
import { invalid } from '../values/service-failure.js'
import { itemBytes, textBytes, valueBytes } from '../values/value-sizes.js'
import type { WireItem, WireObject } from '../values/wire.js'
import { allOrNothing, refuseBulk, refuseRepeats } from './cancellation.js'
import { addWrite, type Consumption, consumedCapacities, noConsumption, readUnits } from './capacity.js'
import { collectionMetrics } from './item-collections.js'
import {
  applyWrite,
  checkWrite,
  planWrite,
  readWrite,
  type WriteKind,
  type WriteOutcome,
  type WriteRequest,
  writtenKey,
} from './planned-write.js'
import { doneTransaction, keepTransaction } from './transaction-tokens.js'

const kinds: readonly WriteKind[] = ['ConditionCheck', 'Put', 'Delete', 'Update']

export function transactWrite(input: WireObject, context: EngineContext): WireObject {
  const actions = (input['TransactItems'] as WireObject[]).map(writeOf)
  const before = doneTransaction(input, context)
  if (before !== undefined) return replayed(input, before)
  return commitWrites(
    input,
    actions.map(({ kind, input }) => readWrite(kind, input, context)),
    context,
  )
}

/** Applies all of the writes, under the token of the request, or none of them. */
export function commitWrites(
  input: WireObject,
  requests: readonly WriteRequest[],
  context: EngineContext,
  plan = checkedPlan,
): WireObject {
  refuseRepeats(requests.map(markOf))
  refuseBulk(requests.map(payloadBytes), 'Transaction payload size cannot exceed 4MB.')
  const outcomes = allOrNothing(requests, plan)
  requests.forEach((request, at) => {
    const outcome = outcomes[at]
    if (outcome !== undefined) applyWrite(request, outcome, context)
  })
  keepTransaction(input, readCosts(requests, outcomes), context)
  return { ...writeCosts(input, requests, outcomes), ...metricsOf(input, requests, context) }
}

function checkedPlan(request: WriteRequest): WriteOutcome {
  checkWrite(request)
  return planWrite(request)
}

function writeOf(action: WireObject): { kind: WriteKind; input: WireObject } {
  const given = kinds.filter((kind) => action[kind] !== undefined)
  const [kind] = given
  if (kind === undefined)
    throw invalid('Invalid Request: TransactWriteRequest should contain Delete or Put or Update request')
  if (given.length > 1) throw invalid('TransactItems can only contain one of Check, Put, Update or Delete')
  return { kind, input: action[kind] as WireObject }
}

function markOf({ table: { definition, schema }, subject }: WriteRequest): string | undefined {
  const whole = schema.key.all.every((one) => fits(attributeOf(subject, one.name), one))
  return whole ? `${definition.name}/${tableEntryKey(schema.key, subject)}` : undefined
}

// What counts is what is sent: items, keys, expressions and their values, whatever an update makes of its item.
function payloadBytes({ input, subject }: WriteRequest): number {
  const { ConditionExpression = '', UpdateExpression = '', ExpressionAttributeValues: values } = input
  const given = Object.values((values ?? {}) as WireItem)
  return given.reduce(
    (total, value) => total + valueBytes(value),
    itemBytes(subject) + textBytes(`${ConditionExpression}${UpdateExpression}`),
  )
}

// A transaction costs two write units for each that the write alone would cost.
function writeCosts(
  input: WireObject,
  requests: readonly WriteRequest[],
  outcomes: readonly WriteOutcome[],
): WireObject {
  if (input['ReturnConsumedCapacity'] === undefined) return {}
  const all = new Map<string, Consumption>()
  requests.forEach(({ input: { TableName }, table, kind }, at) => {
    const { current, next } = outcomes[at] ?? {}
    const consumption = all.get(String(TableName)) ?? noConsumption()
    if (kind === 'ConditionCheck')
      consumption.table += 2 * Math.max(1, Math.ceil(itemBytes(current ?? {}) / 1024))
    else addWrite(consumption, table, current, next, 2)
    all.set(String(TableName), consumption)
  })
  return consumedCapacities(input, all, 'Write')
}

// A transaction that is sent again under its token reads its items.
function readCosts(requests: readonly WriteRequest[], outcomes: readonly WriteOutcome[]): WireObject {
  const units = new Map<string, number>()
  requests.forEach(({ input: { TableName } }, at) => {
    const { current, next } = outcomes[at] ?? {}
    const cost = 2 * readUnits(itemBytes(next ?? current ?? {}), true)
    units.set(String(TableName), (units.get(String(TableName)) ?? 0) + cost)
  })
  return Object.fromEntries(units)
}

/** The response to a transaction that was applied before: what its items cost to read. */
export function replayed(input: WireObject, units: WireObject): WireObject {
  const all = new Map(
    Object.entries(units).map(([name, table]): [string, Consumption] => [
      name,
      { ...noConsumption(), table: Number(table) },
    ]),
  )
  return consumedCapacities(input, all, 'Read')
}

function metricsOf(
  input: WireObject,
  requests: readonly WriteRequest[],
  { database }: EngineContext,
): WireObject {
  if (input['ReturnItemCollectionMetrics'] !== 'SIZE') return {}
  const found = new Map<string, WireObject[]>()
  for (const request of requests) {
    const name = String(request.input['TableName'])
    const table = database.table(request.table.definition.name) ?? request.table
    const metrics = collectionMetrics(input, table, writtenKey(request))
    if (metrics !== undefined) found.set(name, [...(found.get(name) ?? []), metrics])
  }
  return { ItemCollectionMetrics: Object.fromEntries(found) }
}
