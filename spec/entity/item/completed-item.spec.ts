// Completed items: keys, marker, and what DynamoDB would reject.
import { expect } from 'chai'
import { ValidationError } from 'dyntastic'
import { completedItem } from '../../../lib/entity/item/completed-item.js'
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
})
