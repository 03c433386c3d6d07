// Range of the storage that a query reads, from its key conditions.
import type { KeyComparison, KeyConditions } from '../expressions/key-condition.js'
import { fits, partitionText } from '../storage/entry-keys.js'
import { type Bound, isBefore } from '../storage/ordered-tree.js'
import type { KeyAttribute, KeySchema } from '../storage/table-schema.js'
import { keyText, openKeyText } from '../values/key-text.js'
import { invalid } from '../values/service-failure.js'
import type { WireValue } from '../values/wire.js'

/** From the first key that is in it to the first that is no longer. */
export interface KeyRange {
  readonly low: Bound
  readonly high: Bound
  /** What the keys of its partition begin with. */
  readonly partition: string
}

/** Whether a key lies in a range. */
export function isWithin(key: string, { low, high }: KeyRange): boolean {
  return !isBefore(key, low) && isBefore(key, high)
}

/** The range of a query. Refuses conditions that do not fit the key. */
export function queryRange(schema: KeySchema, conditions: KeyConditions): KeyRange {
  if (schema.all.length <= 2 && conditions.size > 2) throw invalid('Conditions can be of length 1 or 2 only')
  const known = schema.all.filter(({ name }) => conditions.has(name)).length
  checkConditions(schema, conditions, known)
  const values = schema.partition.map((attribute) => comparedValue(attribute, conditions))
  const partition = partitionText(values)
  let prefix = partition
  let last: KeyComparison | undefined
  for (const { name } of schema.sort) {
    const condition = conditions.get(name)
    const [value] = condition?.values ?? []
    if (condition === undefined || value === undefined) break
    last = condition
    if (condition.by !== '=') break
    prefix += keyText(value)
    last = undefined
  }
  return { partition, ...boundsOf(prefix, last) }
}

function boundsOf(prefix: string, condition: KeyComparison | undefined): { low: Bound; high: Bound } {
  const low: Bound = { text: prefix, after: false }
  const high: Bound = { text: prefix, after: true }
  const [first, second] = condition?.values ?? []
  if (condition === undefined || first === undefined) return { low, high }
  const text = prefix + keyText(first)
  switch (condition.by) {
    case '<':
      return { low, high: { text, after: false } }
    case '<=':
      return { low, high: { text, after: true } }
    case '>':
      return { low: { text, after: true }, high }
    case '>=':
      return { low: { text, after: false }, high }
    case 'BETWEEN':
      return { low: { text, after: false }, high: { text: prefix + keyText(second ?? first), after: true } }
    default: {
      const open = prefix + openKeyText(first)
      return { low: { text: open, after: false }, high: { text: open, after: true } }
    }
  }
}

// Partition attributes by equality, all of them; sort attributes from the left, all but the last by equality.
function checkConditions({ partition, sort }: KeySchema, conditions: KeyConditions, known: number): void {
  const missed = partition.find(({ name }) => !conditions.has(name))
  if (missed !== undefined) throw invalid(`Query condition missed key schema element: ${missed.name}`)
  if (known < conditions.size) {
    const [free] = sort.filter(({ name }) => !conditions.has(name))
    throw invalid(
      free === undefined
        ? 'Query key condition not supported'
        : `Query condition missed key schema element: ${free.name}`,
    )
  }
  for (const attribute of [...partition, ...sort]) checkType(attribute, conditions.get(attribute.name))
  for (const { name } of partition)
    if (conditions.get(name)?.by !== '=') throw invalid('Query key condition not supported')
  const given = sort.map(({ name }) => conditions.get(name))
  const count = given.filter((one) => one !== undefined).length
  const gap = given.slice(0, count).indexOf(undefined)
  if (gap >= 0) throw invalid(`Query condition missed key schema element: ${sort[gap]?.name}`)
  if (given.slice(0, Math.max(0, count - 1)).some((one) => one?.by !== '='))
    throw invalid('Query key condition not supported')
}

function checkType(attribute: KeyAttribute, condition: KeyComparison | undefined): void {
  for (const value of condition?.values ?? []) {
    if (!fits(value, attribute))
      throw invalid(
        'One or more parameter values were invalid: Condition parameter type does not match schema type',
      )
    if (value.S === '' || value.B === '')
      throw invalid(
        `One or more parameter values are not valid. The AttributeValue for a key attribute cannot contain an empty ${value.S === undefined ? 'binary' : 'string'} value. Key: ${attribute.name}`,
      )
  }
}

function comparedValue({ name }: KeyAttribute, conditions: KeyConditions): WireValue {
  return conditions.get(name)?.values[0] ?? {}
}
