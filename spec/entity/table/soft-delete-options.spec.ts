// Options of soft deletes: each of them has its kind.
import { expect } from 'chai'
import { softDeleteGroup } from '../../../lib/entity/table/soft-delete-options.js'

const fault = (value: unknown) => softDeleteGroup.fault(value, 'softDelete')

describe('the options of soft deletes', () => {
  it('are an attribute, and a time that is a sum', () => {
    expect(fault({ attribute: 'deletedAt' })).equal(undefined)
    expect(fault({ attribute: 'deletedAt', purgeAfter: { days: 1, hours: 12, minutes: 30 } })).equal(
      undefined,
    )
  })

  for (const given of [
    'deletedAt',
    { attribute: 5 },
    { attribute: 'deletedAt', purgeAfter: 30 },
    { attribute: 'deletedAt', purgeAfter: {} },
    { attribute: 'deletedAt', purgeAfter: { days: 0 } },
    { attribute: 'deletedAt', purgeAfter: { months: 1 } },
    { attribute: 'deletedAt', keep: true },
  ])
    it(`refuse ${JSON.stringify(given)}`, () => expect(fault(given)).not.equal(undefined))
})
