import { expect } from 'chai'
import { nodeText } from '../../../lib/plan/condition/condition-tree.js'
import { useKey } from '../../../lib/plan/key/key-use.js'
import { nodes, source, type Where } from '../sample-orders.js'

function use(label: string, ...where: readonly Where[]) {
  const { missing, key, rest, never, blocked } = useKey(source(label), nodes(...where))
  return {
    missing: missing.map(({ property }) => property),
    key: key.map(nodeText),
    rest: rest.map(nodeText),
    never,
    blocked,
  }
}

const fits = { missing: [], never: undefined, blocked: [] }
const customer: Where = (attr) => attr.customerId.eq('c1')
const open: Where = (attr) => attr.status.eq('open')

describe('useKey', () => {
  it('makes the key condition in the order of the key, and leaves the filter', () => {
    expect(
      use(
        'table',
        (attr) => attr.total.gt(1),
        (attr) => attr.orderId.gt('a'),
        customer,
      ),
    ).deep.equal({
      ...fits,
      key: ['customerId = (value)', 'orderId > (value)'],
      rest: ['total > (value)'],
    })
  })

  it('names the partition attributes that are missing, and then says nothing else', () => {
    expect(use('byDay', open, (attr) => attr.placedAt.ne(new Date(0)))).deep.equal({
      ...fits,
      missing: ['customerId'],
      key: [],
      rest: ['status = (value)', 'placedAt <> (value)'],
    })
  })

  it('lets the filter of an index name the key of the table', () => {
    expect(use('byStatus', open, (attr) => attr.orderId.ne('a'))).deep.equal({
      ...fits,
      key: ['status = (value)'],
      rest: ['orderId <> (value)'],
    })
  })

  it('blocks a filter that names the key of the source, on either side, at any depth', () => {
    for (const where of [
      (attr) => attr.orderId.ne('a'),
      (attr) => attr.note.lt(attr.orderId),
      (attr) => attr.orderId.size().gt(1),
    ] satisfies Where[]) {
      const { blocked, rest } = use('table', customer, where)
      expect(rest).have.length(1)
      expect(blocked).have.length(1)
      expect(blocked[0]).contain("the key attribute 'orderId'")
    }
  })

  it('keeps an eq that comes too late, and blocks it', () => {
    const { key, rest, blocked } = use('byDay', open, customer, (attr) => attr.total.eq(1))
    expect(key).deep.equal(['status = (value)', 'customerId = (value)'])
    expect(rest).deep.equal(['total = (value)'])
    expect(blocked).have.length(1)
  })

  it('tells what nothing can equal from what is only not a key condition', () => {
    expect(use('table', (attr) => attr.customerId.eq(''))).deep.include({
      never: "'customerId' is empty, but a key attribute must not be empty",
      blocked: [],
    })
    expect(use('table', customer, (attr) => attr.orderId.lt(''))).deep.include({
      never: undefined,
      blocked: ["'orderId' is empty, but a key attribute must not be empty"],
    })
    expect(use('table', customer, (attr) => attr.orderId.lt('x'.repeat(1025))).blocked).deep.equal([
      "'orderId' has 1025 bytes, but this key attribute can have at most 1024",
    ])
    expect(use('table', customer, (attr) => attr.orderId.lt('x'.repeat(1024)))).deep.include(fits)
  })
})
