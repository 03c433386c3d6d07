// The text forms of dates.
import { expect } from 'chai'
import fc from 'fast-check'
import { date } from 'superstruct'
import { textDates } from '../../../lib/entity/codecs/date-form.js'
import { attribute } from '../../../lib/entity/struct/attribute.js'
import type { DateForm } from '../../../lib/entity/struct/storage-form.js'
import { codecOf, keeps, parsed, read, refusals, unreadable } from './crossing.js'

const at = (text: string) => new Date(text)
const as = (form: DateForm) => codecOf(attribute(date(), { as: form }))
const asKey = (form: DateForm) => codecOf(attribute(date(), { as: form }), { key: 'table' })

describe('text forms of dates', () => {
  for (const [form, instant, text] of [
    ['iso', '2026-01-02T10:00:00.120Z', '2026-01-02T10:00:00.120Z'],
    ['isoDay', '2022-12-22T00:00:00.000Z', '2022-12-22'],
    ['isoDay', '0000-01-01T00:00:00.000Z', '0000-01-01'],
    ['isoSeconds', '2026-01-02T10:00:00.000Z', '2026-01-02T10:00:00Z'],
    ['isoSeconds', '1969-12-31T23:59:59.000Z', '1969-12-31T23:59:59Z'],
    ['isoMicros', '2026-01-02T10:00:00.120Z', '2026-01-02T10:00:00.120000Z'],
    ['isoNanos', '2026-01-02T10:00:00.120Z', '2026-01-02T10:00:00.120000000Z'],
    ['isoTrimmed', '2026-01-02T10:00:00.120Z', '2026-01-02T10:00:00.12Z'],
    ['isoTrimmed', '2026-01-02T10:00:00.500Z', '2026-01-02T10:00:00.5Z'],
    ['isoTrimmed', '2026-01-02T10:00:00.000Z', '2026-01-02T10:00:00Z'],
    ['isoInstant', '2026-01-02T10:00:00.120Z', '2026-01-02T10:00:00.120Z'],
    ['isoInstant', '2026-01-02T10:00:00.000Z', '2026-01-02T10:00:00Z'],
    ['isoPydantic', '2026-01-02T10:00:00.000Z', '2026-01-02T10:00:00Z'],
    ['isoPydantic', '2026-01-02T10:00:00.120Z', '2026-01-02T10:00:00.120000Z'],
    ['isoNaive', '2026-01-02T10:00:00.000Z', '2026-01-02T10:00:00'],
    ['isoNaive', '2026-01-02T10:00:00.120Z', '2026-01-02T10:00:00.120000'],
    ['isoOffset', '2026-01-02T10:00:00.000Z', '2026-01-02T10:00:00+00:00'],
    ['isoOffset', '2026-01-02T10:00:00.120Z', '2026-01-02T10:00:00.120000+00:00'],
  ] as const)
    it(`${form} writes '${text}', and reads it`, () => {
      keeps(as(form), at(instant), { S: text })
      keeps(asKey(form), at(instant), { S: text })
    })

  it('write different strings for different instants, in their order unless they are said to be unsorted', () => {
    const instants = fc.date({
      min: at('0000-01-01T00:00:00Z'),
      max: at('9999-12-31T23:59:59.999Z'),
      noInvalidDate: true,
    })
    const near = fc.tuple(instants, fc.integer({ min: -90_000_000, max: 90_000_000 }))
    for (const { text, unit, unsorted } of textDates)
      fc.assert(
        fc.property(near, ([first, distance]) => {
          const one = first.getTime()
          const other = Math.min(Math.max(one + distance, -62_167_219_200_000), 253_402_300_799_999)
          const [a, b] = [text(one), text(other)]
          expect(a === b).to.equal(one === other)
          // Instants that do not fit stand between those that do: so a bound is where it should be.
          const comparable = !unsorted && (one % unit === 0 || other % unit === 0)
          if (comparable) expect(a < b, `${a} ${b}`).to.equal(one < other)
        }),
      )
  })

  it('cut what a form does not hold when a value is checked, outside keys', () => {
    expect(parsed(as('isoDay'), at('2022-12-22T23:00:00Z'))).to.deep.equal(at('2022-12-22T00:00:00Z'))
    expect(parsed(as('isoSeconds'), new Date(-1))).to.deep.equal(new Date(-1000))
  })

  it('refuse in a key what a form does not hold', () => {
    expect(refusals(asKey('isoDay'), at('2022-12-22T23:00:00Z'))[0]).to.match(/a time of day.*as: 'isoDay'/)
    expect(refusals(asKey('isoSeconds'), new Date(1))[0]).to.match(/a fraction of a second.*'isoSeconds'/)
    expect(refusals(asKey('epochSeconds'), new Date(1))[0]).to.match(/a fraction of a second.*'epochSeconds'/)
  })

  it('refuse stored text that holds more than the form would write', () => {
    expect(unreadable(as('isoDay'), { S: '2022-12-22T10:00:00Z' })[0]).to.match(/a time of day/)
    expect(unreadable(as('isoSeconds'), { S: '2022-12-22T10:00:00.5Z' })[0]).to.match(
      /a fraction of a second/,
    )
  })

  it('cut digits below the millisecond on reading if the form has them, but never in a key', () => {
    const micros = { S: '2026-01-02T10:00:00.123456Z' }
    for (const form of textDates.filter(({ finer }) => finer).map((form) => form.as)) {
      expect(read(as(form), micros)).to.deep.equal(at('2026-01-02T10:00:00.123Z'))
      expect(unreadable(asKey(form), micros)[0]).to.match(/finer than a millisecond.*string\(\)/)
    }
    expect(unreadable(as('iso'), micros)[0]).to.match(/finer than a millisecond.*'isoMicros'/)
  })
})
