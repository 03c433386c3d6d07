// The options of a Table: what fits is taken, what does not is refused by name.
import { expect } from 'chai'
import { Table } from '../../../lib/entity/table/table.js'
import { EntityDefinitionError } from '../../../lib/errors/entity-definition-error.js'
import { thrown } from '../../support/rejection.js'

const key = { partition: 'pk', sort: 'sk' }

describe('the options of a Table', () => {
  for (const options of [
    { key },
    { key: { partition: { name: 'pk' }, sort: { name: 'sk', type: 'N' } } },
    {
      key,
      indexes: {
        gsi1: { partition: 'a', sort: ['b', { name: 'c', type: 'N' }], projection: ['x'], name: 'idx' },
      },
    },
    { key, indexes: { lsi1: { local: true, sort: 'b', projection: 'keys' } } },
    { key, kind: false },
    { key, kind: '_et' },
    { key, kind: { name: '_et', values: { Cat: ['kitty', 'cat'], Dog: 'dog' } } },
    { key, separators: 'keep' },
  ] as const)
    it(`take ${JSON.stringify(options)}`, () => {
      expect(new Table({ name: 'shop', ...options }).options).deep.equal({ name: 'shop', ...options })
    })

  for (const [options, message] of [
    [{ key: 'pk' }, '`key` must be an object with `partition` and `sort`'],
    [{ key: { partition: '' } }, '`key.partition` must be a stored name'],
    [{ key: { partition: { name: 'pk', type: 'X' } } }, '`key.partition` must be a stored name'],
    [{ key: { partition: 'pk', srt: 'sk' } }, 'there is no option `key.srt`; did you mean `key.sort`?'],
    [{ key, indexes: { a: { partition: [] } } }, '`indexes.a.partition` must be a stored name'],
    [
      { key, indexes: { a: { partition: 'x', projection: 'some' } } },
      "`indexes.a.projection` must be 'all', 'keys'",
    ],
    [{ key, indexes: { a: { partition: 'x', index: 'y' } } }, 'there is no option `indexes.a.index`'],
    [{ key, kind: true }, '`kind` must be a stored name, false, or { name, values }'],
    [
      { key, kind: { name: 't', values: { Cat: [] } } },
      '`kind` must be a stored name, false, or { name, values }',
    ],
    [{ key, separators: 'no' }, '`separators` must be `escape`'.replaceAll('`escape`', "'escape'")],
  ] as const)
    it(`refuse ${JSON.stringify(options)}`, () => {
      const error = thrown(() => new Table({ name: 'shop', ...options } as never), EntityDefinitionError)
      expect(error.message).contain(message)
    })
})
