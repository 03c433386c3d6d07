// Compiled functions of templates: what they write, and which keys fit which items.
import { expect } from 'chai'
import { date, enums, number, optional, string } from 'superstruct'
import { compileTemplate } from '../../../../lib/entity/key/template/compile-template.js'
import { printTemplate } from '../../../../lib/entity/key/template/print-template.js'
import { slotText } from '../../../../lib/entity/key/template/text-writer.js'
import { attribute } from '../../../../lib/entity/struct/attribute.js'
import type { Separators } from '../../../../lib/entity/table/table-options.js'
import { contextOf } from '../../compiled-attributes.js'

const context = contextOf({
  name: string(),
  other: optional(string()),
  stage: enums(['open', 'done']),
  born: date(),
  rank: attribute(number(), { name: 'r' }),
  constructor: string(),
})
const item = { name: 'a#b', other: 'x', stage: 'open', rank: 7, born: new Date(0), constructor: 'c' }
const stored = {
  name: { S: 'a#b' },
  other: { S: 'x' },
  stage: { S: 'open' },
  born: { S: '1970-01-01T00:00:00.000Z' },
  r: { N: '7' },
  constructor: { S: 'c' },
}
const templateOf = (text: string, separators: Separators = 'escape') =>
  compileTemplate(context, text, { place: 'key.sort', type: 'S', separators, most: 1024 })

const keys: readonly (readonly [text: string, key: string])[] = [
  ['PROFILE', 'PROFILE'],
  ['N#{name}', 'N#a#b'],
  ['{name}#{other}', 'a$#b#x'],
  ['{stage}#{rank:3}#{name}', 'open#007#a#b'],
  ['{rank:3}{stage}', '007open'],
  ['{constructor}!', 'c!'],
  ['{name:upper}{{{born:month}', '|A|#|B{1970-01'],
]

describe('textFunctions', () => {
  for (const [text, key] of keys)
    it(`write ${text} as printTemplate does, and recognize it`, () => {
      const { functions } = templateOf(text)
      expect(functions?.write(stored)).equal(key)
      expect(functions?.print(item)).equal(key)
      expect(printTemplate(templateOf(text), (property) => Reflect.get(item, property))).deep.equal({
        S: key,
      })
      expect(functions?.fits(item, key)).equal(true)
    })

  it('recognize no other key: shorter, longer, or with another part', () => {
    for (const [text, key] of keys) {
      const { functions } = templateOf(text)
      for (const other of ['', key.slice(0, -1), `${key}x`, `x${key}`, key.replace(/.$/, '?')])
        expect(functions?.fits(item, other), `${text} ${other}`).equal(false)
    }
  })

  it('write nothing, and recognize nothing, if an attribute is absent or has no text', () => {
    const { functions } = templateOf('{name}#{other}')
    const { other: _, ...without } = item
    expect(functions?.fits(without, 'a$#b#')).equal(false)
    expect(functions?.print(without)).equal(undefined)
    expect(templateOf('{name}#{other}', 'refuse').functions?.print(item)).equal(undefined)
    expect(templateOf('{rank:3}').functions?.print({ rank: 1_000 })).equal(undefined)
    expect(functions?.write({ name: { S: 'a' } })).equal(undefined)
    expect(functions?.write({ ...stored, other: { NULL: true } })).equal(undefined)
    expect(functions?.write({ ...stored, other: { N: '1' } })).equal(undefined)
    expect(templateOf('{name}#{other}', 'refuse').functions?.fits(item, 'a#b#x')).equal(false)
    expect(templateOf('{rank:3}').functions?.fits({ rank: 1_000 }, '1000')).equal(false)
  })

  it('recognize nothing if an attribute of any format is absent', () => {
    for (const [text] of keys) {
      const { functions, slots } = templateOf(text)
      if (slots.length === 0) continue
      expect(functions?.fits({}, 'x'), text).equal(false)
      expect(functions?.print({}), text).equal(undefined)
    }
  })

  it('take nothing that objects inherit for an attribute', () => {
    const { functions } = templateOf('{constructor}!')
    expect(functions?.write({})).equal(undefined)
    expect(functions?.print({})).equal(undefined)
    expect(functions?.fits({}, 'function!')).equal(false)
  })

  it('are not there for keys that are numbers', () => {
    const count = compileTemplate(context, '{rank}', {
      place: 'key.sort',
      type: 'N',
      separators: 'escape',
      most: 1024,
    })
    expect(count.functions).equal(undefined)
  })
})

describe('slotText', () => {
  it('is the text of a value in its place, or why it has none', () => {
    const [slot] = templateOf('{name}#{other}').slots
    if (slot === undefined) throw new Error('no slot')
    expect(slotText(slot, { S: 'a#' })).equal('a$#')
    expect(slotText(slot, { N: '1' })).deep.equal({ trouble: 'is not a string' })
  })
})
