// Removes values of items from messages that other code wrote: superstruct, the user's functions, the SDK and DynamoDB.

const opening = /['"`[{(:=] ?$/
const closing = /^['"`\]}),]/
const wordLetter = /[\p{L}\p{N}_]/u
// Single words and short numbers are just as likely to be part of the message itself: `failed`, `request`, 4096.
const common = /^(?:\p{L}*|[\d.]{1,5})$/u
/** A value of this length is not part of a word by chance. */
const longEnough = 12
/** A shorter value is removed only if it is in quotes or brackets. */
const shortest = 4

/**
 * How closely a message relates to a value. `'own'`: the message is about the value. `'around'`: the value is somewhere
 * near.
 */
export type Closeness = 'own' | 'around'

/**
 * Returns the message with `shown` in place of a value: in quotes or brackets, and elsewhere as a separate word, unless
 * it is a common word and the message is not about the value.
 */
export function withoutText(message: string, value: string, shown: string, closeness: Closeness): string {
  if (value === '') return message
  let text = message
  for (let at = text.indexOf(value); at >= 0; at = text.indexOf(value, at)) {
    const before = text.slice(0, at)
    const after = text.slice(at + value.length)
    const quoted =
      isQuoted(before, after) || (value.length >= shortest && isRevealed(before, value, after, closeness))
    text = quoted ? before + shown + after : text
    at += quoted ? shown.length : 1
  }
  return text
}

const isQuoted = (before: string, after: string): boolean =>
  opening.test(before.slice(-2)) && closing.test(after.slice(0, 1))

function isRevealed(before: string, value: string, after: string, closeness: Closeness): boolean {
  if (closeness === 'around' && common.test(value)) return false
  if (value.length >= longEnough) return true
  const joined = wordLetter.test(before.slice(-1)) && wordLetter.test(value.slice(0, 1))
  return !(joined || (wordLetter.test(after.slice(0, 1)) && wordLetter.test(value.slice(-1))))
}

/** The highest number of values that are looked for, to limit the time spent on one message. */
const mostLookedFor = 10_000

/** Returns the strings of all values inside a value, each once: inside maps, lists, Sets and Maps; binary as base64. */
export function textsIn(value: unknown): ReadonlySet<string> {
  const texts = new Set<string>()
  const open: unknown[] = [value]
  const seen = new Set<unknown>()
  while (open.length > 0 && seen.size < mostLookedFor && texts.size < mostLookedFor) {
    const node = open.pop()
    if (typeof node === 'string') texts.add(node)
    else if (typeof node === 'number' || typeof node === 'bigint') texts.add(String(node))
    else if (typeof node !== 'object' || node === null || seen.has(node)) continue
    else if (node instanceof Uint8Array) texts.add(Buffer.from(node).toString('base64'))
    else if (node instanceof Date) for (const text of textsOfDate(node)) texts.add(text)
    else {
      seen.add(node)
      // Getters are not called: they may throw or have side effects.
      const members = Object.values(Object.getOwnPropertyDescriptors(node)).map((property) => property.value)
      for (const member of isIterable(node) ? [...node].slice(0, mostLookedFor) : members) open.push(member)
    }
  }
  return texts
}

function textsOfDate(date: Date): string[] {
  return Number.isNaN(date.getTime()) ? [] : [date.toISOString(), String(date), String(date.getTime())]
}

const isIterable = (value: object): value is Set<unknown> | Map<unknown, unknown> | unknown[] =>
  value instanceof Set || value instanceof Map || Array.isArray(value)
