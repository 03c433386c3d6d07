// Printing with placeholders for the expressions of a request, with a count of operators up to DynamoDB's limit.
import type { AttributeValue } from '../../entity/struct/attribute-value.js'
import { expressionLimits } from '../path/limits.js'
import type { Ink, PathOperand } from '../path/operand.js'
import type { Placeholders } from '../path/placeholders.js'
import { printPath } from '../path/printed-path.js'

/** The ink of one expression. Its names and values are added to the placeholders of the request. */
export class RequestInk implements Ink {
  readonly placeholders: Placeholders
  readonly entity: string | undefined
  /** Rejects an expression with more operators and functions than DynamoDB allows ("Expression limits"). */
  readonly refuse: (entity: string | undefined) => never
  operators = 0

  constructor(
    placeholders: Placeholders,
    entity: string | undefined,
    refuse: (entity: string | undefined) => never,
  ) {
    this.placeholders = placeholders
    this.entity = entity
    this.refuse = refuse
  }

  path(path: PathOperand): string {
    return printPath(path, this.placeholders, this.entity)
  }

  value(value: AttributeValue): string {
    return this.placeholders.value(value)
  }

  count(more: number): void {
    this.operators += more
    if (this.operators > expressionLimits.operators) this.refuse(this.entity)
  }
}
