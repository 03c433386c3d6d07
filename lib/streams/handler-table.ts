// The handlers of a list of entities, checked and found by name.
import { kindOf } from '../errors/failures.js'
import { InvalidOptionError } from '../errors/invalid-option-error.js'
import { listed } from '../errors/option-table.js'
import { didYouMean } from '../util/nearest-name.js'
import type { HandlersByType, HandlerTable } from './stream-calls.js'
import type { Recognizer } from './stream-recognition.js'
import type { StreamFunction } from './stream-types.js'

const changeTypes = ['insert', 'modify', 'remove'] as const

/**
 * Checks handlers, and returns them by the names of entities.
 * @throws InvalidOptionError if an entity has no handler, or a handler no entity.
 */
export function handlerTable(
  { entities }: Recognizer,
  given: unknown,
): Pick<HandlerTable, 'byEntity' | 'unknown'> {
  if (typeof given !== 'object' || given === null || Array.isArray(given))
    throw handlerError(
      'handlers',
      `the handlers are an object with one for each entity, not ${kindOf(given)}`,
    )
  const names = entities.map(({ name }) => name)
  for (const name of Object.keys(given))
    if (name !== 'unknown' && !names.includes(name))
      throw handlerError(
        name,
        `'${name}' is not the name of an entity of the list${didYouMean(name, names)}; its entities are ${listed(names)}`,
      )
  const byEntity = new Map(names.map((name) => [name, handlersOf(name, own(given, name))]))
  const unknown = own(given, 'unknown')
  return {
    byEntity,
    unknown: unknown === undefined || unknown === 'ignore' ? unknown : functionAt('unknown', unknown),
  }
}

function handlersOf(name: string, given: unknown): HandlersByType {
  if (given === undefined)
    throw handlerError(name, `there is no handler of ${name}: write one, or ${name}: 'ignore'`)
  if (given === 'ignore') return { insert: undefined, modify: undefined, remove: undefined }
  if (typeof given !== 'object' || given === null) {
    const handler = functionAt(name, given)
    return { insert: handler, modify: handler, remove: handler }
  }
  for (const type of Object.keys(given))
    if (!changeTypes.some((known) => known === type))
      throw handlerError(
        `${name}.${type}`,
        `there is no change '${type}'${didYouMean(type, changeTypes)}; the handlers are ${listed(changeTypes)}`,
      )
  const [insert, modify, remove] = changeTypes.map((type) => {
    const handler = own(given, type)
    return handler === 'ignore' ? undefined : functionAt(`${name}.${type}`, handler)
  })
  return { insert, modify, remove }
}

function functionAt(option: string, value: unknown): StreamFunction<never> {
  if (typeof value === 'function') return value as StreamFunction<never>
  throw handlerError(
    option,
    `\`${option}\` must be a function or 'ignore', but is ${typeof value === 'string' ? 'another string' : kindOf(value)}`,
  )
}

function own(object: object, name: string): unknown {
  return Object.hasOwn(object, name) ? Reflect.get(object, name) : undefined
}

/** An error of an argument of `streamHandler`. */
export function handlerError(option: string, detail: string): InvalidOptionError {
  return new InvalidOptionError({ operation: 'streamHandler', option, detail })
}
