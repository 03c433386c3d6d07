// Refusals at definition: structs that no codec can store.
import { EntityDefinitionError } from '../../errors/entity-definition-error.js'

/** An error that names the place in the entity. */
export function unstorable(path: string, why: string): EntityDefinitionError {
  return new EntityDefinitionError({ detail: path === '' ? why : `${path}: ${why}` })
}

/** The path of a child, for errors. */
export function below(path: string, key: string): string {
  return path === '' ? key : `${path}.${key}`
}
