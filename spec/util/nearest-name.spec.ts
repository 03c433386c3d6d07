// A misspelled name is recognised; a name that is another word is not taken for one.
import { expect } from 'chai'
import fc from 'fast-check'
import { didYouMean, distanceOf, nearestName } from '../../lib/util/nearest-name.js'

describe('nearestName', () => {
  const known = [
    'name',
    'table',
    'key',
    'sort',
    'partition',
    'indexes',
    'version',
    'ttl',
    'autoCreate',
    'total',
  ]

  for (const [given, meant] of [
    ['tll', 'ttl'],
    ['totl', 'total'],
    ['versions', 'version'],
    ['verison', 'version'],
    ['index', 'indexes'],
    ['sortKey', 'sort'],
    ['partitionKey', 'partition'],
    ['parition', 'partition'],
    ['auto_create', 'autoCreate'],
    ['AUTOCREATE', 'autoCreate'],
    ['keys', 'key'],
    ['tabel', 'table'],
  ] as const)
    it(`takes '${given}' for '${meant}'`, () => {
      expect(nearestName(given, known)).equal(meant)
    })

  for (const given of ['colour', 'x', '', 'so', 'q'.repeat(1_000), '__proto__'])
    it(`takes '${given.slice(0, 10)}' for none of them`, () => {
      expect(nearestName(given, known)).equal(undefined)
    })

  it('takes no long name into account', () => {
    expect(nearestName('a'.repeat(60), ['a'.repeat(65)])).equal(undefined)
  })

  it('chooses the nearest, of two the one that begins alike, and else the first', () => {
    expect(nearestName('totl', ['ttl', 'total'])).equal('total')
    expect(nearestName('tota', ['totals', 'total', 'totap'])).equal('total')
    expect(nearestName('abd', ['abc', 'abe'])).equal('abc')
  })

  it('a name without a letter in common is not near, however short both are', () => {
    expect(nearestName('a', ['b'])).equal(undefined)
  })
})

describe('didYouMean', () => {
  it('returns the nearest name, or undefined', () => {
    expect(didYouMean('totl', ['total'])).equal('; did you mean `total`?')
    expect(didYouMean('zzz', ['total'])).equal('')
  })
})

describe('distanceOf', () => {
  for (const [a, b, edits] of [
    ['', '', 0],
    ['', 'abc', 3],
    ['abc', 'abc', 0],
    ['abc', 'acb', 1],
    ['abc', 'ab', 1],
    ['kitten', 'sitting', 3],
    ['ca', 'abc', 3],
  ] as const)
    it(`is ${edits} from '${a}' to '${b}'`, () => {
      expect(distanceOf(a, b)).equal(edits)
    })

  it('is the same both ways, nothing only for the same name, and at most the length of the longer one', () => {
    const name = fc.string({ maxLength: 8 })
    fc.assert(
      fc.property(name, name, (a, b) => {
        const edits = distanceOf(a, b)
        expect(edits).equal(distanceOf(b, a))
        expect(edits === 0).equal(a === b)
        expect(edits).most(Math.max(a.length, b.length))
      }),
    )
  })
})
