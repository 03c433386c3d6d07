// Error of a definition (entity, attribute, table, index) that cannot work.
import { DyntasticError } from './dyntastic-error.js'

/** The definition of an entity, attribute, table or index cannot work. Thrown when it is defined. */
export class EntityDefinitionError extends DyntasticError {
  static override readonly code = 'ENTITY_DEFINITION'
}
