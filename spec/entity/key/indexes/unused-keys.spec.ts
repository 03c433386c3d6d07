// Plain attributes in keys of a table that declares its own, also of indexes that an entity does not use.
import { expect } from 'chai'
import { EntityDefinitionError, Table } from 'dyntastic'
import { boolean, integer, string } from 'superstruct'
import { plainKeyPart, unusedKeys } from '../../../../lib/entity/key/indexes/unused-keys.js'
import { attribute } from '../../../../lib/entity/struct/attribute.js'
import { thrown } from '../../../support/rejection.js'
import { contextOf } from '../../compiled-attributes.js'

const context = contextOf({
  tenant: string(),
  rank: attribute(integer(), { name: 'r' }),
  done: boolean(),
})

describe('plainKeyPart', () => {
  it('has the type of the attribute, which must be the declared one', () => {
    const part = plainKeyPart(context, 'rank', { name: 'r', type: undefined }, 'key.sort')
    expect(part).include({ property: 'rank', name: 'r', type: 'N' })
    const wrong = () => plainKeyPart(context, 'rank', { name: 'r', type: 'S' }, 'key.sort')
    expect(thrown(wrong, EntityDefinitionError).message).contain(
      "key.sort: the table declares 'r' as S, and 'rank' is stored as N",
    )
  })
})

describe('unusedKeys', () => {
  const keysOf = (sort: string, made: readonly string[] = []) => {
    const { declared } = new Table({
      name: 'shop',
      key: { partition: 'pk' },
      indexes: { one: { partition: ['tenant', 'absent'], sort } },
    })
    const unused = [...(declared?.indexes.values() ?? [])]
    return unusedKeys(context, unused, new Map(made.map((name) => [name, {}]))).map(({ partition, sort }) => [
      partition.map(({ property }) => property),
      sort.map(({ property }) => property),
    ])
  }

  it('have the attributes of the entity that are in them, by their stored names', () => {
    expect(keysOf('r')).deep.equal([[['tenant'], ['rank']]])
    expect(keysOf('other')).deep.equal([[['tenant'], []]])
    expect(keysOf('r', ['tenant'])).deep.equal([[[], ['rank']]])
  })

  it('refuse an attribute that cannot be in a key', () => {
    const error = thrown(() => keysOf('done'), EntityDefinitionError)
    expect(error.message).contain("index 'one' of the table: 'done' is stored as BOOL")
  })
})
