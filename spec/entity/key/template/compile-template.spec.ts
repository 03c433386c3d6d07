// Templates compiled: what they are made of, and what is refused.
import { expect } from 'chai'
import { array, instance, integer, literal, nullable, optional, string, union } from 'superstruct'
import { compileTemplate } from '../../../../lib/entity/key/template/compile-template.js'
import { attribute } from '../../../../lib/entity/struct/attribute.js'
import type { KeyType } from '../../../../lib/entity/table/attribute-lookup.js'
import { EntityDefinitionError } from '../../../../lib/errors/entity-definition-error.js'
import { thrown } from '../../../support/rejection.js'
import { contextOf } from '../../compiled-attributes.js'
import { context, templateOf } from './random-templates.js'

describe('compileTemplate', () => {
  it('has pieces, slots and endings, frozen', () => {
    const template = templateOf('A#{two}#X#{line:5}{at:day}')
    expect(template.pieces.map((piece) => (typeof piece === 'string' ? piece : piece.property))).deep.equal([
      'A#',
      'two',
      '#X#',
      'line',
      'at',
    ])
    expect(template.slots.map(({ name }) => name)).deep.equal(['stored.two', 'line', 'at'])
    expect(template.slots.map(({ format }) => format.width)).deep.equal([undefined, 5, 10])
    expect(template.slots.map(({ ending }) => ending?.text)).deep.equal(['#X#', undefined, undefined])
    expect(Object.isFrozen(template) && Object.isFrozen(template.pieces)).equal(true)
  })

  for (const [text, fault] of [
    ['{three}', /'three' is not an attribute; the attributes are one, two/],
    ['{lines:5}', /'lines' is not an attribute; did you mean `line`\?/],
    ['{stored.two}', /'stored\.two' is a stored name; the property is 'two'/],
    ['{toString}', /'toString' is not an attribute/],
    ['A#{one', /'\{' at 2 is not closed/],
    ['{line}', /'line' is a number, and needs a width.*\{…:5\}/],
    ['{line:five}', /'line' has the format 'five', which is not a width such as 5, 8\.2 or -8\.2/],
    ['{line:0}', /'line' has a width without a digit before the point/],
    ['{line:30.9}', /'line' has a width of more than 38 digits/],
    [
      '{at:days}',
      /'at' has no format 'days'; did you mean 'day'\?; there is year, month, day, hour, minute, second/,
    ],
    ['{one:uper}', /'one' has no format 'uper'; did you mean 'upper'\?; there is lower, upper/],
    ['{one:plain}', /'one' has no format 'plain'/],
    ['{one:5}', /'one' has no format '5'/],
    ['{at:13}', /'at' has no format '13'/],
    ['{seconds:13.}', /'seconds' has the format '13\.', which is not a width/],
    ['{seconds:plan}', /'seconds' has no format 'plan'; did you mean 'plain'\?/],
    ['{yes:no}', /'yes' has no format 'no'; there is lower, upper/],
    ['{one}{two}', /'one' has values of any length, and 'two' follows/],
    ['{one}{line:5}', /'one' has values of any length, and 'line' follows/],
    ['{one}\u{10ffff}', /after which no character sorts/],
    ['A'.repeat(1025), /every key has at least 1025 bytes, but this key attribute can have at most 1024/],
    [`${'é'.repeat(511)}{line:5}`, /every key has at least 1027 bytes/],
    ['', /the template is empty/],
    ['\ud800', /without lone surrogates/],
  ] as const)
    it(`refuses ${JSON.stringify(text).slice(0, 40)}`, () => {
      const error = thrown(() => templateOf(text), EntityDefinitionError)
      expect(error.message).match(/^Test: key\.sort: /)
      expect(error.message).match(fault)
    })

  const odd = contextOf({
    list: array(string()),
    bytes: instance(Uint8Array),
    both: union([string(), integer()]),
    none: literal(null),
    count: optional(integer()),
    perhaps: nullable(string()),
    text: string(),
    seconds: attribute(string(), { as: 'decimal' }),
  })
  const compiled = (text: string, type: KeyType) =>
    compileTemplate(odd, text, { place: 'key.partition', type, separators: 'escape', most: 2048 })

  for (const [text, type, fault] of [
    ['{list}', 'S', /'list' is stored as L, but a string key takes strings/],
    ['{bytes}', 'S', /'bytes' is stored as B/],
    ['{both}', 'S', /'both' is stored as S or N/],
    ['{none}', 'S', /'none' is stored as NULL/],
    ['{text}', 'N', /'text' is stored as S, but the key attribute is of type N/],
    ['{count:5}', 'N', /'count' cannot have a format in a key attribute of type N/],
    ['A{count}', 'N', /of type N can have only one attribute and no text/],
    ['{bytes}{bytes}', 'B', /of type B can have only one attribute and no text/],
    ['A', 'B', /of type B can have only one attribute and no text/],
  ] as const)
    it(`refuses ${text} in a key attribute of type ${type}`, () => {
      expect(thrown(() => compiled(text, type), EntityDefinitionError).message).match(fault)
    })

  it('takes one attribute in a key attribute of another type, as it is', () => {
    expect(compiled('{count}', 'N').slots[0]?.property).equal('count')
    expect(compiled('{bytes}', 'B').slots[0]?.property).equal('bytes')
    expect(compiled('{perhaps}#{count:3}', 'S').slots.length).equal(2)
  })

  it('takes no format of an attribute by its name alone', () => {
    expect(() =>
      compileTemplate(context, '{at:toString}', { place: 'p', type: 'S', separators: 'keep', most: 1 }),
    ).throw(/no format 'toString'/)
  })
})
