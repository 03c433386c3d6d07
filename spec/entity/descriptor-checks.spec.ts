// Descriptors checked before an entity is made of them: by the rows of the table that they are for.
import { expect } from 'chai'
import { EntityDefinitionError, Table } from 'dyntastic'
import { string } from 'superstruct'
import {
  asTemplates,
  checkedName,
  keyProperties,
  named,
  tableOf,
} from '../../lib/entity/descriptor-checks.js'
import type { Descriptor } from '../../lib/entity/table/descriptor.js'
import { thrown } from '../support/rejection.js'

const declaring = new Table({
  name: 'shop',
  key: { partition: 'pk', sort: 'sk' },
  indexes: { native: { partition: ['a', 'b'] } },
})
const base = { name: 'Test', table: declaring, attributes: { id: string(), a: string(), b: string() } }

describe('checkedName', () => {
  it('is the name of a descriptor that fits its table', () => {
    expect(checkedName({ ...base, key: { partition: 'X#{id}', sort: 'S' } } as unknown as Descriptor)).equal(
      'Test',
    )
    expect(checkedName({ ...base, table: 'shop', key: { partition: 'id' } } as unknown as Descriptor)).equal(
      'Test',
    )
  })

  for (const [more, message] of [
    [
      { key: { partition: 5 } },
      '`key.partition` must be a template, or { attributes, encode, decode }, but is 5',
    ],
    [
      { key: { partition: '' } },
      "`key.partition` must be a template, or { attributes, encode, decode }, but is ''",
    ],
    [{ key: { partition: { attributes: ['id'], encode: 5 } } }, '`key.partition.encode` must be a function'],
    [
      { indexes: { a: { index: 'native', derive: 'never' } } },
      "`indexes.a.derive` must be 'read' or 'refuse'",
    ],
    [{ indexes: { a: { index: 'native', local: true } } }, 'there is no option `indexes.a.local`'],
    [{ table: 'shop', indexes: { a: { index: 'native' } } }, 'there is no option `indexes.a.index`'],
  ] as const)
    it(`refuses ${message}`, () => {
      const descriptor = {
        ...base,
        key: { partition: 'X#{id}', sort: 'S' },
        ...more,
      } as unknown as Descriptor
      expect(thrown(() => checkedName(descriptor), EntityDefinitionError).message).contain(message)
    })
})

describe('keyProperties', () => {
  it('are those whose stored form is a part of a key, and those that keys are made of', () => {
    const descriptor = {
      ...base,
      key: { partition: 'X#{id}', sort: 'S' },
      indexes: { byIt: { index: 'native' } },
    } as unknown as Descriptor
    expect([...keyProperties(descriptor, declaring.declared)]).deep.equal([
      ['id', 'made'],
      ['a', 'index'],
      ['b', 'index'],
    ])
    const plain = {
      ...base,
      key: { partition: 'id' },
      indexes: { byIt: { partition: 'a' } },
    } as unknown as Descriptor
    expect([...keyProperties(plain, undefined)]).deep.equal([
      ['a', 'index'],
      ['id', 'table'],
    ])
    expect(asTemplates(descriptor)).equal(descriptor)
  })
})

describe('tableOf', () => {
  it('is the Table, or one of that name', () => {
    expect(tableOf({ ...base } as unknown as Descriptor, { entity: 'Test' })).equal(declaring)
    expect(
      tableOf({ ...base, table: 'shop' } as unknown as Descriptor, { entity: 'Test' }).options,
    ).deep.equal({ name: 'shop' })
  })
})

describe('named', () => {
  it('gives errors the name of the entity', () => {
    const error = thrown(
      () =>
        named('Test', () => {
          throw new EntityDefinitionError({ detail: 'wrong' })
        }),
      EntityDefinitionError,
    )
    expect(error.message).equal('Test: wrong')
  })
})
