// Checks that an output has the shape of a DynamoDB response: it may come from another server, a proxy or a mock.
import type { CallName } from '../../operation/ground/request.js'

type Kind = 'map' | 'list of maps' | 'count' | 'map of lists' | 'map of maps' | 'list'

const isMap = (value: unknown): boolean =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

const isMapOf = (value: unknown, is: (member: unknown) => boolean): boolean =>
  isMap(value) && Object.values(value as object).every(is)

const kinds: Readonly<Record<Kind, (value: unknown) => boolean>> = {
  map: isMap,
  list: Array.isArray,
  'list of maps': (value) => Array.isArray(value) && value.every(isMap),
  count: (value) => Number.isSafeInteger(value) && (value as number) >= 0,
  'map of lists': (value) => isMapOf(value, Array.isArray),
  'map of maps': (value) => isMapOf(value, isMap),
}

type Shape = Readonly<Record<string, Kind>>

const pageShape: Shape = {
  Items: 'list of maps',
  Count: 'count',
  ScannedCount: 'count',
  LastEvaluatedKey: 'map',
}
const writeShape: Shape = { Attributes: 'map' }

/** Expected shape of each member that we read, if present. */
const shapes: Readonly<Partial<Record<CallName, Shape>>> = {
  GetItem: { Item: 'map' },
  PutItem: writeShape,
  DeleteItem: writeShape,
  UpdateItem: writeShape,
  Query: pageShape,
  Scan: pageShape,
  BatchGetItem: { Responses: 'map of lists', UnprocessedKeys: 'map of maps' },
  BatchWriteItem: { UnprocessedItems: 'map of lists' },
  TransactGetItems: { Responses: 'list of maps' },
}

/** Describes the first member that has the wrong shape, or returns `undefined` if there is none. */
export function shapeFault(call: CallName, output: object): string | undefined {
  const shape = shapes[call]
  if (shape === undefined) return undefined
  for (const member in shape) {
    const value: unknown = Reflect.get(output, member)
    const kind = shape[member]
    if (value === undefined || value === null || kind === undefined) continue
    if (!kinds[kind](value)) return `${member} is not a ${kind}`
  }
  return undefined
}
