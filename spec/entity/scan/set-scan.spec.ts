import { expect } from 'chai'
import { setScan } from '../../../lib/entity/scan/set-scan.js'
import { unread } from '../../../lib/entity/text/body.js'
import { readsNoPartOf, scannedBy } from './scan-cases.js'

const texts = setScan('SS', (text) => text)
const numbers = setScan('NS', (text) => (text === '0' ? unread : Number(text)))

describe('entity/scan/set-scan', () => {
  it('reads sets of text', () => {
    expect(scannedBy(texts, '{"SS":["a","b\\"","日本"]}')).to.deep.equal(new Set(['a', 'b"', '日本']))
    expect(scannedBy(texts, '{"SS":[]}')).to.deep.equal(new Set())
  })

  it('reads sets of other members by their text', () => {
    expect(scannedBy(numbers, '{"NS":["1","-2.5"]}')).to.deep.equal(new Set([1, -2.5]))
    expect(scannedBy(numbers, '{"NS":["1","0"]}')).to.equal(unread)
    const binary = setScan('BS', (text) => text)
    expect(scannedBy(binary, '{"BS":["AQ==","\\/w=="]}')).to.deep.equal(new Set(['AQ==', '/w==']))
  })

  it('reads no part of them', () => {
    readsNoPartOf(texts, '{"SS":["a","b"]}')
    readsNoPartOf(numbers, '{"NS":["1","2"]}')
  })

  for (const text of ['{"SS":[1]}', '{"SS":["a",]}', '{"SS":["a" "b"]}', '{"NS":["1"]}'])
    it(`does not read ${text}`, () => {
      expect(scannedBy(texts, text)).to.equal(unread)
    })
})
