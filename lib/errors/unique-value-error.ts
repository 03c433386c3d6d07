// Error of a write that would give an item a value which another item already has.
import { DyntasticError, type ErrorDetails } from './dyntastic-error.js'

/**
 * Another item of the entity already has this value, or another operation of the same transaction takes it. Nothing was
 * written. `attributes` are the attributes of the first value that is taken, and `taken` those of all.
 */
export class UniqueValueError extends DyntasticError {
  static override readonly code = 'UNIQUE_VALUE'
  /** The key of the item that was to be written. */
  readonly key: Readonly<Record<string, unknown>>
  /** The attributes whose value, or values together, are taken. */
  readonly attributes: readonly string[]
  /** The same for every value of the item that is taken. */
  readonly taken: readonly (readonly string[])[]
  /** The key of the item that has the value of `attributes`, if it is known. */
  declare readonly owner?: Readonly<Record<string, unknown>>

  constructor(
    details: ErrorDetails & {
      readonly key: Readonly<Record<string, unknown>>
      readonly taken: readonly (readonly string[])[]
      readonly owner?: Readonly<Record<string, unknown>> | undefined
    },
  ) {
    super(details, details.owner)
    this.key = details.key
    this.attributes = details.taken[0] ?? []
    this.taken = details.taken
    if (details.owner !== undefined) this.owner = details.owner
  }
}
