import { expect } from 'chai'
import { map, max, number, object, optional, pattern, record, string } from 'superstruct'
import { compileCodec } from '../../../lib/entity/compile/compile-codec.js'
import { recordScan } from '../../../lib/entity/scan/record-scan.js'
import { scanText } from '../../../lib/entity/scan/scalar-scan.js'
import { unread } from '../../../lib/entity/text/body.js'
import { readsNoPartOf, scannedBy } from './scan-cases.js'

const keys: unknown[] = []
const holder = {
  make: () => ({}),
  has: Object.hasOwn,
  put: (out: object, name: string, value: unknown) => Object.assign(out, { [name]: value }),
}
const texts = recordScan({
  ...holder,
  value: scanText,
  contextualDecode: false,
  takes: (name) => name !== 'bad',
})
const options = { nulls: 'omit', unknown: 'drop' } as const

describe('entity/scan/record-scan', () => {
  it('reads objects with any names, and hands values the trail if they need it', () => {
    expect(scannedBy(texts, '{"M":{}}')).deep.equal({})
    expect(scannedBy(texts, '{"M":{"a":{"S":"x"},"b\\"":{"S":"}"},"日":{"S":"本"}}}')).deep.equal({
      a: 'x',
      'b"': '}',
      日: '本',
    })
    const contextual = recordScan({
      ...holder,
      value: (body, trail) => {
        keys.push(trail?.key)
        return scanText(body)
      },
      contextualDecode: true,
      takes: () => true,
    })
    scannedBy(contextual, '{"M":{"a":{"S":"x"},"b":{"S":"y"}}}')
    expect(keys).deep.equal(['a', 'b'])
  })

  it('reads no part of them', () => readsNoPartOf(texts, '{"M":{"a":{"S":"x"},"b":{"S":"y"}}}'))

  for (const text of [
    '{"M":{"a":{"S":"x"} "b":{"S":"y"}}}',
    '{"M":{"a":{"S":"x"},}}',
    '{"M":{,"a":{"S":"x"}}}',
    '{"M":{"a":{"N":"1"}}}',
    '{"M":{"a":null}}',
    '{"M":{"bad":{"S":"x"}}}',
    '{"M":{"__proto__":{"S":"x"}}}',
    '{"M":{"a":{"S":"x"},"a":{"S":"y"}}}',
    '{"M":[]}',
    '{"M":{a:{"S":"x"}}}',
  ])
    it(`leaves ${text} to JSON.parse`, () => expect(scannedBy(texts, text)).equal(unread))

  it('is how records and Maps are read, by their structs', () => {
    const scan = (struct: Parameters<typeof compileCodec>[0], text: string): unknown => {
      const codec = compileCodec(object({ value: struct } as never), options).at('value')?.codec
      return codec?.scan === undefined ? 'no reader' : scannedBy(codec.scan, text)
    }
    const points = record(string(), max(number(), 5))
    expect(scan(points, '{"M":{"b":{"N":"2"},"1":{"N":"3"}}}')).deep.equal({ b: 2, 1: 3 })
    expect(scan(points, '{"M":{"b":{"N":"6"}}}')).equal(unread)
    expect(scan(record(pattern(string(), /^a/), string()), '{"M":{"ab":{"S":"x"}}}')).deep.equal({ ab: 'x' })
    expect(scan(record(pattern(string(), /^a/), string()), '{"M":{"b":{"S":"x"}}}')).equal(unread)
    expect(scan(optional(map(string(), string())), '{"M":{"b":{"S":"x"}}}')).deep.equal(new Map([['b', 'x']]))
    expect(scan(map(string(), string()), '{"M":{"b":{"S":"x"},"1":{"S":"y"}}}')).equal(unread)
  })
})
