// Errors at definition: structs that no codec can store.
import { EntityDefinitionError } from '../../errors/entity-definition-error.js'
import { kindOf } from '../../errors/failures.js'
import { type AttributeOptions, innerOptions, optionsOf } from './attribute.js'
import { type AnyStruct, isStruct } from './struct.js'

/** Makes an error that names the place in the entity. */
export function unstorable(path: string, why: string): EntityDefinitionError {
  return new EntityDefinitionError({ detail: path === '' ? why : `${path}: ${why}` })
}

/** Checks that a value is a struct, `string()` and not `string`. @throws EntityDefinitionError, with its place. */
export function checkStruct(value: unknown, path: string): void {
  if (isStruct(value)) return
  // optional() and similar functions copy what they are given, whatever it is.
  const copied = typeof Object(value).coercer === 'function'
  const what = copied ? 'what is inside it is not' : `this is ${kindOf(value)}, and not`
  throw unstorable(path, `${what} a struct; ${structsAreMade}`)
}

/** Returns the options of what a function of `lazy()` returns. @throws EntityDefinitionError if it is not a struct. */
export function lazyOptions(struct: AnyStruct, path: string): AttributeOptions<unknown> {
  try {
    return innerOptions(struct)
  } catch (error) {
    // Any other error is one of the function itself, such as that a constant is used before it is defined.
    if (!(error instanceof TypeError)) throw error
    throw unstorable(path, `the function of lazy() does not return a struct; ${structsAreMade}`)
  }
}

const structsAreMade = 'structs are made by calls, such as string() or optional(string())'

/** Returns the struct, which must not have a stored name of its own: only properties of objects have names. */
export function nameless<S extends { readonly entries: unknown }>(struct: S, path: string): S {
  if (optionsOf(struct).name === undefined) return struct
  throw unstorable(
    path,
    'a stored `name` can be given only to a property of an object, not to a member of a list, a set or a record',
  )
}

/** Returns the path of a child, for errors. */
export function below(path: string, key: string): string {
  return path === '' ? key : `${path}.${key}`
}
