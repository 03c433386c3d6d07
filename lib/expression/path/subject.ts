// The subject of a condition: the left side of an operator, and the entity it belongs to.
import type { PathRoot, ResolvedPath } from './resolved-path.js'

/** The left side of an operator that is about to be called. */
export interface Subject {
  readonly root: PathRoot
  readonly path: ResolvedPath
  /** Whether the size of the value at the path is meant instead of the value. */
  readonly size: boolean
}

/** Makes the references (`attr`) for a callback in place of a value. */
export type Refer = (root: PathRoot) => unknown

/**
 * The property in which an attribute reference keeps what it refers to: `attr.total` and `attr.tags.size()` have it.
 */
export const referent: unique symbol = Symbol.for('dyntastic.referent')

/** Returns what a reference in place of a value refers to; `undefined` if the value is not a reference. */
export function referentOf(value: unknown): Subject | undefined {
  if ((typeof value !== 'object' && typeof value !== 'function') || value === null) return undefined
  return (value as { readonly [referent]?: Subject })[referent]
}

/** Returns the subject in words: `total`, `size(tags)`. */
export function subjectText({ path, size }: Subject): string {
  return size ? `size(${path.text})` : path.text
}
