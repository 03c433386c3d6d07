// State of a query or a scan, as plain data.

import type { EntityModel } from '../../entity/model.js'
import { anInteger, aPositiveInteger, aPositiveNumber } from '../../errors/option-kinds.js'
import type { OptionTable } from '../../errors/option-table.js'
import type { Condition } from '../../expression/condition/condition.js'
import type { ResolvedPath } from '../../expression/path/resolved-path.js'
import type { InvalidItemPolicy } from '../get/invalid-item-policy.js'
import type { ReadBudget } from '../ground/usage-meter.js'
import type { ReadRate } from '../rate/rate-options.js'
import { boundConditions } from '../write/guards.js'

/** The options of a budget. */
export const budgetOptions: OptionTable<ReadBudget> = {
  requests: { takes: aPositiveInteger, doc: 'The maximum number of requests.' },
  capacityUnits: {
    takes: aPositiveNumber,
    doc: 'The maximum number of capacity units; the last request may exceed it.',
  },
  milliseconds: { takes: aPositiveNumber, doc: 'No request starts after this time.' },
}

/** DynamoDB's maximum of TotalSegments. */
const mostSegments = 1_000_000
/** DynamoDB's `Limit` is a 32-bit integer. */
const largestPage = 2 ** 31 - 1

/** The arguments of the methods of a query, by method name. */
export const queryArguments: OptionTable<Pick<QueryState, 'limit' | 'pageSize' | 'segments'>> = {
  limit: {
    takes: aPositiveInteger,
    doc: 'The maximum number of items returned: items that match, not items read.',
  },
  pageSize: {
    takes: anInteger(1, largestPage),
    doc: "The maximum number of items that one request reads, before filtering (DynamoDB's `Limit`).",
  },
  segments: {
    takes: anInteger(1, mostSegments),
    default: '1',
    doc: "The number of segments that a scan reads in parallel (DynamoDB's TotalSegments).",
  },
}

/** Everything that the chain of a query specifies. */
export interface QueryState {
  readonly scan: boolean
  readonly conditions: readonly Condition[]
  readonly index: string | undefined
  readonly consistent: boolean
  readonly order: 'ascending' | 'descending' | undefined
  readonly select: readonly ResolvedPath[]
  readonly full: boolean
  /** The maximum number of matching items. */
  readonly limit: number | undefined
  /** DynamoDB's `Limit`: the maximum number of items that one request reads. */
  readonly pageSize: number | undefined
  readonly after: string | undefined
  readonly segments: number
  readonly budget: ReadBudget | undefined
  readonly rate: ReadRate | undefined
  readonly onInvalid: InvalidItemPolicy<unknown>
}

/** A query (or an explicit scan) without any clauses, of items within the bounds of the repository. */
export function emptyQuery(scan: boolean, model?: EntityModel): QueryState {
  const { bounds } = model ?? {}
  const within = model === undefined || bounds === undefined ? [] : boundConditions(model, bounds.all)
  return Object.freeze({
    scan,
    conditions: Object.freeze(within),
    index: undefined,
    consistent: false,
    order: undefined,
    select: Object.freeze([]),
    full: false,
    limit: undefined,
    pageSize: undefined,
    after: undefined,
    segments: 1,
    budget: undefined,
    rate: undefined,
    onInvalid: 'throw',
  })
}
