// ExpressionAttributeNames and ExpressionAttributeValues of one request, and which of them its expressions use.
import { invalid, isServiceFailure } from './service-failure.js'
import type { WireItem, WireObject, WireValue } from './wire.js'
import { checkValue } from './wire-values.js'

/** "ExpressionAttributeValues: 2 MB in all", and the same for names. */
const maximumBytes = 2 * 1024 * 1024

/** Names and values of a request. Making one refuses what is wrong with them, whatever the expressions say. */
export class Placeholders {
  readonly names: Map<string, string>
  readonly values: Map<string, WireValue>
  private readonly used = new Map<string, Set<string>>()

  constructor(input: WireObject) {
    this.names = read<string>(input, 'ExpressionAttributeNames', '#')
    this.values = read<WireValue>(input, 'ExpressionAttributeValues', ':')
    for (const [key, value] of this.values) checkNamed(key, value)
  }

  /** Notes that the expression called `parameter` uses a placeholder. */
  note(parameter: string, placeholder: string): void {
    const used = this.used.get(parameter) ?? new Set()
    this.used.set(parameter, used.add(placeholder))
  }

  /** Refuses placeholders that no expression of the request used. */
  requireUse(): void {
    const used = new Set([...this.used.values()].flatMap((one) => [...one]))
    for (const [parameter, kind] of [
      ['ExpressionAttributeNames', this.names],
      ['ExpressionAttributeValues', this.values],
    ] as const) {
      const unused = [...kind.keys()].filter((key) => !used.has(key))
      if (unused.length > 0)
        throw invalid(`Value provided in ${parameter} unused in expressions: keys: {${unused.join(', ')}}`)
    }
  }

  /** The parameters that carry what one expression alone uses. */
  only(parameter: string): WireObject {
    const used = this.used.get(parameter) ?? new Set()
    const names = Object.fromEntries([...this.names].filter(([key]) => used.has(key)))
    const values: WireItem = Object.fromEntries([...this.values].filter(([key]) => used.has(key)))
    return {
      ...(Object.keys(names).length > 0 && { ExpressionAttributeNames: names }),
      ...(Object.keys(values).length > 0 && { ExpressionAttributeValues: values }),
    }
  }
}

function read<T>(input: WireObject, parameter: string, mark: string): Map<string, T> {
  const given = input[parameter] as Record<string, T> | null | undefined
  if (given === undefined || given === null) return new Map()
  const entries = Object.entries(given)
  if (entries.length === 0) throw invalid(`${parameter} must not be empty`)
  if (Buffer.byteLength(JSON.stringify(given)) > maximumBytes) throw invalid(`${parameter} exceeds max size`)
  for (const [key] of entries)
    if (!key.startsWith(mark) || !/^\w+$/.test(key.slice(1)))
      throw invalid(`${parameter} contains invalid key: Syntax error; key: "${key}"`)
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
