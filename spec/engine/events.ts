// Events with indexes of every projection, and some of them stored: what specs of queries and scans read.
import { attribute, Entity, type ExecutorOptions } from 'dyntastic'
import { array, date, integer, object, optional, string } from 'superstruct'
import type { TestEngine } from '../support/engine.js'
import { opened } from './opened.js'

/** A partition of events by time; indexes of whole items, of keys, of some attributes, and one that is local. */
export function eventEntity(table: string) {
  return new Entity({
    name: 'Event',
    table,
    attributes: {
      id: string(),
      at: date(),
      myInt: integer(),
      myStr: attribute(optional(string()), { name: 's' }),
      label: attribute(string(), { default: 'none' }),
      lines: optional(array(object({ sku: string(), quantity: integer() }))),
    },
    key: { partition: 'id', sort: 'at' },
    indexes: {
      byInt: { partition: 'myInt', sort: 'at' },
      byStr: { name: 'str-index', partition: 'myStr', sort: 'myInt' },
      keysByInt: { partition: 'myInt', sort: 'id', projection: 'keys' },
      someByInt: { partition: 'myInt', sort: 'label', projection: ['label', 'myStr'] },
      localByInt: { local: true, sort: 'myInt', projection: 'keys' },
    },
  })
}

/** The day of an event: `day(3)` is the third of January. */
export const day = (number: number): Date => new Date(Date.UTC(2022, 0, number))

/** Two events of one partition, and two of others. */
export const sample = [
  { id: 'id1', at: day(1), myInt: 1, myStr: 'str_1' },
  { id: 'id1', at: day(2), myInt: 2, myStr: 'str_2' },
  { id: 'id2', at: day(3), myInt: 1, myStr: 'str_3', label: 'third', lines: [{ sku: 'a', quantity: 1 }] },
  { id: 'id3', at: day(4), myInt: 3 },
] as const

/** A repository with the sample stored, and nothing in its record. */
export async function openedSample(engine: TestEngine, options: Omit<ExecutorOptions, 'client'> = {}) {
  const events = opened(engine, eventEntity, { scans: 'allow', ...options })
  for (const event of sample) await events.repository.save(structuredClone(event) as never)
  events.sent.length = 0
  return events
}

/** The days of events, in their order. */
export const days = (items: readonly { readonly at: Date }[]): number[] =>
  items.map(({ at }) => at.getUTCDate())
