import { expect } from 'chai'
import {
  array,
  date,
  integer,
  lazy,
  number,
  object,
  optional,
  record,
  type Struct,
  string,
} from 'superstruct'
import { EntityModel } from '../../../lib/entity/model.js'
import { attribute } from '../../../lib/entity/struct/attribute.js'
import { fixedPaths } from '../../../lib/expression/update/update-protection.js'

interface Tree {
  children: Tree[]
}
const tree: Struct<Tree> = object({ children: array(lazy(() => tree)) }) as never
const fixed = attribute(string(), { immutable: true })

const model = new EntityModel({
  name: 'Order',
  table: 'orders',
  attributes: {
    customerId: string(),
    orderId: string(),
    total: number(),
    revision: integer(),
    createdAt: date(),
    updatedAt: date(),
    origin: fixed,
    inner: object({ origin: optional(fixed), other: string(), deep: object({ origin: fixed }) }),
    list: array(object({ origin: fixed })),
    people: record(string(), object({ origin: fixed })),
    tree,
  },
  key: { partition: 'customerId', sort: 'orderId' },
  version: 'revision',
  timestamps: { created: 'createdAt', updated: 'updatedAt' },
} as never)

describe('fixedPaths', () => {
  it('are the key, what the library keeps, and what is immutable, with the reason', () => {
    expect(fixedPaths(model).map(({ steps, reason }) => `${steps.join('.')} ${reason}`)).deep.equal([
      'customerId is part of the key',
      'orderId is part of the key',
      'revision is managed by the library',
      'createdAt is managed by the library',
      'updatedAt is managed by the library',
      'origin is immutable',
      'inner.origin is immutable',
      'inner.deep.origin is immutable',
    ])
  })
})
