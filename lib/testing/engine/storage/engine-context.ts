// Context of all operations of one engine.
import type { Clock } from './clock.js'
import type { Database } from './database.js'

/** The engine behind a request. */
export interface EngineContext {
  readonly database: Database
  readonly clock: Clock
  /** How long, by the engine's clock, tables and indexes are being created, changed and deleted. */
  tableDelay: number
}
