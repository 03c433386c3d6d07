// Common parts of Query and Scan requests: filter, projection and what to return.
import type { Condition } from '../expressions/condition.js'
import { parseCondition } from '../expressions/condition-parser.js'
import type { Path } from '../expressions/expression-reader.js'
import { type KeyConditions, parseKeyCondition } from '../expressions/key-condition.js'
import { legacyFilter, legacyKeyConditions } from '../expressions/legacy-conditions.js'
import { Placeholders } from '../expressions/placeholders.js'
import { requestedPaths } from '../expressions/projection.js'
import { checkExpressionParameters, expressionReader } from '../expressions/request-expressions.js'
import { invalid, isServiceFailure } from '../values/service-failure.js'
import { checkItemValues } from '../values/value-checks.js'
import type { WireItem, WireObject } from '../values/wire.js'

export type SearchKind = 'Query' | 'Scan'

/** A search whose expressions have been read. */
export interface SearchRequest {
  readonly kind: SearchKind
  readonly input: WireObject
  readonly keys: KeyConditions | undefined
  readonly filter: Condition | undefined
  readonly paths: readonly Path[] | undefined
  readonly start: WireItem | undefined
  /** What a PartiQL statement selects: its WHERE may test key attributes, and it shapes its items itself. */
  readonly statement?: { readonly show: (item: WireItem) => WireItem; readonly mostBytes: number }
}

const forms = {
  Query: {
    expressions: ['ProjectionExpression', 'FilterExpression', 'KeyConditionExpression'],
    legacy: ['AttributesToGet', 'QueryFilter', 'ConditionalOperator', 'KeyConditions'],
    filter: 'QueryFilter',
  },
  Scan: {
    expressions: ['ProjectionExpression', 'FilterExpression'],
    legacy: ['AttributesToGet', 'ScanFilter', 'ConditionalOperator'],
    filter: 'ScanFilter',
  },
} as const

/** Reads a search; refuses what is wrong with it whatever the table may be. */
export function readSearch(kind: SearchKind, input: WireObject): SearchRequest {
  const { expressions, legacy, filter: filterName } = forms[kind]
  checkExpressionParameters(input, expressions, legacy)
  if (input['Limit'] !== undefined && Number(input['Limit']) < 1)
    throw invalid('Limit must be greater than or equal to 1')
  const old = legacyFilter(
    input[filterName] as Parameters<typeof legacyFilter>[0],
    input['ConditionalOperator'],
  )
  const start = input['ExclusiveStartKey'] as WireItem | undefined
  if (start !== undefined) checkStart(start)
  if (kind === 'Scan') checkSegments(input)
  if (
    kind === 'Query' &&
    input['KeyConditions'] === undefined &&
    input['KeyConditionExpression'] === undefined
  )
    throw invalid(
      'Either the KeyConditions or KeyConditionExpression parameter must be specified in the request.',
    )
  const placeholders = new Placeholders(input)
  const keying = expressionReader(input, 'KeyConditionExpression', placeholders)
  const keys = keying === undefined ? legacyKeysOf(input) : parseKeyCondition(keying)
  const filtering = expressionReader(input, 'FilterExpression', placeholders)
  const filter = filtering === undefined ? old : parseCondition(filtering)
  const paths = requestedPaths(input, placeholders)
  placeholders.requireUse()
  checkSelect(kind, input)
  return { kind, input, keys, filter, paths, start }
}

function legacyKeysOf(input: WireObject): KeyConditions | undefined {
  const conditions = input['KeyConditions'] as Parameters<typeof legacyKeyConditions>[0] | undefined
  return conditions === undefined ? undefined : legacyKeyConditions(conditions)
}

// Only some of these refusals say what they are about.
function checkStart(start: WireItem): void {
  try {
    checkItemValues(start)
  } catch (error) {
    if (!isServiceFailure(error)) throw error
    const plain = /contains duplicates|number set|numeric value|significant digits|number with magnitude/
    throw plain.test(error.message)
      ? error
      : invalid(`The provided starting key is invalid: ${error.message}`)
  }
}

function checkSegments({ Segment: segment, TotalSegments: total }: WireObject): void {
  if (segment !== undefined && total === undefined)
    throw invalid(
      'The TotalSegments parameter is required but was not present in the request when Segment parameter is present',
    )
  if (total === undefined) return
  if (segment === undefined)
    throw invalid(
      'The Segment parameter is required but was not present in the request when parameter TotalSegments is present',
    )
  if (Number(segment) >= Number(total))
    throw invalid(
      `The Segment parameter is zero-based and must be less than parameter TotalSegments: Segment: ${segment} is not less than TotalSegments: ${total}`,
    )
}

// The two operations word some refusals differently.
function checkSelect(kind: SearchKind, input: WireObject): void {
  const { Select: select, IndexName: index } = input
  const wrapped = kind === 'Query' ? '1 validation error detected: ' : ''
  const projecting = ['ProjectionExpression', 'AttributesToGet'].find((name) => input[name] !== undefined)
  if (select === 'SPECIFIC_ATTRIBUTES' && projecting === undefined)
    throw invalid(
      `${wrapped}Must specify the AttributesToGet or ProjectionExpression when choosing to get SPECIFIC_ATTRIBUTES`,
    )
  if (select === 'ALL_PROJECTED_ATTRIBUTES' && index === undefined)
    throw invalid(`${wrapped}ALL_PROJECTED_ATTRIBUTES can be used only when Querying using an IndexName`)
  if (projecting === undefined || select === undefined || select === 'SPECIFIC_ATTRIBUTES') return
  const what = select === 'COUNT' ? 'only the Count' : String(select)
  throw invalid(`${wrapped}Cannot specify the ${projecting} when choosing to get ${what}`)
}
