// What a query or a scan is asked, as plain data.
import type { Condition } from '../expression/condition.js'
import type { ResolvedPath } from '../expression/resolved-path.js'
import type { InvalidItemPolicy } from './get.js'
import type { ReadBudget } from './usage-meter.js'

/** Everything that the chain of a query says. */
export interface QueryState {
  readonly scan: boolean
  readonly conditions: readonly Condition[]
  readonly index: string | undefined
  readonly consistent: boolean
  readonly order: 'ascending' | 'descending' | undefined
  readonly select: readonly ResolvedPath[]
  readonly full: boolean
  /** The most items that match. */
  readonly limit: number | undefined
  /** DynamoDB's `Limit`: the most items that one request reads. */
  readonly pageSize: number | undefined
  readonly after: string | undefined
  readonly segments: number
  readonly budget: ReadBudget | undefined
  readonly onInvalid: InvalidItemPolicy<unknown>
}

/** A query (or an explicit scan) of which nothing is said yet. */
export function emptyQuery(scan: boolean): QueryState {
  return Object.freeze({
    scan,
    conditions: Object.freeze([]),
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
    onInvalid: 'throw',
  })
}
