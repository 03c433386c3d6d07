// What the descriptions of schemas say: whether a schema transforms what it validates, so that its output may not be a
// valid input, and which schemas its members have.

/**
 * Whether a schema contains a transformation, as far as its own description says: zod's definitions, valibot's pipes,
 * ArkType's nodes and Effect's syntax trees. The output of such a schema cannot be checked by the schema again.
 */
export function transforms(schema: object): boolean {
  const waiting: unknown[] = [schema]
  const seen = new Set<unknown>()
  // Descriptions are small; the limit ends the search in anything else.
  for (let at = 0; at < waiting.length && seen.size < mostParts; at++) {
    const part = waiting[at]
    if ((typeof part !== 'object' && typeof part !== 'function') || part === null || seen.has(part)) continue
    seen.add(part)
    if (isTransformation(part)) return true
    for (const name of inside) waiting.push(read(part, name))
    if (read(part, 'type') === 'lazy') waiting.push(behindLazy(part))
    if (Array.isArray(part)) waiting.push(...part)
    else if (isDictionary(part)) for (const name of Object.keys(part)) waiting.push(read(part, name))
  }
  return false
}

const mostParts = 5_000

/** The properties in which validators describe the parts of a schema. */
const inside = [
  // zod
  '_zod',
  '_def',
  'def',
  'shape',
  'element',
  'innerType',
  'keyType',
  'valueType',
  'left',
  'right',
  'in',
  'out',
  // valibot
  'pipe',
  'entries',
  'item',
  'items',
  'rest',
  'options',
  'wrapped',
  'key',
  'value',
  // ArkType
  'internal',
  // Effect
  'ast',
  'from',
  'to',
  'types',
  'elements',
  'propertySignatures',
  'indexSignatures',
  'type',
]

function isTransformation(part: object): boolean {
  const type = read(part, 'type')
  return (
    (type === 'transform' && typeof read(part, 'transform') === 'function') ||
    (type === 'pipe' && typeof read(part, 'reverseTransform') === 'function') ||
    (read(part, 'typeName') === 'ZodEffects' && read(read(part, 'effect'), 'type') !== 'refinement') ||
    read(part, 'kind') === 'transformation' ||
    read(part, 'includesTransform') === true ||
    read(part, '_tag') === 'Transformation' ||
    Array.isArray(read(part, 'encoding'))
  )
}

// The properties of an object or a struct, by names that only the user knows.
function isDictionary(part: object): boolean {
  const prototype: unknown = Object.getPrototypeOf(part)
  return (
    (prototype === null || prototype === Object.prototype) &&
    Object.keys(part).some((name) => typeof read(read(part, name), '~standard') === 'object')
  )
}

// valibot's lazy() has a function, which may need the input to choose a schema.
function behindLazy(part: object): unknown {
  const getter = read(part, 'getter')
  try {
    return typeof getter === 'function' ? getter() : undefined
  } catch {
    return undefined
  }
}

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

// Reading a description never fails: what cannot be read says nothing.
function read(part: unknown, name: string): unknown {
  if ((typeof part !== 'object' && typeof part !== 'function') || part === null) return undefined
  try {
    return Reflect.get(part, name)
  } catch {
    return undefined
  }
}
