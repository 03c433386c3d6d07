import { expect } from 'chai'
import {
  isNullAt,
  passNull,
  scanBoolean,
  scanConstants,
  scanNumber,
  scanNumberAs,
  scanText,
  scanTextAs,
} from '../../../lib/entity/scan/scalar-scan.js'
import { openBody, unread } from '../../../lib/entity/text/body.js'
import { readsNoPartOf, scannedBy } from './scan-cases.js'

const number = scanNumber(
  (text) => (text === '1E400' ? unread : Number(text)),
  (value) => value < 1000,
)
const constants = scanConstants(['open', 'paid', '']) ?? (() => unread)

describe('entity/scan/scalar-scan', () => {
  it('reads a plain number by its digits, as JavaScript does, and any other by its text', () => {
    const read = scanNumber(
      (text) => `by text: ${text}`,
      () => true,
    )
    for (const text of ['0', '7', '-7', '0.1', '-0.001', '123456789012345', '1.2345678901234', '007'])
      expect(scannedBy(read, `{"N":"${text}"}`), text).to.equal(Number(text))
    expect(Object.is(scannedBy(read, '{"N":"-0"}'), 0)).to.equal(true)
    for (const text of ['', '-', '1.', '.5', '-.5', '1.2.3', '1e3', '1234567890123456', '0.123456789012345'])
      expect(scannedBy(read, `{"N":"${text}"}`), text).to.equal(`by text: ${text}`)
    readsNoPartOf(read, '{"N":"-12.5"}')
  })

  for (const [what, scan, text, value] of [
    ['text', scanText, '{"S":"a"}', 'a'],
    ['text with an escape', scanText, '{"S":"a\\"}"}', 'a"}'],
    ['text beyond ASCII', scanText, '{"S":"日本"}', '日本'],
    ['a plain number', number, '{"N":"-12.5"}', -12.5],
    ['a number with an exponent', number, '{"N":"1E2"}', 100],
    ['a long number', number, '{"N":"1152921504606846976"}', 2 ** 60],
    ['a number by its text', scanNumberAs((text) => `<${text}>`), '{"N":"007"}', '<007>'],
    ['text by a function', scanTextAs((text) => text.length), '{"S":"abc"}', 3],
    ['true', scanBoolean, '{"BOOL":true}', true],
    ['false', scanBoolean, '{"BOOL":false}', false],
    ['a known value', constants, '{"S":"paid"}', 'paid'],
    ['the empty known value', constants, '{"S":""}', ''],
  ] as const) {
    it(`reads ${what}`, () => {
      expect(scannedBy(scan, text)).to.equal(value)
    })

    it(`reads no part of ${what}`, () => {
      readsNoPartOf(scan, text)
    })
  }

  for (const [scan, text] of [
    [scanText, '{"N":"a"}'],
    [scanText, '{"S":5}'],
    [scanText, '{"S":"a","S":"b"}'],
    [scanText, '{"S": "a"}'],
    [scanText, '"a"'],
    [number, '{"N":"1E400"}'],
    [number, '{"N":"1000"}'],
    [number, '{"N":"1\\u0030"}'],
    [number, '{"S":"1"}'],
    [scanBoolean, '{"BOOL":"true"}'],
    [scanBoolean, '{"BOOL":1}'],
    [constants, '{"S":"lost"}'],
    [constants, '{"S":"paid","N":"1"}'],
    [constants, '{"S":"p\\u0061id"}'],
  ] as const)
    it(`does not read ${text}`, () => {
      expect(scannedBy(scan, text)).to.equal(unread)
    })

  it('compares values one by one only if they are few and plain', () => {
    expect(scanConstants(['a"b'])).to.equal(undefined)
    expect(scanConstants(['ü'])).to.equal(undefined)
    expect(scanConstants([...'abcdefghi'])).to.equal(undefined)
  })

  it('passes NULL, and tells it from number sets', () => {
    for (const [text, isNull, passed] of [
      ['{"NULL":true}', true, true],
      ['{"NULL":false}', true, false],
      ['{"NS":["1"]}', false, false],
      ['{"N":"1"}', false, false],
    ] as const) {
      const body = openBody(Buffer.from(text))
      if (body === undefined) throw new Error(text)
      expect(isNullAt(body), text).to.equal(isNull)
      expect(passNull(body), text).to.equal(passed)
      expect(body.at).to.equal(passed ? text.length : 0)
    }
  })
})
