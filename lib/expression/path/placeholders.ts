// The one allocator of expression placeholders: each request has its own, shared by all its clauses.
import type { AttributeValue } from '../../entity/struct/attribute-value.js'

/**
 * Allocates `#0`, `#1`… for stored attribute names and `:0`, `:1`… for values, in the order of the calls. Each name has
 * one placeholder, however often it is used. User text never becomes part of a placeholder, so no two clauses can
 * collide.
 */
export class Placeholders {
  readonly known = new Map<string, string>()
  readonly named: string[] = []
  readonly given: AttributeValue[] = []

  /** Returns the placeholder for a stored attribute name. */
  name(stored: string): string {
    const known = this.known.get(stored)
    if (known !== undefined) return known
    const placeholder = nameText(this.known.size)
    this.known.set(stored, placeholder)
    this.named.push(stored)
    return placeholder
  }

  /** Returns a placeholder for a value. */
  value(stored: AttributeValue): string {
    return valueText(this.given.push(stored) - 1)
  }

  /** Returns the ExpressionAttributeNames; `undefined` if there are none, because DynamoDB rejects an empty map. */
  names(): Record<string, string> | undefined {
    return namesOf(this.named)
  }

  /** Returns the ExpressionAttributeValues; `undefined` if there are none, because DynamoDB rejects an empty map. */
  values(): Record<string, AttributeValue> | undefined {
    return valuesOf(this.given)
  }
}

/** Returns the ExpressionAttributeNames of names in the order of their placeholders; `undefined` if there are none. */
export function namesOf(named: readonly string[]): Record<string, string> | undefined {
  if (named.length === 0) return undefined
  const names: Record<string, string> = {}
  for (let at = 0; at < named.length; at++) names[nameText(at)] = named[at] as string
  return names
}

/** Returns the ExpressionAttributeValues of values in this order; `undefined` if there are none. */
export function valuesOf(given: readonly AttributeValue[]): Record<string, AttributeValue> | undefined {
  if (given.length === 0) return undefined
  const values: Record<string, AttributeValue> = {}
  for (let at = 0; at < given.length; at++) values[valueText(at)] = given[at] as AttributeValue
  return values
}

// The first few are made in advance: property names that are made anew each time are slow to look up.
const nameTexts: readonly string[] = Array.from({ length: 32 }, (_, at) => `#${at}`)
const valueTexts: readonly string[] = Array.from({ length: 32 }, (_, at) => `:${at}`)

const nameText = (at: number): string => nameTexts[at] ?? `#${at}`
const valueText = (at: number): string => valueTexts[at] ?? `:${at}`

/** Members are absent if empty, because DynamoDB rejects empty maps. */
export interface ExpressionInput {
  ExpressionAttributeNames?: Record<string, string>
  ExpressionAttributeValues?: Record<string, AttributeValue>
}

/** Returns ExpressionAttributeNames and ExpressionAttributeValues for everything printed so far. */
export function expressionInput(placeholders: Placeholders): ExpressionInput {
  const names = placeholders.names()
  const values = placeholders.values()
  // Assigned one by one: spreading `{}` or one member takes ten times as long.
  const input: ExpressionInput = {}
  if (names !== undefined) input.ExpressionAttributeNames = names
  if (values !== undefined) input.ExpressionAttributeValues = values
  return input
}
