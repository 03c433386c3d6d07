import { expect } from 'chai'
import { listScan } from '../../../lib/entity/scan/list-scan.js'
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

  it('reads no part of them', () => readsNoPartOf(list, '{"L":[{"S":"a"},{"S":"b"}]}'))

  for (const text of [
    '{"L":[{"S":"a"} {"S":"b"}]}',
    '{"L":[{"S":"a"},]}',
    '{"L":[{"N":"1"}]}',
    '{"L":[null]}',
    '{"L":{}}',
    '{"L":[]],',
  ])
    it(`does not read ${text}`, () => {
      expect(scannedBy(list, text)).to.equal(unread)
    })
})
