// Handlers are checked by name when they are given.
import { expect } from 'chai'
import { InvalidOptionError } from 'dyntastic'
import { streamHandler } from 'dyntastic/streams'
import { handlerTable } from '../../lib/streams/handler-table.js'
import { recognizer } from '../../lib/streams/stream-recognition.js'
import { Customer, Order } from '../support/stream-samples.js'

describe('handlers of a list of entities', () => {
  it('entities without handlers, handlers without entities and unknown changes are refused by name', () => {
    const refused = (handlers: object, options?: object): string => {
      try {
        streamHandler([Customer, Order], handlers as never, options as never)
      } catch (error) {
        expect(error).instanceOf(InvalidOptionError)
        return String(error)
      }
      return 'accepted'
    }
    const Customers = { Customer: 'ignore' }
    expect(refused(Customers)).contain("there is no handler of Order: write one, or Order: 'ignore'")
    expect(refused({ ...Customers, Order: 'ignore', Ordre: 'ignore' })).contain('did you mean `Order`?')
    expect(refused({ ...Customers, Order: 'ignored' })).contain("a function or 'ignore'")
    expect(refused({ ...Customers, Order: null })).contain('but is null')
    expect(refused({ ...Customers, Order: { insert: 'ignore', modify: 'ignore' } })).contain('Order.remove')
    expect(
      refused({ ...Customers, Order: { insert: 'ignore', modify: 'ignore', delete: 'ignore' } }),
    ).contain("there is no change 'delete'")
    expect(refused({ ...Customers, Order: 'ignore', unknown: 5 })).contain('`unknown` must be a function')
    expect(refused({ ...Customers, Order: 'ignore' }, { view: 'ALL' })).contain('view')
    expect(refused({ ...Customers, Order: 'ignore' }, { concurrency: 2 })).contain('parallel')
    expect(refused({ ...Customers, Order: 'ignore' }, { paralell: 'byItem' })).contain(
      'did you mean `parallel`?',
    )
    expect(refused([])).contain('not an array')
    expect(refused({ ...Customers, Order: 'ignore', __proto__: null })).equal('accepted')
    expect(refused(Object.create({ Customer: 'ignore', Order: 'ignore' }))).contain(
      'there is no handler of Customer',
    )
  })

  it('one function stands for all changes, and ignored ones have none', () => {
    const whole = () => {}
    const insert = () => {}
    const { byEntity, unknown } = handlerTable(recognizer([Customer, Order]), {
      Customer: whole,
      Order: { insert, modify: 'ignore', remove: 'ignore' },
      unknown: 'ignore',
    })
    expect(byEntity.get('Customer')).deep.equal({ insert: whole, modify: whole, remove: whole })
    expect(byEntity.get('Order')).deep.equal({ insert, modify: undefined, remove: undefined })
    expect(unknown).equal('ignore')
  })
})
