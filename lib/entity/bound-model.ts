// A model within bounds: like that of its entity, for items that have the values of the bounds.
import { remembered } from '../util/remembered.js'
import {
  type Bound,
  boundInput,
  boundKey,
  checkedBounds,
  hasBound,
  isShownByValue,
  type RepositoryBounds,
} from './bounds.js'
import type { EntityModel } from './model.js'
import { type BodyItem, type ItemCodec, isScanned, storedOf } from './scan/scanned-item.js'
import type { StoredItem } from './struct/attribute-value.js'

/**
 * Returns a model within bounds. Keys and inputs get the values of the bounds, and stored items beyond them are not of
 * the entity, as items of other kinds are not.
 * @throws InvalidOptionError if the bounds are wrong.
 */
export function boundModel<M extends EntityModel>(model: M, given: unknown): M {
  // What is not of the bounds is that of the given model.
  return withBounds((model.bounds?.base ?? model) as EntityModel, checkedBounds(model, given)) as M
}

/**
 * Whether a stored item must not be shown, in errors: it is of an entity within bounds, and beyond them. A deleted item
 * is not.
 */
export function isBeyond(model: EntityModel, stored: StoredItem | undefined): boolean {
  return model.bounds !== undefined && stored !== undefined && !(model.deletion ?? model).isOfKind(stored)
}

function withBounds(base: EntityModel, bounds: RepositoryBounds): EntityModel {
  const { loose } = bounds
  // Everything else is read through the prototype.
  const bound: EntityModel = Object.create(base)
  const rebound = (other: EntityModel): EntityModel =>
    other === base ? bound : withBounds(other, { ...bounds, base: other })
  const shown = remembered(
    (codec: ItemCodec): ReadonlySet<Bound> => new Set(loose.filter((bound) => isShownByValue(bound, codec))),
  )
  const hasValue = (bound: Bound, given: BodyItem): boolean =>
    isScanned(given) &&
    given.item !== undefined &&
    Reflect.get(given.item, bound.property) === bound.value &&
    shown(given.codec).has(bound)
  const isInside = (given: BodyItem): boolean =>
    loose.every((bound) => hasValue(bound, given) || hasBound(bound, storedOf(given), base))
  const members: Partial<EntityModel> = {
    bounds,
    contested: loose.length > 0 || base.contested,
    checked: (input, operation, now) => base.checked(boundInput(bounds, input, operation), operation, now),
    bindKey: (argument, operation) => boundKey(bounds, argument, operation),
    isOfKind: (stored) => base.isOfKind(stored) && isInside(stored),
    mayRead: (stored) => base.mayRead(stored) && isInside(stored),
    among: (some) => rebound(base.among(some)),
    // Parts that were read need not have what the bounds look at.
    decodeItem: (stored, operation, part) => base.decodeItem(stored, operation, part),
    itemOf: (stored, operation, part, known) => base.itemOf(stored, operation, part, known),
    narrowed: (known) => rebound(base.narrowed(known)),
    creating: (values, operation) => rebound(base.creating(values, operation)),
  }
  for (const [name, value] of Object.entries(members))
    Object.defineProperty(bound, name, { value, enumerable: false })
  return bound
}
