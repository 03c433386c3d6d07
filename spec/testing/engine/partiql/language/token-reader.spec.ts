import { expect } from 'chai'
import { TokenReader } from '../../../../../lib/testing/engine/partiql/language/token-reader.js'
import { messageOf } from '../shelf.js'

describe('TokenReader', () => {
  it('takes what is accepted, and all of several tokens or none of them', () => {
    const reader = new TokenReader('order by "by"')
    expect(reader.accept('group')).to.equal(undefined)
    expect(reader.acceptAll('order', 'group')).to.equal(false)
    expect(reader.acceptAll('order', 'by')).to.equal(true)
    expect(reader.is('by'), 'a quoted name').to.equal(false)
    expect(reader.take().text).to.equal('by')
    expect(reader.take().kind).to.equal('end')
    expect(reader.take().kind).to.equal('end')
  })

  it('refuses unexpected tokens, and what follows the statement', () => {
    const reader = new TokenReader('a ; b')
    expect(messageOf(() => reader.expect('from', 'Expected FROM'))).to.match(/: Expected FROM$/)
    reader.take()
    expect(messageOf(() => reader.end())).to.match(/: Unexpected token after expression$/)
  })
})
