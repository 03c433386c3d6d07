// What vector indexes hold, and the hits whose items are fetched.
import { expect } from 'chai'
import { Entity, upgrade, vector } from 'dyntastic'
import { optional, string } from 'superstruct'
import { resolvePath } from '../../../lib/expression/path/resolved-path.js'
import { partNames, wholeHits } from '../../../lib/operation/search/search-parts.js'
import type { SearchState } from '../../../lib/operation/search/search-state.js'

const attributes = { id: string(), tenant: string(), title: string(), embedding: optional(vector(2)) }
const indexes = {
  listed: { vector: 'embedding', distance: 'cosine', partition: 'tenant', projection: ['title'] },
  keys: { vector: 'embedding', distance: 'cosine', projection: 'keys' },
  all: { vector: 'embedding', distance: 'cosine' },
} as const
const common = { attributes, key: { partition: 'id' }, indexes } as const
const Plain = new Entity({ ...common, name: 'Plain', table: 'plain' })
const Paper = new Entity({
  ...common,
  name: 'Paper',
  table: 'papers',
  schemaVersion: {
    attribute: '_v',
    current: 2,
    upgrades: [
      upgrade(1, { tenant: string(), name: string() }, ({ name, tenant }) => ({ title: name, tenant })),
    ],
  },
})

describe('what vector indexes hold', () => {
  const names = (label: keyof typeof indexes) => {
    const index = Paper.vectors.get(label)
    return index === undefined ? [] : [...(partNames(Paper, index) ?? ['all'])]
  }

  it('is the key, the partition and what they project', () => {
    expect([names('listed'), names('keys'), names('all')]).deep.equal([
      ['id', 'tenant', 'title'],
      ['id'],
      ['all'],
    ])
  })

  it('decides which items are fetched', () => {
    const id = { S: 'p' }
    const results = [{ Item: { id, tenant: id, title: id } }, { Item: { id, tenant: id } }, {}]
    const places = (model: typeof Paper | typeof Plain, state: Partial<SearchState>) => {
      const index = model.vectors.get('all')
      return [...wholeHits(model, { full: false, index, select: [], ...state } as SearchState, results)]
    }
    expect(places(Plain, {})).deep.equal([])
    expect(places(Plain, { full: true })).deep.equal([0, 1, 2])
    expect(places(Paper, {})).deep.equal([0, 1, 2])
    const select = [resolvePath({ entity: 'Paper', codec: Paper.codec }, 'embedding')]
    const keys = Paper.vectors.get('keys')
    expect(keys && places(Paper, { index: keys })).deep.equal([])
    expect(keys && places(Paper, { index: keys, select })).deep.equal([0, 1, 2])
  })
})
