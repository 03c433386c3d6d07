// Every reason why an input does not fit: superstruct's own rules and messages, and those of storage.

import { failuresOf } from '../codecs/struct-failures.js'
import type { Failure } from '../struct/failure.js'
import { type AnyStruct, promised } from '../struct/struct.js'
import { namedFailure } from '../struct/unknown-property.js'

/** Returns the failures of superstruct for the whole input, followed by those of storage at other places. */
export function schemaFailures(schema: AnyStruct, input: unknown, storage: readonly Failure[]): Failure[] {
  // superstruct would call the same function again, and drop what it returns.
  const asynchronous = storage.filter(({ message }) => message === promised)
  if (asynchronous.length > 0) return asynchronous
  const given = withoutInherited(schema, input)
  const failures = withoutRepeats(
    failuresOf(schema, given, true).map((failure) => namedFailure(schema, given, failure)),
  )
  const places = new Set(failures.map((failure) => JSON.stringify(failure.path)))
  for (const failure of storage) if (!places.has(JSON.stringify(failure.path))) failures.push(failure)
  if (failures.length === 0) failures.push({ path: [], message: 'does not fit the entity', value: input })
  return failures
}

// Members of a union often report the same failure at one place.
function withoutRepeats(failures: readonly Failure[]): Failure[] {
  const known = new Map(failures.map((failure) => [JSON.stringify([failure.path, failure.message]), failure]))
  return [...known.values()]
}

// superstruct also reads inherited properties: an absent attribute called `constructor` would be a function.
function withoutInherited(schema: AnyStruct, input: unknown): unknown {
  if (typeof input !== 'object' || input === null) return input
  const names = Object.keys(schema.schema ?? {})
  const inherited = names.filter((name) => name in Object.prototype && !Object.hasOwn(input, name))
  if (inherited.length === 0) return input
  return { ...input, ...Object.fromEntries(inherited.map((name) => [name, undefined])) }
}
