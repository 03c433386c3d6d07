// Entities whose items may lie in one range.
import { expect } from 'chai'
import type { EntityModel } from '../../../lib/entity/model.js'
import { rivalsIn } from '../../../lib/plan/template/kind-rivals.js'
import { shopKinds, sourceOf } from './shop-kinds.js'

describe('rivalsIn', () => {
  const { Customer, Order, Line } = shopKinds()
  const rivals = (model: EntityModel, label: string, known: number) =>
    rivalsIn(model, sourceOf(model, label), known).map(({ entity }) => entity)

  it('compares templates as far as the range gives them', () => {
    expect(rivals(Customer, 'table', 1)).deep.equal([])
    expect(rivals(Order, 'table', 1)).deep.equal(['Line'])
    expect(rivals(Order, 'table', 6)).deep.equal([])
    expect(rivals(Line, 'table', 2)).deep.equal(['Order'])
  })

  it('knows who is in an index at all', () => {
    expect(rivals(Order, 'byStatus', 0)).deep.equal(['Line'])
    expect(rivals(Order, 'byDue', 0)).deep.equal(['Line'])
    expect(rivals(Order, 'geo', 0)).deep.equal(['Line'])
    expect(rivals(Customer, 'byEmail', 1)).deep.equal([])
  })

  it('works them out once', () => {
    expect(rivalsIn(Order, sourceOf(Order), 1)).equal(rivalsIn(Order, sourceOf(Order), 1))
  })
})
