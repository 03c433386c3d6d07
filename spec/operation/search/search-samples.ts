// Documents with vectors: an index within tenants, and one of everything.
import { attribute, Entity, Table, vector } from 'dyntastic'
import { enums, number, optional, string } from 'superstruct'

const attributes = {
  docId: string(),
  tenant: string(),
  lang: enums(['en', 'de']),
  year: number(),
  title: attribute(string(), { name: 't' }),
  embedding: attribute(vector(3), { name: 'e' }),
  other: optional(vector(2)),
}

/** An entity with vector indexes, and one that is not. */
export const Document = new Entity({
  name: 'Document',
  table: 'documents',
  attributes,
  key: { partition: 'docId' },
  indexes: {
    byTenant: { partition: 'tenant' },
    byMeaning: {
      vector: 'embedding',
      distance: 'cosine',
      partition: 'tenant',
      filter: ['lang', 'year'],
      projection: ['title'],
    },
    everywhere: { vector: 'embedding', distance: 'dotProduct', name: 'all-of-them', projection: 'keys' },
    byOther: { vector: 'other', distance: 'euclidean' },
  },
})

const shelf = new Table({
  name: 'shelf',
  key: { partition: 'pk', sort: 'sk' },
  kind: 'type',
  indexes: { meaning: { vector: 'embedding', distance: 'cosine', projection: ['t'] } },
})

/** One of the kinds of a table that declares its vector index. */
export const Paper = new Entity({
  name: 'Paper',
  table: shelf,
  attributes: { id: string(), title: attribute(string(), { name: 't' }), embedding: vector(3) },
  key: { partition: 'PAPER#{id}', sort: 'P' },
  indexes: { byMeaning: { index: 'meaning' } },
})
