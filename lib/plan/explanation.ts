// Result of `explain()`: a plan and the request that it becomes, as data and as readable text.
import type { AttributeValue } from '../entity/struct/attribute-value.js'
import { isMarkedVector, shownVector } from '../entity/struct/vector.js'
import type { Plan, Rejection } from './source/plan.js'
import { orderOf as sortedBy } from './source/source.js'

const inspectSymbol = Symbol.for('nodejs.util.inspect.custom')

/** The properties of the Query or Scan input that an explanation shows. */
interface PrintedInput {
  readonly KeyConditionExpression?: string
  readonly FilterExpression?: string
  readonly ProjectionExpression?: string
  readonly ExpressionAttributeNames?: Readonly<Record<string, string>>
  readonly ExpressionAttributeValues?: Readonly<Record<string, AttributeValue>>
  readonly ConsistentRead?: boolean
  readonly ScanIndexForward?: boolean
}

/**
 * An explained plan. `String(explanation)` and inspection show it as aligned lines. It contains values, so do not show
 * it to others.
 */
export class Explanation {
  readonly operation: 'Query' | 'Scan'
  /** The index name in DynamoDB; `undefined` for the table. */
  readonly index: string | undefined
  /** The expressions as they are sent. */
  readonly keyCondition: string | undefined
  readonly filter: string | undefined
  readonly projection: string | undefined
  readonly names: Readonly<Record<string, string>>
  readonly values: Readonly<Record<string, AttributeValue>>
  readonly consistent: boolean
  /** The sort key attributes that order the items, with the direction; `undefined` if there is no order. */
  readonly order: string | undefined
  /** What key attributes that are made of others are used for, a line each, and what is left to the filter. */
  readonly ranges: readonly string[]
  readonly why: string
  readonly rejected: readonly Rejection[]
  readonly warnings: readonly string[]
  /** The plan in words, as lines. */
  readonly lines: readonly string[]

  /** @internal */
  constructor(plan: Plan, input: PrintedInput) {
    this.operation = plan.operation
    this.index = plan.source.indexName
    this.keyCondition = input.KeyConditionExpression
    this.filter = input.FilterExpression
    this.projection = input.ProjectionExpression
    this.names = input.ExpressionAttributeNames ?? {}
    this.values = withoutVectors(input.ExpressionAttributeValues ?? {})
    this.consistent = input.ConsistentRead === true
    this.order = orderOf(plan, input)
    this.ranges = plan.ranges
    this.why = plan.why
    this.rejected = plan.rejected
    this.warnings = plan.warnings
    this.lines = linesOf(this, plan)
    Object.freeze(this)
  }

  /** Returns the plan as aligned lines. */
  toString(): string {
    return this.lines.join('\n')
  }

  [inspectSymbol](): string {
    return this.toString()
  }
}

// A vector is shown by its dimensions.
function withoutVectors(
  values: Readonly<Record<string, AttributeValue>>,
): Readonly<Record<string, AttributeValue>> {
  const shown = Object.entries(values).map(([name, value]): [string, AttributeValue] =>
    'L' in value && isMarkedVector(value.L) ? [name, { S: shownVector(value.L.length) }] : [name, value],
  )
  return Object.fromEntries(shown)
}

/** Explains a plan with the input that it was printed to. Sends nothing. */
export function explainPlan(plan: Plan, printed: { readonly input: object }): Explanation {
  return new Explanation(plan, printed.input)
}

function orderOf({ operation, source }: Plan, { ScanIndexForward }: PrintedInput): string | undefined {
  const by = sortedBy(source).join(', ')
  if (operation === 'Scan' || by === '') return undefined
  return `${by} ${ScanIndexForward === false ? 'descending' : 'ascending'}`
}

const width = 15

function linesOf(explanation: Explanation, plan: Plan): readonly string[] {
  const { names, values, rejected, warnings } = explanation
  const sections: readonly (readonly [title: string, texts: readonly (string | undefined)[]])[] = [
    ['operation', [`${plan.operation} of ${whereOf(plan)}${explanation.consistent ? ', consistent' : ''}`]],
    ['key condition', [explanation.keyCondition]],
    ['filter', [explanation.filter]],
    ['in words', explanation.ranges],
    ['projection', [explanation.projection]],
    ['names', [pairs(names, (name) => name)]],
    ['values', [pairs(values, valueText)]],
    ['order', [explanation.order]],
    ['why', [plan.why]],
    ['rejected', rejected.map(({ source, why }) => `${source}: ${why}`)],
    ['warnings', warnings],
    ['would help', [plan.helpful === undefined ? undefined : `an index ${plan.helpful}`]],
  ]
  return Object.freeze(
    sections.flatMap(([title, texts]) =>
      texts
        .filter((text) => text !== undefined)
        .map((text, at) => `${(at === 0 ? title : '').padEnd(width)}${text}`),
    ),
  )
}

function whereOf({ source }: Plan): string {
  const { kind, label, indexName, projection } = source
  if (kind === 'table') return 'the table'
  const named = indexName === label ? label : `${label} ('${indexName}')`
  const holds =
    projection === 'all' ? 'all attributes' : projection === 'keys' ? 'keys only' : 'some attributes'
  return `the ${kind} index ${named}, ${holds}`
}

function pairs<V>(entries: Readonly<Record<string, V>>, text: (value: V) => string): string | undefined {
  const shown = Object.entries(entries).map(([placeholder, value]) => `${placeholder} = ${text(value)}`)
  return shown.length === 0 ? undefined : shown.join(', ')
}

function valueText(value: AttributeValue): string {
  return JSON.stringify(value, (_name, part: unknown) =>
    part instanceof Uint8Array ? Buffer.from(part).toString('base64') : part,
  )
}
