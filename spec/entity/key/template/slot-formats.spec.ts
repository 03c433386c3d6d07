// Formats: which attributes have which, and where values stand among their strings.
import { expect } from 'chai'
import type { TextPlace } from '../../../../lib/entity/key/template/slot.js'
import { slotFormat, slotFormats } from '../../../../lib/entity/key/template/slot-formats.js'
import type { AttributeValue } from '../../../../lib/entity/struct/attribute-value.js'
import { context } from './random-templates.js'

const format = (property: string, written: string) => {
  const found = slotFormat(context.codec.at(property)?.codec ?? context.codec, written)
  if (typeof found === 'string') throw new Error(found)
  return found
}

describe('slotFormats', () => {
  it('says what each row prints', () => {
    for (const { doc, format: written } of slotFormats) expect(doc, written).match(/^[A-Z`].*\.$/)
  })
})

describe('slotFormat', () => {
  const places: readonly (readonly [
    property: string,
    written: string,
    stored: AttributeValue,
    place: TextPlace,
  ])[] = [
    ['one', '', { S: 'a' }, { text: 'a', rank: 'only' }],
    ['one', 'lower', { S: 'A' }, { text: 'a', rank: 'within' }],
    ['yes', '', { BOOL: true }, { text: 'true', rank: 'only' }],
    ['line', '2', { N: '7' }, { text: '07', rank: 'only' }],
    ['line', '2', { N: '7.5' }, { text: '07', rank: 'after' }],
    ['line', '2', { N: '1E2' }, { text: '99', rank: 'after' }],
    ['line', '2', { N: '-0.1' }, { text: undefined, rank: 'after' }],
    ['line', '-2', { N: '-7.5' }, { text: '-91', rank: 'after' }],
    ['line', '-2', { N: '-100' }, { text: undefined, rank: 'after' }],
    ['line', '-2', { N: '-99' }, { text: '-00', rank: 'only' }],
    ['at', '', { S: '2026-01-05T00:00:00.000Z' }, { text: '2026-01-05T00:00:00.000Z', rank: 'only' }],
    ['at', 'day', { S: '2026-01-05T00:00:00.000Z' }, { text: '2026-01-05', rank: 'first' }],
    ['at', 'day', { S: '2026-01-05T00:00:00.001Z' }, { text: '2026-01-05', rank: 'within' }],
    ['day', '', { S: '2026-01-05T12:00:00.000Z' }, { text: '2026-01-05', rank: 'after' }],
    ['seconds', 'second', { N: '1767614400.5' }, { text: '2026-01-05T12:00:00', rank: 'after' }],
    ['seconds', '', { N: '1E13' }, { text: '9999-12-31T23:59:59.999Z', rank: 'after' }],
    ['seconds', 'day', { N: '-1E12' }, { text: undefined, rank: 'after' }],
    ...(['one', 'line', 'at', 'yes'] as const).map(
      (property) =>
        [
          property,
          property === 'line' ? '3' : '',
          { B: new Uint8Array(1) },
          { text: undefined, rank: 'after' },
        ] as const,
    ),
    ['one', 'lower', { N: '1' }, { text: undefined, rank: 'after' }],
  ]
  for (const [property, written, stored, place] of places)
    it(`${JSON.stringify(stored)} in {${property}:${written}}: ${place.rank} ${place.text}`, () => {
      expect(format(property, written).place(stored)).deep.equal(place)
    })

  for (const [property, written, text, below] of [
    ['line', '2', '07', '06'],
    ['line', '2', '00', undefined],
    ['line', '-2', '000', '-98'],
    ['line', '-2', '-00', undefined],
    ['total', '2.2', '01.00', '00.99'],
    ['at', '', '2026-01-01T00:00:00.000Z', '2025-12-31T23:59:59.999Z'],
    ['at', 'month', '2026-01', '2025-12'],
    ['at', 'year', '0000', undefined],
    ['day', '', '2026-03-01', '2026-02-28'],
  ] as const)
    it(`below ${text} is ${below}`, () => {
      expect(format(property, written).below?.(text)).equal(below)
    })

  for (const [property, written, text, above] of [
    ['line', '2', '07', '08'],
    ['line', '2', '99', undefined],
    ['line', '-2', '-98', '000'],
    ['total', '2.2', '00.99', '01.00'],
    ['at', '', '2025-12-31T23:59:59.999Z', '2026-01-01T00:00:00.000Z'],
    ['at', 'month', '2025-12', '2026-01'],
    ['at', 'year', '2023', '2024'],
    ['at', 'year', '9998', '9999'],
    ['at', 'year', '9999', undefined],
    ['day', '', '2024-02-28', '2024-02-29'],
  ] as const)
    it(`above ${text} is ${above}`, () => {
      expect(format(property, written).above?.(text)).equal(above)
    })

  it('knows how much of a stored date its text has', () => {
    const start = (property: string, written: string, S: string) => format(property, written).start?.({ S })
    expect(start('at', '', '2026-01-05T12:00:00.0')).deep.equal({
      text: '2026-01-05T12:00:00.0',
      exact: true,
    })
    expect(start('at', 'month', '2026-01-05')).deep.equal({ text: '2026-01', exact: false })
    expect(start('trimmed', '', '2026-01-05T12:00:00Z')).deep.equal({
      text: '2026-01-05T12:00:00',
      exact: false,
    })
    expect(start('seconds', '', '2026')).equal(undefined)
  })

  it('reads nothing of what loses values', () => {
    expect(format('one', 'lower').lossy).equal(true)
    expect(typeof format('one', 'lower').read('a')).equal('symbol')
  })
})
