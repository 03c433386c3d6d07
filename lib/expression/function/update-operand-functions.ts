// The table of functions that compute the value of a SET: one row per function.
import type { AttributeType, AttributeValue } from '../../entity/struct/attribute-value.js'
import { decimalSum, negatedDecimal } from '../stored/decimal-sum.js'
import { unfit } from './update-functions.js'

/**
 * The role of the operands of a function: numbers to calculate with, lists to join, or values of the attribute that is
 * set.
 */
export type OperandRole = 'number' | 'list' | 'value'

/** The properties of a function of operands. */
export interface OperandFunctionRow {
  /** One sentence, for generated documentation. */
  readonly doc: string
  readonly role: OperandRole
  /** The data types of the operand that it is called on. */
  readonly types: readonly AttributeType[]
  /**
   * Whether it can be used inside another function. DynamoDB allows +, - and list_append of two operands only on the
   * outside.
   */
  readonly nests: boolean
  /** Whether its first operand must be a path, which may have no value. */
  readonly needsPath: boolean
  print(first: string, second: string): string
  /**
   * Returns the value. Both operands are evaluated first: DynamoDB rejects an absent attribute as the second operand of
   * if_not_exists even if it is not needed.
   */
  apply(first: AttributeValue | undefined, second: AttributeValue): AttributeValue | typeof unfit
}

const every = ['S', 'N', 'B', 'BOOL', 'NULL', 'M', 'L', 'SS', 'NS', 'BS'] as const

export const operandFunctions = {
  /**
   * The sum of two numbers.
   *
   * `attr.total.plus(5)` becomes `#0 + :0`.
   */
  plus: {
    doc: 'The sum of two numbers.',
    role: 'number',
    types: ['N'],
    nests: false,
    needsPath: false,
    print: (first, second) => `${first} + ${second}`,
    apply: sum,
  },
  /**
   * The difference of two numbers.
   *
   * `attr.total.minus(5)` becomes `#0 - :0`.
   */
  minus: {
    doc: 'The difference of two numbers.',
    role: 'number',
    types: ['N'],
    nests: false,
    needsPath: false,
    print: (first, second) => `${first} - ${second}`,
    apply: (first, second) => ('N' in second ? sum(first, { N: negatedDecimal(second.N) }) : unfit),
  },
  /**
   * The attribute if it exists; otherwise this value (or other attribute).
   *
   * `attr.total.ifNotExists(0)` becomes `if_not_exists(#0, :0)`.
   */
  ifNotExists: {
    doc: 'The attribute if it exists; otherwise another value.',
    role: 'value',
    types: every,
    nests: true,
    needsPath: true,
    print: (first, second) => `if_not_exists(${first}, ${second})`,
    apply: (first, second) => first ?? second,
  },
  /**
   * The list with these elements (or another list) added to its end.
   *
   * `attr.lines.append([line])` becomes `list_append(#0, :0)`.
   */
  append: {
    doc: 'A list with elements added to its end.',
    role: 'list',
    types: ['L'],
    nests: false,
    needsPath: false,
    print: (first, second) => `list_append(${first}, ${second})`,
    apply: joined,
  },
  /**
   * The list with these elements (or another list) added to its start.
   *
   * `attr.lines.prepend([line])` becomes `list_append(:0, #0)`.
   */
  prepend: {
    doc: 'A list with elements added to its start.',
    role: 'list',
    types: ['L'],
    nests: false,
    needsPath: false,
    print: (first, second) => `list_append(${second}, ${first})`,
    apply: (first, second) => joined(second, first),
  },
} as const satisfies Record<string, OperandFunctionRow>

/** The name of a function of operands. */
export type OperandFunctionName = keyof typeof operandFunctions

function sum(first: AttributeValue | undefined, second: AttributeValue): AttributeValue | typeof unfit {
  if (first === undefined || !('N' in first && 'N' in second)) return unfit
  const N = decimalSum(first.N, second.N)
  return N === undefined ? unfit : { N }
}

function joined(
  first: AttributeValue | undefined,
  second: AttributeValue | undefined,
): AttributeValue | typeof unfit {
  if (first === undefined || second === undefined || !('L' in first && 'L' in second)) return unfit
  return { L: [...first.L, ...second.L] }
}
