// Error of a transaction that exceeds a limit of DynamoDB.
import { DyntasticError } from './dyntastic-error.js'

/** A transaction holds at most 100 operations and 4 MB ("Transactions: limits"); nothing was sent. */
export class TransactionLimitError extends DyntasticError {
  static override readonly code = 'TRANSACTION_LIMIT'
}
