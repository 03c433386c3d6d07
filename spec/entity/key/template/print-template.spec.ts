// Keys printed from values, and why some have none.
import { expect } from 'chai'
import { instance, integer, nullable, optional, string } from 'superstruct'
import { compileTemplate } from '../../../../lib/entity/key/template/compile-template.js'
import {
  isKeyRefusal,
  printStored,
  printTemplate,
} from '../../../../lib/entity/key/template/print-template.js'
import { printValues } from '../../../../lib/entity/key/template/text-writer.js'
import type { Separators } from '../../../../lib/entity/table/table-options.js'
import { contextOf } from '../../compiled-attributes.js'
import { templateOf } from './random-templates.js'

const day = new Date('2026-01-05T12:30:00.000Z')
const sample: Record<string, unknown> = {
  one: 'c1',
  two: 'a#b',
  kind: 'cat',
  line: 7,
  total: -12.5,
  exact: '0.05',
  big: 3n,
  yes: true,
  at: day,
  day: new Date('2026-01-05'),
  seconds: day,
  python: day,
  trimmed: day,
}

const printed = (text: string, more: object = {}, separators: Separators = 'escape') =>
  printTemplate(templateOf(text, separators), (property) => Reflect.get({ ...sample, ...more }, property))

const keys: readonly (readonly [text: string, key: string, more?: object])[] = [
  ['PROFILE', 'PROFILE'],
  ['CUSTOMER#{one}', 'CUSTOMER#c1'],
  ['{two}#{one}', 'a$#b#c1'],
  ['{one}#{two}', 'c1#a#b'],
  ['{{{kind}}}', '{~c~a~t}'],
  ['{line:5}', '00007'],
  ['{total:-8.2}', '-99999987.49'],
  ['{total:-8.2}', '000000012.50', { total: 12.5 }],
  ['{exact:2.2}', '00.05'],
  ['{big:-3}|{yes}', '0003|true'],
  ['{at}', '2026-01-05T12:30:00.000Z'],
  ['{at:year}/{at:month}/{at:day}', '2026/2026-01/2026-01-05'],
  ['{at:hour} {at:minute} {at:second}', '2026-01-05T12 2026-01-05T12:30 2026-01-05T12:30:00'],
  ['{day}', '2026-01-05'],
  ['{seconds}', '2026-01-05T12:30:00.000Z'],
  ['{python}', '2026-01-05T12:30:00'],
  ['{trimmed}', '2026-01-05T12:30:00.000Z'],
  ['{one:lower}', 'c1', { one: 'C1' }],
]

const refusals: readonly (readonly [
  text: string,
  more: object,
  separators: Separators,
  property: string | undefined,
  message: RegExp,
])[] = [
  [
    '{line:5}',
    { line: 100_000 },
    'escape',
    'line',
    /has 6 digits before the point, but its width in the key is 5/,
  ],
  [
    '{line:5}',
    { line: -1 },
    'escape',
    'line',
    /is negative, but its width in the key, 5, has no sign; use -5/,
  ],
  ['{total:8.2}', { total: 0.125 }, 'escape', 'total', /has 3 decimals, but its width in the key allows 2/],
  ['{one}#{two}', { one: 'a#' }, 'refuse', 'one', /contains "#", which ends it in the key/],
  ['{one}', { one: '' }, 'escape', 'one', /makes an empty key/],
  [
    '{one}',
    { one: 'é'.repeat(513) },
    'escape',
    'one',
    /makes a key of 1026 bytes, but this key attribute can have at most 1024/,
  ],
  ['{one}#{two}', { one: '#'.repeat(512) }, 'escape', undefined, /makes a key of 1028 bytes/],
]

