// Finds the schemas of the members of a schema, in the descriptions of zod, valibot and ArkType.
import { behindLazy, read } from './transforms.js'

const deepestWrapping = 20

/**
 * Returns the schema of a member of an object, a record, a Map, a list, a tuple or a Set, as far as the description of
 * its schema says; `undefined` if it says nothing, as for unions and transformations.
 */
export function memberSchema(schema: object, step: string | number): unknown {
  let part: unknown = schema
  for (let depth = 0; depth < deepestWrapping && part !== undefined; depth++) {
    const member = memberOf(part, step)
    if (member !== undefined) return member
    part = wrappedIn(part)
  }
  return undefined
}

function memberOf(part: unknown, step: string | number): unknown {
  if (read(read(part, '~standard'), 'vendor') === 'arktype') return arkTypeOf(part, step)
  const pipe = read(part, 'pipe')
  if (Array.isArray(pipe) && pipe.some((each) => read(each, 'kind') === 'transformation')) return undefined
  const definition = definitionOf(part)
  const kind = read(definition, 'type') ?? read(definition, 'typeName')
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
