// The known properties of an object struct: property names, stored names, and how each is stored.

import { invalid } from '../codec/codec.js'
import { countsBytes, mostTextBytes } from '../codec/item-size.js'
import { type Compiler, type KeyRole, type Node, refuse } from '../codec/node.js'
import { nameFault } from '../codec/text.js'
import { optionsOf } from '../struct/attribute.js'
import type { StoredItem } from '../struct/attribute-value.js'
import { below, checkStruct, unstorable } from '../struct/definition.js'
import type { Failure } from '../struct/failure.js'
import type { AnyStruct } from '../struct/struct.js'
import { keyNode } from './key-node.js'
import { isPlainText } from './string.js'

/** One known property. */
export interface Field {
  readonly key: string
  /** The stored attribute name. */
  readonly name: string
  readonly node: Node
  /** The functions of the node, one lookup closer: they run for each attribute of each item. */
  readonly parse: Node['parse']
  readonly encode: Node['encode']
  readonly decode: Node['decode']
  /** The bytes that a stored attribute has at most, besides those of its value: its name, and one in a map. */
  readonly nameBytes: number
  /** The bytes of its value, if the encoder adds them itself (0), or if they are never many. */
  readonly valueBytes: number | undefined
  readonly contextual: boolean
  readonly contextualDecode: boolean
  readonly vanishes: boolean
  /** Whether its values are plain strings: these are so common that they are handled inline. */
  readonly plain: boolean
  /** Whether every object inherits something with this name (`constructor`): then only an own property counts. */
  readonly oddKey: boolean
  readonly oddName: boolean
}

/**
 * Returns the fields of a struct, by property and by stored name. @throws EntityDefinitionError if two have the same
 * stored name.
 */
export function fieldsOf(
  children: ReadonlyMap<string, AnyStruct>,
  path: string,
  compiler: Compiler,
): Field[] {
  const owners = new Map<string, string>()
  const fields: Field[] = []
  for (const [key, struct] of children) {
    checkStruct(struct, below(path, key))
    const name = optionsOf(struct).name ?? key
    const fault = nameFault(name) ?? (key === '__proto__' ? nameFault(key) : undefined)
    if (fault !== undefined) throw unstorable(below(path, key), fault)
    const owner = owners.get(name)
    if (owner !== undefined)
      throw unstorable(
        path,
        `'${owner}' and '${key}' are both stored under the name '${name}' (duplicate alias '${name}')`,
      )
    owners.set(name, key)
    const role = path === '' ? compiler.options.keys?.get(key) : undefined
    const node =
      role === undefined
        ? compiler.compile(struct, below(path, key))
        : roleNode(compiler.with({ key: role }).compile(struct, key), role)
    const { parse, encode, decode, contextual, contextualDecode, vanishes } = node
    const context = { contextual, contextualDecode, plain: isPlainText(node) }
    const bytes = {
      nameBytes: mostTextBytes(name) + 1,
      valueBytes: countsBytes(encode) ? 0 : node.most,
    }
    const odd = { oddKey: key in Object.prototype, oddName: name in Object.prototype }
    fields.push(
      Object.freeze({ key, name, node, parse, encode, decode, vanishes, ...bytes, ...context, ...odd }),
    )
  }
  return fields
}

// A template writes what it needs into a key of its own, so that the attribute may have another stored form.
const roleNode = (node: Node, role: KeyRole): Node => (role === 'made' ? node : keyNode(node))

/** Returns a stored attribute by name, if it is an own property with a value. */
export function storedField(map: StoredItem, field: Field): StoredItem[string] | undefined {
  return field.oddName && !Object.hasOwn(map, field.name) ? undefined : map[field.name]
}

/**
 * Checks a parsed value for which nothing is stored (null, an empty set): returns undefined if its absence is read back
 * as undefined, the value if it is read back as the value; otherwise rejects it. Other values are returned unchanged.
 */
export function placed(field: Field, value: unknown, failures: Failure[]): unknown {
  if (value !== null && !(value instanceof Set && value.size === 0)) return value
  if (field.encode(value) !== undefined) return value
  const back = field.decode(undefined, [])
  if (back === undefined) return undefined
  if (value === null ? back === null : back instanceof Set && back.size === 0) return value
  const what = value === null ? 'null' : 'an empty set'
  const how = back === invalid ? 'is missing' : 'is read back as another value'
  return refuse(failures, `${what} is stored as absence, and an absent attribute ${how} here`, value)
}
