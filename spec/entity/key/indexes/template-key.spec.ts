// Keys of entities on tables that declare theirs: which templates belong to which key, and which definitions are
// refused.
import { expect } from 'chai'
import { attribute, type Descriptor, Entity, EntityDefinitionError, Table, ValidationError } from 'dyntastic'
import { array, boolean, integer, optional, type Struct, set, string, union } from 'superstruct'
import { isPartial } from '../../../../lib/entity/key/key.js'
import { kindsOf } from '../../../support/kinds.js'
import { thrown } from '../../../support/rejection.js'

const table = () =>
  new Table({
    name: 'shop',
    key: { partition: 'pk', sort: 'sk' },
    indexes: {
      gsi1: { partition: 'g1', sort: 'g1s' },
      native: { partition: ['tenant', 'state'], sort: 'total' },
      numeric: { partition: 'g2', sort: { name: 'g2s', type: 'N' } },
      lsi1: { local: true, sort: 'l1' },
    },
  })

const attributes = {
  id: string(),
  tenant: string(),
  state: attribute(optional(string()), { name: 'state' }),
  total: integer(),
  tags: optional(set(string())),
}

function define(more: object, own: object = attributes): Entity<never, never> {
  const descriptor = {
    name: 'Test',
    table: table(),
    attributes: own,
    key: { partition: 'T#{id}', sort: 'S' },
    ...more,
  }
  return new Entity(descriptor as unknown as Descriptor as never) as never
}

