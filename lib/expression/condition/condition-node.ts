// Conditions as a tree of plain data.
import type { Operand, PathOperand, SizeOperand } from '../path/operand.js'
import type { OperatorName } from './operators.js'

/** One operator with its sides. */
export interface Comparison {
  readonly kind: 'comparison'
  readonly operator: OperatorName
  readonly left: PathOperand | SizeOperand
  readonly operands: readonly Operand[]
}

/** Conditions that must all hold, or one of which must hold. Holds at least two, and no group of its own kind. */
export interface Group {
  readonly kind: 'and' | 'or'
  readonly conditions: readonly ConditionNode[]
}

/** The opposite of a condition; never of a negation. */
export interface Negation {
  readonly kind: 'not'
  readonly condition: Comparison | Group
}

export type ConditionNode = Comparison | Group | Negation
