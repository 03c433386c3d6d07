// A descriptor (entity, attribute, table, index) that cannot work; thrown when it is defined.
import { DyntasticError } from './dyntastic-error.js'

/** A descriptor (entity, attribute, table, index) that cannot work; thrown when it is defined. */
export class EntityDefinitionError extends DyntasticError {
  static override readonly code = 'ENTITY_DEFINITION'
}
