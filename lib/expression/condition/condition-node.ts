// Conditions as a tree of plain data.
import type { Operand, PathOperand, SizeOperand } from '../path/operand.js'
import type { OperatorName } from './operators.js'

/** One operator with both of its sides. */
export interface Comparison {
  readonly kind: 'comparison'
  readonly operator: OperatorName
  readonly left: PathOperand | SizeOperand
  readonly operands: readonly Operand[]
}

/**
 * Conditions that must all be true, or of which at least one must be. Has at least two, and none of them is a group of
 * the same kind.
 */
export interface Group {
  readonly kind: 'and' | 'or'
  readonly conditions: readonly ConditionNode[]
}

/** The opposite of a condition, which is not itself a negation. */
export interface Negation {
  readonly kind: 'not'
  readonly condition: Comparison | Group
}

export type ConditionNode = Comparison | Group | Negation
