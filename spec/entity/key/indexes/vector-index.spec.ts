// Vector indexes as they are defined, and everything that DynamoDB would refuse.
import { expect } from 'chai'
import { boolean, number, string } from 'superstruct'
import { defineIndexes } from '../../../../lib/entity/key/indexes/index-definition.js'
import { keyOfParts, keySide } from '../../../../lib/entity/key/key.js'
import { attribute } from '../../../../lib/entity/struct/attribute.js'
import { vector } from '../../../../lib/entity/struct/vector.js'
import type { IndexDescriptor } from '../../../../lib/entity/table/descriptor.js'
import { EntityDefinitionError } from '../../../../lib/errors/entity-definition-error.js'
import { thrown } from '../../../support/rejection.js'
import { contextOf } from '../../compiled-attributes.js'

const many = Array.from({ length: 21 }, (_, at) => `a${at}`)
const context = contextOf({
  id: string(),
  tenant: string(),
  lang: attribute(string(), { name: 'l' }),
  year: number(),
  flag: boolean(),
  embedding: attribute(vector(3), { name: 'e' }),
  large: vector(4097),
  ...Object.fromEntries(many.map((each) => [each, string()])),
})
const primary = keyOfParts(keySide(context, 'id', 'key.partition'), [])
const of = { vector: 'embedding', distance: 'cosine' } as const

const define = (indexes: Record<string, IndexDescriptor>) => defineIndexes(context, primary, indexes)

function one(descriptor: object) {
  const index = define({ byIt: { ...of, ...descriptor } }).vectors.get('byIt')
  if (index === undefined) return expect.fail('the index is not there')
  const { partition, filters, ...rest } = index
  return { ...rest, partition: partition?.name, filters: filters.map(({ name }) => name) }
}

const plain = {
  label: 'byIt',
  name: 'byIt',
  property: 'embedding',
  attribute: 'e',
  dimensions: 3,
  distance: 'cosine',
  partition: undefined,
  filters: [] as string[],
  projection: 'all' as unknown,
}

describe('defineVectorIndex', () => {
  for (const [what, descriptor, expected] of [
    ['a vector alone', {}, plain],
    ['another distance', { distance: 'dotProduct' }, { ...plain, distance: 'dotProduct' }],
    ['a partition', { partition: 'tenant' }, { ...plain, partition: 'tenant' }],
    ['filters by stored names', { filter: ['lang', 'year'] }, { ...plain, filters: ['l', 'year'] }],
    ['a name of its own', { name: 'v-index' }, { ...plain, name: 'v-index' }],
    ['keys', { projection: 'keys' }, { ...plain, projection: 'keys' }],
    ['a projection', { projection: ['lang', 'year'] }, { ...plain, projection: ['l', 'year'] }],
    [
      'a projection without what is there in any case',
      { filter: ['lang'], projection: ['lang', 'id', 'year'] },
      { ...plain, filters: ['l'], projection: ['year'] },
    ],
    ['a projection of that alone', { projection: ['id'] }, { ...plain, projection: 'keys' }],
  ] as const)
    it(`accepts ${what}`, () => {
      expect(one(descriptor)).deep.equal(expected)
    })

  it('stands next to other indexes', () => {
    const { indexes, vectors } = define({ byTenant: { partition: 'tenant' }, byIt: of })
    expect([...indexes.keys()]).deep.equal(['byTenant'])
    expect([...vectors.keys()]).deep.equal(['byIt'])
    expect(vectors.get('byIt')).frozen
  })

  for (const [descriptor, message] of [
    [{ vector: 'tenant' }, "'tenant' is not a vector; declare it as vector(dimensions)"],
    [{ vector: 'embeding' }, 'embeding'],
    [{ vector: 5 }, "'5'"],
    [{ vector: 'large' }, '4097 dimensions, but a vector index can have at most 4096'],
    [{ distance: undefined }, "needs a `distance`: 'cosine', 'euclidean' or 'dotProduct'"],
    [{ sort: 'year' }, 'a vector index has no `sort`'],
    [{ local: true }, 'a vector index has no `local`'],
    [{ partition: ['tenant', 'lang'] }, 'partitioned by one attribute'],
    [{ partition: 'flag' }, 'flag'],
    [{ partition: 'embedding' }, 'embedding'],
    [{ filter: ['flag'] }, 'flag'],
    [{ partition: 'tenant', filter: ['tenant'] }, "'tenant' is named twice"],
    [{ filter: ['lang', 'lang'] }, "'lang' is named twice"],
    [{ filter: many.slice(0, 19) }, 'names 19 attributes, but a vector index can have at most 18'],
    [{ filter: many.slice(0, 10), projection: many.slice(10) }, 'are 22 attributes'],
    [{ projection: ['embedding'] }, 'is the vector, which the index has in any case'],
    [{ projection: ['nope'] }, 'nope'],
    [{ name: 'a b' }, "'a b' is not a valid index name"],
  ] as const)
    it(`refuses ${JSON.stringify(descriptor).slice(0, 60)}`, () => {
      const error = thrown(() => one(descriptor), EntityDefinitionError)
      expect(error.message).contain('indexes.byIt').contain(message)
    })

  it('refuses six of them', () => {
    const six = Object.fromEntries(Array.from({ length: 6 }, (_, at) => [`index${at}`, of]))
    expect(thrown(() => define(six), EntityDefinitionError).message).contain('at most 5 vector indexes')
  })
})
