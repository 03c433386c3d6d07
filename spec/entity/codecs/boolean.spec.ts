// Booleans.
import { expect } from 'chai'
import { boolean } from 'superstruct'
import { codecOf, keeps, refusals, unreadable } from './crossing.js'

describe('boolean codec', () => {
  it('booleans are stored as BOOL', () => {
    keeps(codecOf(boolean()), true, { BOOL: true })
    keeps(codecOf(boolean()), false, { BOOL: false })
  })

  it('nothing else is a boolean', () => {
    expect(refusals(codecOf(boolean()), 0)).to.deep.equal([])
    expect(unreadable(codecOf(boolean()), { S: 'true' })).to.deep.equal([
      'expected BOOL (a boolean), but S is stored',
    ])
  })
})
