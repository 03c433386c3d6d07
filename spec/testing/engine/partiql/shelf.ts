// An engine with a shelf of books, and a short way to run statements on it, for the specs of PartiQL.
import { parseStatement } from '../../../../lib/testing/engine/partiql/language/statement-parser.js'
import type { Term } from '../../../../lib/testing/engine/partiql/language/terms.js'
import type { WireItem, WireObject, WireValue } from '../../../../lib/testing/engine/values/wire.js'
import { books, type OpenEngine, refusalOf } from '../ways-in.js'

/** What the shelf holds: partition `a` has books 1 to 3, partition `b` has book 1. */
export const shelved: readonly WireItem[] = [
  {
    pk: { S: 'a' },
    sk: { S: '1' },
    title: { S: 'Dune' },
    pages: { N: '412' },
    genre: { S: 'sf' },
    year: { N: '1965' },
    tags: { SS: ['desert', 'spice'] },
    parts: { L: [{ S: 'Dune' }, { S: "Muad'Dib" }] },
    writer: { M: { name: { S: 'Frank' }, born: { N: '1920' } } },
  },
  { pk: { S: 'a' }, sk: { S: '2' }, title: { S: 'Emma' }, pages: { N: '474' }, read: { BOOL: true } },
  { pk: { S: 'a' }, sk: { S: '3' }, title: { S: 'Kim' }, pages: { N: '368' }, genre: { S: 'novel' } },
  { pk: { S: 'b' }, sk: { S: '1' }, title: { NULL: true }, pages: { N: '12' }, genre: { S: 'sf' } },
]

export interface Shelf extends OpenEngine {
  /** What ExecuteStatement returns. */
  options(statement: string, parameters?: readonly WireValue[], more?: WireObject): WireObject
  /** The items that a statement returns. */
  items(statement: string, parameters?: readonly WireValue[]): WireItem[]
  /** The keys of those items: `a1 a2`. */
  keys(statement: string, parameters?: readonly WireValue[]): string
  /** What a statement is refused for: `ValidationException: ...`. */
  refused(statement: string, parameters?: readonly WireValue[], more?: WireObject): string
  /** The stored book. */
  stored(pk: string, sk: string): WireItem | undefined
}

export function shelf(): Shelf {
  const engine = books()
  for (const Item of shelved) engine.run('PutItem', { TableName: 'books', Item })
  const inputOf = (Statement: string, parameters?: readonly WireValue[], more: WireObject = {}) => ({
    Statement,
    ...(parameters && { Parameters: parameters }),
    ...more,
  })
  const items = (statement: string, parameters?: readonly WireValue[]) =>
    engine.run('ExecuteStatement', inputOf(statement, parameters))['Items'] as WireItem[]
  return {
    ...engine,
    options: (statement, parameters, more) =>
      engine.run('ExecuteStatement', inputOf(statement, parameters, more)),
    items,
    keys: (statement, parameters) =>
      items(statement, parameters)
        .map(({ pk, sk }) => `${pk?.S}${sk?.S}`)
        .join(' '),
    refused(statement, parameters, more) {
      const { type, message } = engine.refusal('ExecuteStatement', inputOf(statement, parameters, more))
      return `${type}: ${message}`
    },
    stored: (pk, sk) =>
      engine.run('GetItem', { TableName: 'books', Key: { pk: { S: pk }, sk: { S: sk } } })['Item'] as
        | WireItem
        | undefined,
  }
}

/** The condition of `WHERE`, as a term. */
export function whereTerm(condition: string): Term {
  const { statement } = parseStatement(`SELECT * FROM t WHERE ${condition}`)
  if (statement.kind !== 'select' || statement.where === undefined) throw new Error('There is no WHERE')
  return statement.where
}

/** The message of the refusal that `work` ends in. */
export function messageOf(work: () => unknown): string {
  return refusalOf(work).message
}
