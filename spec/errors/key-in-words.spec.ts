// Keys as messages show them.
import { expect } from 'chai'
import { keyInWords } from '../../lib/errors/key-in-words.js'

describe('keyInWords', () => {
  it('shows each part by its name', () => {
    expect(keyInWords({ a: 'x', n: 5 })).equal("{ a: 'x', n: 5 }")
    expect(keyInWords({})).equal('{  }')
  })

  it('shows binary as base64, and dates in ISO form', () => {
    expect(keyInWords({ b: Buffer.from('ab'), d: new Date(0), i: 7n })).equal(
      '{ b: binary YWI=, d: 1970-01-01T00:00:00.000Z, i: 7 }',
    )
  })
})
