// Conditions on collections, as they apply to each kind.
import { expect } from 'chai'
import { Collection, CommandExecutor, InvalidConditionError, one } from 'dyntastic'
import { separated } from '../../lib/plan/kind-conditions.js'
import { accountEntities } from '../support/accounts.js'
import { shapeEntities } from '../support/animals.js'

const { Customer, Order, Note } = accountEntities()
const executor = new CommandExecutor({ region: 'local' })
const accounts = new Collection({ customer: one(Customer), orders: Order, notes: Note }, executor)
const query = accounts.query()
const spec = (requested: { readonly inner: { state(): object } }, index?: string) =>
  ({ ...requested.inner.state(), index }) as Parameters<typeof separated>[1]
const texts = (requested: typeof query, index?: string) =>
  separated(accounts.model, spec(requested, index)).conditions.map(String)

describe('separated', () => {
  it('leaves the query of an entity, and conditions that apply to all kinds, as they are', () => {
    const requested = spec(query.where('customerId').eq('c1'))
    expect(separated(Order, requested)).equal(requested)
    expect(texts(query.where('customerId').eq('c1').where('city').exists())).deep.equal([
      'customerId = (value)',
      'attribute_exists(city)',
    ])
  })

  it('lets items of the other kinds pass', () => {
    expect(texts(query.where('status').eq('open'))).deep.equal([
      'kind IN ((value), (value)) OR status = (value)',
    ])
    expect(texts(query.where('total').exists())).deep.equal(['kind = (value) OR attribute_exists(total)'])
    expect(texts(query.where(Order.condition((attr) => attr.city.eq('x'))))).deep.equal([
      'kind IN ((value), (value)) OR city = (value)',
    ])
  })

  it('takes every item of an index to have the attributes of its key', () => {
    const open = query.where('status').eq('open').where('revision').gt(1)
    expect(texts(open, 'byStatus')).deep.equal([
      'status = (value)',
      'kind IN ((value), (value)) OR revision > (value)',
    ])
  })

  it('refuses what no kind has, or what nothing tells apart', () => {
    const both = query.where((attr) => attr.email.eq(attr.status as never))
    expect(() => texts(both)).throw(InvalidConditionError, /none of the kinds has all of its attributes/)
    const { Circle, Box } = shapeEntities()
    const shapes = new Collection({ circles: Circle, boxes: Box }, executor, () => Circle)
    const requested = spec(shapes.query().where('radius').gt(1))
    expect(() => separated(shapes.model, requested)).throw(
      InvalidConditionError,
      /no attribute tells them apart/,
    )
  })
})
