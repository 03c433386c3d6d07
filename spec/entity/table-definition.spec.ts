// From an entity to CreateTable: key schema, attribute definitions, indexes, billing, and what passes through.
import { expect } from 'chai'
import { date, integer, string } from 'superstruct'
import { defineIndexes } from '../../lib/entity/key/indexes/index-definition.js'
import { keyOfParts, keySide } from '../../lib/entity/key/key.js'
import { attribute } from '../../lib/entity/struct/attribute.js'
import { Table, type TableOwner } from '../../lib/entity/table/table.js'
import type { TableOptions } from '../../lib/entity/table/table-options.js'
import { createTableInput } from '../../lib/entity/table-definition.js'
import { EntityDefinitionError } from '../../lib/errors/entity-definition-error.js'
import { thrown } from '../support/rejection.js'
import { contextOf } from './compiled-attributes.js'

const context = contextOf({
  id: attribute(string(), { name: '_id' }),
  at: date(),
  total: integer(),
  mail: string(),
  a: attribute(string(), { name: 'x' }),
})

function owner(create: TableOptions['create'], indexed = false): TableOwner {
  const key = keyOfParts(keySide(context, 'id', 'key.partition'), keySide(context, 'at', 'key.sort'))
  const indexes = defineIndexes(
    context,
    key,
    indexed
      ? {
          byMail: { partition: 'mail', sort: 'at', projection: ['a'] },
          byTotal: { local: true, sort: 'total', projection: 'keys' },
          byBoth: { partition: ['mail', 'total'], sort: ['at', 'id'] },
        }
      : undefined,
  ).indexes
  return { entity: 'Test', table: new Table({ name: 'tests', create }), key, indexes }
}

const keyed = (names: readonly string[], KeyType: 'HASH' | 'RANGE') =>
  names.map((AttributeName) => ({ AttributeName, KeyType }))
const key = [...keyed(['_id'], 'HASH'), ...keyed(['at'], 'RANGE')]
const onDemand = {
  TableName: 'tests',
  KeySchema: key,
  AttributeDefinitions: [
    { AttributeName: '_id', AttributeType: 'S' },
    { AttributeName: 'at', AttributeType: 'S' },
  ],
  BillingMode: 'PAY_PER_REQUEST',
}

