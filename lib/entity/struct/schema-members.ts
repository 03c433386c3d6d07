// Finds the members of a schema, their names and schemas, in the descriptions of zod, valibot and ArkType.
import { behindLazy, read } from './transforms.js'

const deepestWrapping = 20

/**
 * Returns the schema of a member of an object, a record, a Map, a list, a tuple or a Set, as far as the description of
 * its schema says; `undefined` if it says nothing, as for unions and transformations.
 */
export function memberSchema(schema: object, step: string | number): unknown {
  let part: unknown = schema
  for (let depth = 0; depth < deepestWrapping && part !== undefined; depth++) {
    if (hasStep(part, (kind) => kind === 'transformation')) return undefined
    const member = memberOf(part, step)
    if (member !== undefined) return member
    part = wrappedIn(part)
  }
  return undefined
}

/**
 * Returns the names of the members of an object that has no others: its schema rejects other names, or drops them.
 * `undefined` if other names may be there, or if the description says nothing.
 */
export function memberNames(schema: object): readonly string[] | undefined {
  let part: unknown = schema
  for (let depth = 0; depth < deepestWrapping && part !== undefined; depth++) {
    const vendor = read(read(part, '~standard'), 'vendor')
    if (vendor === 'arktype') return arkTypeNames(part)
    // Another step than a check may make something else of the object.
    if (hasStep(part, (kind) => kind !== 'validation')) return undefined
    const members = read(part, 'shape') ?? read(part, 'entries')
    if (typeof members === 'object' && members !== null)
      return ['zod', 'valibot'].includes(String(vendor)) && isClosed(part) ? Object.keys(members) : undefined
    part = wrappedIn(part)
  }
  return undefined
}

// The first part of a pipe of valibot is the schema itself.
function hasStep(part: unknown, isSuch: (kind: unknown) => boolean): boolean {
  const pipe = read(part, 'pipe')
  return Array.isArray(pipe) && pipe.slice(1).some((each) => isSuch(read(each, 'kind')))
}

function isClosed(part: unknown): boolean {
  const definition = definitionOf(part)
  const rest = kindOf(read(definition, 'catchall'))
  if (kindOf(part) === 'ZodObject')
    return rest === 'ZodNever' && read(definition, 'unknownKeys') !== 'passthrough'
  return (
    ['object', 'strict_object'].includes(String(kindOf(part))) && (rest === undefined || rest === 'never')
  )
}

function kindOf(part: unknown): unknown {
  const definition = definitionOf(part)
  return read(definition, 'type') ?? read(definition, 'typeName')
}

// By default, ArkType keeps what an object does not declare.
function arkTypeNames(part: unknown): readonly string[] | undefined {
  const whole = read(part, 'json')
  // A part that may be absent or null has no members of its own.
  const json = Array.isArray(whole) ? read(called(part, 'exclude', 'null | undefined'), 'json') : whole
  if (read(json, 'domain') !== 'object' || read(json, 'index') !== undefined) return undefined
  if (!['reject', 'delete'].includes(String(read(json, 'undeclared')))) return undefined
  const members = [read(json, 'required'), read(json, 'optional')].flatMap((each) => each ?? [])
  return members.map((each) => String(read(each, 'key')))
}

function memberOf(part: unknown, step: string | number): unknown {
  if (read(read(part, '~standard'), 'vendor') === 'arktype') return arkTypeOf(part, step)
  const definition = definitionOf(part)
  const kind = kindOf(part)
  if (typeof step === 'string') {
    const members = read(part, 'shape') ?? read(part, 'entries')
    if (typeof members === 'object' && members !== null)
      return Object.hasOwn(members, step) ? read(members, step) : undefined
    if (['record', 'map', 'ZodRecord', 'ZodMap'].includes(String(kind)))
      return read(definition, 'valueType') ?? read(part, 'value')
    return undefined
  }
  if (['set', 'ZodSet'].includes(String(kind))) return read(definition, 'valueType') ?? read(part, 'value')
  const items = read(definition, 'items') ?? read(part, 'items')
  if (Array.isArray(items)) return items[step] ?? read(definition, 'rest') ?? undefined
  return read(part, 'element') ?? read(part, 'item')
}

// zod keeps what describes a schema in `def` (version 3: `_def`), valibot in the schema itself.
const definitionOf = (part: unknown): unknown => read(part, 'def') ?? read(part, '_def') ?? part

// The schema inside optional(), nullable(), a default and the like.
function wrappedIn(part: unknown): unknown {
  const definition = definitionOf(part)
  const isLazy = read(definition, 'type') === 'lazy' && read(part, 'kind') === undefined
  return (
    read(part, 'wrapped') ??
    read(definition, 'innerType') ??
    (isLazy ? behindLazy(Object(definition)) : undefined)
  )
}

function arkTypeOf(part: unknown, step: string | number): unknown {
  // A part that may be absent or null has no members of its own.
  return called(part, 'get', step) ?? called(called(part, 'exclude', 'null | undefined'), 'get', step)
}

function called(part: unknown, method: string, argument: unknown): unknown {
  const own = read(part, method)
  try {
    return typeof own === 'function' ? Reflect.apply(own, part, [argument]) : undefined
  } catch {
    return undefined
  }
}
