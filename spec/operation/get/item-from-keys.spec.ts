// A stored item together with what its keys alone contain.
import { expect } from 'chai'
import { Entity, InvalidItemError, Table } from 'dyntastic'
import { string } from 'superstruct'
import { itemFromKeys } from '../../../lib/operation/get/item-from-keys.js'
import { thrown } from '../../support/rejection.js'

const Tag = new Entity({
  name: 'Tag',
  table: new Table({ name: 'tags', key: { partition: 'pk' }, separators: 'keep' }),
  attributes: { owner: string(), name: string() },
  key: { partition: 'T#{owner}#{name}' },
})
const from = (...names: string[]) => ({
  model: Tag,
  keys: [Tag.key],
  operation: 'query',
  isNeeded: (name: string) => names.includes(name),
})

describe('itemFromKeys', () => {
  it('has the attributes that can be read from the keys', () => {
    const stored = { pk: { S: 'T#a#b' } }
    expect(itemFromKeys(from('name'), stored)).deep.equal({ ...stored, owner: { S: 'a' }, name: { S: 'b' } })
  })

  it('is refused by name if one that is needed cannot', () => {
    const stored = { pk: { S: 'T#a#b#c' } }
    expect(itemFromKeys(from(), stored)).equal(stored)
    const error = thrown(() => itemFromKeys(from('name'), stored), InvalidItemError)
    expect(error.message).match(/^Tag\.query: name: cannot be read from the key attribute 'pk'/)
    expect(error.failures.map(({ path }) => path)).deep.equal(['name'])
  })
})
