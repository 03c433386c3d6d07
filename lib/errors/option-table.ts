// Tables of options: one row per option of a method, used to check its value and to document it.
import { isBuiltIn } from '../util/built-in.js'
import { isDeclaredClass } from '../util/declared-class.js'
import { nearestName } from '../util/nearest-name.js'
import { kindOf } from './failures.js'
import { InvalidOptionError } from './invalid-option-error.js'

/**
 * What is wrong with an option: its name, preceded by the names of the options that contain it (`timeout.total`), and a
 * sentence.
 */
export interface OptionFault {
  readonly option: string
  readonly detail: string
}

/** The kind of value that an option takes. `T` is the type of its values. */
export interface OptionKind<T> {
  /** A description that follows "must be": `a positive integer`. */
  readonly words: string
  /** For the compiler only: a row whose kind does not fit the type of its option does not compile. */
  readonly TAKES?: T | undefined
  /** Returns what is wrong with a value at a place; `undefined` if it fits. */
  fault(value: unknown, place: string): OptionFault | undefined
}

/** One option. */
export interface OptionRow<T = unknown> {
  readonly takes: OptionKind<T>
  /** The default, as code; absent if there is none. */
  readonly default?: string | undefined
  /** What the option does, in one sentence. The reference of options is made from it. */
  readonly doc: string
}

type NameOf<O> = O extends unknown ? keyof O & string : never
type ValueOf<O, K> = O extends unknown ? (K extends keyof O ? Exclude<O[K], undefined> : never) : never

/** The rows of a type of options. An option without a row, or a row without an option, does not compile. */
export type OptionTable<O> = { readonly [K in NameOf<O>]: OptionRow<ValueOf<O, K>> }

/** Where options are checked: the method, and the entity if there is one. */
export interface OptionPlace {
  readonly entity?: string | undefined
  readonly operation?: string | undefined
}

/**
 * Checks the options of a call. `undefined` is always accepted, for the options as a whole and for each value.
 * @throws InvalidOptionError if an option is unknown, or if its value is of the wrong kind or out of range.
 */
export function checkOptions<O>(table: OptionTable<O>, given: O | undefined, where: OptionPlace): void {
  if (given === undefined) return
  const fault = optionFault(table, given)
  if (fault !== undefined) throw new InvalidOptionError({ ...where, ...fault })
}

/**
 * Checks an argument like an option of its name, and also rejects `undefined` if the option does. Returns the argument.
 * @throws InvalidOptionError if the argument is of the wrong kind or out of range.
 */
export function checkedArgument<V>(
  { takes }: OptionRow<V>,
  name: string,
  value: V,
  { entity, operation }: OptionPlace,
): V {
  const fault = takes.fault(value, name)
  if (fault !== undefined) throw new InvalidOptionError({ entity, operation, ...fault })
  return value
}

/** Returns the first fault in options at a place; `undefined` if there is none. */
export function optionFault(
  // Rows of any kind: each one checks its own value.
  table: { readonly [name: string]: OptionRow },
  given: unknown,
  place = '',
): OptionFault | undefined {
  if (!hasProperties(given))
    return place === ''
      ? { option: 'options', detail: `the options must be an object, but are ${received(given)}` }
      : wrongKind(place, words(table), given)
  if (place === '' && typeof Reflect.get(given, 'then') === 'function')
    return {
      option: 'options',
      detail: `the options must be an object, but are ${received(given)}; pass several operations as one array`,
    }
  for (const [name, value] of Object.entries(given)) {
    const row = Object.hasOwn(table, name) ? table[name] : undefined
    if (row === undefined) return unknownOption(name, Object.keys(table), place)
    const fault = value === undefined ? undefined : row.takes.fault(value, inside(place, name))
    if (fault !== undefined) return fault
  }
  return inheritedFault(table, given, place)
}

/** Whether a value is an object whose properties can be options, not an array, a Map or a promise. */
export function hasProperties(value: unknown): value is object {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false
  return isBare(value) || !isBuiltIn(value)
}

const isBare = (value: object): boolean => [Object.prototype, null].includes(Object.getPrototypeOf(value))

// Options are read by name, so those that an object has from its class count as well, such as accessors.
function inheritedFault(
  table: { readonly [name: string]: OptionRow },
  given: object,
  place: string,
): OptionFault | undefined {
  if (isBare(given)) return undefined
  if (isOtherThing(table, given))
    return place === ''
      ? { option: 'options', detail: `the options must be an object, but are ${instance(given)}` }
      : { option: place, detail: `\`${place}\` must be ${words(table)}, but is ${instance(given)}` }
  for (const [name, { takes }] of Object.entries(table)) {
    const value: unknown = Object.hasOwn(given, name) ? undefined : Reflect.get(given, name)
    const fault = value === undefined ? undefined : takes.fault(value, inside(place, name))
    if (fault !== undefined) return fault
  }
  return undefined
}

// An AbortSignal, a URL, an Error or an iterator: what its class gives it, and none of it is an option.
function isOtherThing(table: object, given: object): boolean {
  return !Object.keys(table).some((name) => name in given) && hasMembers(Object.getPrototypeOf(given))
}

function hasMembers(prototype: object | null): boolean {
  if (prototype === null || prototype === Object.prototype) return false
  return (
    Reflect.ownKeys(prototype).some((name) => name !== 'constructor') ||
    hasMembers(Object.getPrototypeOf(prototype))
  )
}

function instance(given: object): string {
  const { name }: { readonly name?: unknown } = Object(given.constructor)
  return typeof name === 'string' && name !== '' ? `an instance of ${name}` : 'an object of another kind'
}

const words = (table: object): string => `an object with ${listed(Object.keys(table))}`

/** Returns the fault for an unknown option name. */
export function unknownOption(name: string, known: readonly string[], place = ''): OptionFault {
  const option = inside(place, name)
  const meant = nearestName(name, known)
  if (meant !== undefined)
    return { option, detail: `there is no option \`${option}\`; did you mean \`${inside(place, meant)}\`?` }
  const list = known.length === 0 ? 'no options exist here' : `the options are ${listed(known)}`
  return { option, detail: `there is no option \`${option}\`; ${list}` }
}

/**
 * Returns the fault for a value that its option does not take. With `hidden`, the message shows only the kind of the
 * value.
 */
export function wrongKind(place: string, words: string, value: unknown, hidden = false): OptionFault {
  const what = hidden ? kindOf(value) : received(value)
  return { option: place, detail: `\`${place}\` must be ${words}, but is ${what}` }
}

/** Returns names as a list: `a, b and c`. */
export function listed(names: readonly string[], last = 'and'): string {
  const words = names.map((name) => `\`${name}\``)
  return words.length < 2 ? words.join() : `${words.slice(0, -1).join(', ')} ${last} ${words.at(-1)}`
}

function inside(place: string, name: string): string {
  return place === '' ? name : `${place}.${name}`
}

const mostQuoted = 40

function received(value: unknown): string {
  if (typeof value === 'string')
    return `'${value.length > mostQuoted ? `${value.slice(0, mostQuoted)}…` : value}'`
  if (typeof value === 'bigint') return `${value}n`
  if (typeof value === 'function' && isDeclaredClass(value))
    return value.name === '' ? 'a class' : `a class (${value.name})`
  return typeof value === 'number' || typeof value === 'boolean' ? String(value) : kindOf(value)
}
