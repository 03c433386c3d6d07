// A read whose budget was spent before it was done.
import { DyntasticError, type ErrorDetails } from './dyntastic-error.js'
import { hide } from './veil.js'

/** The budget of a query was spent before all matches were read. `items` are those read so far; `cursor` goes on after them. */
export class BudgetExceededError extends DyntasticError {
  static override readonly code = 'BUDGET_EXCEEDED'
  declare readonly items: readonly unknown[]
  declare readonly cursor: string | undefined

  constructor(
    details: ErrorDetails & { readonly items: readonly unknown[]; readonly cursor: string | undefined },
  ) {
    super(details)
    hide(this, 'items', details.items)
    hide(this, 'cursor', details.cursor)
  }
}
