// The tables of update functions and of their clauses, from which typing, printing, retries and evaluation follow.
import type { AttributeType, AttributeValue } from '../../entity/struct/attribute-value.js'
import { decimalSum } from '../stored/decimal-sum.js'
import { joinedSets, withoutMembers } from '../stored/stored-sets.js'

/** What a function takes after the path. Each kind has its row in `update-arguments.ts` and its type in `typed-update.ts`. */
export type UpdateArgumentKind =
  | 'assigned'
  | 'initial'
  | 'addend'
  | 'subtrahend'
  | 'appended'
  | 'prepended'
  | 'members'
  | 'none'

/** A stored value; `undefined` where there is none. */
type Stored = AttributeValue | undefined

/** The answer for values that a clause or a function does not take: wrong data types, or a sum that DynamoDB cannot hold. */
export const unfit: unique symbol = Symbol.for('dyntastic.unfit')

/** What there is to say of a clause of an UpdateExpression. */
export interface UpdateClauseRow {
  /** One action of the clause, from the texts of the path and of the operand. */
  print(path: string, operand: string): string
  /** The value afterwards, from the one before and the operand's; `undefined` where there is none. */
  apply(current: Stored, operand: Stored): Stored | typeof unfit
  /** Whether doing it once more leaves the same value, given the operand's data type; of SET it depends on what the operand reads. */
  repeatable(operand: AttributeType | undefined): boolean
}

/** The clauses, in the order in which they are printed. */
export const updateClauses = {
  SET: {
    print: (path, operand) => `${path} = ${operand}`,
    apply: (_current, operand) => operand,
    repeatable: () => true,
  },
  REMOVE: {
    print: (path) => path,
    apply: () => undefined,
    repeatable: () => true,
  },
  ADD: {
    print: (path, operand) => `${path} ${operand}`,
    apply(current, operand) {
      if (current === undefined || operand === undefined) return operand
      if ('N' in current && 'N' in operand) {
        const N = decimalSum(current.N, operand.N)
        return N === undefined ? unfit : { N }
      }
      return joinedSets(current, operand) ?? unfit
    },
    repeatable: (operand) => operand !== 'N',
  },
  DELETE: {
    print: (path, operand) => `${path} ${operand}`,
    apply(current, operand) {
      if (current === undefined || operand === undefined) return current
      const left = withoutMembers(current, operand)
      return left === undefined ? unfit : (left ?? undefined)
    },
    repeatable: () => true,
  },
} as const satisfies Record<string, UpdateClauseRow>

export type UpdateClause = keyof typeof updateClauses

/** What there is to say of an update function. */
export interface UpdateFunctionRow {
  /** One sentence, for generated documentation. */
  readonly doc: string
  /** Where it is printed: this decides its text, what it does to a stored item, and whether it may be repeated. */
  readonly clause: UpdateClause
  readonly arguments: UpdateArgumentKind
  /** The data types of the attribute. */
  readonly types: readonly AttributeType[]
}

const every = ['S', 'N', 'B', 'BOOL', 'NULL', 'M', 'L', 'SS', 'NS', 'BS'] as const

export const updateFunctions = {
  /**
   * Gives the attribute a value: a plain one, another attribute's, or one that is worked out (`attr => attr.total.plus(5)`). `null`
   * (where the entity does not store it) and an empty Set remove the attribute, as `save` leaves them out. An index past the end of
   * a list appends. DynamoDB's SET.
   */
  set: {
    doc: 'Gives the attribute a value.',
    clause: 'SET',
    arguments: 'assigned',
    types: every,
  },
  /** Gives the attribute a value where it is absent, and leaves it alone where it is there (a stored NULL is there). SET with `if_not_exists`. */
  setIfMissing: {
    doc: 'Gives the attribute a value where it is absent.',
    clause: 'SET',
    arguments: 'initial',
    types: every,
  },
  /** Adds to a number (absent counts as 0), or adds members to a set (absent counts as empty): one, an array, or a Set. DynamoDB's ADD. */
  add: {
    doc: 'Adds to a number, or adds members to a set.',
    clause: 'ADD',
    arguments: 'addend',
    types: ['N', 'SS', 'NS', 'BS'],
  },
  /** Subtracts from a number; absent counts as 0. ADD of the negative number. */
  subtract: {
    doc: 'Subtracts from a number.',
    clause: 'ADD',
    arguments: 'subtrahend',
    types: ['N'],
  },
  /**
   * Puts elements at the end of a list: an array of them, or one. A list that is absent is created, from `default` (an empty list
   * unless said otherwise; `null`: DynamoDB refuses the update then). SET with `list_append`.
   */
  append: {
    doc: 'Puts elements at the end of a list.',
    clause: 'SET',
    arguments: 'appended',
    types: ['L'],
  },
  /** Puts elements at the start of a list: an array of them, or one; an absent list as with `append`. SET with `list_append`. */
  prepend: {
    doc: 'Puts elements at the start of a list.',
    clause: 'SET',
    arguments: 'prepended',
    types: ['L'],
  },
  /** Removes an attribute, an entry of a record, or an element of a list (those behind it move up). No error where it is absent. DynamoDB's REMOVE. */
  remove: {
    doc: 'Removes an attribute, an entry of a record, or an element of a list.',
    clause: 'REMOVE',
    arguments: 'none',
    types: every,
  },
  /** Takes members out of a set: one, an array, or a Set; with its last member the attribute goes. DynamoDB's DELETE. */
  delete: {
    doc: 'Takes members out of a set.',
    clause: 'DELETE',
    arguments: 'members',
    types: ['SS', 'NS', 'BS'],
  },
} as const satisfies Record<string, UpdateFunctionRow>

/** The name of an update function. */
export type UpdateFunctionName = keyof typeof updateFunctions
