// Values that conditions give.
import { expect } from 'chai'
import { contradictionIn, valuesIn } from '../../../lib/plan/template/given-values.js'
import { shopKinds, sourceOf } from './shop-kinds.js'
import { on } from './used-templates.js'

describe('valuesIn', () => {
  it('finds each attribute that an eq gives, with all conditions that do', () => {
    const [one, again, other] = [on('a', 'eq', 'x'), on('a', 'eq', 'x'), on('b', 'gt', 'y')]
    const { equals, twice } = valuesIn([one, again, other])
    expect([...equals]).deep.equal([['a', { value: { S: 'x' }, clauses: [one, again] }]])
    expect(twice).deep.equal([])
  })

  it('looks at whole attributes and values alone', () => {
    const path = { kind: 'path', text: 'a.b', names: ['a', 'b'] } as const
    expect(valuesIn([{ ...on('a', 'eq', 'x'), left: path }]).equals.size).equal(0)
    expect(valuesIn([{ ...on('a', 'eq'), operands: [path] }]).equals.size).equal(0)
    expect(valuesIn([{ kind: 'not', condition: on('a', 'eq', 'x') }]).equals.size).equal(0)
  })
})

describe('contradictionIn', () => {
  it('names an attribute of the key that two values are given for', () => {
    const { Order } = shopKinds()
    const values = valuesIn([
      on('customer', 'eq', 'x'),
      on('customer', 'eq', 'y'),
      on('total', 'eq', 1),
      on('total', 'eq', 2),
    ])
    expect(contradictionIn(sourceOf(Order), values)).equal("'customer' would have to equal two values")
    expect(contradictionIn(sourceOf(Order, 'byStatus'), values)).equal(undefined)
  })
})
