// What the expressions of a request are written with: placeholders, and a count of operators that stops at DynamoDB's limit.
import type { AttributeValue } from '../../entity/struct/attribute-value.js'
import { expressionLimits } from '../path/limits.js'
import type { Ink, PathOperand } from '../path/operand.js'
import type { Placeholders } from '../path/placeholders.js'
import { printPath } from '../path/printed-path.js'

/** The ink of one expression. Its names and values go to the request's placeholders. */
export class RequestInk implements Ink {
  readonly placeholders: Placeholders
  readonly entity: string | undefined
  /** Refuses an expression with more operators and functions than DynamoDB takes ("Expression limits"). */
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
