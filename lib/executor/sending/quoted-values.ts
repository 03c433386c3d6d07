// Removes the values of items from messages of the SDK and DynamoDB: known quotations, and any value in the request.

import { withoutText } from '../../errors/quotes.js'

// Where DynamoDB quotes values. Each matches up to the last end mark, because a value may contain one, or up to the end
// of the message.
const quotations = [
  [/(converted to a numeric value): .*/s, '$1'],
  [/Value '(?:.*' (?=at ')|.*)/s, 'Value … '],
  [/AttributeValue: ?\{.*/s, 'AttributeValue …'],
  [/Input collection \[(?:.*\](?= contains)|.*)/s, 'Input collection […]'],
] as const

// The most frequent messages of DynamoDB.
const harmless = /^(?:The conditional request failed|Transaction cancelled, please refer [\w ]+\[[\w, ]*\])?$/

/**
 * The maximum number of values to look for: a batch of 25 items of 400 KB contains more than an error message is worth.
 */
const mostLookedFor = 20_000

/**
 * Returns a function that removes quoted values from messages about a request. `also` contains further values, such as
 * an item in the response.
 */
export function withoutQuotes(input: unknown, also?: unknown): (message: string) => string {
  let values: ReadonlySet<string> | undefined
  return (message) => {
    if (harmless.test(message)) return message
    values ??= valuesIn(input, also)
    const known = quotations.reduce((text, [quotation, rest]) => text.replace(quotation, rest), message)
    let text = known
    for (const value of values) text = withoutText(text, value, '(a value)', 'around')
    return text
  }
}

const scalars: ReadonlySet<string> = new Set(['S', 'N', 'B'])
const sets: ReadonlySet<string> = new Set(['SS', 'NS', 'BS'])

// All stored values in an input or output of any call: whatever is below a type tag.
function valuesIn(...roots: readonly unknown[]): ReadonlySet<string> {
  const values = new Set<string>()
  const open: unknown[] = [...roots]
  while (open.length > 0 && values.size < mostLookedFor) {
    const node = open.pop()
    if (typeof node !== 'object' || node === null || node instanceof Uint8Array) continue
    for (const [tag, member] of Object.entries(node)) {
      if (scalars.has(tag)) addTo(values, member)
      if (sets.has(tag) && Array.isArray(member)) for (const each of member) addTo(values, each)
      open.push(member)
    }
  }
  return values
}

function addTo(values: Set<string>, value: unknown): void {
  if (typeof value === 'string' && value !== '') values.add(value)
  if (value instanceof Uint8Array && value.length > 0) values.add(Buffer.from(value).toString('base64'))
}
