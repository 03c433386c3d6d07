// Error of a stored item whose version of the schema cannot be read, or cannot be upgraded.
import { InvalidItemError } from './invalid-item-error.js'

/**
 * A stored item is of a version that this program does not know, or cannot be upgraded to the current one. `version` is
 * that of the item (`undefined` if it has none that can be read), and `current` that of the entity. `cause` is what the
 * upgrade threw, if it did.
 */
export class SchemaVersionError extends InvalidItemError {
  static override readonly code = 'SCHEMA_VERSION'
  declare readonly version?: number
  readonly current: number

  constructor(
    details: ConstructorParameters<typeof InvalidItemError>[0] & {
      readonly version: number | undefined
      readonly current: number
    },
  ) {
    super(details)
    if (details.version !== undefined) this.version = details.version
    this.current = details.current
  }
}
