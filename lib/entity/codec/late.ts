// A codec in place of one that is still being made, through which a recursive struct contains itself.
import type { Node } from './node.js'
import { refuse } from './node.js'
import { maxDepth } from './trail.js'

/** Makes a codec that is looked up when it is first used. */
export function lateNode(resolve: () => Node): Node {
  let found: Node | undefined
  const target = (): Node => {
    found ??= resolve()
    return found
  }
  return Object.freeze({
    get types() {
      return target().types
    },
    get optional() {
      return target().optional
    },
    get element() {
      return target().element as Node
    },
    get limits() {
      return target().limits
    },
    get numeric() {
      return target().numeric
    },
    get members() {
      return target().members ?? []
    },
    get keys() {
      return target().keys ?? []
    },
    get form() {
      return target().form ?? ''
    },
    get refined() {
      return target().refined ?? false
    },
    // Not known yet, so the general case.
    contextual: true,
    contextualDecode: true,
    vanishes: true,
    text: false,
    only: undefined,
    parse(value, failures, trail) {
      // A value that contains itself never ends.
      if ((trail?.depth ?? 0) > maxDepth + 1)
        return refuse(failures, `nested deeper than ${maxDepth} levels (nested attribute depth)`, value)
      return target().parse(value, failures, trail)
    },
    encode: (value) => target().encode(value),
    decode: (stored, failures, trail) => target().decode(stored, failures, trail),
    decodePart: (stored, failures, trail) => target().decodePart(stored, failures, trail),
    at: (segment) => target().at(segment),
    unlike: (value) => target().unlike?.(value) ?? false,
    unlikeStored: (stored) => target().unlikeStored?.(stored) ?? false,
  } satisfies Node)
}
