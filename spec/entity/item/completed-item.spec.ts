// Completed items: keys, marker, and what DynamoDB would reject.
import { expect } from 'chai'
import { ValidationError } from 'dyntastic'
import { itemBytes, mostItemBytes } from '../../../lib/entity/codec/item-size.js'
import { completedItem } from '../../../lib/entity/item/completed-item.js'
import { addedBytes } from '../../../lib/entity/key/marker.js'
import { kindsOf } from '../../support/kinds.js'
import { thrown } from '../../support/rejection.js'

const { Customer } = kindsOf('completed')
const attributes = { customerId: { S: 'c1' }, email: { S: 'e' }, name: { S: 'n' }, visits: { N: '0' } }

describe('completedItem', () => {
  it('has the keys that are made of its attributes, and the marker of its kind', () => {
    expect(completedItem(Customer, { ...attributes }, 'save')).deep.equal({
      ...attributes,
      pk: { S: 'CUSTOMER#c1' },
      sk: { S: 'PROFILE' },
      gsi1pk: { S: 'EMAIL#e' },
      gsi1sk: { S: 'CUSTOMER' },
      _type: { S: 'Customer' },
    })
  })

  it('is refused with all that is wrong with it', () => {
    const customerId = { S: 'c'.repeat(3_000) }
    const name = { S: 'n'.repeat(410_000) }
    const error = thrown(
      () => completedItem(Customer, { ...attributes, customerId, name }, 'save'),
      ValidationError,
    )
    expect(error.failures.map(({ path }) => path)).deep.equal(['customerId', ''])
  })

  it('has at most the bytes that are expected next to its attributes', () => {
    const stored = { ...attributes, customerId: { S: 'ü'.repeat(1_000) } }
    const bytes = mostItemBytes(stored)
    const added = mostItemBytes(completedItem(Customer, { ...stored }, 'save')) - bytes
    expect(added).within(2_000, addedBytes(Customer))
    expect(addedBytes(Customer)).below(30_000)
  })

  it('is too large because of its keys', () => {
    const sizeOf = (length: number) => ({ ...attributes, name: { S: 'n'.repeat(length) } })
    const most = (length: number) => itemBytes(sizeOf(length))
    const length = 409_600 - most(0) - 20
    expect(most(length)).below(409_600)
    const error = thrown(() => completedItem(Customer, sizeOf(length), 'save', most(length)), ValidationError)
    expect(error.failures[0]?.message).match(/can have at most 409600/)
  })
})
