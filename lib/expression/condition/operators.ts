// The table of condition operators: one row an operator, from which typing, key conditions, printing and evaluation follow.
import {
  type AttributeType,
  type AttributeValue,
  attributeType,
} from '../../entity/struct/attribute-value.js'
import { compareStored, equalStored } from '../stored/stored-order.js'
import { beginsWith, includes } from '../stored/stored-parts.js'

/** What stands to the right of the path. Each kind has its row in `operand-kinds.ts` and its type in `typed-operators.ts`. */
export type OperandKind = 'none' | 'value' | 'range' | 'list' | 'prefix' | 'member' | 'type'

/** A stored value that stands on one side of an operator; `undefined` where the path leads to nothing. */
export type Side = AttributeValue | undefined

/** What DynamoDB must be told of NULL: that it is not there (`and`) or that it is there (`or`), and of which path. */
export interface NullRule {
  readonly join: 'and' | 'or'
  /** `'left'`; `'both'`: the left one, if NULL may be on both sides; `'member'`: what is looked for. */
  readonly of: 'left' | 'both' | 'member'
}

/** What there is to say of an operator. */
export interface OperatorRow {
  /** One sentence, for generated documentation. */
  readonly doc: string
  readonly operands: OperandKind
  /** The data types of the attribute (and, for values compared with it, of the operand) that DynamoDB takes. */
  readonly types: readonly AttributeType[]
  /** What is added if a stored NULL means absence; absent: nothing, as the operator holds for NULL no more than for an absent attribute. */
  readonly nulls?: NullRule
  /** Whether `size()` may stand on its left. */
  readonly afterSize: boolean
  /** The key attributes that it may stand on in a KeyConditionExpression. */
  readonly keys: readonly ('partition' | 'sort')[]
  /** The expression text, from the texts of its sides. */
  print(left: string, operands: readonly string[]): string
  /** Whether it holds on an item, given the stored values of its sides. */
  holds(left: Side, operands: readonly Side[]): boolean
}

const every = ['S', 'N', 'B', 'BOOL', 'NULL', 'M', 'L', 'SS', 'NS', 'BS'] as const

/** The types of operators that compare by order. */
export const ordered = ['S', 'N', 'B'] as const

