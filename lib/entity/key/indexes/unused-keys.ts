// Plain attributes in keys of a table that declares its own, also of indexes that an entity does not use.
import { definitionError, type KeyContext } from '../../table/attribute-lookup.js'
import type { DeclaredIndexKeys, DeclaredPart } from '../../table/declared-keys.js'
import { type Key, type KeyPart, keyOfParts, keyPart } from '../key.js'
import { propertyStoredAs } from './declared-vector.js'

/** A key attribute that an entity stores as it is. @throws EntityDefinitionError for one that is of another type. */
export function plainKeyPart(
  context: KeyContext,
  property: string,
  { name, type }: DeclaredPart,
  place: string,
): KeyPart {
  const part = keyPart(context, property, place)
  if (type === undefined || type === part.type) return part
  throw definitionError(
    context,
    `${place}: the table declares '${name}' as ${type}, and '${property}' is stored as ${part.type}`,
  )
}

/**
 * The keys of indexes that an entity does not use, as far as its attributes are in them: DynamoDB checks these with
 * every write, too.
 * @param made the stored attributes that templates make
 * @throws EntityDefinitionError for an attribute that is in such a key and cannot be
 */
export function unusedKeys(
  context: KeyContext,
  unused: readonly DeclaredIndexKeys[],
  made: ReadonlyMap<string, unknown>,
): readonly Key[] {
  return unused.map(({ label, partition, sort }) => {
    const place = `index '${label}' of the table`
    const plain = (declared: DeclaredPart): readonly KeyPart[] => {
      const property = propertyStoredAs(context, declared.name)
      if (property === undefined || made.has(declared.name)) return []
      return [plainKeyPart(context, property, declared, place)]
    }
    return keyOfParts(partition.flatMap(plain), sort.flatMap(plain))
  })
}
