import { expect } from 'chai'
import fc from 'fast-check'
import { floatTexts } from '../../../lib/entity/codecs/float-text.js'
import { vectorScan } from '../../../lib/entity/scan/vector-scan.js'
import { openBody, unread } from '../../../lib/entity/text/body.js'

function scanned(text: string, dimensions: number): unknown {
  const body = openBody(Buffer.from(text))
  if (body === undefined) throw new Error('not opened')
  const value = vectorScan(dimensions)(body)
  if (value !== unread) expect(body.at).equal(text.length)
  return value
}
const list = (...texts: string[]) => `{"L":[${texts.map((N) => `{"N":"${N}"}`).join(',')}]}`

describe('vector scan', () => {
  it('reads plain numbers', () => {
    expect(scanned(list('0.1', '-2', '0', '123.5'), 4)).deep.equal(Float32Array.of(0.1, -2, 0, 123.5))
  })

  for (const [title, text, dimensions] of [
    ['another length', list('1', '2'), 3],
    ['more than there should be', list('1', '2'), 1],
    ['an exponent', list('1e-7'), 1],
    ['more digits than a double holds', list('0.12345678901234567'), 1],
    ['text', '{"L":[{"S":"1"}]}', 1],
    ['two points', list('1.2.3'), 1],
    ['no digits', list(''), 1],
    ['a sign alone', list('-'), 1],
    ['a point at the end', list('1.'), 1],
    ['a point in front', list('.5'), 1],
    ['a number beyond 32 bits', list(`4${'0'.repeat(14)}`.padEnd(40, '0')), 1],
    ['a set', '{"NS":["1"]}', 1],
    ['white space', '{"L":[ {"N":"1"}]}', 1],
  ] as const)
    it(`leaves to the parser: ${title}`, () => expect(scanned(text, dimensions)).equal(unread))

  it('reads what the codec writes, bit for bit, or leaves it', () => {
    fc.assert(
      fc.property(
        fc.float32Array({ minLength: 1, maxLength: 20, noNaN: true, noDefaultInfinity: true }),
        (floats) => {
          const read = scanned(list(...floatTexts(floats)), floats.length)
          if (read !== unread) expect(read).deep.equal(floats.map((float) => float + 0))
        },
      ),
      { numRuns: 1_000 },
    )
  })
})
