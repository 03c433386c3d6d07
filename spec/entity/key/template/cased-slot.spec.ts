// Values in one case: what stays distinct and in order, and what does not.
import { expect } from 'chai'
import { date, enums } from 'superstruct'
import type { SlotFormat } from '../../../../lib/entity/key/template/slot.js'
import { slotFormat } from '../../../../lib/entity/key/template/slot-formats.js'
import { attribute } from '../../../../lib/entity/struct/attribute.js'
import { contextOf } from '../../compiled-attributes.js'
import { context as random } from './random-templates.js'

const context = contextOf({
  status: enums(['Open', 'paid']),
  quiet: enums(['open', 'paid']),
  twins: enums(['a', 'A']),
  at: date(),
  seconds: attribute(date(), { as: 'isoSeconds' }),
  python: attribute(date(), { as: 'isoOffset' }),
})

function format(property: string, written: string, from = context): SlotFormat {
  const made = slotFormat(from.codec.at(property)?.codec ?? from.codec, written)
  if (typeof made === 'string') expect.fail(made)
  return made
}

describe('casedText', () => {
  it('prints strings as toLowerCase and toUpperCase do, and reads none back', () => {
    for (const text of ['', 'aB', 'ÇİĞ', 'ΟΔΟΣ', 'ß', '😀', '1#']) {
      const [lower, upper] = [format('one', 'lower', random), format('one', 'upper', random)]
      expect(lower.print({ S: text })).equal(text.toLowerCase())
      expect(upper.print({ S: text })).equal(text.toUpperCase())
      expect([lower.lossy, upper.lossy, lower.ordered, upper.ordered]).deep.equal([true, true, false, false])
      expect(typeof lower.read(text.toLowerCase())).equal('symbol')
    }
    expect(format('one', 'upper', random).print({ N: '1' })).deep.equal({ trouble: 'is not a string' })
    expect(format('one', 'upper', random).place({ N: '1' })).deep.equal({ text: undefined, rank: 'after' })
  })

  it('reads a few strings back that differ in more than their case', () => {
    const status = format('status', 'lower')
    expect([status.lossy, status.ordered]).deep.equal([false, false])
    expect([status.read('open'), status.read('paid')]).deep.equal(['Open', 'paid'])
    for (const text of ['Open', 'shut']) expect(typeof status.read(text)).equal('symbol')
    expect(status.place({ S: 'Open' })).deep.equal({ text: 'open', rank: 'only' })
    expect(status.place({ S: 'OPEN' })).deep.equal({ text: 'open', rank: 'within' })
    expect(status.shape).deep.equal({ words: ['open', 'paid'] })
    const twins = format('twins', 'lower')
    expect([twins.lossy, twins.shape]).deep.equal([true, { words: ['a'] }])
    expect(twins.place({ S: 'a' })).deep.equal({ text: 'a', rank: 'within' })
  })

  it('keeps the order of a few strings that the case does not change', () => {
    const quiet = format('quiet', 'lower')
    expect([quiet.lossy, quiet.ordered, quiet.read('open')]).deep.equal([false, true, 'open'])
    expect(format('quiet', 'upper').ordered).equal(false)
  })

  it('knows how keys begin, except before a sigma', () => {
    const start = (written: string, S: string) => format('one', written, random).start?.({ S })
    expect(start('lower', 'Ab')).deep.equal({ text: 'ab', exact: false })
    expect(start('upper', 'Ab')).deep.equal({ text: 'AB', exact: false })
    expect(start('lower', 'ΟΣ')).equal(undefined)
    expect(start('upper', 'ος')).deep.equal({ text: 'ΟΣ', exact: false })
  })
})

describe('casedForm', () => {
  const stored = { S: '2026-01-05T10:00:00.120Z' }

  it('keeps dates whole, distinct and in order', () => {
    const lower = format('at', 'lower')
    const text = '2026-01-05t10:00:00.120z'
    expect(lower.print(stored)).equal(text)
    expect(lower.read(text)).deep.equal(new Date(stored.S))
    for (const other of [stored.S, '2026-01-05t10:00:00.120Z', 'x'])
      expect(typeof lower.read(other)).equal('symbol')
    expect([lower.lossy, lower.ordered, lower.width]).deep.equal([false, true, 24])
    expect(lower.place(stored)).deep.equal({ text, rank: 'only' })
    expect(lower.place({ B: new Uint8Array(1) })).deep.equal({ text: undefined, rank: 'after' })
    expect(lower.below?.(text)).equal('2026-01-05t10:00:00.119z')
    expect(lower.above?.(text)).equal('2026-01-05t10:00:00.121z')
    expect(lower.below?.('0000-01-01t00:00:00.000z')).equal(undefined)
    expect(lower.start?.({ S: '2026-01-05T1' })).deep.equal({ text: '2026-01-05t1', exact: true })
    expect(lower.print({ B: new Uint8Array(1) })).deep.equal({ trouble: 'is not a date' })
    const { shape } = lower
    expect(typeof shape === 'object' && 'places' in shape && shape.places[10]).deep.equal([[116, 116]])
  })

  it('serves each storage form of dates, and booleans', () => {
    expect(format('seconds', 'lower').print({ S: '2026-01-05T10:00:00Z' })).equal('2026-01-05t10:00:00z')
    expect(format('python', 'lower').read('2026-01-05t10:00:00+00:00')).deep.equal(
      new Date('2026-01-05T10:00Z'),
    )
    const upper = format('yes', 'upper', random)
    expect([upper.print({ BOOL: true }), upper.read('FALSE'), upper.shape]).deep.equal([
      'TRUE',
      false,
      { words: ['FALSE', 'TRUE'] },
    ])
    expect(typeof upper.read('false')).equal('symbol')
  })
})
