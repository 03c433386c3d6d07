// The kind that a table declares: the stored attribute that says of which entity an item is.
import { type DeclaredKeys, tableRefusal } from './declared-keys.js'
import type { TableOptions } from './table-options.js'

/** The stored attribute that tells kinds apart, and its values by the name of the entity. */
export interface DeclaredKind {
  readonly name: string
  readonly values: ReadonlyMap<string, readonly string[]>
}

/** The kind that the options of a table declare; `undefined` if it has none. @throws EntityDefinitionError. */
export function declaredKind(
  { key, kind = key === undefined ? false : '_type' }: TableOptions,
  keys: DeclaredKeys | undefined,
): DeclaredKind | undefined {
  if (kind === false) return undefined
  const { name = '_type', values = {} } = typeof kind === 'string' ? { name: kind } : kind
  if (keys?.names.has(name)) throw tableRefusal(`\`kind\`: '${name}' is a key attribute`)
  const entries = Object.entries(values).map(
    ([entity, value]) => [entity, Object.freeze(typeof value === 'string' ? [value] : [...value])] as const,
  )
  const owners = new Map<string, string>()
  for (const [entity, list] of entries)
    for (const value of list) {
      const other = owners.get(value)
      if (other !== undefined)
        throw tableRefusal(
          `\`kind.values\`: '${value}' stands for ${other === entity ? `${entity} twice` : `both ${other} and ${entity}`}`,
        )
      owners.set(value, entity)
    }
  return Object.freeze({ name, values: new Map(entries) })
}
