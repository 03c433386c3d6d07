// What keys, indexes and managed attributes are looked up in, made from attributes as an entity makes it.
import { object } from 'superstruct'
import { compileCodec } from '../../lib/entity/compile/compile-codec.js'
import type { KeyContext } from '../../lib/entity/table/attribute-lookup.js'
import type { Attributes } from '../../lib/entity/table/item-types.js'

/** The context of an entity called Test with these attributes. */
export function contextOf(attributes: Attributes): KeyContext {
  // Structs of any value type, as the entity hands them on.
  const codec = compileCodec(object(attributes as never), { nulls: 'omit', unknown: 'drop' })
  return { entity: 'Test', codec, properties: Object.keys(attributes) }
}
