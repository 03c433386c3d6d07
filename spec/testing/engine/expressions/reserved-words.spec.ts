import { expect } from 'chai'
import { reservedWords } from '../../../../lib/testing/engine/expressions/reserved-words.js'

describe('reserved words', () => {
  it('are the 573 of DynamoDB, in capitals', () => {
    const words = reservedWords
    expect(words.size).to.equal(573)
    expect(['ABORT', 'NAME', 'STATUS', 'ZONE'].every((word) => words.has(word))).to.equal(true)
    expect([...words].every((word) => /^[A-Z_]+$/.test(word))).to.equal(true)
    expect(words.has('USERID')).to.equal(false)
  })
})
