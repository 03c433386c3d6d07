import { expect } from 'chai'
import { any, literal, record, string, tuple, union } from 'superstruct'
import { compileCodec } from '../../../lib/entity/compile/compile-codec.js'
import { scanOf, storedAt } from '../../../lib/entity/scan/parsed-scan.js'
import { unread } from '../../../lib/entity/text/body.js'
import { readsNoPartOf, scannedBy } from './scan-cases.js'

describe('entity/scan/parsed-scan', () => {
  for (const [what, struct, text, value] of [
    ['a union', union([string(), literal(5)]), '{"N":"5"}', 5],
    ['a record', record(string(), string()), '{"M":{"a":{"S":"}"}}}', { a: '}' }],
    ['a tuple', tuple([string(), any()]), '{"L":[{"S":"a"},{"B":"AQ=="}]}', ['a', new Uint8Array([1])]],
  ] as const)
    it(`reads ${what}, and no part of it`, () => {
      const scan = scanOf(compileCodec(struct, { nulls: 'omit', unknown: 'drop' }))
      expect(scannedBy(scan, text)).to.deep.equal(value)
      expect(scannedBy(scan, '{"BOOL":1}')).to.equal(unread)
      readsNoPartOf(scan, text)
    })

  it('reads stored values as the SDK has them', () => {
    expect(scannedBy(storedAt, '{"M":{"a":{"BS":["AQ=="]}}}')).to.deep.equal({
      M: { a: { BS: [new Uint8Array([1])] } },
    })
    for (const text of ['"a"', '5', '[]', '{"M":{"__proto__":{"S":"a"}}}'])
      expect(scannedBy(storedAt, text)).to.equal(unread)
  })
})
