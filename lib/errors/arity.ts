// Errors for calls with more arguments than the method takes: without types, such a call compiles and runs.
import { InvalidOptionError } from './invalid-option-error.js'
import type { OptionPlace } from './option-table.js'

const read = "set how to read with methods, such as get('u1').consistent()"
const write = "set conditions and results with methods, such as .if('a').eq(1) and .returning('old')"
const condition = "the operator is a method: .where('a').eq(1), .if('a').eq(1)"
const search = "set conditions with methods, such as .where('a').eq(1)"
const call = 'calling it turns it on; to leave it off, do not call it'

/** What to do instead, by method. */
const waysOut: ReadonlyMap<string, string> = new Map([
  ...['get', 'getOrThrow', 'refresh'].map((name) => [name, read] as const),
  ...['save', 'create', 'delete', 'update', 'check'].map((name) => [name, write] as const),
  ...['where', 'if'].map((name) => [name, condition] as const),
  ...['query', 'scan'].map((name) => [name, search] as const),
  ...['consistent', 'ascending', 'descending', 'orSkip', 'overwrite', 'full'].map(
    (name) => [name, call] as const,
  ),
])

/** Returns the error for a method that was called with more arguments than it takes. */
export function tooManyArguments(
  method: string,
  most: number,
  given: number,
  { entity, operation }: OptionPlace,
): InvalidOptionError {
  const wayOut = waysOut.get(method)
  const detail = `${method}() ${takesAtMost(most)}, but received ${given}${wayOut === undefined ? '' : `; ${wayOut}`}`
  return new InvalidOptionError({ entity, operation, option: method, detail })
}

/** Returns how many arguments something takes, in words: `takes one argument`. */
export function takesAtMost(most: number): string {
  if (most === 0) return 'takes no arguments'
  return most === 1 ? 'takes one argument' : `takes at most ${most} arguments`
}
