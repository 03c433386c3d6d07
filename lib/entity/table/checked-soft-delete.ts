// The options of soft deletes as the compiler checks them: what is wrong with them, in words.
import type { Problem } from '../../util/types.js'
import type { UnknownNames } from './table-options.js'

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
