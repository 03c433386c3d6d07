// Values before a separator: escaped, refused or kept, and read back.
import { expect } from 'chai'
import {
  afterPrefix,
  cleanStart,
  escaped,
  nextCodePoint,
  unescaped,
} from '../../../../lib/entity/key/template/separator.js'
import type { Ending } from '../../../../lib/entity/key/template/slot.js'
import type { Separators } from '../../../../lib/entity/table/table-options.js'

const ending = (text: string, separators: Separators): Ending => {
  const separator = text.codePointAt(0) ?? 0
  return { text, separator, sign: nextCodePoint(separator) ?? 0, separators }
}

describe('escaped', () => {
  for (const [value, text] of [
    ['', ''],
    ['plain', 'plain'],
    ['a#b', 'a$#b'],
    ['$', '$$'],
    ['a b', 'a$ b'],
    ['#$#', '$#$$$#'],
    ['\u0000', '$\u0000'],
    ['é😀\u{10ffff}', 'é😀\u{10ffff}'],
  ] as const)
    it(`${JSON.stringify(value)} before # is ${JSON.stringify(text)}`, () => {
      expect(escaped(value, ending('#', 'escape'))).equal(text)
      expect(unescaped(`k${text}#rest`, 1, ending('#', 'escape'))).deep.equal({ value, end: 1 + text.length })
    })

  it('works with a separator above the surrogates, too', () => {
    expect(escaped('a😀😁b', ending('😀', 'escape'))).equal('😁a😁😀😁😁😁b')
    expect(escaped('a\ue000', ending('\ud7ff', 'escape'))).equal('\ue000a\ue000\ue000')
  })

  it('refuses instead, naming the separator', () => {
    expect(escaped('a#b', ending('#', 'refuse'))).deep.equal({
      trouble: 'contains "#", which ends it in the key',
    })
    expect(escaped('a b', ending('#', 'refuse'))).deep.equal({
      trouble: 'contains a character that sorts before "#", which ends it in the key',
    })
    expect(escaped('a$b', ending('#', 'refuse'))).equal('a$b')
  })

  it('keeps', () => {
    expect(escaped('a#b', ending('#', 'keep'))).equal('a#b')
  })
})

describe('unescaped', () => {
  for (const [words, text, separators] of [
    ['no separator', 'abc', 'escape'],
    ['a character below the separator', 'a b#', 'escape'],
    ['an escape before what needs none', '$a#', 'escape'],
    ['an escape at the end', 'a$', 'escape'],
    ['a character below the separator, if none is escaped', 'a b#', 'refuse'],
    ['no ending', 'abc', 'refuse'],
  ] as const)
    it(`finds nothing: ${words}`, () => {
      expect(unescaped(text, 0, ending('#', separators))).equal(undefined)
    })

  it('treats the escape character as any other if nothing is escaped', () => {
    expect(unescaped('a$#', 0, ending('#', 'refuse'))).deep.equal({ value: 'a$', end: 2 })
  })
})

describe('cleanStart', () => {
  it('ends before the first character that does not sort above the separator', () => {
    expect(cleanStart('ab c#', ending('#', 'refuse'))).equal('ab')
    expect(cleanStart('ab$', ending('#', 'refuse'))).equal('ab$')
  })
})

describe('afterPrefix', () => {
  for (const [text, after] of [
    ['ORDER#', 'ORDER$'],
    ['a\u{10ffff}', 'b'],
    ['\ud7ff', '\ue000'],
    ['\uffff', '\u{10000}'],
    ['😀', '😁'],
    ['', undefined],
    ['\u{10ffff}', undefined],
  ] as const)
    it(`${JSON.stringify(text)}: ${JSON.stringify(after)}`, () => {
      expect(afterPrefix(text)).equal(after)
    })
})
