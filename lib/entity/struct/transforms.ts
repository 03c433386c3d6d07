// Detects whether a schema transforms what it validates, so that its output may not be a valid input.

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

/** Returns the schema of a lazy one; `undefined` if its function needs the input to choose it, as valibot's may. */
export function behindLazy(part: object): unknown {
  const getter = read(part, 'getter')
  try {
    return typeof getter === 'function' ? getter() : undefined
  } catch {
    return undefined
  }
}

/** Returns a property of a description. It never fails: what cannot be read says nothing. */
export function read(part: unknown, name: string): unknown {
  if ((typeof part !== 'object' && typeof part !== 'function') || part === null) return undefined
  try {
    return Reflect.get(part, name)
  } catch {
    return undefined
  }
}
