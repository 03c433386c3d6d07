// Secondary indexes: names, keys and projections, and everything that DynamoDB would refuse.
import { expect } from 'chai'
import { boolean, date, integer, string } from 'superstruct'
import { defineIndexes } from '../../../../lib/entity/key/indexes/index-definition.js'
import { type Key, keyOfParts, keySide } from '../../../../lib/entity/key/key.js'
import { attribute } from '../../../../lib/entity/struct/attribute.js'
import type { IndexDescriptor } from '../../../../lib/entity/table/descriptor.js'
import { EntityDefinitionError } from '../../../../lib/errors/entity-definition-error.js'
import { thrown } from '../../../support/rejection.js'
import { contextOf } from '../../compiled-attributes.js'

const context = contextOf({
  id: string(),
  at: date(),
  mail: attribute(string(), { name: 'id/alias' }),
  total: integer(),
  a: string(),
  b: string(),
  c: string(),
  flag: boolean(),
  long: attribute(string(), { name: 'l' }),
})
const primary = keyOfParts(keySide(context, 'id', 'key.partition'), keySide(context, 'at', 'key.sort'))
const simple = keyOfParts(primary.partition, [])

const define = (indexes: Record<string, IndexDescriptor> | undefined, key = primary) =>
  defineIndexes(context, key, indexes).indexes

function one(descriptor: IndexDescriptor) {
  const index = define({ byIt: descriptor }).get('byIt')
  if (index === undefined) return expect.fail('the index is not there')
  const { label, name, local, key, projection } = index
  return {
    label,
    name,
    local,
    partition: key.partition.map((part) => part.name),
    sort: key.sort.map((part) => part.name),
    projection,
  }
}

const plain = { label: 'byIt', name: 'byIt', local: false, sort: [], projection: 'all' }

