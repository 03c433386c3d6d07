// The table of functions that work out the value of a SET: one row a function, from which typing, printing and evaluation follow.
import type { AttributeType, AttributeValue } from '../../entity/struct/attribute-value.js'
import { decimalSum, negatedDecimal } from '../stored/decimal-sum.js'
import { unfit } from './update-functions.js'

/** What the sides of a function are: numbers to reckon with, lists to join, or values of whatever is being set. */
export type OperandRole = 'number' | 'list' | 'value'

/** What there is to say of a function of operands. */
export interface OperandFunctionRow {
  /** One sentence, for generated documentation. */
  readonly doc: string
  readonly role: OperandRole
  /** The data types of what it is called on. */
  readonly types: readonly AttributeType[]
  /** Whether it may stand inside another one; DynamoDB takes +, - and list_append of two operands on the outside only. */
  readonly nests: boolean
  /** Whether its first side must be a path, which may lead to nothing. */
  readonly needsPath: boolean
  print(first: string, second: string): string
  /** The value. Both sides are worked out first: DynamoDB refuses an absent attribute on the right of if_not_exists even where it is not needed. */
  apply(first: AttributeValue | undefined, second: AttributeValue): AttributeValue | typeof unfit
}

const every = ['S', 'N', 'B', 'BOOL', 'NULL', 'M', 'L', 'SS', 'NS', 'BS'] as const

export const operandFunctions = {
  /** The sum of two numbers. */
  plus: {
    doc: 'The sum of two numbers.',
    role: 'number',
    types: ['N'],
    nests: false,
    needsPath: false,
    print: (first, second) => `${first} + ${second}`,
    apply: sum,
  },
  /** The difference of two numbers. */
  minus: {
    doc: 'The difference of two numbers.',
    role: 'number',
    types: ['N'],
    nests: false,
    needsPath: false,
    print: (first, second) => `${first} - ${second}`,
    apply: (first, second) => ('N' in second ? sum(first, { N: negatedDecimal(second.N) }) : unfit),
  },
  /** The attribute where it is there, and this value (or other attribute) where it is absent. */
  ifNotExists: {
    doc: 'The attribute where it is there, and another value where it is absent.',
    role: 'value',
    types: every,
    nests: true,
    needsPath: true,
    print: (first, second) => `if_not_exists(${first}, ${second})`,
    apply: (first, second) => first ?? second,
  },
  /** The list with these elements (or another list) at its end. */
  append: {
    doc: 'A list with elements at its end.',
    role: 'list',
    types: ['L'],
    nests: false,
    needsPath: false,
    print: (first, second) => `list_append(${first}, ${second})`,
    apply: joined,
  },
  /** The list with these elements (or another list) at its start. */
  prepend: {
    doc: 'A list with elements at its start.',
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