describe('the keys of an entity on a table that declares its own', () => {
  it('name the attributes in the templates, each once', () => {
    const { Order, Customer } = kindsOf('shop')
    expect(Order.key.attributes.map(({ property }) => property)).deep.equal([
      'customerId',
      'placedAt',
      'orderId',
    ])
    expect(Customer.key.attributes.map(({ property }) => property)).deep.equal(['customerId'])
    expect(Order.key.partition.map(({ name, property, type }) => [name, property, type])).deep.equal([
      ['pk', 'pk', 'S'],
    ])
  })

  it('are partial where an index says so, as far as they begin with text', () => {
    const entity = define({
      indexes: {
        byState: { index: 'gsi1', partition: 'S#{state}', sort: '{total:plain}#{state}', partial: true },
      },
    })
    const { partition, sort, needed } = entity.indexes.get('byState')?.key ?? {}
    expect(partition?.map(isPartial)).deep.equal([true])
    expect(sort?.map(isPartial)).deep.equal([false])
    expect(needed?.map(({ property }) => property).sort()).deep.equal(['state', 'total'])
    expect(entity.key.parts.some(isPartial)).equal(false)
  })

  for (const [index, words] of [
    [{ index: 'gsi1', partition: '{state}', sort: '{total:3}' }, /begins with text and has an attribute/],
    [{ index: 'gsi1', partition: 'ALL', sort: 'S' }, /begins with text and has an attribute/],
    [{ index: 'native' }, /begins with text and has an attribute/],
  ] as const)
    it(`refuses \`partial\` for ${JSON.stringify(index)}, which has no beginning`, () => {
      const error = thrown(
        () => define({ indexes: { some: { ...index, partial: true } } }),
        EntityDefinitionError,
      )
      expect(error.message)
        .match(/indexes\.some: `partial` needs a template/)
        .match(words)
    })

  it('refuse two indexes with one key attribute of which one alone is partial', () => {
    const shared = () =>
      new Table({
        name: 'shop',
        key: { partition: 'pk', sort: 'sk' },
        indexes: { gsi1: { partition: 'g1', sort: 'g1s' }, gsi2: { partition: 'g1', sort: 'g2s' } },
      })
    const both = (one: object, other: object) => ({
      table: shared(),
      indexes: {
        one: { index: 'gsi1', partition: 'S#{state}', sort: 'T#{total:3}', ...one },
        other: { index: 'gsi2', sort: 'T#{total:3}', ...other },
      },
    })
    for (const more of [both({ partial: true }, {}), both({}, { partial: true })])
      expect(thrown(() => define(more), EntityDefinitionError).message).contain(
        "indexes.other: 'g1' of the table is also in the key of indexes.one; `partial` must be the same in both",
      )
    expect(define(both({ partial: true }, { partial: true })).indexes.size).equal(2)
  })

  it('are plain attributes where the table names attributes, or where a template is one of the same stored name', () => {
    const entity = define({ indexes: { byTenant: { index: 'native' } } })
    const index = entity.indexes.get('byTenant')
    expect(index?.name).equal('native')
    expect(index?.key.made).equal(false)
    expect(index?.key.attributes.map(({ property }) => property)).deep.equal(['tenant', 'state', 'total'])
    const own = define({ key: { partition: '{pk}', sort: 'S' } }, { pk: string() })
    expect(own.key.partition[0]).deep.include({ property: 'pk', name: 'pk' }).and.not.property('template')
    expect([...own.hidden]).not.include('pk')
  })

  it('share a stored attribute if both print the same', () => {
    const { Order } = kindsOf('shop')
    const inverted = Order.indexes.get('bySort')
    expect(inverted?.key.partition).deep.equal(Order.key.sort)
    expect(inverted?.key.sort).deep.equal(Order.key.partition)
    expect(Order.indexes.get('large')?.key.partition).deep.equal(Order.key.partition)
  })

  for (const [more, message, own] of [
    [{ key: { sort: 'S' } }, 'the key needs a `partition`'],
    [{ key: { partition: 'T#{id}' } }, "key.sort: the table has 'sk' here, but the entity has neither"],
    [
      { key: { partition: 'id', sort: 'S' } },
      "'id' is a constant, the same in every key; the attribute is '{id}'",
    ],
    [{ key: { partition: 'T#{nope}', sort: 'S' } }, "key.partition: 'nope' is not an attribute"],
    [{ key: { partition: 'T#{state}', sort: 'S' } }, "'state' is in the key and must not be optional"],
    [{ key: { partition: 'T#{tags}', sort: 'S' } }, "key.partition: 'tags'"],
    [{ key: { partition: 'T#{total}', sort: 'S' } }, "key.partition: 'total'"],
    [{ key: { partition: 'T#{id}', sort: 'S', srt: 'x' } }, 'there is no option `key.srt`'],
    [{ key: { partition: { attributes: ['id'] }, sort: 'S' } }, 'key.partition needs `encode`'],
    [
      { key: { partition: { attributes: ['nope'], encode: () => 'x' }, sort: 'S' } },
      "'nope' is not an attribute",
    ],
    [
      { key: { partition: { attributes: [], encode: () => 'x' }, sort: 'S' } },
      '`attributes` must name the attributes',
    ],
    [
      { indexes: { byIt: { index: 'gsi9', partition: '{id}' } } },
      "indexes.byIt: the table has no index 'gsi9'; it has 'gsi1'",
    ],
    [{ indexes: { byIt: { partition: '{id}' } } }, 'indexes.byIt needs an `index`'],
    [
      { indexes: { byIt: { index: 'gsi1', partition: '{id}' } } },
      "indexes.byIt.sort: the table has 'g1s' here",
    ],
    [
      { indexes: { byIt: { index: 'gsi1', partition: '{id}', sort: 'x', projection: 'all' } } },
      'there is no option `indexes.byIt.projection`',
    ],
    [
      { indexes: { byIt: { index: 'native', partition: '{id}' } } },
      'the table has 2 plain attributes here (tenant, state); leave it out',
    ],
    [
      { indexes: { byIt: { index: 'numeric', partition: '{id}', sort: 'X#{total}' } } },
      'a key attribute of type N',
    ],
    [
      { indexes: { byIt: { index: 'lsi1', partition: '{id}', sort: '{id}' } } },
      "a local index has the table's partition key",
    ],
    [
      {
        indexes: {
          one: { index: 'gsi1', partition: '{id}', sort: 'x' },
          two: { index: 'gsi1', partition: '{id}', sort: 'x' },
        },
      },
      "indexes.two and indexes.one are both index 'gsi1' of the table",
    ],
    [
      { indexes: { byIt: { index: 'gsi1', partition: '{id}', sort: 'x', when: () => true } } },
      '`when` and `attributes`, the attributes that it reads, must be given together',
    ],
    [
      {
        indexes: {
          byIt: { index: 'gsi1', partition: '{id}', sort: 'x', when: () => true, attributes: ['nope'] },
        },
      },
      "indexes.byIt.attributes: 'nope' is not an attribute",
    ],
    [
      {},
      "attribute 'pk' is stored as 'pk', which is a key attribute of the table",
      { id: string(), pk: string() },
    ],
  ] as const)
    it(`refuse ${message}`, () => {
      expect(thrown(() => define(more, own), EntityDefinitionError).message).contain(message)
    })

  it('refuse another template for an attribute that a key makes already', () => {
    const inverted = new Table({
      name: 'shop',
      key: { partition: 'pk', sort: 'sk' },
      indexes: { inverted: { partition: 'sk', sort: 'pk' } },
    })
    const own = { table: inverted, indexes: { byIt: { index: 'inverted', partition: 'X#{id}' } } }
    expect(thrown(() => define(own), EntityDefinitionError).message).contain(
      "'sk' of the table is defined by key.sort",
    )
  })

  it('refuse an attribute that no item could have, because an index of the table has it in its key', () => {
    const define = (state: Struct<never>) =>
      new Entity({
        name: 'T',
        table: new Table({
          name: 'shop',
          key: { partition: 'pk' },
          indexes: { gsi1: { partition: 'state' } },
        }),
        attributes: { id: string(), state },
        key: { partition: 'T#{id}' },
      })
    for (const struct of [boolean(), array(string()), union([string(), integer()])])
      expect(thrown(() => define(struct as never), EntityDefinitionError).message).contain(
        "index 'gsi1' of the table: 'state' is stored as",
      )
    const entity = define(string() as never)
    expect(entity.keys.map(({ parts }) => parts.map(({ name }) => name))).deep.equal([['pk'], ['state']])
    const refused = thrown(() => entity.encode({ id: 'a', state: '' } as never), ValidationError)
    expect(refused.failures).deep.equal([
      { path: 'state', message: 'is empty, but a key attribute must not be empty' },
    ])
  })

  it('refuse a plain attribute of another type than the table declares', () => {
    const typed = new Table({
      name: 'shop',
      key: { partition: 'pk', sort: 'sk' },
      indexes: { native: { partition: ['tenant', { name: 'total', type: 'S' }] } },
    })
    expect(
      thrown(() => define({ table: typed, indexes: { byIt: { index: 'native' } } }), EntityDefinitionError)
        .message,
    ).contain("the table declares 'total' as S, and 'total' is stored as N")
  })
})
