// Content of a put: checked, with defaults and guards.
import { expect } from 'chai'
import { ValidationError } from 'dyntastic'
import { preparePut } from '../../../lib/operation/write/put-item.js'
import { orderEntity, orderInput } from '../../support/entities.js'
import { thrown } from '../../support/rejection.js'

const Order = orderEntity()

describe('preparePut', () => {
  it('a create needs that there is no item, a save that the version is that of the input', () => {
    const reasons = (name: 'save' | 'create') =>
      preparePut(Order, name, orderInput).guards.map(({ reason }) => reason)
    expect(reasons('create')).deep.equal(['exists'])
    expect(reasons('save')).deep.equal(['version'])
  })

  it('has the item as it is stored', () => {
    const { item, stored } = preparePut(Order, 'save', { ...orderInput, revision: 3 })
    expect(item).include({ revision: 4 })
    expect(stored['revision']).deep.equal({ N: '4' })
  })

  it('refuses what does not fit', () => {
    thrown(() => preparePut(Order, 'save', {}), ValidationError)
  })
})
