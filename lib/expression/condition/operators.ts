// The table of condition operators: one row per operator, for typing, key conditions, printing and evaluation.
import {
  type AttributeType,
  type AttributeValue,
  attributeType,
} from '../../entity/struct/attribute-value.js'
import { compareStored, equalStored } from '../stored/stored-order.js'
import { beginsWith, includes } from '../stored/stored-parts.js'

/**
 * The kind of what is to the right of the path. Each kind has its row in `operand-kinds.ts` and its type in
 * `typed-operators.ts`.
 */
export type OperandKind = 'none' | 'value' | 'range' | 'list' | 'prefix' | 'member' | 'type'

/** The stored value on one side of an operator; `undefined` if there is no value at the path. */
export type Side = AttributeValue | undefined

/** The test for NULL to add: that it is not NULL (`and`) or that it is NULL (`or`), and of which path. */
export interface NullRule {
  readonly join: 'and' | 'or'
  /**
   * `'left'`: the left side; `'both'`: the left side, if both sides may be NULL; `'member'`: the member that is looked
   * for.
   */
  readonly of: 'left' | 'both' | 'member'
}

/** The properties of an operator. */
export interface OperatorRow {
  /** One sentence, for generated documentation. */
  readonly doc: string
  readonly operands: OperandKind
  /** The data types that DynamoDB accepts for the attribute and, for comparisons with a value, for the operand. */
  readonly types: readonly AttributeType[]
  /**
   * The test to add if a stored NULL means absence. Absent if the operator is false for NULL anyway, as for an absent
   * attribute.
   */
  readonly nulls?: NullRule
  /** How many operators and functions DynamoDB counts it as ("Expression limits"), if not one. */
  readonly counts?: number
  /** Whether `size()` may be on its left. */
  readonly afterSize: boolean
  /** The key attributes to which it can be applied in a KeyConditionExpression. */
  readonly keys: readonly ('partition' | 'sort')[]
  /** Whether NOT precedes the printed text; NOT counts as one more operator. */
  readonly negated?: true
  /** Returns the expression text, given the texts of its sides. */
  print(left: string, operands: readonly string[]): string
  /** Whether the condition is true, given the stored values of its sides. */
  holds(left: Side, operands: readonly Side[]): boolean
}

const every = ['S', 'N', 'B', 'BOOL', 'NULL', 'M', 'L', 'SS', 'NS', 'BS'] as const

/** The data types of operators that compare by order. */
export const ordered = ['S', 'N', 'B'] as const

