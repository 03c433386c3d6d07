// Tokenizer of PartiQL statements.
import { invalid, type ServiceFailure } from '../../values/service-failure.js'
import { keywords } from './keywords.js'

/** Where a token stands: line and column from 1, and its length. */
export interface Place {
  readonly line: number
  readonly column: number
  readonly length: number
}

export interface Token extends Place {
  readonly kind: 'word' | 'keyword' | 'quoted' | 'string' | 'number' | 'mark' | 'end'
  /** What it means: a keyword in lower case, a string without its quotes. */
  readonly text: string
}

/** Blanks and comments, or one token. `'` and `"` are doubled inside their quotes. */
const form =
  /\s+|--[^\n]*|\/\*[\s\S]*?\*\/|(?<string>'(?:[^']|'')*')|(?<quoted>"(?:[^"]|"")*")|(?<number>(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?(?![\w$]))|(?<word>[A-Za-z_$][\w$]*)|(?<mark><<|>>|<=|>=|<>|!=|\|\||\/(?!\*)|[-+*%=<>()[\]{},.:;?])/y

const int32 = 2 ** 31 - 1

/** The refusal of a statement that is not in the language. */
export function malformed(detail: string): ServiceFailure {
  return invalid(`Statement wasn't well formed, can't be processed: ${detail}`)
}

/** `at 1:8:4`, as refusals end. */
export function placeText({ line, column, length }: Place): string {
  return `at ${line}:${column}:${length}`
}

/** The tokens of a statement; the last one is its end. */
export function tokensOf(statement: string): Token[] {
  const tokens: Token[] = []
  let [line, lineStart] = [1, 0]
  form.lastIndex = 0
  while (form.lastIndex < statement.length) {
    const start = form.lastIndex
    const match = form.exec(statement)
    if (match === null) throw malformed('')
    const [text] = match
    const place = { line, column: start - lineStart + 1, length: text.length }
    const token = tokenOf(match.groups ?? {}, place)
    if (token !== undefined) tokens.push(token)
    for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) {
      line += 1
      lineStart = start + at + 1
    }
  }
  tokens.push({ kind: 'end', text: '', line, column: statement.length - lineStart + 1, length: 0 })
  return tokens
}

function tokenOf(groups: { [kind: string]: string | undefined }, place: Place): Token | undefined {
  const { string, quoted, number, word, mark } = groups
  if (string !== undefined)
    return { kind: 'string', text: string.slice(1, -1).replaceAll("''", "'"), ...place }
  if (quoted !== undefined)
    return { kind: 'quoted', text: quoted.slice(1, -1).replaceAll('""', '"'), ...place }
  if (number !== undefined) {
    requireScale(number)
    return { kind: 'number', text: number, ...place }
  }
  if (word !== undefined) {
    const lower = word.toLowerCase()
    return keywords.has(lower)
      ? { kind: 'keyword', text: lower, ...place }
      : { kind: 'word', text: word, ...place }
  }
  return mark === undefined ? undefined : { kind: 'mark', text: mark, ...place }
}

// Exponent and scale are integers of 32 bits.
function requireScale(number: string): void {
  const [digits = '', exponent = '0'] = number.toLowerCase().split('e')
  const scale = (digits.split('.')[1] ?? '').length - Number(exponent)
  if (Math.abs(Number(exponent)) > int32 || Math.abs(scale) > int32) throw malformed('')
}
