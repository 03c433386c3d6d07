// Constant stored attributes: marks of other libraries, written with every item and never part of one.
import type { AttributeValue } from '../struct/attribute-value.js'
import { definitionError } from './attribute-lookup.js'
import type { DeclaredKeys } from './declared-keys.js'
import type { ConstantValue } from './descriptor.js'

/** What is needed of an entity to check its constants. */
interface ConstantsOwner {
  readonly entity: string
  readonly kind: { readonly name: string } | undefined
  readonly table: { readonly declared: DeclaredKeys | undefined }
  propertyOf(name: string): string | undefined
}

/**
 * The constant attributes of an entity, by stored name, with the version of its schema.
 * @throws EntityDefinitionError for a name that is an attribute, a key attribute of the table or its `kind`.
 */
export function defineConstants(
  owner: ConstantsOwner,
  constants: { readonly [storedName: string]: ConstantValue } = {},
  versions?: { readonly name: string; readonly current: number },
): ReadonlyMap<string, AttributeValue> {
  const made = new Map(
    Object.entries(constants).map(([name, value]) => {
      const trouble = troubleOf(owner, name, value)
      if (trouble !== undefined) throw definitionError(owner, `constants: '${name}' ${trouble}`)
      return [name, Object.freeze(storedOf(value))]
    }),
  )
  if (versions === undefined) return made
  const { name, current } = versions
  const trouble = made.has(name) ? 'is one of the `constants`' : troubleOf(owner, name, current)
  if (trouble !== undefined) throw definitionError(owner, `schemaVersion.attribute: '${name}' ${trouble}`)
  return made.set(name, Object.freeze(storedOf(current)))
}

function troubleOf(owner: ConstantsOwner, name: string, value: ConstantValue): string | undefined {
  const { kind, table } = owner
  const property = owner.propertyOf(name)
  if (name === '' || name === '__proto__') return 'cannot be the name of a stored attribute here'
  if (property !== undefined) return `is the stored name of attribute '${property}'`
  if (table.declared?.names.has(name) === true) return 'is a key attribute of the table'
  if (kind?.name === name) return 'is the `kind` of the table, which gives its values'
  return typeof value !== 'string' || value.isWellFormed() ? undefined : 'has a value with a lone surrogate'
}

function storedOf(value: ConstantValue): AttributeValue {
  if (typeof value === 'string') return { S: value }
  return typeof value === 'boolean' ? { BOOL: value } : { N: String(value) }
}