describe('createTableInput', () => {
  it('has the key by stored names, and on-demand billing', () => {
    expect(createTableInput(owner(undefined))).deep.equal(onDemand)
  })

  it('has every index, and every key attribute once', () => {
    expect(createTableInput(owner(undefined, true))).deep.equal({
      ...onDemand,
      AttributeDefinitions: [
        { AttributeName: '_id', AttributeType: 'S' },
        { AttributeName: 'at', AttributeType: 'S' },
        { AttributeName: 'mail', AttributeType: 'S' },
        { AttributeName: 'total', AttributeType: 'N' },
      ],
      GlobalSecondaryIndexes: [
        {
          IndexName: 'byMail',
          KeySchema: [...keyed(['mail'], 'HASH'), ...keyed(['at'], 'RANGE')],
          Projection: { ProjectionType: 'INCLUDE', NonKeyAttributes: ['x'] },
        },
        {
          IndexName: 'byBoth',
          KeySchema: [...keyed(['mail', 'total'], 'HASH'), ...keyed(['at', '_id'], 'RANGE')],
          Projection: { ProjectionType: 'ALL' },
        },
      ],
      LocalSecondaryIndexes: [
        {
          IndexName: 'byTotal',
          KeySchema: [...keyed(['_id'], 'HASH'), ...keyed(['total'], 'RANGE')],
          Projection: { ProjectionType: 'KEYS_ONLY' },
        },
      ],
    })
  })

  for (const [what, create, billing, throughput] of [
    ['nothing', {}, 'PAY_PER_REQUEST', undefined],
    ['on-demand billing', { BillingMode: 'PAY_PER_REQUEST' }, 'PAY_PER_REQUEST', undefined],
    ['provisioned billing', { BillingMode: 'PROVISIONED' }, 'PROVISIONED', [1, 1]],
    [
      'a throughput',
      { ProvisionedThroughput: { ReadCapacityUnits: 5, WriteCapacityUnits: 6 } },
      'PROVISIONED',
      [5, 6],
    ],
    [
      'both',
      {
        BillingMode: 'PROVISIONED',
        ProvisionedThroughput: { ReadCapacityUnits: 5, WriteCapacityUnits: 6 },
      },
      'PROVISIONED',
      [5, 6],
    ],
  ] as const)
    it(`${what} gives ${billing} for table and global indexes`, () => {
      const input = createTableInput(owner(create, true))
      const units = throughput && {
        ProvisionedThroughput: { ReadCapacityUnits: throughput[0], WriteCapacityUnits: throughput[1] },
      }
      expect(input.BillingMode).equal(billing)
      expect(input.ProvisionedThroughput).deep.equal(units?.ProvisionedThroughput)
      expect('ProvisionedThroughput' in input).equal(units !== undefined)
      for (const index of input.GlobalSecondaryIndexes ?? [])
        expect(index.ProvisionedThroughput).deep.equal(units?.ProvisionedThroughput)
      for (const index of input.LocalSecondaryIndexes ?? [])
        expect(index).not.property('ProvisionedThroughput')
    })

  for (const mode of ['ON_DEMAND', 'pay_per_request', ''])
    it(`refuses the billing mode '${mode}'`, () => {
      const error = thrown(
        () => createTableInput(owner({ BillingMode: mode as never })),
        EntityDefinitionError,
      )
      expect(error.message).equal('Test: create.BillingMode must be PAY_PER_REQUEST or PROVISIONED')
    })

  it('passes every other parameter through', () => {
    const create = {
      StreamSpecification: { StreamEnabled: true, StreamViewType: 'NEW_IMAGE' },
      DeletionProtectionEnabled: true,
      Tags: [{ Key: 'team', Value: 'shop' }],
      TableClass: 'STANDARD_INFREQUENT_ACCESS',
    } as const
    expect(createTableInput(owner({ ...create, Tags: [...create.Tags] }))).deep.equal({
      ...onDemand,
      ...create,
    })
  })

  it('never lets a parameter rename the table or change its key', () => {
    for (const create of [{ TableName: 'other' }, { KeySchema: keyed(['x'], 'HASH') }])
      expect(() => owner(create)).throw(EntityDefinitionError, 'without TableName and KeySchema')
  })

  it('merges an index of the same name, and takes others as they are', () => {
    const more = {
      IndexName: 'extra',
      KeySchema: keyed(['y'], 'HASH'),
      Projection: { ProjectionType: 'ALL' },
    } as const
    const local = { ...more, IndexName: 'extraLocal' }
    const input = createTableInput(
      owner(
        {
          GlobalSecondaryIndexes: [
            { IndexName: 'byMail', KeySchema: undefined, Projection: { ProjectionType: 'ALL' } },
            more,
          ],
          LocalSecondaryIndexes: [local],
          AttributeDefinitions: [
            { AttributeName: 'y', AttributeType: 'B' },
            { AttributeName: 'mail', AttributeType: 'N' },
          ],
        },
        true,
      ),
    )
    expect(input.GlobalSecondaryIndexes?.map(({ IndexName }) => IndexName)).deep.equal([
      'byMail',
      'byBoth',
      'extra',
    ])
    expect(input.GlobalSecondaryIndexes?.[0]).deep.equal({
      IndexName: 'byMail',
      KeySchema: [...keyed(['mail'], 'HASH'), ...keyed(['at'], 'RANGE')],
      Projection: { ProjectionType: 'ALL' },
    })
    expect(input.LocalSecondaryIndexes?.map(({ IndexName }) => IndexName)).deep.equal([
      'byTotal',
      'extraLocal',
    ])
    expect(input.AttributeDefinitions?.at(-1)).deep.equal({ AttributeName: 'y', AttributeType: 'B' })
    expect(input.AttributeDefinitions?.filter(({ AttributeName }) => AttributeName === 'mail')).deep.equal([
      { AttributeName: 'mail', AttributeType: 'S' },
    ])
  })
})
