// Parsing of path strings: the one strict grammar for every path in the library.
import { kindOf } from '../../errors/failures.js'
import { InvalidConditionError } from '../../errors/invalid-condition-error.js'

/** The steps of a path: property names and list indexes, outermost first. */
export type PathSteps = readonly (string | number)[]

/**
 * Parses a path: `a.b[0].c`, with unusual names quoted as `['a.b']` or `["a.b"]` (inside quotes, a backslash escapes
 * quotes and backslashes). Unquoted names may contain any characters except `.`, `[` and `]`. The whole string is
 * parsed, in linear time; `pathText` is the inverse.
 * @param entity the name of the entity, for the error.
 * @throws InvalidConditionError if the string is not a path; the message says what is wrong, and where.
 */
export function parsePath(text: string, entity?: string): PathSteps {
  if (typeof text !== 'string') return fail(entity, `a path must be a string, not ${kindOf(text)}`)
  const steps: (string | number)[] = []
  let at = 0
  while (at < text.length || at === 0) {
    if (text[at] === '[') {
      const close = isQuote(text[at + 1])
        ? quotedName(text, at + 1, steps, entity)
        : index(text, at + 1, steps, entity)
      if (text[close] !== ']') fail(entity, `expected ']' at position ${close} of ${shown(text)}`)
      at = close + 1
    } else {
      if (at > 0 && text[at] !== '.')
        fail(entity, `expected '.' or '[' in ${shown(text)}, but found ${place(text, at)}`)
      at = plainName(text, at > 0 ? at + 1 : 0, steps, entity)
    }
  }
  return steps
}

function plainName(
  text: string,
  start: number,
  steps: (string | number)[],
  entity: string | undefined,
): number {
  let end = start
  while (end < text.length && !isDelimiter(text.charCodeAt(end))) end++
  if (end === start) fail(entity, `expected a name in ${shown(text)}, but found ${place(text, start)}`)
  steps.push(text.slice(start, end))
  return end
}

function index(text: string, start: number, steps: (string | number)[], entity: string | undefined): number {
  let end = start
  while (end < text.length && isDigit(text.charCodeAt(end))) end++
  const value = Number(text.slice(start, end))
  if (end === start || (text[start] === '0' && end > start + 1) || value > highestIndex)
    fail(entity, `expected a list index or a quoted name in ${shown(text)}, but found ${place(text, start)}`)
  if (steps.length === 0)
    fail(entity, `${shown(text)} begins with a list index; it must begin with an attribute`)
  steps.push(value)
  return end
}

function quotedName(
  text: string,
  quoteAt: number,
  steps: (string | number)[],
  entity: string | undefined,
): number {
  const quote = text[quoteAt]
  let name = ''
  let from = quoteAt + 1
  for (let at = from; at < text.length; at++) {
    if (text[at] === quote) {
      steps.push(name + text.slice(from, at))
      return at + 1
    }
    if (text[at] === '\\') {
      name += text.slice(from, at)
      from = ++at
      if (!isQuote(text[at]) && text[at] !== '\\')
        fail(
          entity,
          `expected a quote or a backslash after the backslash in ${shown(text)}, but found ${place(text, at)}`,
        )
    }
  }
  return fail(entity, `${shown(text)} has a quoted name without a closing quote`)
}

// DynamoDB rejects an index of more than 31 bits: "List index is not within the allowable range".
const highestIndex = 2 ** 31 - 1

const isQuote = (char: string | undefined): boolean => char === "'" || char === '"'
const isDigit = (code: number): boolean => code >= 48 && code <= 57
const isDelimiter = (code: number): boolean => code === 46 || code === 91 || code === 93

const place = (text: string, at: number): string =>
  at < text.length ? `'${String.fromCodePoint(text.codePointAt(at) ?? 0)}' at position ${at}` : 'the end'

const shown = (text: string): string =>
  text === '' ? 'an empty path' : `the path "${text.length > 100 ? `${text.slice(0, 100)}…` : text}"`

function fail(entity: string | undefined, detail: string): never {
  throw new InvalidConditionError({ entity, detail })
}
