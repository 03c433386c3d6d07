// Place of an update function (entity, function and path), and the errors for what cannot be applied there.

import { failuresOf } from '../../entity/codecs/struct-failures.js'
import { schemaFailures } from '../../entity/compile/schema-failures.js'
import type { Failure } from '../../entity/struct/failure.js'
import type { AnyStruct } from '../../entity/struct/struct.js'
import { kindOf } from '../../errors/failures.js'
import { InvalidConditionError } from '../../errors/invalid-condition-error.js'
import { InvalidUpdateError } from '../../errors/invalid-update-error.js'
import { isError } from '../../errors/is-error.js'
import { ValidationError } from '../../errors/validation-error.js'
import type { UpdateFunctionName } from '../function/update-functions.js'
import type { PathSteps } from '../path/path.js'
import type { PathRoot, ResolvedPath } from '../path/resolved-path.js'
import { structAt } from './update-struct.js'

/** A path that updates must not change, and the reason: `is part of the key`. */
export interface FixedPath {
  readonly steps: PathSteps
  readonly reason: string
  /** What can change it instead; absent if nothing can. */
  readonly wayOut?: string
}

/** The root of the paths of updates. An `EntityModel` with its fixed paths is one. */
export interface UpdateRoot extends PathRoot {
  /** The whole item as one struct: used to find out why a value does not fit, and which objects a patch merges. */
  readonly schema: AnyStruct
  readonly fixed: readonly FixedPath[]
}

/** An update function on a path. */
export interface UpdatePlace {
  readonly root: UpdateRoot
  readonly name: UpdateFunctionName
  readonly path: ResolvedPath
}

/** Whether two paths are the same, or one is inside the other. */
export function pathsMeet(a: PathSteps, b: PathSteps): boolean {
  const length = Math.min(a.length, b.length)
  for (let at = 0; at < length; at++) if (a[at] !== b[at]) return false
  return true
}

/** Why nothing is written in a part of a Standard Schema that has no schema of its own. */
export const noSchemaOfPart =
  'its schema does not say which values fit there, so that they cannot be checked; set the attribute as a whole'

/** @throws InvalidUpdateError with the names of function and path. */
export function refuseUpdate({ root, name, path }: UpdatePlace, detail: string): never {
  throw new InvalidUpdateError({ entity: root.entity, detail: `${name} on ${path.text}: ${detail}` })
}

/** Runs code that resolves paths, and turns its condition errors into update errors. */
export function inUpdate<T>(entity: string, action: () => T): T {
  try {
    return action()
  } catch (error) {
    if (!isError(error, InvalidConditionError)) throw error
    const prefix = `${entity}: `
    const { message } = error
    throw new InvalidUpdateError({
      entity,
      detail: message.startsWith(prefix) ? message.slice(prefix.length) : message,
    })
  }
}

/** Returns the error for a value that the struct at the path rejects, with every reason and the path of each. */
export function valueMisfit(
  place: UpdatePlace,
  value: unknown,
  storage: readonly Failure[],
): ValidationError {
  const { name, path, root } = place
  const message = `${name} got ${kindOf(value)}, which does not fit (stored as ${path.codec.types.join(' or ')})`
  return misfitOf(place, reasons(structAt(root.schema, path.steps), value, storage), {
    path: [],
    message,
    value,
  })
}

/** Returns the error for an element of a list. */
export function elementMisfit(
  place: UpdatePlace,
  element: unknown,
  index: number,
  storage: readonly Failure[],
): ValidationError {
  const { name, path, root } = place
  const found = reasons(structAt(root.schema, [...path.steps, index]), element, storage)
  const message = `${name} got ${kindOf(element)}, which does not fit the list`
  const located = found.map((failure) => ({ ...failure, path: [index, ...failure.path] }))
  return misfitOf(place, located, { path: [index], message, value: element })
}

/** Returns the error for a part that has no struct of its own: an amount, a member of a set. */
export function partMisfit(
  place: UpdatePlace,
  part: unknown,
  expected: string,
  storage: readonly Failure[] = [],
): ValidationError {
  const message = `${place.name} got ${kindOf(part)}, which does not fit: expected ${expected}`
  return misfitOf(place, storage, { path: [], message, value: part })
}

function reasons(
  struct: AnyStruct | undefined,
  value: unknown,
  storage: readonly Failure[],
): readonly Failure[] {
  if (struct === undefined || (storage.length === 0 && failuresOf(struct, value, true).length === 0))
    return storage
  return schemaFailures(struct, value, storage)
}

function misfitOf(place: UpdatePlace, failures: readonly Failure[], otherwise: Failure): ValidationError {
  const all = failures.length > 0 ? failures : [otherwise]
  const { steps } = place.path
  return new ValidationError({
    entity: place.root.entity,
    failures: all.map((failure) => ({ ...failure, path: [...steps, ...failure.path] })),
  })
}
