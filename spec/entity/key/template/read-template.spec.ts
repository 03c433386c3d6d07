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

  describe('where values are kept as they are', () => {
    const kept = (text: string, key: string, known = {}) =>
      readTemplate(templateOf(text, 'keep'), { S: key }, known)

    it('has only values that are the same whichever way the key was made', () => {
      expect(kept('{one}#{two}', 'a#b')).deep.equal({ one: 'a', two: 'b' })
      expect(kept('{one}#{two}', 'a#b#c')).deep.equal({})
      expect(kept('{line:2}{one}#{two}', '12a#b#c')).deep.equal({ line: 12 })
      expect(kept('{one}#{two}', '#'.repeat(1000))).deep.equal({})
    })

    it('knows its own keys, also those whose values contain what ends them', () => {
      expect(kept('{kind}#', 'c##')).deep.equal({ kind: 'c#' })
      expect(kept('{one}#{one}', 'a#b#a#b')).deep.equal({ one: 'a#b' })
      expect(kept('{line:plain}#{one}', '12##')).deep.equal({ line: 12, one: '#' })
      expect(kept('{kind}#', 'a##')).equal(undefined)
      expect(kept('{one}#{one}', 'a#b')).equal(undefined)
    })

    it('takes what is known already into account', () => {
      expect(kept('{one}#{two}', 'a#b#c', { one: 'a#b' })).deep.equal({ one: 'a#b', two: 'c' })
      expect(kept('{one}#{two}', 'a#b#c', { one: 'b' })).equal(undefined)
    })
  })

  it('takes no text for one of a format that loses values, if its shape is another', () => {
    expect(read('{at:day}', '2026-01-05')).deep.equal({})
    expect(read('{at:day}', '2026-01')).equal(undefined)
    expect(read('{at:day}', 'PROFILE-XX')).equal(undefined)
    expect(read('{kind:lower}', 'cow')).equal(undefined)
    expect(read('{few:lower}', 'ab')).deep.equal({})
    expect(read('{few:lower}', 'ac')).equal(undefined)
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
