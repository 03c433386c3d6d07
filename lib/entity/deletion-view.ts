// Models that show only items that are not deleted, or only deleted ones: the others are not of the entity.
import { remembered } from '../util/remembered.js'
import type { DeletionView, SoftDelete } from './key/soft-delete.js'
import type { EntityModel } from './model.js'
import { type BodyItem, isScanned, storedOf } from './scan/scanned-item.js'
import type { StoredItem } from './struct/attribute-value.js'
import { nameInBody } from './text/body.js'

/** The model as reads and writes look at it: without deleted items. The model itself, if deletes remove items. */
export function liveModel(model: EntityModel): EntityModel {
  return deletesSoftly(model) ? live(wholeModel(model)) : model
}

/** The model of deleted items alone. */
export function deletedModel(model: EntityModel): EntityModel {
  return deleted(wholeModel(model))
}

/** The model of all items, deleted or not. */
export function wholeModel(model: EntityModel): EntityModel {
  // Views are made of the model that they show a part of.
  return model.deletion === undefined ? model : Object.getPrototypeOf(model)
}

/** Whether deletes mark items: of a collection, those of some of its kinds. */
export function deletesSoftly({ members }: EntityModel): boolean {
  return members.some(({ softDelete }) => softDelete !== undefined)
}

const live = remembered((model: EntityModel) => viewOf(model, 'live'))
const deleted = remembered((model: EntityModel) => viewOf(model, 'deleted'))

function viewOf(base: EntityModel, shows: DeletionView['shows']): EntityModel {
  const marks = base.members.flatMap(({ softDelete }) => softDelete ?? [])
  const mark = commonMark(base, marks)
  const isDeleted = (stored: StoredItem): boolean => hasMark(base, mark, stored)
  const deletion: DeletionView = Object.freeze({
    shows,
    mark,
    names: Object.freeze([...new Set(marks.map(({ name }) => name))]),
    isOfKind: (stored: StoredItem) => base.isOfKind(stored),
    isDeleted,
  })
  // Everything else is read through the prototype.
  const view: EntityModel = Object.create(base)
  const again = (other: EntityModel): EntityModel =>
    other === base ? view : !deletesSoftly(other) && shows === 'live' ? other : viewOf(other, shows)
  const texts = deletion.names.map(nameInBody)
  const hasNoMark = (given: BodyItem): boolean => isScanned(given) && texts.every((name) => given.lacks(name))
  const isShown = (given: BodyItem): boolean =>
    (!hasNoMark(given) && isDeleted(storedOf(given))) === (shows === 'deleted')
  const members: Partial<EntityModel> = {
    deletion,
    contested: true,
    isOfKind: (stored) => base.isOfKind(stored) && isShown(stored),
    mayRead: (stored) => base.mayRead(stored) && isShown(stored),
    among: (some) => again(base.among(some)),
    narrowed: (known) => again(base.narrowed(known)),
    creating: (values, operation) => again(base.creating(values, operation)),
  }
  for (const [name, value] of Object.entries(members))
    Object.defineProperty(view, name, { value, enumerable: false })
  return view
}

// One attribute that marks the items of every kind, and nothing else.
function commonMark({ members }: EntityModel, [first]: readonly SoftDelete[]): DeletionView['mark'] {
  const isCommon = members.every(
    ({ softDelete }) => softDelete?.name === first?.name && softDelete?.property === first?.property,
  )
  return isCommon ? first : undefined
}

function hasMark(model: EntityModel, mark: DeletionView['mark'], stored: StoredItem): boolean {
  const softDelete = mark ?? memberOf(model, stored).softDelete
  return softDelete !== undefined && Object.hasOwn(stored, softDelete.name)
}

// An item that is of none of the members is not deleted by any of them.
function memberOf(model: EntityModel, stored: StoredItem): { readonly softDelete?: SoftDelete | undefined } {
  try {
    return model.reader(stored, 'read')
  } catch {
    return {}
  }
}
