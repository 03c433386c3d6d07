// Every way in which programs, loggers and Node itself show an error: the specs look for values of items in what
// comes out.
import { inspect } from 'node:util'
import { deserialize, serialize } from 'node:v8'

const everything = { depth: Number.POSITIVE_INFINITY, maxStringLength: null, maxArrayLength: null } as const
const shown = { ...everything, showHidden: true, customInspect: false } as const

/** How each writes a value, by name. */
export const serialisers: Readonly<Record<string, (value: unknown) => string>> = {
  inspect: (value) => inspect(value),
  'inspect, deep': (value) => inspect(value, everything),
  'inspect without customInspect': (value) => inspect(value, { ...everything, customInspect: false }),
  'inspect with showHidden': (value) => inspect(value, { ...everything, showHidden: true }),
  'inspect with all that is hidden': (value) => inspect(value, shown),
  'inspect with getters': (value) => inspect(value, { ...shown, getters: true }),
  'inspect with showProxy': (value) => inspect(value, { ...shown, getters: true, showProxy: true }),
  'inspect inside an object': (value) => inspect({ nested: [value] }, { ...shown, getters: true }),
  JSON: (value) => JSON.stringify({ value }) ?? '',
  'JSON of named properties': (value) =>
    JSON.stringify(value, Object.getOwnPropertyNames(Object(value))) ?? '',
  'JSON without toJSON': (value) => JSON.stringify({ ...Object(value) }) ?? '',
  String: (value) => String(value),
  'template string': (value) => `${value}`,
  stack: (value) => String(Object(value).stack),
  'chain of causes': (value) => chained(value).map(String).join('\n'),
  'stacks of the chain': (value) =>
    chained(value)
      .map((each) => Object(each).stack)
      .join('\n'),
  'enumerable properties, as pino walks them': (value) => JSON.stringify(listed(value, 'enumerable', 0)),
  'own properties, as structured serialisers walk them': (value) => JSON.stringify(listed(value, 'own', 0)),
  'properties of the prototypes, too': (value) => JSON.stringify(listed(value, 'prototypes', 0)),
  assigned: (value) => inspect(Object.assign({}, Object(value)), shown),
  'structured clone': (value) => cloned(() => structuredClone(value)),
  'v8.serialize': (value) => cloned(() => deserialize(serialize(value))),
}

// What cannot be cloned shows nothing.
function cloned(clone: () => unknown): string {
  try {
    return inspect(clone(), shown)
  } catch (error) {
    return String(error)
  }
}

function chained(value: unknown): unknown[] {
  const all: unknown[] = []
  for (let at = value; at !== undefined && at !== null && all.length < 10; at = Object(at).cause) all.push(at)
  return all
}

function namesOf(value: object, which: 'enumerable' | 'own' | 'prototypes'): PropertyKey[] {
  if (which === 'enumerable') {
    const names =
      value instanceof Error ? ['type', 'message', 'stack', 'cause', 'errors', 'aggregateErrors'] : []
    for (const name in value) names.push(name)
    return names
  }
  if (which === 'own') return Reflect.ownKeys(value)
  const names: PropertyKey[] = []
  for (let at: object | null = value; at !== null; at = Object.getPrototypeOf(at))
    names.push(...Reflect.ownKeys(at))
  return names
}

// Walks down as serialisers of errors do, and reads each property that it finds.
function listed(value: unknown, which: 'enumerable' | 'own' | 'prototypes', depth: number): unknown {
  if (typeof value === 'bigint' || typeof value === 'symbol') return String(value)
  if (typeof value === 'function') return which === 'own' ? value.name : undefined
  if (typeof value !== 'object' || value === null || depth > 6) return value
  const found: Record<string, unknown> = {}
  for (const name of namesOf(value, which)) {
    if (name === '__proto__' || name === 'constructor') continue
    try {
      found[String(name)] = listed(Reflect.get(value, name), which, depth + 1)
    } catch (error) {
      found[String(name)] = String(error)
    }
  }
  return found
}
