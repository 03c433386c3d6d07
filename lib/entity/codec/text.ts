// Strings that DynamoDB stores unchanged: only whole characters, and valid attribute names.
import { utf8Length } from '../../util/bytes.js'

/** The message for a string with half a surrogate pair: stored as U+FFFD, it would make different keys equal. */
export const illFormed = 'a string with a lone surrogate cannot be stored'

/** DynamoDB's limit on attribute names, in bytes of UTF-8 ("Attribute names"). */
const maxNameBytes = 65_535

/** Returns why a name cannot be an attribute name; `undefined` if it can. */
export function nameFault(name: string): string | undefined {
  if (name === '') return 'an attribute name cannot be empty'
  // Code that reads the SDK's output loses this name, or sets a prototype with it.
  if (name === '__proto__') return "an attribute cannot be stored under the name '__proto__'"
  if (!name.isWellFormed()) return 'an attribute name with a lone surrogate cannot be stored'
  if (name.length * 3 > maxNameBytes && utf8Length(name) > maxNameBytes)
    return `an attribute name longer than ${maxNameBytes} bytes cannot be stored (attribute name length)`
  return undefined
}

/** Sets an own property, whatever its name is: `__proto__` never becomes the prototype. */
export function setOwn(target: object, name: string, value: unknown): void {
  if (name === '__proto__')
    Object.defineProperty(target, name, { value, enumerable: true, configurable: true, writable: true })
  else (target as Record<string, unknown>)[name] = value
}
