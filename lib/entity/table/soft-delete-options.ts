// Options of soft deletes, as part of the definition of an entity.
import { aPositiveNumber, aString, group, oneOrMore } from '../../errors/option-kinds.js'
import type { OptionTable } from '../../errors/option-table.js'
import type { Problem } from '../../util/types.js'
import type { UnknownNames } from './table-options.js'

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

/** What is wrong with the `softDelete` of a definition `W` with the attributes `D`; nothing if it fits. */
export type CheckedSoftDelete<D, S, W> = UnknownNames<S, 'attribute' | 'purgeAfter'> & {
  readonly [K in keyof S & ('attribute' | 'purgeAfter')]: K extends 'attribute'
    ? CheckedMark<D, S[K]>
    : W extends { readonly ttl: string }
      ? UnknownNames<S[K], 'days' | 'hours' | 'minutes'>
      : Problem<'purgeAfter sets the time to live of deleted items: the entity needs a `ttl`'>
}

type CheckedMark<D, N> = N extends keyof D
  ? D[N] extends { readonly TYPE: infer T }
    ? undefined extends T
      ? Date extends T
        ? unknown
        : Problem<'not a date: deleted items are marked by an optional date'>
      : Problem<'not optional: only deleted items have it'>
    : unknown
  : Problem<'not an attribute of this entity'>
