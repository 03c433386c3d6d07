// The tables of update functions and of their clauses, from which typing, printing, retries and evaluation follow.
import type { AttributeType, AttributeValue } from '../../entity/struct/attribute-value.js'
import { decimalSum } from '../stored/decimal-sum.js'
import { joinedSets, withoutMembers } from '../stored/stored-sets.js'

/**
 * The kind of arguments that a function takes after the path. Each kind has its row in `update-arguments.ts` and its
 * type in `typed-update.ts`.
 */
export type UpdateArgumentKind =
  | 'assigned'
  | 'initial'
  | 'addend'
  | 'subtrahend'
  | 'appended'
  | 'prepended'
  | 'members'
  | 'none'

/** A stored value; `undefined` if there is none. */
type Stored = AttributeValue | undefined

/**
 * The result for values that a clause or a function does not accept: wrong data types, or a sum that DynamoDB cannot
 * store.
 */
export const unfit: unique symbol = Symbol.for('dyntastic.unfit')

/** The properties of a clause of an UpdateExpression. */
export interface UpdateClauseRow {
  /** Returns one action of the clause, given the texts of the path and of the operand. */
  print(path: string, operand: string): string
  /**
   * Returns the new value, given the current value and that of the operand; `undefined` if there is no value
   * afterwards.
   */
  apply(current: Stored, operand: Stored): Stored | typeof unfit
  /**
   * Whether applying the action twice leaves the same value as applying it once, given the data type of the operand;
   * for SET this depends on what the operand reads.
   */
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

/** The properties of an update function. */
export interface UpdateFunctionRow {
  /** One sentence, for generated documentation. */
  readonly doc: string
  /**
   * The clause of the function: it decides the text, the effect on a stored item, and whether the change may be
   * repeated.
   */
  readonly clause: UpdateClause
  readonly arguments: UpdateArgumentKind
  /** The data types of the attribute. */
  readonly types: readonly AttributeType[]
}

const every = ['S', 'N', 'B', 'BOOL', 'NULL', 'M', 'L', 'SS', 'NS', 'BS'] as const

export const updateFunctions = {
  /**
   * Sets the attribute to a value: a plain value, another attribute's value, or a computed value (`attr =>
   * attr.total.plus(5)`). `null` (if the entity does not store it) and an empty Set remove the attribute, just as
   * `save` leaves them out. An index past the end of a list appends to the list.
   *
   * `.set('status', 'paid')` becomes `SET #0 = :0`.
   */
  set: {
    doc: 'Sets the attribute to a value.',
    clause: 'SET',
    arguments: 'assigned',
    types: every,
  },
  /**
   * Sets the attribute to a value if it is absent, and leaves it unchanged if it exists (a stored NULL exists).
   *
   * `.setIfMissing('status', 'new')` becomes `SET #0 = if_not_exists(#0, :0)`.
   */
  setIfMissing: {
    doc: 'Sets the attribute to a value if it is absent.',
    clause: 'SET',
    arguments: 'initial',
    types: every,
  },
  /**
   * Adds to a number (absent counts as 0), or adds members to a set (absent counts as empty): one, an array, or a Set.
   *
   * `.add('stock', 5)` becomes `ADD #0 :0`.
   */
  add: {
    doc: 'Adds to a number, or adds members to a set.',
    clause: 'ADD',
    arguments: 'addend',
    types: ['N', 'SS', 'NS', 'BS'],
  },
  /**
   * Subtracts from a number; absent counts as 0.
   *
   * `.subtract('stock', 5)` becomes `ADD #0 :0` with the value -5.
   */
  subtract: {
    doc: 'Subtracts from a number.',
    clause: 'ADD',
    arguments: 'subtrahend',
    types: ['N'],
  },
  /**
   * Adds elements to the end of a list: an array of them, or one. If the list is absent, it is created from `default`
   * (an empty list by default; with `null`, DynamoDB rejects the update).
   *
   * `.append('lines', [line])` becomes `SET #0 = list_append(if_not_exists(#0, :0), :1)`.
   */
  append: {
    doc: 'Adds elements to the end of a list.',
    clause: 'SET',
    arguments: 'appended',
    types: ['L'],
  },
  /**
   * Adds elements to the start of a list: an array of them, or one. An absent list is treated as in `append`.
   *
   * `.prepend('lines', [line])` becomes `SET #0 = list_append(:1, if_not_exists(#0, :0))`.
   */
  prepend: {
    doc: 'Adds elements to the start of a list.',
    clause: 'SET',
    arguments: 'prepended',
    types: ['L'],
  },
  /**
   * Removes an attribute, an entry of a record, or an element of a list (later elements move up). It is not an error if
   * it is absent.
   *
   * `.remove('note')` becomes `REMOVE #0`.
   */
  remove: {
    doc: 'Removes an attribute, an entry of a record, or an element of a list.',
    clause: 'REMOVE',
    arguments: 'none',
    types: every,
  },
  /**
   * Removes members from a set: one, an array, or a Set. When the last member is removed, so is the attribute.
   *
   * `.delete('tags', 'new')` becomes `DELETE #0 :0`.
   */
  delete: {
    doc: 'Removes members from a set.',
    clause: 'DELETE',
    arguments: 'members',
    types: ['SS', 'NS', 'BS'],
  },
} as const satisfies Record<string, UpdateFunctionRow>

/** The name of an update function. */
export type UpdateFunctionName = keyof typeof updateFunctions
