// Attributes read back from keys.
import { expect } from 'chai'
import { instance, integer } from 'superstruct'
import { compileTemplate } from '../../../../lib/entity/key/template/compile-template.js'
import { readTemplate } from '../../../../lib/entity/key/template/read-template.js'
import { contextOf } from '../../compiled-attributes.js'
import { templateOf } from './random-templates.js'

const read = (text: string, key: string, known = {}) => readTemplate(templateOf(text), { S: key }, known)

describe('readTemplate', () => {
  it('reads every kind of attribute', () => {
    expect(read('ORDER#{at}#{one}#{line:5}', 'ORDER#2026-01-05T00:00:00.000Z#a$#b#00012')).deep.equal({
      at: new Date('2026-01-05'),
      one: 'a#b',
      line: 12,
    })
    expect(read('{total:-3.2}{big:4}{yes}', '-987.490007true')).deep.equal({
      total: -12.5,
      big: 7n,
      yes: true,
    })
    expect(read('{exact:3.2}', '012.50')).deep.equal({ exact: '12.5' })
    expect(read('PROFILE', 'PROFILE')).deep.equal({})
  })

  for (const [text, key] of [
    ['ORDER#{one}', 'LINE#1'],
    ['{one}#END', 'a#EN'],
    ['{one}#END', 'a#END#'],
    ['{one}#{two}', 'a'],
    ['{one}#{two}', 'a b#c'],
    ['{line:5}', '0012'],
    ['{line:5}', '0001x'],
    ['{line:-5}', '-99999'],
    ['{line:-5}', '100012'],
    ['{total:3.2}', '012,50'],
    ['{total:3.2}', '0125.0'],
    ['{line:3.2}', '001.50'],
    ['{kind}', 'cow'],
    ['{yes}', 'yes'],
    ['{at}', '2026-02-30T00:00:00.000Z'],
    ['{at}', '2026-01-05T00:00:00+0100'],
    ['{at:day}X', '2026-01-05'],
    ['{one}#{one}', 'a#b'],
    ['{at}#{at:day}', '2026-01-05T00:00:00.000Z#2026-01-06'],
  ] as const)
    it(`${key} is not made by ${text}`, () => {
      expect(read(text, key)).equal(undefined)
    })

  it('has no value of an attribute whose format loses some of it', () => {
    expect(read('{one:lower}#{at:day}', 'abc#2026-01-05')).deep.equal({})
    expect(read('{at:day}{at}', '2026-01-052026-01-05T12:00:00.000Z')).deep.equal({
      at: new Date('2026-01-05T12:00Z'),
    })
  })

  it('reads a day back if the attribute holds no more', () => {
    expect(read('{day:day}', '2026-01-05')).deep.equal({ day: new Date('2026-01-05') })
    expect(read('{day:month}', '2026-01')).deep.equal({})
    expect(read('{seconds:minute}', '2026-01-05T12:30')).deep.equal({})
    expect(read('{day:minute}', '2026-01-05T00:00')).deep.equal({ day: new Date('2026-01-05') })
    expect(read('{day:minute}', '2026-01-05T12:30')).equal(undefined)
  })

  it('must agree with what other attributes of the key gave', () => {
    expect(read('{one}#{line:3}', 'a#001', { one: 'a', two: 'x' })).deep.equal({ one: 'a', line: 1 })
    expect(read('{one}#{line:3}', 'a#001', { one: 'b' })).equal(undefined)
    expect(read('{one:lower}', 'ab', { one: 'AB' })).deep.equal({ one: 'AB' })
    expect(read('{one:lower}', 'ab', { one: 'AC' })).equal(undefined)
  })

  it('reads numbers and binary keys', () => {
    const context = contextOf({ count: integer(), bytes: instance(Uint8Array) })
    const whole = (text: string, type: 'N' | 'B') =>
      compileTemplate(context, text, { place: 'key.sort', type, separators: 'escape', most: 9 })
    expect(readTemplate(whole('{count}', 'N'), { N: '12' })).deep.equal({ count: 12 })
    expect(readTemplate(whole('{count}', 'N'), { N: '1.5' })).equal(undefined)
    expect(readTemplate(whole('{count}', 'N'), { S: '12' })).equal(undefined)
    expect(readTemplate(whole('{count}', 'N'), { N: '12' }, { count: 12 })).deep.equal({ count: 12 })
    expect(readTemplate(whole('{count}', 'N'), { N: '12' }, { count: 13 })).equal(undefined)
    const bytes = Uint8Array.of(1)
    expect(readTemplate(whole('{bytes}', 'B'), { B: bytes }, { bytes })).deep.equal({ bytes })
    expect(readTemplate(whole('{bytes}', 'B'), { B: bytes }, { bytes: Uint8Array.of(2) })).equal(undefined)
  })
})