describe('printTemplate', () => {
  for (const [text, key, more] of keys)
    it(`${text}: ${key}`, () => {
      expect(printed(text, more)).deep.equal({ S: key })
    })

  for (const [text, more, separators, property, message] of refusals)
    it(`${text} refuses: ${message.source}`, () => {
      const refusal = printed(text, more, separators)
      expect(isKeyRefusal(refusal)).equal(true)
      if (!isKeyRefusal(refusal)) return
      expect(refusal.property).equal(property)
      expect(refusal.message).match(message)
    })

  it('refuses dates of years that text cannot sort', () => {
    const refusal = printed('{seconds}', { seconds: new Date(253_402_300_800_000) })
    expect(isKeyRefusal(refusal) && refusal.message).match(/not in the years 0000 to 9999/)
  })

  it('has no key if a value is absent', () => {
    expect(printed('A#{one}', { one: undefined })).equal(undefined)
    expect(isKeyRefusal(printed('A#{one}', { one: undefined }))).equal(false)
  })

  it('keeps separators if the option says so', () => {
    expect(printed('{two}#{one}', {}, 'keep')).deep.equal({ S: 'a#b#c1' })
  })

  const context = contextOf({
    count: optional(integer()),
    bytes: instance(Uint8Array),
    perhaps: nullable(string()),
  })
  const whole = (text: string, type: 'N' | 'B') =>
    compileTemplate(context, text, { place: 'key.sort', type, separators: 'escape', most: 4 })

  it('prints a number and binary as they are', () => {
    expect(printTemplate(whole('{count}', 'N'), () => 12)).deep.equal({ N: '12' })
    const bytes = Uint8Array.of(1, 2)
    expect(printTemplate(whole('{bytes}', 'B'), () => bytes)).deep.equal({ B: bytes })
    expect(printTemplate(whole('{bytes}', 'B'), () => new Uint8Array(0))).have.property('property', 'bytes')
    expect(printTemplate(whole('{bytes}', 'B'), () => new Uint8Array(5)))
      .have.property('message')
      .match(/5 bytes/)
  })

  it('takes null that is stored as absence for absence', () => {
    const template = compileTemplate(context, '{perhaps}', {
      place: 'p',
      type: 'S',
      separators: 'escape',
      most: 9,
    })
    expect(printTemplate(template, () => null)).equal(undefined)
  })
})

describe('printValues', () => {
  it('prints what printTemplate prints', () => {
    for (const [text, key, more] of keys)
      expect(printValues(templateOf(text), { ...sample, ...more }), text).deep.equal({ S: key })
  })

  it('leaves empty keys, and those that may be too long, to be measured', () => {
    const short = compileTemplate(contextOf({ name: string() }), '{name}', {
      place: 'key.sort',
      type: 'S',
      separators: 'escape',
      most: 9,
    })
    expect(printValues(short, { name: 'abc' })).deep.equal({ S: 'abc' })
    expect(printValues(short, { name: 'abcd' })).equal(undefined)
    expect(printValues(short, { name: '' })).equal(undefined)
  })
})

describe('printStored', () => {
  it('prints from the stored item, by stored names', () => {
    expect(
      printStored(templateOf('A#{two}#{line:3}'), { 'stored.two': { S: 'x' }, line: { N: '5' } }),
    ).deep.equal({
      S: 'A#x#005',
    })
  })

  it('has no key if an attribute is absent or NULL, whatever objects inherit', () => {
    expect(printStored(templateOf('A#{one}'), {})).equal(undefined)
    expect(printStored(templateOf('A#{one}'), { one: { NULL: true } })).equal(undefined)
  })

  it('refuses what is stored as another type', () => {
    for (const text of ['{one}', '{one:lower}'])
      expect(printStored(templateOf(text), { one: { N: '1' } })).deep.equal({
        property: 'one',
        message: 'is not a string',
      })
    expect(printStored(templateOf('{line:3}'), { line: { S: '1' } })).have.property(
      'message',
      'is not a number',
    )
    expect(printStored(templateOf('{yes}'), { yes: { S: '1' } })).have.property('message', 'is not a boolean')
    expect(printStored(templateOf('{at}'), { at: { S: 'yesterday' } })).have.property(
      'message',
      'is not a date',
    )
    expect(printStored(templateOf('{at}'), { at: { BOOL: true } })).have.property('message', 'is not a date')
  })
})
