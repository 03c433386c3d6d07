// Text is counted in bytes of UTF-8, as DynamoDB counts it.
import { expect } from 'chai'
import { utf8Length } from '../../lib/util/bytes.js'

describe('utf8Length', () => {
  for (const [text, bytes] of [
    ['', 0],
    ['abc', 3],
    ['é', 2],
    ['€', 3],
    ['😀', 4],
    ['a€😀', 8],
  ] as const)
    it(`counts ${JSON.stringify(text)} as ${bytes}`, () => {
      expect(utf8Length(text)).equal(bytes)
    })
})
