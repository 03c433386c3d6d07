// Error of a read that used up its budget before it was complete.
import { DyntasticError, type ErrorDetails } from './dyntastic-error.js'
import { hide } from './veil.js'

/**
 * The query used up its budget before it had read all matches. `items` are the items read so far; `cursor` continues
 * after them.
 */
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
