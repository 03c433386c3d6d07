// Condition as data: the result of the parser, and the input of the evaluator.

import type { WireValue } from '../values/wire.js'
import type { Path } from './expression-reader.js'

export type Comparator = '=' | '<>' | '<' | '<=' | '>' | '>='

/** What a condition compares: an attribute, a value of the request, or the size of one of them. */
export type Operand =
  | { readonly kind: 'path'; readonly path: Path }
  | { readonly kind: 'value'; readonly value: WireValue }
  | { readonly kind: 'size'; readonly of: Operand }

/** The functions that are true or false. */
export type Predicate =
  | 'attribute_exists'
  | 'attribute_not_exists'
  | 'attribute_type'
  | 'begins_with'
  | 'contains'

export type Condition =
  | { readonly kind: 'and' | 'or'; readonly conditions: readonly Condition[] }
  | { readonly kind: 'not'; readonly condition: Condition }
  | { readonly kind: 'compare'; readonly by: Comparator; readonly left: Operand; readonly right: Operand }
  | { readonly kind: 'between'; readonly of: Operand; readonly low: Operand; readonly high: Operand }
  | { readonly kind: 'in'; readonly of: Operand; readonly values: readonly Operand[] }
  | { readonly kind: 'predicate'; readonly name: Predicate; readonly operands: readonly Operand[] }

/** The paths that a condition reads. */
export function pathsOf(condition: Condition): Path[] {
  switch (condition.kind) {
    case 'and':
    case 'or':
      return condition.conditions.flatMap(pathsOf)
    case 'not':
      return pathsOf(condition.condition)
    case 'compare':
      return [condition.left, condition.right].flatMap(operandPaths)
    case 'between':
      return [condition.of, condition.low, condition.high].flatMap(operandPaths)
    case 'in':
      return [condition.of, ...condition.values].flatMap(operandPaths)
    case 'predicate':
      return condition.operands.flatMap(operandPaths)
  }
}

function operandPaths(operand: Operand): Path[] {
  if (operand.kind === 'path') return [operand.path]
  return operand.kind === 'size' ? operandPaths(operand.of) : []
}
