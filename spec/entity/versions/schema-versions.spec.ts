// Versions of items, and what a step is about.
import { expect } from 'chai'
import { isVersioned, namesOfStep, versionIn } from '../../../lib/entity/versions/schema-versions.js'
import { versionedOrder } from '../../support/versioned-orders.js'

describe('versionIn', () => {
  it('is 1 without the attribute, and undefined for anything but a positive integer', () => {
    const read = (value: unknown) =>
      versionIn({ name: 'v' }, (value === undefined ? {} : { v: value }) as never)
    expect(read(undefined)).equal(1)
    expect(read({ N: '7' })).equal(7)
    for (const value of [{ S: '7' }, { N: '0' }, { N: '-1' }, { N: '1.5' }, { NULL: true }, { N: '1e40' }])
      expect(read(value), JSON.stringify(value)).equal(undefined)
  })
})

describe('isVersioned', () => {
  it('tells models with versions, and the names of their steps', () => {
    const model = versionedOrder('is-versioned')
    expect(isVersioned(model)).equal(true)
    expect(isVersioned({ members: [{}] })).equal(false)
    expect(model.versions?.steps.map(namesOfStep)).deep.equal([
      ['name', 'cents'],
      ['name', 'total'],
    ])
  })
})
