// Intersections: stored as the one kind that all members have, and checked by each of them.
import { invalid } from '../codec/codec.js'
import type { CodecRow, Compiler, Core, View } from '../codec/node.js'
import type { Failure } from '../struct/failure.js'
import { childrenOf, refusingKinds } from '../struct/probe.js'
import type { AnyStruct } from '../struct/struct.js'
import { fieldsOf } from './fields.js'
import { naturalNode } from './natural.js'
import { objectCore, restOf } from './object.js'
import { failuresOf } from './struct-failures.js'

const objectKinds: ReadonlySet<string> = new Set(['object', 'type', 'record'])

// Merges the fields of all members; if two members know a property, the first decides how it is stored.
function mergedCore({ struct, path }: View, compiler: Compiler): Core {
  const children = new Map<string, AnyStruct>()
  for (const [key, , child] of childrenOf(struct, {}))
    if (child.type !== 'never' && !children.has(String(key))) children.set(String(key), child)
  const others = childrenOf(struct, { probe: 0 }).filter(
    ([key, value, child]) => key === 'probe' && value === 0 && child.type !== 'never',
  )
  // All members check what is read, and an object() among them rejects unknown properties: none of them can be kept.
  const exact = compiler.options.unknown === 'preserve' ? compiler.with({ unknown: 'error' }) : compiler
  const fields = fieldsOf(children, path, exact)
  const other = others[0]?.[2]
  const node = other === undefined ? naturalNode('store') : compiler.compile(other, `${path}{}`)
  return objectCore({
    struct,
    fields,
    rest: restOf(fields, 'preserve', node),
    contextual: true,
    contextualDecode: true,
  })
}

export const intersectionRow: CodecRow = {
  doc: 'As the one kind that all members have; each member checks the value.',
  kinds: ['intersection'],
  make(view, compiler) {
    const { struct } = view
    const kinds = [...new Set(refusingKinds(struct, Symbol('none')))]
    const [kind, ...different] = kinds
    if (kind === undefined || kinds.includes('union')) return undefined
    const merged = kinds.every((each) => objectKinds.has(each)) && kind !== 'record'
    if (!merged && different.length > 0) return undefined
    const core = merged ? mergedCore(view, compiler) : compiler.core({ ...view, kind })
    return core && checkedByAll(core, struct)
  },
}

function checkedByAll(core: Core, struct: AnyStruct): Core {
  const verified = (value: unknown, failures: Failure[]): unknown => {
    if (value === invalid) return invalid
    const found = failuresOf(struct, value)
    failures.push(...found)
    return found.length === 0 ? value : invalid
  }
  return {
    ...core,
    verifies: true,
    scan: undefined,
    scanItem: undefined,
    parse: (value, failures, trail) => verified(core.parse(value, failures, trail), failures),
    decode: (stored, failures, trail) => verified(core.decode(stored, failures, trail), failures),
  }
}