export const operators = {
  /**
   * Equal: same type and same value. Sets are compared without order, maps and lists member by member. Nothing equals
   * an absent attribute.
   *
   * `.where('status').eq('paid')` becomes `#0 = :0`.
   */
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
  /**
   * Not equal. Also true if the attribute is absent: to exclude that, combine it with `exists()`.
   *
   * `.where('status').ne('paid')` becomes `#0 <> :0`.
   */
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
  /**
   * Less than. Strings are compared by their UTF-8 bytes. Never matches if the attribute is absent or of another type.
   *
   * `.where('age').lt(5)` becomes `#0 < :0`.
   */
  lt: {
    doc: 'Less than.',
    operands: 'value',
    types: ordered,
    afterSize: true,
    keys: ['sort'],
    print: (left, [value]) => `${left} < ${value}`,
    holds: (left, [value]) => order(left, value) < 0,
  },
  /**
   * Less than or equal. Strings are compared by their UTF-8 bytes. Never matches if the attribute is absent or of
   * another type.
   *
   * `.where('age').lte(5)` becomes `#0 <= :0`.
   */
  lte: {
    doc: 'Less than or equal.',
    operands: 'value',
    types: ordered,
    afterSize: true,
    keys: ['sort'],
    print: (left, [value]) => `${left} <= ${value}`,
    holds: (left, [value]) => order(left, value) <= 0,
  },
  /**
   * Greater than. Strings are compared by their UTF-8 bytes. Never matches if the attribute is absent or of another
   * type.
   *
   * `.where('age').gt(5)` becomes `#0 > :0`.
   */
  gt: {
    doc: 'Greater than.',
    operands: 'value',
    types: ordered,
    afterSize: true,
    keys: ['sort'],
    print: (left, [value]) => `${left} > ${value}`,
    holds: (left, [value]) => order(left, value) > 0,
  },
  /**
   * Greater than or equal. Strings are compared by their UTF-8 bytes. Never matches if the attribute is absent or of
   * another type.
   *
   * `.where('age').gte(5)` becomes `#0 >= :0`.
   */
  gte: {
    doc: 'Greater than or equal.',
    operands: 'value',
    types: ordered,
    afterSize: true,
    keys: ['sort'],
    print: (left, [value]) => `${left} >= ${value}`,
    holds: (left, [value]) => order(left, value) >= 0,
  },
  /**
   * Between two values, inclusive. A lower bound that is greater than the upper bound is rejected, as DynamoDB does.
   *
   * `.where('age').between(5, 9)` becomes `#0 BETWEEN :0 AND :1`.
   */
  between: {
    doc: 'Between two values, inclusive.',
    operands: 'range',
    types: ordered,
    afterSize: true,
    keys: ['sort'],
    print: (left, [low, high]) => `${left} BETWEEN ${low} AND ${high}`,
    holds: (left, [low, high]) => order(left, low) >= 0 && order(left, high) <= 0,
  },
  /**
   * Equal to one of the values. An empty list matches nothing; more than 100 values (DynamoDB's limit of IN) become
   * several INs.
   *
   * `.where('status').in(['paid', 'sent'])` becomes `#0 IN (:0, :1)`.
   */
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
  /**
   * The string (or binary) begins with this. For a date stored as a string: a prefix of its ISO form, such as
   * `'2026-03'`.
   *
   * `.where('name').beginsWith('A')` becomes `begins_with(#0, :0)`.
   */
  beginsWith: {
    doc: 'The string (or binary) begins with this.',
    operands: 'prefix',
    types: ['S', 'B'],
    afterSize: false,
    keys: ['sort'],
    print: (left, [prefix]) => `begins_with(${left}, ${prefix})`,
    holds: (left, [prefix]) => left !== undefined && prefix !== undefined && beginsWith(left, prefix),
  },
  /**
   * The string (or binary) contains this part, or the set or list has this member.
   *
   * `.where('tags').contains('new')` becomes `contains(#0, :0)`.
   */
  contains: {
    doc: 'The string (or binary) contains this part, or the set or list has this member.',
    operands: 'member',
    types: ['S', 'B', 'SS', 'NS', 'BS', 'L'],
    nulls: { join: 'and', of: 'member' },
    afterSize: false,
    keys: [],
    print: (left, [member]) => `contains(${left}, ${member})`,
    holds: (left, [member]) => left !== undefined && member !== undefined && includes(left, member),
  },
  /**
   * The attribute exists, whatever its value.
   *
   * `.where('email').exists()` becomes `attribute_exists(#0)`; if a stored NULL means absence, also `AND #0 <> :0`.
   */
  exists: {
    doc: 'The attribute exists, whatever its value.',
    operands: 'none',
    types: every,
    nulls: { join: 'and', of: 'left' },
    afterSize: false,
    keys: [],
    print: (left) => `attribute_exists(${left})`,
    holds: (left) => left !== undefined,
  },
  /**
   * The attribute is absent. A value of `undefined`, and `null` if the entity does not store it, is absence.
   *
   * `.where('email').notExists()` becomes `attribute_not_exists(#0)`; if a stored NULL means absence, also `OR #0 =
   * :0`.
   */
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
  /**
   * The attribute exists and is stored with this DynamoDB data type: `'S'`, `'N'`, `'B'`, `'BOOL'`, `'NULL'`, `'M'`,
   * `'L'`, `'SS'`, `'NS'` or `'BS'`.
   *
   * `.where('note').type('S')` becomes `attribute_type(#0, :0)`.
   */
  type: {
    doc: 'The attribute exists and is stored with this DynamoDB data type.',
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

// NaN if there is no order: every comparison with it is false.
const order = (a: Side, b: Side): number =>
  (a === undefined || b === undefined ? undefined : compareStored(a, b)) ?? Number.NaN
