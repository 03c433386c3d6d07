// ExpressionAttributeNames and ExpressionAttributeValues of one request, and which of them its expressions use.
import { nameFault } from '../values/attribute-names.js'
import { invalid, isServiceFailure } from '../values/service-failure.js'
import { checkValue } from '../values/value-checks.js'
import { textBytes, valueBytes } from '../values/value-sizes.js'
import type { WireObject, WireValue } from '../values/wire.js'

/** "ExpressionAttributeValues: 2 MB in all", and the same for names. */
const maximumBytes = 2 * 1024 * 1024
/** "Expression attribute names and values": 255 characters, with the `#` or `:`. */
const longestKey = 255

/** Names and values of a request. Making one refuses what is wrong with them, whatever the expressions say. */
export class Placeholders {
  readonly names: Map<string, string>
  readonly values: Map<string, WireValue>
  private readonly used = new Set<string>()

  constructor(input: WireObject) {
    this.names = read<string>(input, 'ExpressionAttributeNames', '#')
    this.values = read<WireValue>(input, 'ExpressionAttributeValues', ':')
    for (const [key, value] of this.values) checkNamed(key, value)
  }

  /** Notes that an expression uses a placeholder. */
  note(placeholder: string): void {
    this.used.add(placeholder)
  }

  /** Refuses placeholders that no expression of the request used. */
  requireUse(): void {
    if (this.used.size === this.names.size + this.values.size) return
    for (const [parameter, kind] of [
      ['ExpressionAttributeNames', this.names],
      ['ExpressionAttributeValues', this.values],
    ] as const) {
      const unused = [...kind.keys()].filter((key) => !this.used.has(key))
      if (unused.length > 0)
        throw invalid(`Value provided in ${parameter} unused in expressions: keys: {${unused.join(', ')}}`)
    }
  }
}

function read<T extends string | WireValue>(
  input: WireObject,
  parameter: string,
  mark: string,
): Map<string, T> {
  const given = input[parameter] as Record<string, T> | undefined
  if (given === undefined) return new Map()
  const entries = Object.entries(given)
  if (entries.length === 0) throw invalid(`${parameter} must not be empty`)
  let bytes = 0
  for (const [key, one] of entries) {
    if (!key.startsWith(mark) || !/^.\w+$/.test(key))
      throw invalid(`${parameter} contains invalid key: Syntax error; key: "${key}"`)
    const { length } = key
    if (length > longestKey)
      throw invalid(
        `${parameter} contains invalid key: The expression attribute map contains a key that is too long; size of key: ${length}`,
      )
    const fault = typeof one === 'string' ? nameFault(one) : undefined
    if (fault !== undefined) throw invalid(`${parameter} contains invalid value: ${fault} for key ${key}`)
    bytes += textBytes(key) + (typeof one === 'string' ? textBytes(one) : valueBytes(one))
  }
  if (bytes > maximumBytes) throw invalid(`${parameter} exceeds max size`)
  return new Map(entries)
}

function checkNamed(key: string, value: WireValue): void {
  try {
    checkValue(value)
  } catch (error) {
    if (!isServiceFailure(error)) throw error
    throw invalid(`ExpressionAttributeValues contains invalid value: ${error.message} for key ${key}`)
  }
}
