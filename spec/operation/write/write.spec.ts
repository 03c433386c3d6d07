// What single writes share: one printed condition, and the error that a condition which was not met becomes.
import { expect } from 'chai'
import { and, not, or } from 'dyntastic'
import { ConditionFailedError } from '../../../lib/errors/condition-failed-error.js'
import { ItemExistsError } from '../../../lib/errors/item-exists-error.js'
import { RequestFailedError } from '../../../lib/errors/request-failed-error.js'
import { VersionConflictError } from '../../../lib/errors/version-conflict-error.js'
import { Placeholders } from '../../../lib/expression/path/placeholders.js'
import { absenceGuard, versionGuards } from '../../../lib/operation/write/guards.js'
import {
  conditionError,
  conditionInput,
  type FailedWrite,
  noClauses,
  returnedItem,
  withClauses,
} from '../../../lib/operation/write/write.js'
import { orderEntity } from '../../support/entities.js'
import { thrown } from '../../support/rejection.js'

const Order = orderEntity()
const paid = Order.condition((attr) => attr.status.eq('paid'))
const cheap = Order.condition((attr) => attr.total.lt(10))
const noted = Order.condition((attr) => attr.note.exists())

const standing = {
  customerId: { S: 'c1' },
  orderId: { S: 'o1' },
  status: { S: 'open' },
  total: { N: '12.5' },
  placedAt: { S: '2026-03-01T10:00:00.000Z' },
  lines: { L: [] },
  n: { S: 'a note' },
  revision: { N: '3' },
  createdAt: { S: '2026-03-01T10:00:00.000Z' },
  updatedAt: { S: '2026-03-01T10:00:00.000Z' },
}
const write = (change: Partial<FailedWrite>): FailedWrite => ({
  model: Order,
  operation: 'save',
  key: { customerId: 'c1', orderId: 'o1' },
  guards: [],
  conditions: [],
  ...change,
})
const failure = (stored: unknown) =>
  new ConditionFailedError({ stored, cause: new Error('from the service') })

describe('noClauses', () => {
  it('asks nothing, and cannot be changed', () => {
    expect(noClauses).deep.equal({ conditions: [], skip: false, returning: undefined })
    expect(noClauses).frozen
    expect(noClauses.conditions).frozen
  })
})

describe('withClauses', () => {
  const conditions = [Order.condition((attr) => attr.total.gt(1))]
  for (const change of [{ conditions }, { skip: true }, { returning: 'old' }, { returning: 'none' }] as const)
    it(`takes another ${Object.keys(change)}, and leaves the rest`, () => {
      expect(withClauses(noClauses, change)).deep.equal({ ...noClauses, ...change })
      const all = { conditions, skip: true, returning: 'old' } as const
      expect(withClauses(all, change)).deep.equal({ ...all, ...change })
    })

  it('is the clauses themselves without a change', () => {
    expect(withClauses(noClauses, undefined)).equal(noClauses)
  })
})

describe('conditionInput', () => {
  it('is empty if nothing is required, and takes no placeholder', () => {
    const placeholders = new Placeholders()
    expect(conditionInput([], [], placeholders)).deep.equal({})
    expect(placeholders.names()).equal(undefined)
    expect(placeholders.values()).equal(undefined)
  })

  it('joins guards and conditions by AND, guards first, and requests the item as it is stored', () => {
    const placeholders = new Placeholders()
    expect(conditionInput([absenceGuard(Order)], [paid, or(cheap, noted)], placeholders)).deep.equal({
      ConditionExpression:
        'attribute_not_exists(#0) AND #1 = :0 AND (#2 < :1 OR attribute_exists(#3) AND #3 <> :2)',
      ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
    })
    expect(placeholders.names()).deep.equal({ '#0': 'customerId', '#1': 'status', '#2': 'total', '#3': 'n' })
    expect(placeholders.values()).deep.equal({
      ':0': { S: 'paid' },
      ':1': { N: '10' },
      ':2': { NULL: true },
    })
  })
})

