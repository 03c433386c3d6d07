// Properties that stand in keys: as they are stored, or in templates and functions.
import { expect } from 'chai'
import { attribute, Table } from 'dyntastic'
import { string } from 'superstruct'
import { keyedProperties } from '../../../../lib/entity/key/indexes/keyed-properties.js'
import type { TemplateDescriptor } from '../../../../lib/entity/table/descriptor.js'

const { declared } = new Table({
  name: 'mixed',
  key: { partition: 'pk', sort: 'sk' },
  indexes: { gsi1: { partition: 'gpk', sort: 'total' } },
})
const attributes = {
  id: string(),
  place: string(),
  owner: attribute(string(), { name: 'pk' }),
  sum: attribute(string(), { name: 'total' }),
  note: string(),
}

const keyed = (more: object) => {
  if (declared === undefined) throw new Error('not declared')
  return keyedProperties({ name: 'A', attributes, ...more } as unknown as TemplateDescriptor, declared)
}

describe('keyedProperties', () => {
  it('are stored in the keys as they are, under the names of the table', () => {
    expect(
      keyed({ key: { partition: '{owner}', sort: 'A' }, indexes: { byIt: { index: 'gsi1' } } }),
    ).deep.equal({
      table: ['owner'],
      index: ['sum'],
      made: [],
    })
  })

  it('stand in templates, of the table and of indexes, each once', () => {
    const { made } = keyed({
      key: { partition: 'A#{id}', sort: '{id}#{place:lower}' },
      indexes: { byIt: { index: 'gsi1', partition: '{note}', sort: '{place}' } },
    })
    expect(made).deep.equal(['note', 'place', 'id'])
  })

  it('are read by functions', () => {
    const side = { attributes: ['place'], encode: () => 'x' }
    expect(keyed({ key: { partition: side, sort: 'A' } }).made).deep.equal(['place'])
  })

  it('are none of what is not a template, which is refused later', () => {
    expect(keyed({ key: { partition: '{id', sort: { attributes: 7 } } }).made).deep.equal([])
    expect(keyed({ key: undefined, indexes: { byIt: { index: 'no' } } }).made).deep.equal([])
  })
})
