// What a condition is being built on: the left side of an operator, and where it belongs.
import type { PathRoot, ResolvedPath } from './resolved-path.js'

/** The left side of an operator that is about to be called. */
export interface Subject {
  readonly root: PathRoot
  readonly path: ResolvedPath
  /** Whether `size()` of the path is meant, not its value. */
  readonly size: boolean
}

/** Makes the references (`attr`) that a callback in the place of a value is given. */
export type Refer = (root: PathRoot) => unknown

/** Where an attribute reference keeps what it refers to: `attr.total` and `attr.tags.size()` answer it under this symbol. */
export const referent: unique symbol = Symbol.for('dyntastic.referent')

/** What a reference, found in the place of a value, refers to; `undefined` where the value is no reference. */
export function referentOf(value: unknown): Subject | undefined {
  if ((typeof value !== 'object' && typeof value !== 'function') || value === null) return undefined
  return (value as { readonly [referent]?: Subject })[referent]
}

/** The subject in words: `total`, `size(tags)`. */
export function subjectText({ path, size }: Subject): string {
  return size ? `size(${path.text})` : path.text
}
