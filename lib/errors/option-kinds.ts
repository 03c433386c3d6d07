// The kinds of values that options take, each with its description and its check.
import { isDeclaredClass } from '../util/declared-class.js'
import {
  hasProperties,
  listed,
  type OptionKind,
  type OptionRow,
  type OptionTable,
  optionFault,
  unknownOption,
  wrongKind,
} from './option-table.js'

/**
 * Makes a kind of value from a test. With `hidden`, messages show the kind of a rejected value instead of the value
 * itself.
 */
export function kind<T>(words: string, fits: (value: unknown) => boolean, hidden = false): OptionKind<T> {
  return Object.freeze({
    words,
    fault: (value: unknown, place: string) =>
      fits(value) ? undefined : wrongKind(place, words, value, hidden),
  })
}

export const aBoolean: OptionKind<boolean> = kind('true or false', (value) => typeof value === 'boolean')

const callable = kind<unknown>(
  'a function',
  (value) => typeof value === 'function' && !isDeclaredClass(value),
)

/** A function that can be called, not a class. Only the compiler checks its parameters and its result. */
export function aFunction<F extends (...args: never[]) => unknown>(): OptionKind<F> {
  return callable as OptionKind<F>
}

/** Any AbortSignal, including one from another realm or a polyfill. */
export const aSignal: OptionKind<AbortSignal> = kind('an AbortSignal', (value) =>
  typeof value === 'object' && value !== null
    ? typeof Reflect.get(value, 'aborted') === 'boolean' &&
      typeof Reflect.get(value, 'addEventListener') === 'function'
    : false,
)

export const aString: OptionKind<string> = kind('a string', (value) => typeof value === 'string')

/** A positive integer, up to the largest that a number can hold exactly. */
export const aPositiveInteger: OptionKind<number> = kind(
  'a positive integer',
  (value) => Number.isSafeInteger(value) && Number(value) > 0,
)

export const aPositiveNumber: OptionKind<number> = kind(
  'a positive number',
  (value) => typeof value === 'number' && value > 0,
)

/** A time limit. */
export const milliseconds: OptionKind<number> = kind(
  'a positive number of milliseconds, or Infinity for no limit',
  (value) => typeof value === 'number' && value > 0,
)

/** An integer from `least` to `most`. */
export function anInteger(least: number, most: number): OptionKind<number> {
  return kind(
    `an integer from ${grouped(least)} to ${grouped(most)}`,
    (value) => Number.isInteger(value) && Number(value) >= least && Number(value) <= most,
  )
}

// 1,000,000, without loading the data of locales: that takes longer than loading the rest of the library.
const grouped = (integer: number): string => String(integer).replace(/\B(?=(?:\d{3})+$)/g, ',')

/** One of these strings. */
export function oneOf<const T extends string>(...values: readonly T[]): OptionKind<T> {
  const words = listed(values, 'or').replaceAll('`', "'")
  return kind(words, (value) => values.some((each) => each === value))
}

/** A value of any of several kinds; messages use `words` in place of theirs. */
export function anyOf<T>(words: string, ...kinds: readonly OptionKind<T>[]): OptionKind<T> {
  return kind(words, (value) => kinds.some((each) => each.fault(value, '') === undefined))
}

/** An object of options, which have a table of their own. */
export function group<O>(table: OptionTable<O>): OptionKind<O> {
  return Object.freeze({
    words: `an object with ${listed(Object.keys(table))}`,
    fault: (value: unknown, place: string) => optionFault(table, value, place),
  })
}

/** The same, where at least one of them must be given: without any it would do nothing. */
export function oneOrMore<O>(table: OptionTable<O>): OptionKind<O> {
  const whole = group(table)
  const words = `an object with one or more of ${listed(Object.keys(table))}`
  return Object.freeze({
    words,
    fault(value: unknown, place: string) {
      const fault = whole.fault(value, place)
      if (fault !== undefined || Object.values(Object(value)).some((each) => each !== undefined)) return fault
      return wrongKind(place, words, value)
    },
  })
}

/** Whether a value is an array whose elements all pass a test. A hole in it is `undefined`, which `every` skips. */
export function isListOf(value: unknown, test: (element: unknown) => boolean): value is readonly unknown[] {
  return Array.isArray(value) && [...value].every(test)
}

/** An array of values of one kind. */
export function listOf<T>(element: OptionKind<T>): OptionKind<readonly T[]> {
  const words = 'an array'
  return Object.freeze({
    words,
    fault(value: unknown, place: string) {
      if (!Array.isArray(value)) return wrongKind(place, words, value)
      for (const [at, each] of value.entries()) {
        const fault = element.fault(each, `${place}[${at}]`)
        if (fault !== undefined) return fault
      }
      return undefined
    },
  })
}

/** An object with any property names, whose values are of one kind. */
export function recordOf<T>(element: OptionKind<T>): OptionKind<{ readonly [name: string]: T }> {
  const words = 'an object'
  return Object.freeze({
    words,
    fault(value: unknown, place: string) {
      if (!hasProperties(value)) return wrongKind(place, words, value)
      for (const [name, each] of Object.entries(value)) {
        const fault = element.fault(each, `${place}.${name}`)
        if (fault !== undefined) return fault
      }
      return undefined
    },
  })
}

/**
 * An object of the user's with one or more of these methods, its own or inherited from its class. A plain object must
 * not have other methods: they would never be called, so they are rejected like unknown options.
 */
export function methods<O>(table: { readonly [K in keyof O & string]: OptionRow<O[K]> }): OptionKind<O> {
  const known = Object.keys(table)
  const words = `an object with one or more of the methods ${listed(known)}`
  return Object.freeze({
    words,
    fault(value: unknown, place: string) {
      if (typeof value !== 'object' || value === null) return wrongKind(place, words, value)
      const plain = [Object.prototype, null].includes(Object.getPrototypeOf(value))
      for (const [name, method] of Object.entries(value)) {
        if (known.includes(name) || !plain || typeof method !== 'function') continue
        return unknownOption(name, known, place)
      }
      const found = known.filter((name) => Reflect.get(value, name) !== undefined)
      if (found.length === 0) return wrongKind(place, words, value)
      for (const name of found) {
        const method: unknown = Reflect.get(value, name)
        if (typeof method !== 'function') return wrongKind(`${place}.${name}`, 'a function', method)
      }
      return undefined
    },
  })
}
