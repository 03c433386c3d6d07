// Tokenizer of expressions: paths, values, words and symbols.

import { invalid, type ServiceFailure } from '../values/service-failure.js'
import type { WireValue } from '../values/wire.js'
import type { Placeholders } from './placeholders.js'
import { reservedWords } from './reserved-words.js'

/** A path in an item: names of attributes and indexes of lists. */
export type Path = readonly (string | number)[]

/** The limits of "Expressions" in "Quotas in Amazon DynamoDB". */
const maximumBytes = 4096
const maximumOperators = 300
const maximumLevels = 32
/** Indexes of lists are 32-bit integers. */
const largestIndex = 2 ** 31 - 1

// A sign that no expression has is a token too: it is refused where it is met.
const token = /[#:]\w+|[A-Za-z]\w*|0|[1-9]\d*|<>|<=|>=|\S/g

/** What makes the refusals of one expression. */
export interface Refuser {
  refusal(message: string): ServiceFailure
}

/** One expression. `parameter` is the name by which its refusals call it: `FilterExpression`. */
export class ExpressionReader {
  private readonly tokens: string[] = []
  private readonly starts: number[] = []
  private at = 0
  private operators = 0

  constructor(
    readonly parameter: string,
    readonly text: string,
    readonly placeholders: Placeholders,
  ) {
    if (text === '') throw this.refusal('The expression can not be empty;')
    const bytes = Buffer.byteLength(text)
    if (bytes > maximumBytes)
      throw this.refusal(`Expression size has exceeded the maximum allowed size; expression size: ${bytes}`)
    for (const { 0: found, index } of text.matchAll(token)) {
      this.tokens.push(found)
      this.starts.push(index)
    }
  }

  /** The coming token without taking it; `''` at the end. */
  get next(): string {
    return this.tokens[this.at] ?? ''
  }

  take(): string {
    const taken = this.next
    this.at += 1
    return taken
  }

  /** Takes the coming token if it is one of these words or signs, in any case; says which, in capitals. */
  accept(...wanted: string[]): string | undefined {
    const word = this.next.toUpperCase()
    if (!wanted.includes(word)) return undefined
    this.at += 1
    return word
  }

  /** Takes this sign, or refuses the expression. */
  expect(sign: string): void {
    if (this.accept(sign) === undefined) throw this.syntaxError()
  }

  /** Whether the coming token opens a function: a word before a parenthesis. */
  get atFunction(): boolean {
    return /^[A-Za-z]\w*$/.test(this.next) && this.tokens[this.at + 1] === '('
  }

  get atValue(): boolean {
    return this.next.startsWith(':')
  }

  value(): WireValue {
    const placeholder = this.take()
    if (!placeholder.startsWith(':')) throw this.syntaxError(this.at - 1)
    const value = this.placeholders.values.get(placeholder)
    if (value === undefined)
      throw this.refusal(
        `An expression attribute value used in expression is not defined; attribute value: ${placeholder}`,
      )
    this.placeholders.note(placeholder)
    return value
  }

  path(): Path {
    const path: (string | number)[] = [this.name()]
    for (;;) {
      if (this.accept('.')) path.push(this.name())
      else if (this.accept('[')) {
        const index = this.take()
        if (!/^\d/.test(index)) throw this.syntaxError(this.at - 1)
        if (Number(index) > largestIndex)
          throw this.refusal(`List index is not within the allowable range; index: [${index}]`)
        path.push(Number(index))
        this.expect(']')
      } else break
    }
    if (path.length > maximumLevels)
      throw this.refusal(`The document path has too many nesting levels; nesting levels: ${path.length}`)
    return path
  }

  /** Counts an operator or a function; each expression may have 300 of them. */
  count(): void {
    this.operators += 1
  }

  /** To be called when the expression has been read. */
  end(): void {
    if (this.next !== '') throw this.syntaxError()
    if (this.operators > maximumOperators)
      throw this.refusal(
        `The expression contains too many operators; operator count: ${maximumOperators + 1}`,
      )
  }

  refusal(detail: string): ServiceFailure {
    return invalid(`Invalid ${this.parameter}: ${detail}`)
  }

  /** The refusal of one token, with its neighbours as they were written. */
  syntaxError(at = this.at): ServiceFailure {
    const from = this.starts[Math.max(0, at - 1)] ?? 0
    const next = this.tokens[at + 1]
    const last = this.starts[at + 1]
    const end =
      at >= this.tokens.length
        ? this.text.length
        : last === undefined
          ? this.endOf(at)
          : last + (next ?? '').length
    return this.refusal(
      `Syntax error; token: "${this.tokens[at] ?? '<EOF>'}", near: "${this.text.slice(from, end)}"`,
    )
  }

  private endOf(at: number): number {
    return (this.starts[at] ?? 0) + (this.tokens[at] ?? '').length
  }

  private name(): string {
    const name = this.take()
    if (name.startsWith('#')) {
      const meant = this.placeholders.names.get(name)
      if (meant === undefined)
        throw this.refusal(
          `An expression attribute name used in the document path is not defined; attribute name: ${name}`,
        )
      this.placeholders.note(name)
      return meant
    }
    if (!/^[A-Za-z]\w*$/.test(name) || /^(?:AND|OR|NOT|BETWEEN|IN)$/i.test(name))
      throw this.syntaxError(this.at - 1)
    if (reservedWords.has(name.toUpperCase()))
      throw this.refusal(`Attribute name is a reserved keyword; reserved keyword: ${name}`)
    return name
  }
}

/** Refuses two paths of which one is, or leads to, the other, or that take one attribute for a list and for a map. */
export function refuseOverlaps(reader: Refuser, paths: readonly Path[]): void {
  paths.forEach((two, index) => {
    for (const one of paths.slice(0, index)) {
      const fork = one.findIndex((step, level) => level < two.length && step !== two[level])
      const apart = fork >= 0 && fork < two.length
      const conflict = apart && typeof one[fork] !== typeof two[fork]
      if (apart && !conflict) continue
      throw reader.refusal(
        `Two document paths ${conflict ? 'conflict' : 'overlap'} with each other; must remove or rewrite one of these paths; path one: ${pathText(one)}, path two: ${pathText(two)}`,
      )
    }
  })
}

/** A path as refusals show it: `[a, [0]]`. */
export function pathText(path: Path): string {
  return `[${path.map((step) => (typeof step === 'number' ? `[${step}]` : step)).join(', ')}]`
}
