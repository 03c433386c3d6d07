// Instants as text.
import { expect } from 'chai'
import fc from 'fast-check'
import {
  firstInstant,
  instantOf,
  isoText,
  lastInstant,
  noInstant,
  tooFine,
} from '../../../lib/entity/codecs/date-text.js'

describe('date text', () => {
  for (const [text, iso] of [
    ['2022-02-12T12:26:35', '2022-02-12T12:26:35.000Z'],
    ['2022-02-12T12:26:35Z', '2022-02-12T12:26:35.000Z'],
    ['2022-02-12T12:26', '2022-02-12T12:26:00.000Z'],
    ['2022-02-12', '2022-02-12T00:00:00.000Z'],
    ['2022-02-12T12:26:35.1', '2022-02-12T12:26:35.100Z'],
    ['2022-02-12T12:26:35.123000', '2022-02-12T12:26:35.123Z'],
    ['2022-02-12T12:26:35+02:00', '2022-02-12T10:26:35.000Z'],
    ['2022-02-12T12:26:35.5-05:30', '2022-02-12T17:56:35.500Z'],
    ['2020-02-29', '2020-02-29T00:00:00.000Z'],
    ['0000-01-01', '0000-01-01T00:00:00.000Z'],
  ] as const)
    it(`'${text}' is ${iso}, whatever TZ says`, () => {
      expect(instantOf(text)).to.equal(new Date(iso).getTime())
    })

  for (const text of [
    '2022-02-30',
    '2021-02-29',
    '1900-02-29',
    '2022-13-01',
    '2022-00-10',
    '2022-01-00',
    '2022-1-1',
    '2022/01/01',
    '2022-01-01T24:00:00',
    '2022-01-01T12:60',
    '2022-01-01T12:00:60',
    '2022-01-01T12:00:00.',
    '2022-01-01T12:00:00.x',
    '2022-01-01T12:00:00+99:00',
    '2022-01-01T12:00:00 PST',
    '2022-01-01Z',
    '2022',
    '',
    'now',
  ])
    it(`'${text}' is not a date`, () => {
      expect(instantOf(text)).to.equal(noInstant)
    })

  it('what a Date cannot hold is not rounded', () => {
    expect(instantOf('2022-02-12T12:26:35.123456')).to.equal(tooFine)
    expect(instantOf('2022-02-12T12:26:35.0000001Z')).to.equal(tooFine)
  })

  it('agrees with Date over all years', () => {
    const instants = fc.integer({ min: firstInstant, max: lastInstant })
    fc.assert(
      fc.property(fc.oneof(instants, fc.constantFrom(firstInstant, lastInstant, -1, 0)), (instant) => {
        const text = new Date(instant).toISOString()
        expect(isoText(instant)).to.equal(text)
        expect(instantOf(text)).to.equal(instant)
      }),
    )
  })
})
