// Vector indexes that a table declares, as its entities have them.
import { expect } from 'chai'
import { attribute, Entity, EntityDefinitionError, Table, vector } from 'dyntastic'
import { string } from 'superstruct'
import { thrown } from '../../../support/rejection.js'

const define = (attributes: object, index: object = {}) => {
  const table = new Table({
    name: 'shelf',
    key: { partition: 'pk', sort: 'sk' },
    indexes: {
      gsi1: { partition: 'g1' },
      meaning: {
        vector: 'e',
        distance: 'euclidean',
        partition: 'tenant',
        filter: ['l'],
        projection: ['t', 'pages'],
      },
    },
  })
  const key = { partition: 'PAPER#{id}', sort: 'P' }
  const indexes = { byMeaning: { index: 'meaning', ...index } }
  return new Entity({ name: 'Paper', table, attributes, key, indexes } as never)
}

const attributes = {
  id: string(),
  tenant: string(),
  lang: attribute(string(), { name: 'l' }),
  title: attribute(string(), { name: 't' }),
  embedding: attribute(vector(3), { name: 'e' }),
}

describe('declaredVector', () => {
  it('has the properties of the stored names', () => {
    const index = define(attributes).vectors.get('byMeaning')
    expect(index).include({ name: 'meaning', property: 'embedding', attribute: 'e', dimensions: 3 })
    expect(index?.partition?.property).equal('tenant')
    expect(index?.filters.map(({ property, name }) => [property, name])).deep.equal([['lang', 'l']])
    expect(index?.projection).deep.equal(['t', 'pages'])
  })

  const { embedding, lang, tenant, ...rest } = attributes
  for (const [what, given, index, message] of [
    ['a vector', { lang, tenant, ...rest }, {}, "the vector of the index is 'e', and the entity has no"],
    ['its partition', { embedding, lang, ...rest }, {}, "the partition of the index is 'tenant'"],
    ['its filters', { embedding, tenant, ...rest }, {}, "the filter of the index is 'l'"],
    ['vectors', { ...attributes, embedding: attribute(string(), { name: 'e' }) }, {}, 'is not a vector'],
    ['sides of templates', attributes, { partition: '{id}' }, '`partition` does not apply here'],
    ['an index of the table', attributes, { index: 'meanin' }, "'gsi1', 'meaning'"],
  ] as const)
    it(`refuses what lacks ${what}`, () => {
      const error = thrown(() => define(given, index), EntityDefinitionError)
      expect(error.message).contain('byMeaning').contain(message)
    })
})
