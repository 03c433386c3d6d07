// Errors at definition: structs that no codec can store.
import { EntityDefinitionError } from '../../errors/entity-definition-error.js'
import { optionsOf } from './attribute.js'

/** Makes an error that names the place in the entity. */
export function unstorable(path: string, why: string): EntityDefinitionError {
  return new EntityDefinitionError({ detail: path === '' ? why : `${path}: ${why}` })
}

/** Returns the struct, which must not have a stored name of its own: only properties of objects have names. */
export function nameless<S extends { readonly entries: unknown }>(struct: S, path: string): S {
  if (optionsOf(struct).name === undefined) return struct
  throw unstorable(
    path,
    'a stored `name` can be given only to a property of an object, not to a member of a list, a set or a record',
  )
}

/** Returns the path of a child, for errors. */
export function below(path: string, key: string): string {
  return path === '' ? key : `${path}.${key}`
}
