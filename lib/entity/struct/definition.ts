// Errors at definition: structs that no codec can store.
import { coerce, string } from 'superstruct'
import { EntityDefinitionError } from '../../errors/entity-definition-error.js'
import { kindOf } from '../../errors/failures.js'
import { type AttributeOptions, innerOptions, optionsOf } from './attribute.js'
import { coercesLike, listening } from './probe.js'
import { type AnyStruct, isStruct, rootContext } from './struct.js'

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

/** Checks what a struct calls, as it does when it is compiled. @throws EntityDefinitionError, with its place. */
export function checkCalled(struct: AnyStruct, path: string): void {
  if (!callsNoStruct(struct)) return
  const stray = struct.type === 'lazy' ? notReturned : 'what is inside it is not a struct'
  throw unstorable(path, `${stray}; ${structsAreMade}`)
}

// Whether superstruct calls something that is not a struct: a member of a union or an intersection, what the function
// of lazy() or dynamic() returns, or the condition of coerce(). No property contains these, so that they are tried.
function callsNoStruct(struct: AnyStruct): boolean {
  const { type } = struct
  const value = type === 'dynamic' ? undefined : Symbol('none')
  const context = rootContext(value)
  const coerced = () => {
    struct.coercer(value, context)
    return false
  }
  if (type === 'union' && listening(struct, coerced, isMethodMissing)) return true
  try {
    if (calling.has(type)) Array.from(struct.validator(value, context))
    return coercesLike(struct.coercer, conditional) && coerced()
  } catch (error) {
    return isMethodMissing(error)
  }
}

const calling: ReadonlySet<string> = new Set(['intersection', 'lazy', 'dynamic'])

const conditional = coerce(string(), string(), (value) => value)

// The TypeError of a call of superstruct's, by the name of the method; for a `yield*`, V8 does not name it.
function isMethodMissing(error: unknown): boolean {
  return error instanceof TypeError && missingMethod.test(error.message)
}

const missingMethod =
  /\.(?:validate|validator|entries|coercer|refiner) is not a function|^yield\* .* is not iterable|reading '(?:validate|validator|coercer)'/

/** Returns the options of what a function of `lazy()` returns. @throws EntityDefinitionError if it is not a struct. */
export function lazyOptions(struct: AnyStruct, path: string): AttributeOptions<unknown> {
  try {
    return innerOptions(struct)
  } catch (error) {
    // Any other error is one of the function itself, such as that a constant is used before it is defined.
    if (!(error instanceof TypeError)) throw error
    throw unstorable(path, `${notReturned}; ${structsAreMade}`)
  }
}

const notReturned = 'the function of lazy() does not return a struct'

const structsAreMade = 'structs are made by calls, such as string() or optional(string())'

/** Returns the struct, which must not have a stored name of its own: only properties of objects have names. */
export function nameless<S extends { readonly entries: unknown }>(struct: S, path: string): S {
  if (!isStruct(struct) || optionsOf(struct).name === undefined) return struct
  throw unstorable(
    path,
    'a stored `name` can be given only to a property of an object, not to a member of a list, a set or a record',
  )
}

/** Returns the path of a child, for errors. */
export function below(path: string, key: string): string {
  return path === '' ? key : `${path}.${key}`
}
