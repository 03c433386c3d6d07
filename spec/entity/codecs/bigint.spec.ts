// Integers of any size.
import { expect } from 'chai'
import { bigint, define, optional, type Struct } from 'superstruct'
import { codecOf, keeps, refusals, unreadable } from './crossing.js'

describe('bigint codec', () => {
  it('38 digits are exact', () => {
    keeps(codecOf(bigint()), 12345678901234567890123456789012345678n, {
      N: '12345678901234567890123456789012345678',
    })
    keeps(codecOf(bigint()), 5n, { N: '5' })
    keeps(codecOf(bigint()), 10n ** 125n, { N: String(10n ** 125n) })
  })

  it('more digits, and greater numbers, are refused', () => {
    expect(refusals(codecOf(bigint()), 10n ** 38n + 1n)[0]).to.match(/38 significant digits/)
    expect(refusals(codecOf(bigint()), 10n ** 126n)[0]).to.match(/number range/)
    expect(refusals(codecOf(bigint()), 5)).to.deep.equal([])
  })

  it('fractions are not read', () => {
    expect(unreadable(codecOf(bigint()), { N: '1.5' })).to.deep.equal(['expected an integer'])
    expect(unreadable(codecOf(bigint()), { S: '1' })).to.have.length(1)
  })

  it('a look-alike under optional() is called each time', () => {
    const even = optional(
      define('bigint', (value) => typeof value === 'bigint' && value % 2n === 0n) as Struct<bigint>,
    )
    keeps(codecOf(even), 2n, { N: '2' })
    expect(refusals(codecOf(even), 3n)).to.deep.equal([])
    expect(unreadable(codecOf(even), { N: '3' })).to.have.length(1)
  })
})
