// What every operation of one engine works with.
import type { Store } from './dynalite-store.js'
import { type TableSchemas, tableSchemas } from './table-schema.js'
import { type TimeToLives, timeToLives } from './time-to-live.js'
import { type TransactionTokens, transactionTokens } from './transaction-tokens.js'

export interface EngineContext {
  readonly store: Store
  readonly schemas: TableSchemas
  readonly timeToLives: TimeToLives
  readonly tokens: TransactionTokens
}

/** A context that knows nothing yet; each engine has its own. */
export function engineContext(store: Store): EngineContext {
  return {
    store,
    schemas: tableSchemas(store),
    timeToLives: timeToLives(store),
    tokens: transactionTokens(),
  }
}