export const operators = {
  /** Equal: same type and same value; sets without order, maps and lists member by member. Nothing equals an absent attribute. */
  eq: {
    doc: 'Equal: same type and same value.',
    operands: 'value',
    types: every,
    nulls: { join: 'and', of: 'both' },
    afterSize: true,
    keys: ['partition', 'sort'],
    print: (left, [value]) => `${left} = ${value}`,
    holds: (left, [value]) => same(left, value),
  },
  /** Not equal. True where the attribute is absent: combine it with `exists()` where that is not meant. */
  ne: {
    doc: 'Not equal.',
    operands: 'value',
    types: every,
    nulls: { join: 'or', of: 'both' },
    afterSize: true,
    keys: [],
    print: (left, [value]) => `${left} <> ${value}`,
    holds: (left, [value]) => !same(left, value),
  },
  /** Less than. Text is compared by its UTF-8 bytes; an absent attribute, or one of another type, never matches. */
  lt: {
    doc: 'Less than.',
    operands: 'value',
    types: ordered,
    afterSize: true,
    keys: ['sort'],
    print: (left, [value]) => `${left} < ${value}`,
    holds: (left, [value]) => order(left, value) < 0,
  },
  /** Less than or equal. Text is compared by its UTF-8 bytes; an absent attribute, or one of another type, never matches. */
  lte: {
    doc: 'Less than or equal.',
    operands: 'value',
    types: ordered,
    afterSize: true,
    keys: ['sort'],
    print: (left, [value]) => `${left} <= ${value}`,
    holds: (left, [value]) => order(left, value) <= 0,
  },
  /** Greater than. Text is compared by its UTF-8 bytes; an absent attribute, or one of another type, never matches. */
  gt: {
    doc: 'Greater than.',
    operands: 'value',
    types: ordered,
    afterSize: true,
    keys: ['sort'],
    print: (left, [value]) => `${left} > ${value}`,
    holds: (left, [value]) => order(left, value) > 0,
  },
  /** Greater than or equal. Text is compared by its UTF-8 bytes; an absent attribute, or one of another type, never matches. */
  gte: {
    doc: 'Greater than or equal.',
    operands: 'value',
    types: ordered,
    afterSize: true,
    keys: ['sort'],
    print: (left, [value]) => `${left} >= ${value}`,
    holds: (left, [value]) => order(left, value) >= 0,
  },
  /** Between two values, both included. Bounds that are upside down are refused, as DynamoDB refuses them. */
  between: {
    doc: 'Between two values, both included.',
    operands: 'range',
    types: ordered,
    afterSize: true,
    keys: ['sort'],
    print: (left, [low, high]) => `${left} BETWEEN ${low} AND ${high}`,
    holds: (left, [low, high]) => order(left, low) >= 0 && order(left, high) <= 0,
  },
  /** Equal to one of the values. An empty list matches nothing; more than 100 values (the limit of IN) become several INs. */
  in: {
    doc: 'Equal to one of the values.',
    operands: 'list',
    types: every,
    nulls: { join: 'and', of: 'both' },
    afterSize: true,
    keys: [],
    print: (left, values) => `${left} IN (${values.join(', ')})`,
    holds: (left, values) => values.some((value) => same(left, value)),
  },
  /** The text (or binary) begins with this. On a date stored as text: a prefix of its ISO form, such as `'2026-03'`. */
  beginsWith: {
    doc: 'The text (or binary) begins with this.',
    operands: 'prefix',
    types: ['S', 'B'],
    afterSize: false,
    keys: ['sort'],
    print: (left, [prefix]) => `begins_with(${left}, ${prefix})`,
    holds: (left, [prefix]) => left !== undefined && prefix !== undefined && beginsWith(left, prefix),
  },
  /** The text (or binary) holds this part, or the set or list has this member. */
  contains: {
    doc: 'The text (or binary) holds this part, or the set or list has this member.',
    operands: 'member',
    types: ['S', 'B', 'SS', 'NS', 'BS', 'L'],
    nulls: { join: 'and', of: 'member' },
    afterSize: false,
    keys: [],
    print: (left, [member]) => `contains(${left}, ${member})`,
    holds: (left, [member]) => left !== undefined && member !== undefined && includes(left, member),
  },
  /** The attribute is there, whatever its value. */
  exists: {
    doc: 'The attribute is there, whatever its value.',
    operands: 'none',
    types: every,
    nulls: { join: 'and', of: 'left' },
    afterSize: false,
    keys: [],
    print: (left) => `attribute_exists(${left})`,
    holds: (left) => left !== undefined,
  },
  /** The attribute is absent. A value of `undefined`, and `null` where the entity does not store it, is absence. */
  notExists: {
    doc: 'The attribute is absent.',
    operands: 'none',
    types: every,
    nulls: { join: 'or', of: 'left' },
    afterSize: false,
    keys: [],
    print: (left) => `attribute_not_exists(${left})`,
    holds: (left) => left === undefined,
  },
  /** The attribute is there and stored with this DynamoDB data type: `'S'`, `'N'`, `'B'`, `'BOOL'`, `'NULL'`, `'M'`, `'L'`, `'SS'`, `'NS'` or `'BS'`. */
  type: {
    doc: 'The attribute is there and stored with this DynamoDB data type.',
    operands: 'type',
    types: every,
    afterSize: false,
    keys: [],
    print: (left, [type]) => `attribute_type(${left}, ${type})`,
    holds: (left, [type]) =>
      left !== undefined && type !== undefined && 'S' in type && attributeType(left) === type.S,
  },
} as const satisfies Record<string, OperatorRow>

/** The name of a condition operator. */
export type OperatorName = keyof typeof operators

const same = (a: Side, b: Side): boolean => a !== undefined && b !== undefined && equalStored(a, b)

// Not a number where there is no order: every comparison with it is false.
const order = (a: Side, b: Side): number =>
  (a === undefined || b === undefined ? undefined : compareStored(a, b)) ?? Number.NaN
