// Kinds told apart by the range of a key, or by the marker.
import { expect } from 'chai'
import { Entity } from 'dyntastic'
import { string } from 'superstruct'
import type { EntityModel } from '../../../lib/entity/model.js'
import { nodeText } from '../../../lib/plan/condition/condition-tree.js'
import { kindInRange, kindInScan } from '../../../lib/plan/template/kind-apart.js'
import { shopKinds, sourceOf } from './shop-kinds.js'

const inRange = (model: EntityModel, known: number, label?: string) => {
  const { filter, sieved, refused } = kindInRange(model, sourceOf(model, label), known)
  return { filter: filter && nodeText(filter), sieved, refused }
}
const alone = { filter: undefined, sieved: false, refused: undefined }
const marked = '_type = (value) OR attribute_not_exists(_type)'

describe('kindInRange', () => {
  const { Customer, Order, Line } = shopKinds()

  it('needs nothing if no other entity has keys in the range', () => {
    expect(inRange(Customer, 1)).deep.equal(alone)
    expect(inRange(Customer, 1, 'byEmail')).deep.equal(alone)
    expect(inRange(Order, 6)).deep.equal(alone)
    expect(inRange(Line, 1, 'byStatus')).deep.equal(alone)
  })

  it('looks at the marker if another may have', () => {
    expect(inRange(Order, 1)).deep.equal({ filter: marked, sieved: true, refused: undefined })
    expect(inRange(Order, 4)).deep.equal({ filter: marked, sieved: true, refused: undefined })
    expect(inRange(Order, 0, 'byStatus')).have.property('filter', marked)
  })

  it('looks at keys if the index does not contain the marker', () => {
    expect(inRange(Order, 0, 'byDue')).deep.equal({ filter: undefined, sieved: true, refused: undefined })
  })

  it('learns of entities that are defined later', () => {
    const { Customer: Early } = shopKinds()
    expect(inRange(Early, 1)).deep.equal(alone)
    new Entity({
      name: 'Later',
      table: Early.table as never,
      attributes: { x: string() },
      key: { partition: '{x}', sort: 'PROFILE' },
    } as never)
    expect(inRange(Early, 1)).have.property('sieved', true)
  })

  it('has no marker to look at in a table without one', () => {
    const { Order: Unmarked } = shopKinds(false)
    expect(inRange(Unmarked, 1)).deep.equal({ filter: undefined, sieved: true, refused: undefined })
  })

  it('is of no concern on a table of one entity that names its own attributes', () => {
    const Plain = new Entity({
      name: 'Plain',
      table: 'plain',
      attributes: { id: string() },
      key: { partition: 'id' },
    })
    expect(inRange(Plain, 0)).deep.equal(alone)
    expect(kindInScan(Plain, sourceOf(Plain))).deep.equal(alone)
  })
})

describe('kindInScan', () => {
  it('looks at the marker and, without one, at what keys begin with', () => {
    const { Order } = shopKinds()
    const { filter, sieved } = kindInScan(Order, sourceOf(Order))
    expect(filter && nodeText(filter)).equal(
      '_type = (value) OR attribute_not_exists(_type) AND begins_with(pk, (value)) AND begins_with(sk, (value))',
    )
    expect(sieved).equal(true)
  })

  it('looks at keys alone in a table without a marker', () => {
    const { Order } = shopKinds(false)
    const { filter } = kindInScan(Order, sourceOf(Order))
    expect(filter && nodeText(filter)).equal('begins_with(pk, (value)) AND begins_with(sk, (value))')
  })
})
