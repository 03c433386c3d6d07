// Text that DynamoDB stores as it is: whole characters, and names that can be attribute names.
import { utf8Length } from '../../util/bytes.js'

// Node has it since version 20; TypeScript tells of it only with the library of 2024.
interface MayBeIllFormed {
  isWellFormed(): boolean
}

/** Whether a text has no half of a surrogate pair: those would be stored as U+FFFD, and make different keys equal. */
export function wellFormed(text: string): boolean {
  return (text as unknown as MayBeIllFormed).isWellFormed()
}

/** The refusal of text with half a surrogate pair. */
export const illFormed = 'text with a lone surrogate cannot be stored'

/** DynamoDB's limit on attribute names, in bytes of UTF-8 ("Attribute names"). */
const maxNameBytes = 65_535

/** Why a name cannot be an attribute name; `undefined` where it can. */
export function nameFault(name: string): string | undefined {
  if (name === '') return 'an attribute name cannot be empty'
  // Readers of the SDK lose this name, or set a prototype by it.
  if (name === '__proto__') return "an attribute cannot be stored under the name '__proto__'"
  if (!wellFormed(name)) return 'an attribute name with a lone surrogate cannot be stored'
  if (name.length * 3 > maxNameBytes && utf8Length(name) > maxNameBytes)
    return `an attribute name longer than ${maxNameBytes} bytes cannot be stored (attribute name length)`
  return undefined
}

/** Sets an own property whatever its name is: `__proto__` never becomes the prototype. */
export function setOwn(target: object, name: string, value: unknown): void {
  if (name === '__proto__')
    Object.defineProperty(target, name, { value, enumerable: true, configurable: true, writable: true })
  else (target as Record<string, unknown>)[name] = value
}
