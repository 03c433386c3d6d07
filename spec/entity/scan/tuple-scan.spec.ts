import { expect } from 'chai'
import { invalid } from '../../../lib/entity/codec/codec.js'
import type { Trail } from '../../../lib/entity/codec/trail.js'
import { passNull, scanBoolean, scanText } from '../../../lib/entity/scan/scalar-scan.js'
import { tupleScan } from '../../../lib/entity/scan/tuple-scan.js'
import { unread } from '../../../lib/entity/text/body.js'
import { readsNoPartOf, scannedBy } from './scan-cases.js'

const pair = tupleScan(
  [
    { scan: scanText, absent: () => invalid },
    { scan: scanBoolean, absent: () => undefined },
  ],
  false,
)

describe('entity/scan/tuple-scan', () => {
  it('reads tuples by position, and what is absent at their end', () => {
    expect(scannedBy(pair, '{"L":[{"S":"a"},{"BOOL":true}]}')).to.deep.equal(['a', true])
    expect(scannedBy(pair, '{"L":[{"S":"a"}]}')).to.deep.equal(['a'])
    expect(scannedBy(pair, '{"L":[]}')).to.equal(unread)
    const empty = tupleScan(
      [{ scan: (body) => (passNull(body) ? null : unread), absent: () => invalid }],
      false,
    )
    expect(scannedBy(empty, '{"L":[{"NULL":true}]}')).to.deep.equal([null])
    const keys: unknown[] = []
    const seen = (trail: Trail | undefined) => keys.push(trail?.key) > 2
    const contextual = tupleScan([{ scan: (_body, trail) => seen(trail), absent: seen }], true)
    expect(scannedBy(contextual, '{"L":[]}')).to.deep.equal([false])
    expect(keys).to.deep.equal([0])
  })

  it('reads no part of them', () => readsNoPartOf(pair, '{"L":[{"S":"a"},{"BOOL":true}]}'))

  for (const text of [
    '{"L":[{"S":"a"},{"BOOL":true},{"S":"b"}]}',
    '{"L":[{"BOOL":true},{"S":"a"}]}',
    '{"L":[{"S":"a"} {"BOOL":true}]}',
    '{"M":{}}',
  ])
    it(`does not read ${text}`, () => {
      expect(scannedBy(pair, text)).to.equal(unread)
    })
})
