import { expect } from 'chai'
import { type Body, nameInBody, openBody, tokenOf, unread } from '../../../lib/entity/text/body.js'

const opened = (text: string | Uint8Array): Body => {
  const body = openBody(typeof text === 'string' ? Buffer.from(text) : text)
  if (body === undefined) throw new Error('not opened')
  return body
}

describe('entity/text/body', () => {
  it('is not opened with a control character, wherever it stands', () => {
    for (const code of [0, 9, 10, 13, 31])
      for (let at = 0; at < 9; at++) {
        const bytes = Buffer.from('{"a":"b"}')
        bytes[at] = code
        expect(openBody(bytes), `${code} at ${at}`).to.equal(undefined)
      }
    expect(openBody(Buffer.from(' {"a":"\u007f"}'))?.ascii).to.equal(true)
  })

  it('is opened at any place of a buffer, and tells whether it is ASCII', () => {
    for (let offset = 0; offset < 8; offset++)
      for (const [text, ascii] of [
        ['{"a":"plain"}', true],
        ['{"a":"ü"}', false],
        ['{"a":"123456ü"}', false],
      ] as const) {
        const bytes = Buffer.concat([Buffer.alloc(offset), Buffer.from(text)]).subarray(offset)
        expect(opened(new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.length)).ascii, text).to.equal(
          ascii,
        )
      }
  })

  it('compares its bytes at the place with those of a string, and goes past them', () => {
    const body = opened('{"Zoë":1}')
    expect(body.isAt(tokenOf('{'))).to.equal(true)
    expect(body.pass(tokenOf('{"'))).to.equal(true)
    expect(body.pass(tokenOf('Zoe'))).to.equal(false)
    expect(body.at).to.equal(2)
    expect(body.pass(tokenOf('Zoë":1}'))).to.equal(true)
    expect(body.at).to.equal(body.text.length)
    body.goTo(body.at - 1)
    expect(body.isAt(tokenOf('}}')), 'beyond the end').to.equal(false)
    expect(body.isAt(tokenOf('}'))).to.equal(true)
  })

  for (const [what, json, value] of [
    ['short text', '"short"', 'short'],
    ['empty string', '""', ''],
    ['long text', '"longer than thirteen"', 'longer than thirteen'],
    ['text beyond ASCII', '"Zoë, 日本 and 😀"', 'Zoë, 日本 and 😀'],
    ['an escaped quote', '"a\\"b"', 'a"b'],
    ['a backslash at the end', '"a\\\\"', 'a\\'],
    ['escapes of all kinds', '"\\u00fc\\n\\t\\/\\b\\f\\r"', 'ü\n\t/\b\f\r'],
    ['an escape after an invalid one', '"\\\\\\""', '\\"'],
  ] as const)
    it(`reads ${what} as JSON.parse does`, () => {
      const body = opened(`${json}!`)
      expect(body.string(1)).to.equal(value)
      expect(body.string(1)).to.equal(JSON.parse(json))
      expect(body.at).to.equal(Buffer.byteLength(json))
    })

  for (const json of ['"', '"a', '"a\\"', '"a\\', '"\\x"', '"\\u12"'])
    it(`does not read ${json}`, () => {
      expect(opened(json).string(1)).to.equal(unread)
    })

  for (const json of ['{"a":[1,{"b":"]}"}]}', '[]', '{}', '"a\\"]"', 'true', '-1.5e3', 'null', '["}"]'])
    it(`reads the value ${json}, and goes to behind it`, () => {
      const body = opened(`${json},"next"`)
      expect(body.value()).to.deep.equal(JSON.parse(json))
      expect(body.at).to.equal(json.length)
    })

  for (const json of ['{"a":1', '["a]', '', ',', '{]}', '{"a" 1}', 'tru,', '"open'])
    it(`does not read the value ${json || 'of nothing'}`, () => {
      expect(opened(json).value()).to.equal(unread)
    })

  it('finds a string at a place or after it, in any order, and the end if there is none', () => {
    const body = opened('{"a":{"é":1},"b":{"a":2}}')
    const { length } = body.text
    expect([0, 1, 2, 14, 17, 20].map((from) => body.next(nameInBody('a'), from))).to.deep.equal([
      1,
      1,
      19,
      19,
      19,
      length,
    ])
    expect([20, 14, 1, 0].map((from) => body.next(nameInBody('a'), from))).to.deep.equal([length, 19, 1, 1])
    expect([0, 8].map((from) => body.next(nameInBody('é'), from))).to.deep.equal([6, length])
    expect([5, 0].map((from) => body.next(nameInBody('none'), from))).to.deep.equal([length, length])
  })

  it('reads again from an earlier place, escapes too', () => {
    const body = opened('"a\\"b" "c\\"d"')
    expect(body.string(8)).to.equal('c"d')
    body.goTo(0)
    expect(body.string(1)).to.equal('a"b')
  })
})
