import { expect } from 'chai'
import { attribute } from 'dyntastic'
import { nonempty, number, object, optional, refine, set, string, type } from 'superstruct'
import type { Scan } from '../../../lib/entity/codec/codec.js'
import { compileCodec } from '../../../lib/entity/compile/compile-codec.js'
import { unread } from '../../../lib/entity/text/body.js'
import { readsNoPartOf, scannedBy } from './scan-cases.js'

const struct = object({
  a: string(),
  'ü"': attribute(number(), { name: 'n"ü' }),
  b: optional(string()),
  s: set(string()),
  inner: optional(object({ c: nonempty(string()) })),
})

function scansOf(of: Parameters<typeof compileCodec>[0], unknown: 'drop' | 'preserve' | 'error' = 'drop') {
  const { scan, scanItem } = compileCodec(of, { nulls: 'omit', unknown })
  if (scan === undefined || scanItem === undefined) throw new Error('no scan')
  return { scan, scanItem } satisfies Record<string, Scan>
}

const n = '"n\\"ü":{"N":"1"}'

describe('entity/scan/object-scan', () => {
  const { scan, scanItem } = scansOf(struct)

  it('reads an object in the order of its properties, whatever the order of its attributes', () => {
    for (const text of [
      `{"a":{"S":"x"},${n},"b":{"S":"y"}}`,
      `{"b":{"S":"y"},${n},"a":{"S":"x"}}`,
      `{"b":{"S":"y"},"a":{"S":"x"},${n}}`,
    ]) {
      const expected = { a: 'x', 'ü"': 1, b: 'y', s: new Set() }
      for (const value of [scannedBy(scanItem, text), scannedBy(scan, `{"M":${text}}`)]) {
        expect(value).to.deep.equal(expected)
        expect(Object.keys(Object(value))).to.deep.equal(Object.keys(expected))
      }
    }
  })

  it('takes the last of two values under one name, as JSON.parse does', () => {
    expect(scannedBy(scanItem, `{"a":{"S":"x"},${n},"a":{"S":"z"}}`)).to.deep.equal({
      a: 'z',
      'ü"': 1,
      s: new Set(),
    })
  })

  it('finds a name that is written with escapes', () => {
    expect(scannedBy(scanItem, '{"\\u0061":{"S":"x"},"n\\u0022\\u00fc":{"N":"1"}}')).to.deep.equal({
      a: 'x',
      'ü"': 1,
      s: new Set(),
    })
  })

  it('leaves out unknown attributes that are dropped, and reads them if they count', () => {
    const text = `{"new":{"L":[{"S":"}"}]},"a":{"S":"x"},${n},"old":{"B":"AQ=="}}`
    expect(scannedBy(scanItem, text)).to.deep.equal({ a: 'x', 'ü"': 1, s: new Set() })
    for (const unknown of ['preserve', 'error'] as const)
      expect(scannedBy(scansOf(struct, unknown).scanItem, text)).to.equal(unread)
    // An older superstruct refuses a type() in a way that shows no more of it: then there is no scan at all.
    const { scanItem: open } = compileCodec(type({ a: string() }), { nulls: 'omit', unknown: 'drop' })
    if (open !== undefined) expect(scannedBy(open, text)).to.equal(unread)
  })

  for (const [what, text] of [
    ['an absent attribute that is required', `{${n}}`],
    ['a value of another type', `{"a":{"N":"1"},${n}}`],
    ['a value that a refinement refuses', `{"a":{"S":"x"},${n},"inner":{"M":{"c":{"S":""}}}}`],
    ['an invalid unknown value', `{"a":{"S":"x"},${n},"new":5}`],
    ['an attribute of the name __proto__', `{"a":{"S":"x"},${n},"__proto__":{"S":"x"}}`],
    ['a missing comma', `{"a":{"S":"x"}${n}}`],
    ['a comma too many', `{"a":{"S":"x"},${n},}`],
    ['a space', `{"a":{"S":"x"}, ${n}}`],
    ['an unknown name without its end', `{"a":{"S":"x"},${n},"new`],
  ] as const)
    it(`does not read ${what}`, () => {
      expect(scannedBy(scanItem, text)).to.equal(unread)
    })

  it('reads no part of an object', () => {
    readsNoPartOf(scan, `{"M":{"a":{"S":"x"},${n},"s":{"SS":["a"]},"inner":{"M":{"c":{"S":"z"}}}}}`)
  })

  it('asks refinements that look around once more, when all is there', () => {
    const around = object({
      low: refine(
        number(),
        'low',
        (value, { branch }) => value <= (branch[0] as { high: number }).high || 'too high',
      ),
      high: number(),
    })
    const { scanItem } = scansOf(around)
    expect(scannedBy(scanItem, '{"high":{"N":"2"},"low":{"N":"1"}}')).to.deep.equal({ low: 1, high: 2 })
    expect(scannedBy(scanItem, '{"low":{"N":"3"},"high":{"N":"2"}}')).to.equal(unread)
  })
})
