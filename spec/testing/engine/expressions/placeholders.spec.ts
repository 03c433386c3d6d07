import { expect } from 'chai'
import { Placeholders } from '../../../../lib/testing/engine/expressions/placeholders.js'
import type { WireObject } from '../../../../lib/testing/engine/values/wire.js'

describe('placeholders', () => {
  const refused: [string, WireObject, RegExp][] = [
    ['empty names', { ExpressionAttributeNames: {} }, /ExpressionAttributeNames must not be empty/],
    ['empty values', { ExpressionAttributeValues: {} }, /ExpressionAttributeValues must not be empty/],
    ['a name without #', { ExpressionAttributeNames: { a: 'b' } }, /invalid key: Syntax error; key: "a"/],
    ['a value with an odd key', { ExpressionAttributeValues: { ':a-b': { N: '1' } } }, /invalid key/],
    [
      'a name without a definition',
      { ExpressionAttributeNames: { '#a': '' } },
      /Empty attribute name for key #a/,
    ],
    ['a wrong value', { ExpressionAttributeValues: { ':a': { SS: [] } } }, /invalid value: .* for key :a/],
    [
      'a key of 256 characters',
      { ExpressionAttributeValues: { [`:${'x'.repeat(255)}`]: { N: '1' } } },
      /ExpressionAttributeValues contains invalid key: .* too long; size of key: 256$/,
    ],
    [
      'a name of 64 KB',
      { ExpressionAttributeNames: { '#a': 'é'.repeat(2 ** 15) } },
      /contains invalid value: Attribute name is too large, must be less than 65536 bytes for key #a$/,
    ],
    [
      '2 MB of values',
      { ExpressionAttributeValues: { ':a': { S: 'x'.repeat(2 ** 21) } } },
      /exceeds max size/,
    ],
  ]
  for (const [title, input, message] of refused)
    it(`refuse ${title}`, () => expect(() => new Placeholders(input)).to.throw(message))

  it('have keys of up to 255 characters', () => {
    const key = `#${'x'.repeat(254)}`
    expect(new Placeholders({ ExpressionAttributeNames: { [key]: 'a' } }).names.get(key)).to.equal('a')
  })

  it('must be used, each by some expression', () => {
    const placeholders = new Placeholders({
      ExpressionAttributeNames: { '#a': 'a', '#b': 'b' },
      ExpressionAttributeValues: { ':v': { N: '1' } },
    })
    placeholders.note('#a')
    expect(() => placeholders.requireUse()).to.throw(/unused in expressions: keys: {#b}/)
    placeholders.note('#b')
    expect(() => placeholders.requireUse()).to.throw(/ExpressionAttributeValues unused.*{:v}/)
    placeholders.note(':v')
    placeholders.requireUse()
  })
})