describe('defineIndexes', () => {
  it('returns none for none', () => {
    expect(define(undefined).size).equal(0)
  })

  for (const [what, descriptor, expected] of [
    ['a partition key alone', { partition: 'total' }, { ...plain, partition: ['total'] }],
    ['both sides', { partition: 'total', sort: 'at' }, { ...plain, partition: ['total'], sort: ['at'] }],
    [
      'a name of its own',
      { partition: 'total', name: 'total-index' },
      { ...plain, name: 'total-index', partition: ['total'] },
    ],
    [
      'a name of its own, and both sides',
      { partition: 'total', sort: 'at', name: 'total_at-index' },
      { ...plain, name: 'total_at-index', partition: ['total'], sort: ['at'] },
    ],
    ['stored names of aliases', { partition: 'mail' }, { ...plain, partition: ['id/alias'] }],
    [
      'several attributes per side, in order',
      { partition: ['mail', 'a'], sort: ['total', 'at', 'b', 'c'] },
      { ...plain, partition: ['id/alias', 'a'], sort: ['total', 'at', 'b', 'c'] },
    ],
    [
      'a local index',
      { local: true, sort: 'total' },
      { ...plain, local: true, partition: ['id'], sort: ['total'] },
    ],
    [
      'a local index that repeats the partition key of the table',
      { local: true, partition: 'id', sort: 'total' },
      { ...plain, local: true, partition: ['id'], sort: ['total'] },
    ],
    [
      'the keys alone',
      { partition: 'total', projection: 'keys' },
      { ...plain, partition: ['total'], projection: 'keys' },
    ],
    [
      'a list of attributes, by stored name',
      { partition: 'total', projection: ['a', 'long'] },
      { ...plain, partition: ['total'], projection: ['a', 'l'] },
    ],
    [
      'a list without the keys, which are there anyway, and without doubles',
      { partition: 'total', projection: ['id', 'at', 'total', 'a', 'a'] },
      { ...plain, partition: ['total'], projection: ['a'] },
    ],
    [
      'a list of keys only as the keys alone, since DynamoDB takes no empty list',
      { partition: 'total', projection: ['id'] },
      { ...plain, partition: ['total'], projection: 'keys' },
    ],
  ] as const)
    it(`takes ${what}`, () => {
      expect(one(descriptor)).deep.equal(expected)
    })

  it('keeps the order, and looks names up as they are', () => {
    const indexes = define({
      zed: { partition: 'a', projection: ['b'] },
      constructor: { partition: 'b' },
    })
    expect([...indexes.keys()]).deep.equal(['zed', 'constructor'])
    expect(indexes.get('toString')).equal(undefined)
    for (const index of indexes.values()) {
      expect(index).frozen
      expect(index.key).frozen
      expect(index.projection).frozen
    }
  })

  it('takes the most local indexes that a table has', () => {
    const five = [1, 2, 3, 4, 5].map((n) => [`local${n}`, { local: true, sort: 'total' }] as const)
    expect(define(Object.fromEntries(five)).size).equal(5)
  })

  for (const [what, indexes, key, message] of [
    ['no partition key', { x12: { sort: 'a' } }, primary, /indexes\.x12 needs a partition key/],
    ['an empty list', { x12: { partition: [] } }, primary, /indexes\.x12 needs a partition key/],
    [
      'an unknown attribute',
      { x12: { partition: 'nope' } },
      primary,
      /indexes\.x12\.partition: 'nope' is not an attr/,
    ],
    [
      'an unknown sort key',
      { x12: { partition: 'a', sort: 'no' } },
      primary,
      /indexes\.x12\.sort: 'no' is no/,
    ],
    ['a stored name', { x12: { partition: 'id/alias' } }, primary, /stored name; the property is 'mail'/],
    ['a boolean', { x12: { partition: 'flag' } }, primary, /'flag' is stored as BOOL/],
    [
      'five attributes on a side',
      { x12: { partition: ['id', 'mail', 'a', 'b', 'c'] } },
      primary,
      /names 5 attributes, but can have at most 4/,
    ],
    [
      'an attribute twice',
      { byA: { partition: 'a', sort: 'a' } },
      primary,
      /indexes\.byA: 'a' is in the key twice/,
    ],
    [
      'a name that DynamoDB refuses',
      { 'id/alias-index': { partition: 'a' } },
      primary,
      /'id\/alias-index' is not a valid index name.*give it a `name`/,
    ],
    ['a name that is too short', { ab: { partition: 'a' } }, primary, /'ab' is not a valid index name/],
    [
      'an own name that is refused',
      { x12: { partition: 'a', name: 'é é' } },
      primary,
      /'é é' is not a valid index name/,
    ],
    [
      'two with one name',
      { x12: { partition: 'a' }, y12: { partition: 'b', name: 'x12' } },
      primary,
      /two indexes have the name 'x12' in DynamoDB/,
    ],
    [
      'a local index of a table without a sort key',
      { x12: { local: true, sort: 'a' } },
      simple,
      /table with a sort/,
    ],
    ['a local index without a sort key', { x12: { local: true } }, primary, /a local index needs a sort key/],
    [
      'a local index with a partition key of its own',
      { x12: { local: true, partition: 'a', sort: 'b' } },
      primary,
      /has the table's partition key, and cannot have its own/,
    ],
    [
      'a local index with two sort attributes',
      { x12: { local: true, sort: ['a', 'b'] } },
      primary,
      /names 2 attributes, but it can have only one/,
    ],
    [
      'an unknown projected attribute',
      { x12: { partition: 'a', projection: ['nope'] } },
      primary,
      /indexes\.x12\.projection: 'nope' is not an attribute/,
    ],
    [
      'a projection of another kind',
      { x12: { partition: 'a', projection: 'some' as 'all' } },
      primary,
      /indexes\.x12\.projection must be 'all', 'keys' or a list of attributes/,
    ],
    [
      'six local indexes',
      Object.fromEntries(
        [1, 2, 3, 4, 5, 6].map((n) => [`local${n}`, { local: true, sort: 'total' }] as const),
      ),
      primary,
      /at most 5 local indexes/,
    ],
  ] as readonly (readonly [string, Record<string, IndexDescriptor>, Key, RegExp])[])
    it(`refuses ${what}`, () => {
      expect(thrown(() => define(indexes, key), EntityDefinitionError).message).match(message)
    })
})
