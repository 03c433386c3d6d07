import { expect } from 'chai'
import { listScan, textSetScan } from '../../../lib/entity/scan/list-scan.js'
import { scanText } from '../../../lib/entity/scan/scalar-scan.js'
import { unread } from '../../../lib/entity/text/body.js'
import { readsNoPartOf, scannedBy } from './scan-cases.js'

const list = listScan(scanText, false)

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

  it('reads no part of them', () => {
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
    [textSetScan, '{"SS":[1]}'],
    [textSetScan, '{"SS":["a",]}'],
    [textSetScan, '{"SS":["a" "b"]}'],
    [textSetScan, '{"NS":["1"]}'],
  ] as const)
    it(`does not read ${text}`, () => {
      expect(scannedBy(scan, text)).to.equal(unread)
    })
})
