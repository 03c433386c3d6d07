// Dates in their three storage forms.
import { expect } from 'chai'
import { date, instance, min } from 'superstruct'
import { attribute } from '../../../lib/entity/struct/attribute.js'
import { codecOf, keeps, parsed, read, refusals, unreadable } from './crossing.js'

const moment = new Date('2022-02-12T12:26:35.678Z')

describe('date codec', () => {
  it('a Date is stored as sortable text', () => {
    keeps(codecOf(date()), new Date('2022-02-12T12:26:35Z'), { S: '2022-02-12T12:26:35.000Z' })
    keeps(codecOf(attribute(date(), { as: 'iso' })), moment, { S: '2022-02-12T12:26:35.678Z' })
    keeps(codecOf(instance(Date)), moment, { S: '2022-02-12T12:26:35.678Z' })
  })

  it('zone-less text is read as UTC', () => {
    expect(read(codecOf(date()), { S: '2022-02-12T12:26:35' })).to.deep.equal(
      new Date('2022-02-12T12:26:35Z'),
    )
  })

  it('the parsed Date is another one', () => {
    expect(parsed(codecOf(date()), moment)).to.not.equal(moment)
  })

  it('seconds: what is parsed is what comes back', () => {
    const codec = codecOf(attribute(date(), { as: 'epochSeconds' }))
    keeps(codec, moment, { N: '1644668795' }, new Date('2022-02-12T12:26:35.000Z'))
    keeps(codec, new Date(-1), { N: '-1' }, new Date(-1000))
    expect(unreadable(codec, { N: '1.5' })).to.deep.equal(['expected whole seconds since 1970'])
    expect(unreadable(codec, { N: '1E20' })).to.have.length(1)
    expect(unreadable(codec, { S: '1' })).to.have.length(1)
    expect(codec.types).to.deep.equal(['N'])
  })

  it('milliseconds', () => {
    keeps(codecOf(attribute(date(), { as: 'epochMillis' })), moment, { N: '1644668795678' })
    keeps(codecOf(attribute(date(), { as: 'epochMillis' })), new Date(-8.64e15), { N: '-8640000000000000' })
  })

  it('years that would not sort as text are refused', () => {
    for (const value of [new Date('-000001-12-31T23:59:59Z'), new Date('+010000-01-01T00:00:00Z')])
      expect(refusals(codecOf(date()), value)[0]).to.match(/year 0000 to 9999/)
    expect(unreadable(codecOf(date()), { S: '9999-12-31T23:59:59-01:00' })[0]).to.match(/year 0000 to 9999/)
  })

  it('invalid Dates are refused', () => {
    for (const as of ['iso', 'epochSeconds', 'epochMillis'] as const)
      expect(refusals(codecOf(attribute(date(), { as })), new Date(Number.NaN))).to.have.length(1)
  })

  it('text that is not a date is not read, and nothing is rounded', () => {
    expect(unreadable(codecOf(date()), { S: '2022-02-30' })).to.deep.equal(['expected an ISO 8601 date'])
    expect(unreadable(codecOf(date()), { S: '2022-02-12T12:26:35.123456Z' })[0]).to.match(
      /finer than a millisecond/,
    )
    expect(unreadable(codecOf(date()), { N: '5' })).to.deep.equal(['expected S (a string), but N is stored'])
  })

  it('refinements hold both ways', () => {
    const codec = codecOf(min(date(), moment))
    keeps(codec, moment, { S: moment.toISOString() })
    expect(unreadable(codec, { S: '2001-01-01' })[0]).to.match(/greater than or equal/)
  })
})
