// Dates in keys: what is cut, and what is read back.
import { expect } from 'chai'
import { date, nullable, optional, refine, string } from 'superstruct'
import { dateSlot, dateUnits, isDateCodec } from '../../../../lib/entity/key/template/date-slot.js'
import { attribute } from '../../../../lib/entity/struct/attribute.js'
import { contextOf } from '../../compiled-attributes.js'

const context = contextOf({
  at: date(),
  perhaps: optional(date()),
  never: nullable(date()),
  late: refine(date(), 'late', (value) => value.getTime() > 0),
  millis: attribute(date(), { as: 'epochMillis' }),
  micros: attribute(date(), { as: 'isoMicros' }),
  naive: attribute(date(), { as: 'isoNaive' }),
  text: string(),
})
const codecOf = (property: string) => context.codec.at(property)?.codec ?? context.codec
const instant = new Date('2026-01-05T12:34:56.789Z')

describe('isDateCodec', () => {
  it('knows dates in all forms, and whatever is around them', () => {
    for (const property of context.properties)
      expect(isDateCodec(codecOf(property))).equal(property !== 'text')
  })
})

describe('dateSlot', () => {
  const textOf = (property: string, unit?: string) =>
    dateSlot(codecOf(property), unit).print(codecOf(property).encode(instant) ?? { NULL: true })

  it('cuts the text to each unit, in all forms', () => {
    for (const [unit, length] of dateUnits)
      for (const property of ['at', 'perhaps', 'millis', 'micros', 'naive'])
        expect(textOf(property, unit)).equal('2026-01-05T12:34:56.789Z'.slice(0, length))
  })

  it('is the stored text, or ISO text if numbers are stored', () => {
    expect(textOf('at')).equal('2026-01-05T12:34:56.789Z')
    expect(textOf('millis')).equal('2026-01-05T12:34:56.789Z')
    expect(textOf('micros')).equal('2026-01-05T12:34:56.789000Z')
    expect(textOf('naive')).equal('2026-01-05T12:34:56.789000')
  })

  it('knows which strings have one length', () => {
    expect(dateSlot(codecOf('at'), undefined).width).equal(24)
    expect(dateSlot(codecOf('micros'), undefined).width).equal(27)
    expect(dateSlot(codecOf('naive'), undefined).width).equal(undefined)
  })

  it('reads only what its struct takes', () => {
    const late = dateSlot(codecOf('late'), undefined)
    expect(late.read('2026-01-05T12:34:56.789Z')).deep.equal(instant)
    expect(typeof late.read('1969-01-05T12:34:56.789Z')).equal('symbol')
  })
})
