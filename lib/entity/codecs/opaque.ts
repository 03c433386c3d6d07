// Structs that only superstruct understands (define(), dynamic(), look-alikes): stored by value, verified on write.

import { object, type Struct, set, tuple } from 'superstruct'
import { isDeepEqual } from '../../util/deep-equal.js'
import { invalid } from '../codec/codec.js'
import { type Compiler, type Core, mismatch, type Node, refuse, type View } from '../codec/node.js'
import type { Trail } from '../codec/trail.js'
import { type AttributeValue, attributeType } from '../struct/attribute-value.js'
import type { Failure } from '../struct/failure.js'
import { childrenOf } from '../struct/probe.js'
import type { AnyStruct } from '../struct/struct.js'
import { bigintRow } from './bigint.js'
import { dateCore } from './date.js'
import { decodeNatural, naturalCore } from './natural.js'
import { naturalMapCore } from './record.js'
import { failuresOf } from './struct-failures.js'

/** Returns a struct of the parts that a value has according to a struct; `undefined` if it has no parts. */
function partsOf(struct: AnyStruct, value: unknown): AnyStruct | undefined {
  if (typeof value !== 'object' || value === null) return undefined
  // superstruct reports `never` for properties that an object() does not know.
  const children = childrenOf(struct, value).filter(([, , child]) => child.type !== 'never')
  if (children.length === 0 || value instanceof Map) return undefined
  // The types of superstruct are not known here: AnyStruct is what it makes.
  const structs = children.map(([, , child]) => child as unknown as Struct)
  const [first] = structs
  if (value instanceof Set) return set(first as Struct) as unknown as AnyStruct
  if (Array.isArray(value)) return tuple(structs as [Struct, ...Struct[]]) as unknown as AnyStruct
  // A record() yields each name before its value: the last one counts.
  return object(
    Object.fromEntries(children.map(([key], index) => [String(key), structs[index] as Struct])),
  ) as unknown as AnyStruct
}

/** Makes the codec of an opaque struct: by the parts of each value, or by the type of the value. */
export function opaqueCore(view: View, compiler: Compiler): Core {
  const { struct, path } = view
  const { nulls } = compiler.options
  const natural = naturalCore(nulls)
  const special: readonly (readonly [(value: unknown) => boolean, Core])[] = [
    [(value) => value instanceof Date, dateCore(undefined)],
    [(value) => typeof value === 'bigint', bigintRow.make(view, compiler) ?? natural],
    [(value) => value instanceof Map, naturalMapCore(compiler)],
  ]
  const nodeFor = (value: unknown): Node | Core => {
    const parts = partsOf(struct, value)
    if (parts !== undefined) return compiler.compile(parts, path)
    return special.find(([is]) => is(value))?.[1] ?? natural
  }
  // Returns every way to read a stored value, the most specific first.
  const readings = (stored: AttributeValue): readonly (Node | Core)[] => {
    const parts = partsOf(struct, decodeNatural(stored))
    const others = [natural, ...special.map(([, core]) => core)]
    return (parts === undefined ? others : [compiler.compile(parts, path), ...others]).filter(({ types }) =>
      types.includes(attributeType(stored)),
    )
  }
  const decode = (stored: AttributeValue | undefined, failures: Failure[], trail?: Trail): unknown => {
    if (stored === undefined) return mismatch(stored, ['S'], failures)
    let first: readonly Failure[] | undefined
    for (const core of readings(stored)) {
      const found: Failure[] = []
      const value = core.decode(stored, found, trail)
      if (value !== invalid) {
        found.push(...failuresOf(struct, value))
        if (found.length === 0) return value
      }
      first ??= found
    }
    failures.push(...(first ?? []))
    return invalid
  }
  return {
    types: natural.types,
    sample: 'number',
    verifies: true,
    contextual: true,
    vanishes: true,
    ...(natural.at && { at: natural.at }),
    parse(value, failures, trail) {
      const node = nodeFor(value)
      const parsed = node.parse(value, failures, trail)
      // superstruct reports what it rejects.
      if (parsed === invalid || failuresOf(struct, parsed).length > 0) return invalid
      const stored = node.encode(parsed)
      if (stored === undefined || isDeepEqual(decode(stored, [], trail), parsed)) return parsed
      return refuse(failures, 'would not be read back unchanged', value)
    },
    encode: (value) => nodeFor(value).encode(value),
    decode,
  }
}
