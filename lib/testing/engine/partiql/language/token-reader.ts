// Reads the tokens of a statement from left to right.
import { malformed, type Token, tokensOf } from './tokens.js'

export class TokenReader {
  private readonly tokens: readonly Token[]
  private at = 0
  /** How many `?` were read. */
  parameters = 0

  constructor(statement: string) {
    this.tokens = tokensOf(statement)
  }

  get next(): Token {
    return this.peek(0)
  }

  peek(ahead: number): Token {
    const token = this.tokens[this.at + ahead] ?? this.tokens.at(-1)
    if (token === undefined) throw malformed('')
    return token
  }

  take(): Token {
    const token = this.next
    this.at += 1
    return token
  }

  /** Whether the next token is this keyword or mark. */
  is(text: string): boolean {
    const { kind, text: found } = this.next
    return (kind === 'keyword' || kind === 'mark') && found === text
  }

  /** Takes the next token if it is one of these keywords or marks. */
  accept(...texts: readonly string[]): Token | undefined {
    return texts.some((text) => this.is(text)) ? this.take() : undefined
  }

  /** Takes these keywords or marks, one after the other, or none of them. */
  acceptAll(...texts: readonly string[]): boolean {
    const all = texts.every((text, ahead) => {
      const { kind, text: found } = this.peek(ahead)
      return (kind === 'keyword' || kind === 'mark') && found === text
    })
    if (all) this.at += texts.length
    return all
  }

  expect(text: string, detail: string): Token {
    if (!this.is(text)) throw malformed(detail)
    return this.take()
  }

  /** Refuses what is left, a semicolon aside. */
  end(): void {
    this.accept(';')
    if (this.next.kind !== 'end') throw malformed('Unexpected token after expression')
  }
}
