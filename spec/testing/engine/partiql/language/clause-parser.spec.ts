import { expect } from 'chai'
import {
  aliased,
  parseReturning,
  parseSource,
  parseWhere,
  refuseAlias,
} from '../../../../../lib/testing/engine/partiql/language/statement-parser.js'
import { TokenReader } from '../../../../../lib/testing/engine/partiql/language/token-reader.js'
import { messageOf } from '../shelf.js'

describe('PartiQL clauses', () => {
  it('name a table, and an index', () => {
    expect(parseSource(new TokenReader('"my table"'))).to.deep.equal({ table: 'my table', index: undefined })
    expect(parseSource(new TokenReader('t."i"'))).to.deep.equal({ table: 't', index: 'i' })
    expect(messageOf(() => parseSource(new TokenReader('""')))).to.match(/empty string/)
    expect(messageOf(() => parseSource(new TokenReader('a.b.c')))).to.match(/at most 2 components/)
    expect(messageOf(() => parseSource(new TokenReader('')))).to.match(/Expected identifier for simple path/)
  })

  it('give no other name to a table', () => {
    for (const text of ['t', 'AS t', '"t"'])
      expect(messageOf(() => refuseAlias(new TokenReader(text)))).to.equal(aliased().message)
    refuseAlias(new TokenReader('WHERE'))
  })

  it('have a condition after WHERE', () => {
    expect(parseWhere(new TokenReader('WHERE a'))).to.deep.include({ kind: 'path', path: ['a'] })
    expect(parseWhere(new TokenReader('RETURNING'))).to.equal(undefined)
  })

  it('say what a write returns', () => {
    const returning = (text: string) => parseReturning(new TokenReader(text))
    expect(returning('')).to.equal(undefined)
    expect(returning('returning all old *')).to.equal('ALL_OLD')
    expect(returning('RETURNING MODIFIED NEW *')).to.equal('UPDATED_NEW')
    expect(messageOf(() => returning('RETURNING *'))).to.match(/well formed/)
    expect(messageOf(() => returning('RETURNING ALL NEW a'))).to.match(/^Expected '\*'/)
    expect(messageOf(() => returning('RETURNING ALL NEW *, ALL OLD *'))).to.match(/multiple returning/)
  })
})
