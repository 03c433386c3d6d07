// Names of attributes that DynamoDB rejects.
import { invalid } from './service-failure.js'
import { textBytes } from './value-sizes.js'

/** "Attribute names: at least one character and less than 64 KB". */
const nameBytes = 65_536

/** Why a name is rejected; `undefined` if it is not. */
export function nameFault(name: string): string | undefined {
  if (name === '') return 'Empty attribute name'
  // A code unit is at most three bytes: short names are not measured.
  if (name.length * 3 < nameBytes || textBytes(name) < nameBytes) return undefined
  return `Attribute name is too large, must be less than ${nameBytes} bytes`
}

/** Refuses a name that no attribute of an item may have. */
export function checkAttributeName(name: string): void {
  const fault = nameFault(name)
  if (fault !== undefined) throw invalid(fault)
}
