import { expect } from 'chai'
import { invalid } from '../../../lib/entity/codec/codec.js'
import type { Trail } from '../../../lib/entity/codec/trail.js'
import { listScan, setScan, tupleScan } from '../../../lib/entity/scan/list-scan.js'
import { scanBoolean, scanText } from '../../../lib/entity/scan/scalar-scan.js'
import { unread } from '../../../lib/entity/text/body.js'
import { readsNoPartOf, scannedBy } from './scan-cases.js'

const list = listScan(scanText, false)
const textSetScan = setScan('SS', (text) => text)
const numberSet = setScan('NS', (text) => (text === '0' ? unread : Number(text)))
const absent = () => invalid
const pair = tupleScan(
  [
    { scan: scanText, absent },
    { scan: scanBoolean, absent: () => undefined },
  ],
  false,
)

describe('entity/scan/list-scan', () => {
  it('reads lists, and hands elements the trail if they need it', () => {
    expect(scannedBy(list, '{"L":[]}')).to.deep.equal([])
    expect(scannedBy(list, '{"L":[{"S":"a"},{"S":"]"}]}')).to.deep.equal(['a', ']'])
    const keys: unknown[] = []
    const contextual = listScan((body, trail) => {
      keys.push(trail?.key)
      return scanText(body)
    }, true)
    scannedBy(contextual, '{"L":[{"S":"a"},{"S":"b"}]}')
    expect(keys).to.deep.equal([0, 1])
  })

  it('reads sets of text', () => {
    expect(scannedBy(textSetScan, '{"SS":["a","b\\"","日本"]}')).to.deep.equal(new Set(['a', 'b"', '日本']))
    expect(scannedBy(textSetScan, '{"SS":[]}')).to.deep.equal(new Set())
  })

  it('reads sets of other members by their text', () => {
    expect(scannedBy(numberSet, '{"NS":["1","-2.5"]}')).to.deep.equal(new Set([1, -2.5]))
    expect(scannedBy(numberSet, '{"NS":["1","0"]}')).to.equal(unread)
    expect(
      scannedBy(
        setScan('BS', (text) => text),
        '{"BS":["AQ==","\\/w=="]}',
      ),
    ).to.deep.equal(new Set(['AQ==', '/w==']))
  })

  it('reads tuples by position, and what is absent at their end', () => {
    expect(scannedBy(pair, '{"L":[{"S":"a"},{"BOOL":true}]}')).to.deep.equal(['a', true])
    expect(scannedBy(pair, '{"L":[{"S":"a"}]}')).to.deep.equal(['a'])
    expect(scannedBy(pair, '{"L":[]}')).to.equal(unread)
    const keys: unknown[] = []
    const seen = (trail: Trail | undefined) => keys.push(trail?.key) > 2
    const contextual = tupleScan([{ scan: (_body, trail) => seen(trail), absent: seen }], true)
    expect(scannedBy(contextual, '{"L":[]}')).to.deep.equal([false])
    expect(keys).to.deep.equal([0])
  })

  it('reads no part of them', () => {
    readsNoPartOf(pair, '{"L":[{"S":"a"},{"BOOL":true}]}')
    readsNoPartOf(numberSet, '{"NS":["1","2"]}')
    readsNoPartOf(list, '{"L":[{"S":"a"},{"S":"b"}]}')
    readsNoPartOf(textSetScan, '{"SS":["a","b"]}')
  })

  for (const [scan, text] of [
    [list, '{"L":[{"S":"a"} {"S":"b"}]}'],
    [list, '{"L":[{"S":"a"},]}'],
    [list, '{"L":[{"N":"1"}]}'],
    [list, '{"L":[null]}'],
    [list, '{"L":{}}'],
    [list, '{"L":[]],'],
    [pair, '{"L":[{"S":"a"},{"BOOL":true},{"S":"b"}]}'],
    [pair, '{"L":[{"BOOL":true},{"S":"a"}]}'],
    [pair, '{"L":[{"S":"a"} {"BOOL":true}]}'],
    [pair, '{"M":{}}'],
    [textSetScan, '{"SS":[1]}'],
    [textSetScan, '{"SS":["a",]}'],
    [textSetScan, '{"SS":["a" "b"]}'],
    [textSetScan, '{"NS":["1"]}'],
  ] as const)
    it(`does not read ${text}`, () => {
      expect(scannedBy(scan, text)).to.equal(unread)
    })
})
