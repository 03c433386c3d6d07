// Printing of the input of a call as the JSON text that is sent.

/** Returns the text of an input: like `JSON.stringify`, with binary as base64. Nothing in an input is null. */
export function inputText(input: unknown): string {
  const text = JSON.stringify(input)
  // The engine's own writer takes half the time, but writes bytes as an object: if there are any, our own writer is
  // used. A quote is every few characters, and looking for one first takes a third of the whole time.
  const mayHoldBytes = text.includes('B":{') || text.includes('BS":[{')
  return mayHoldBytes && (text.includes('"B":{') || text.includes('"BS":[{')) ? valueText(input) : text
}

function valueText(value: unknown): string {
  if (typeof value !== 'object' || value === null) return JSON.stringify(value)
  if (Array.isArray(value)) return listText(value)
  if (value instanceof Uint8Array) return base64Text(value)
  return mapText(value as Record<string, unknown>)
}

function listText(list: readonly unknown[]): string {
  let text = '['
  for (let at = 0; at < list.length; at++) text += at === 0 ? valueText(list[at]) : `,${valueText(list[at])}`
  return `${text}]`
}

function mapText(map: Record<string, unknown>): string {
  let text = '{'
  for (const name in map) {
    const value = map[name]
    if (value === undefined) continue
    const member = `${JSON.stringify(name)}:${valueText(value)}`
    text += text.length === 1 ? member : `,${member}`
  }
  return `${text}}`
}

function base64Text({ buffer, byteOffset, length }: Uint8Array): string {
  return `"${Buffer.from(buffer, byteOffset, length).toString('base64')}"`
}
