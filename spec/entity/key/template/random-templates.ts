// Templates of any pieces over attributes of every kind, and values for them that are near each other and odd.
import fc from 'fast-check'
import { bigint, boolean, date, enums, integer, number, string } from 'superstruct'
import { compileTemplate } from '../../../../lib/entity/key/template/compile-template.js'
import type { Template } from '../../../../lib/entity/key/template/slot.js'
import { attribute } from '../../../../lib/entity/struct/attribute.js'
import type { Separators } from '../../../../lib/entity/table/table-options.js'
import { contextOf } from '../../compiled-attributes.js'

/** The attributes that random templates name. */
export const context = contextOf({
  one: string(),
  two: attribute(string(), { name: 'stored.two' }),
  kind: enums(['cat', 'dog', 'ca', 'c#']),
  few: enums(['AB', 'ab']),
  line: integer(),
  total: number(),
  exact: attribute(string(), { as: 'decimal' }),
  big: bigint(),
  yes: boolean(),
  at: date(),
  day: attribute(date(), { as: 'isoDay' }),
  seconds: attribute(date(), { as: 'epochSeconds' }),
  python: attribute(date(), { as: 'isoNaive' }),
  trimmed: attribute(date(), { as: 'isoTrimmed' }),
})

/** A template with these settings of a sort key, unless others are given. */
export function templateOf(text: string, separators: Separators = 'escape', most = 1024): Template {
  return compileTemplate(context, text, { place: 'key.sort', type: 'S', separators, most })
}

/** A template whose keys have at most this number of bytes; at most 1,024 if each key has more. */
export function templateWithin(text: string, separators: Separators, most: number): Template {
  try {
    return templateOf(text, separators, most)
  } catch (error) {
    if (!String(error).includes('every key has at least')) throw error
    return templateOf(text, separators)
  }
}

/** Compiles a partial template of them. */
export function partialOf(text: string, separators: Separators = 'escape'): Template {
  return compileTemplate(context, text, {
    place: 'indexes.some.sort',
    type: 'S',
    separators,
    most: 1024,
    partial: true,
  })
}

// Letters near the separators: below, at, above, the escape characters, braces, and the ends of UTF-8 and UTF-16.
const characters = [
  'a',
  'b',
  '#',
  '$',
  '"',
  ' ',
  '|',
  '}',
  '{',
  '~',
  '0',
  '-',
  '\u0000',
  '\u{10ffff}',
  '\uffff',
  '😀',
  'é',
]

/** Odd strings, many of them the beginning of another. */
export const oddText: fc.Arbitrary<string> = fc.oneof(
  fc.string({ unit: fc.constantFrom(...characters), maxLength: 4 }),
  fc.string({ unit: fc.constantFrom('#', '$', 'a'), maxLength: 3 }),
  fc.string({ unit: 'binary', maxLength: 4 }),
)

const dates = fc.oneof(
  fc.constantFrom(
    0,
    1,
    999,
    1000,
    -1,
    86_400_000,
    1_767_571_200_000,
    253_402_300_799_999,
    -62_167_219_200_000,
  ),
  fc.integer({ min: -62_167_219_200_000, max: 253_402_300_799_999 }),
)
const multiple = (unit: number) =>
  dates.map((time) => new Date(Math.max(Math.floor(time / unit) * unit, -62_167_219_200_000)))
const cents = fc.oneof(fc.integer({ min: -200, max: 200 }), fc.integer({ min: -99_999_999, max: 99_999_999 }))

/** Values of each attribute that fit the widths below. */
export const values = fc.record({
  one: oddText,
  two: oddText,
  kind: fc.constantFrom('cat', 'dog', 'ca', 'c#'),
  line: fc.oneof(fc.integer({ min: 0, max: 12 }), fc.integer({ min: 0, max: 99_999 })),
  total: cents.map((amount) => amount / 100),
  exact: cents.map((amount) => {
    const digits = String(Math.abs(amount)).padStart(3, '0')
    return `${amount < 0 ? '-' : ''}${Number(digits.slice(0, -2))}${`.${digits.slice(-2)}`.replace(/\.?0+$/, '')}`
  }),
  big: fc.oneof(
    fc.bigInt({ min: -3n, max: 3n }),
    fc.bigInt({ min: -(10n ** 20n) + 1n, max: 10n ** 20n - 1n }),
  ),
  yes: fc.boolean(),
  at: multiple(1),
  day: multiple(86_400_000),
  seconds: multiple(1000),
  python: multiple(1),
  trimmed: multiple(1),
})

/** One set of values. */
export type Values = typeof values extends fc.Arbitrary<infer V> ? V : never

const lossless = {
  varying: ['{one}', '{two}', '{kind}', '{yes}', '{yes:upper}', '{python}', '{python:lower}'],
  fixed: [
    '{line:5}',
    '{total:-6.2}',
    '{exact:-6.2}',
    '{big:-20}',
    '{at}',
    '{day:day}',
    '{day}',
    '{seconds:second}',
    '{seconds:-12}',
    '{at:lower}',
    '{day:upper}',
    '{trimmed}',
  ],
}

const constants = fc.oneof(
  fc.constantFrom('#', '#ORDER#', '|', '$', '{{', '}}', '~', '\u0000', ' ', '\uffff', '😀'),
  oddText
    .filter((text) => text !== '' && !text.startsWith('\u{10ffff}'))
    .map((text) => text.replace(/[{}]/g, '$&$&')),
)

/** Templates in which nothing is lost: slots with constants between them, which fixed ones may do without. */
export const templates: fc.Arbitrary<string> = fc
  .tuple(
    fc.option(constants, { nil: '' }),
    fc.array(fc.tuple(fc.boolean(), fc.nat(100), fc.option(constants, { nil: undefined })), {
      minLength: 1,
      maxLength: 4,
    }),
  )
  .map(([head, parts]) => {
    let text = head
    for (const [at, [fixed, choice, after]] of parts.entries()) {
      const list = fixed ? lossless.fixed : lossless.varying
      text += list[choice % list.length] ?? ''
      const last = at === parts.length - 1
      text += after ?? (fixed || last ? '' : '#')
    }
    return text
  })