describe('conditionError', () => {
  const clauses = (error: ConditionFailedError) =>
    error.failed.map(({ clause, path, actual }) => [clause, path, actual])

  for (const [what, guards, type, code] of [
    ['an item that exists', [absenceGuard(Order)], ItemExistsError, 'ITEM_EXISTS'],
    ['a version that changed', versionGuards(Order, 2), VersionConflictError, 'VERSION_CONFLICT'],
  ] as const)
    it(`is of the class of ${what}, with that item`, () => {
      const error = conditionError(write({ guards, conditions: [paid] }), failure(standing))
      expect(error).instanceOf(type)
      expect(error).include({ code, entity: 'Order', operation: 'save', stored: standing })
      expect(error.key).deep.equal({ customerId: 'c1', orderId: 'o1' })
      expect(error.item).include({ status: 'open', note: 'a note', revision: 3 })
      expect(error.cause).property('message', 'from the service')
      expect(error.failed).deep.equal([])
    })

  it('is a version conflict where the item is gone', () => {
    const error = conditionError(write({ guards: versionGuards(Order, 2) }), failure(undefined))
    expect(error).instanceOf(VersionConflictError)
    expect(error.item).equal(undefined)
  })

  it('blames the conditions where the guards hold', () => {
    const error = conditionError(
      write({ guards: versionGuards(Order, 3), conditions: [paid, cheap, noted] }),
      failure(standing),
    )
    expect(error).not.instanceOf(VersionConflictError)
    expect(error.code).equal('CONDITION_FAILED')
    expect(clauses(error)).deep.equal([
      ['status = (value)', 'status', 'open'],
      ['total < (value)', 'total', 12.5],
    ])
  })

  it('shows actual values as the attribute reads them, and by property', () => {
    const placed = Order.condition((attr) => attr.placedAt.gt(new Date('2027-01-01')))
    const error = conditionError(write({ conditions: [and(placed, not(noted))] }), failure(standing))
    expect(clauses(error)).deep.equal([
      ['placedAt > (value)', 'placedAt', new Date('2026-03-01T10:00:00.000Z')],
      ['NOT attribute_exists(note)', 'note', 'a note'],
    ])
  })

  it('says that there is no item, if there is none', () => {
    const error = conditionError(write({ conditions: [paid] }), failure(undefined))
    expect(error.message).equal(
      "Order.save: the condition was not met: there is no item with this key ({ customerId: 'c1', orderId: 'o1' }); nothing was written",
    )
    expect(error.item).equal(undefined)
    expect(clauses(error)).deep.equal([['status = (value)', 'status', undefined]])
  })

  it('keeps the stored form of an item that does not fit the entity, and the stored value of a part', () => {
    const odd = { ...standing, total: { S: 'much' } }
    const error = conditionError(write({ conditions: [cheap] }), failure(odd))
    expect(error.item).equal(undefined)
    expect(error.stored).equal(odd)
    expect(clauses(error)).deep.equal([['total < (value)', 'total', { S: 'much' }]])
  })

  it('says that an earlier attempt may have been applied, if the response to it was lost', () => {
    for (const [change, stored] of [
      [{ guards: [absenceGuard(Order)] }, standing],
      [{ conditions: [paid] }, standing],
      [{ conditions: [paid] }, undefined],
    ] as const) {
      const error = conditionError(write(change), new ConditionFailedError({ stored, outcome: 'unknown' }))
      expect(error.message).match(/^Order\.save: .*last attempt.*; an earlier attempt may have been applied$/)
      expect(error).include({ outcome: 'unknown' })
    }
  })

  it('says that nothing was written otherwise, however often the SDK tried', () => {
    const cause = Object.assign(new Error('from the service'), { $metadata: { attempts: 3 } })
    const error = conditionError(
      write({ conditions: [paid] }),
      new ConditionFailedError({ stored: standing, cause }),
    )
    expect(error).include({ outcome: 'nothing written' })
    expect(error.message).contain('; nothing was written. ')
  })
})

describe('returnedItem', () => {
  const request = { model: Order, operation: 'update', call: 'UpdateItem' }
  const returned = (attributes: unknown, needed = true, part = false) =>
    returnedItem(request, attributes, { needed, part })

  it('takes an item, and its absence if none is needed', () => {
    expect(returned(standing)).equal(standing)
    expect(returned(undefined, false)).equal(undefined)
    expect(returned({ total: { N: '1' } }, false, true)).deep.equal({ total: { N: '1' } })
  })

  for (const [what, attributes] of [
    ['nothing', undefined],
    ['null', null],
    ['a string', 'x'],
    ['a list', [standing]],
    ['an item without its key', { total: { N: '1' } }],
  ] as const)
    it(`takes ${what} for a broken response, of which it is not known whether the write was applied`, () => {
      const error = thrown(() => returned(attributes), RequestFailedError)
      expect(error).include({ code: 'REQUEST_FAILED', outcome: 'unknown', entity: 'Order' })
      expect(error.message).match(
        /response to UpdateItem does not contain the requested item.*; the write may have been applied$/,
      )
    })
})
