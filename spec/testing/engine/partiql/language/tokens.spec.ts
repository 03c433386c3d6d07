import { expect } from 'chai'
import { placeText, tokensOf } from '../../../../../lib/testing/engine/partiql/language/tokens.js'
import { messageOf } from '../shelf.js'

const kinds = (text: string) =>
  tokensOf(text).map(({ kind, text: found }) => (kind === 'end' ? kind : `${kind} ${found}`))

describe('PartiQL tokens', () => {
  it('tell words, keywords, quoted names, strings, numbers and marks apart', () => {
    expect(kinds(`SELECT a."b ""c""" <> 'it''s' <<-.5e+3, 1.>>`)).to.deep.equal([
      'keyword select',
      'word a',
      'mark .',
      'quoted b "c"',
      'mark <>',
      "string it's",
      'mark <<',
      'mark -',
      'number .5e+3',
      'mark ,',
      'number 1.',
      'mark >>',
      'end',
    ])
  })

  it('leave out blanks and comments', () => {
    expect(kinds('-- a note\na /* b\n */ c -- d')).to.deep.equal(['word a', 'word c', 'end'])
  })

  it('know their line and column', () => {
    const [, second] = tokensOf('a /*\n*/  bc')
    expect(second && placeText(second)).to.equal('at 2:5:2')
  })

  for (const text of [
    "'open",
    '"open',
    '/* open',
    '# note',
    '`ion`',
    '1x',
    '1e99999999999',
    '1.5e-2147483647',
  ])
    it(`do not take ${text}`, () => {
      expect(messageOf(() => tokensOf(text))).to.equal("Statement wasn't well formed, can't be processed: ")
    })
})
