// Options of soft deletes, as part of the definition of an entity.
import { aPositiveNumber, aString, group, oneOrMore } from '../../errors/option-kinds.js'
import type { OptionTable } from '../../errors/option-table.js'

/** How long deleted items are kept: the sum of its parts. */
export interface PurgeAfter {
  readonly days?: number
  readonly hours?: number
  readonly minutes?: number
}

/** How items are deleted: by a mark, so that they can be restored. */
export interface SoftDeleteOptions {
  /** The optional date that marks an item as deleted: the time of the delete. */
  readonly attribute: string
  /** How long deleted items are kept: a delete sets the time to live of the item, which the entity must have. */
  readonly purgeAfter?: PurgeAfter
}

/** The rows of the time after which deleted items are purged. */
export const purgeAfterOptions: OptionTable<PurgeAfter> = {
  days: { takes: aPositiveNumber, doc: 'Days of 24 hours.' },
  hours: { takes: aPositiveNumber, doc: 'Hours.' },
  minutes: { takes: aPositiveNumber, doc: 'Minutes.' },
}

/** The rows of soft deletes. */
export const softDeleteOptions: OptionTable<SoftDeleteOptions> = {
  attribute: { takes: aString, doc: 'The optional date that marks an item as deleted.' },
  purgeAfter: {
    takes: oneOrMore(purgeAfterOptions),
    doc: 'How long deleted items are kept, until DynamoDB removes them by their `ttl`.',
  },
}

/** How items are deleted, as an option. */
export const softDeleteGroup = group(softDeleteOptions)
