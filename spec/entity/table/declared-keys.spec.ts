// What a Table declares of its keys: in one form, with the limits of DynamoDB.
import { expect } from 'chai'
import { declaredKeys } from '../../../lib/entity/table/declared-keys.js'
import type { TableOptions } from '../../../lib/entity/table/table-options.js'
import { EntityDefinitionError } from '../../../lib/errors/entity-definition-error.js'
import { thrown } from '../../support/rejection.js'

const key = { partition: 'pk', sort: 'sk' }

function declared(options: Omit<TableOptions, 'name'>) {
  return declaredKeys({ name: 'shop', ...options })
}

describe('declaredKeys', () => {
  it('are empty without a key', () => {
    expect(declared({})).equal(undefined)
  })

  it('have every side as a list, with the type of each attribute if it is given', () => {
    const keys = declared({
      key: { partition: 'pk', sort: { name: 'sk', type: 'N' } },
      indexes: {
        one: {
          partition: ['a', 'b'],
          sort: { name: 'c', type: 'B' },
          projection: ['x'],
          name: 'first-index',
        },
        near: { local: true, sort: 'd' },
      },
    })
    expect(keys?.partition).deep.equal([{ name: 'pk', type: undefined }])
    expect(keys?.sort).deep.equal([{ name: 'sk', type: 'N' }])
    expect(keys?.separators).equal('escape')
    expect([...(keys?.names ?? [])]).deep.equal(['pk', 'sk', 'a', 'b', 'c', 'd'])
    expect(keys?.indexes.get('one')).deep.include({ name: 'first-index', local: false, projection: ['x'] })
    expect(keys?.indexes.get('near')).deep.include({
      name: 'near',
      local: true,
      partition: [{ name: 'pk', type: undefined }],
      sort: [{ name: 'd', type: undefined }],
      projection: 'all',
    })
  })

  const many = Object.fromEntries(
    [1, 2, 3, 4, 5, 6].map((at) => [`lsi${at}`, { local: true, sort: `s${at}` }]),
  )
  for (const [options, message] of [
    [{ indexes: { a: { partition: 'x' } } }, '`indexes` needs a `key`'],
    [{ separators: 'keep' }, '`separators` needs a `key`'],
    [{ key: {} }, '`key` needs a `partition`'],
    [{ key: { partition: 'pk', sort: 'pk' } }, "the partition key and the sort key are both 'pk'"],
    [{ key, indexes: { 'a b': { partition: 'x' } } }, "'a b' is not a valid index name"],
    [
      { key, indexes: { one: { partition: 'x', name: 'same' }, two: { partition: 'y', name: 'same' } } },
      "two indexes are called 'same'",
    ],
    [{ key, indexes: { one: { sort: 'x' } } }, 'indexes.one needs a `partition` (or local: true)'],
    [
      { key: { partition: 'pk' }, indexes: { one: { local: true, sort: 'x' } } },
      'needs a table with a sort key',
    ],
    [{ key, indexes: { one: { local: true, partition: 'x', sort: 'y' } } }, 'cannot have its own'],
    [{ key, indexes: { one: { local: true } } }, 'a local index needs one sort key'],
    [{ key, indexes: { one: { local: true, sort: ['x', 'y'] } } }, 'a local index needs one sort key'],
    [{ key, indexes: many }, 'a table has at most 5 local indexes'],
    [
      { key, indexes: { one: { partition: ['a', 'b', 'c', 'd', 'e'] } } },
      'names 5 attributes, but it can have at most 4',
    ],
    [{ key: { partition: 'x'.repeat(256) } }, 'the name of a key attribute can have at most 255 bytes'],
    [
      {
        key,
        indexes: {
          one: { partition: { name: 'a', type: 'N' } },
          two: { partition: { name: 'a', type: 'S' } },
        },
      },
      "'a' is declared as N and as S",
    ],
    [{ key, indexes: { one: { partition: 'a', sort: 'a' } } }, "indexes.one: 'a' is in the key twice"],
    [
      { key, indexes: { one: { partition: ['a', 'b'], sort: ['c', 'b'] } } },
      "indexes.one: 'b' is in the key twice",
    ],
    [{ key, indexes: { one: { local: true, sort: 'pk' } } }, "indexes.one: 'pk' is in the key twice"],
  ] as const)
    it(`refuse ${message}`, () => {
      expect(thrown(() => declared(options as never), EntityDefinitionError).message).contain(message)
    })
})
