// Ranges of keys as one comparison.
import { expect } from 'chai'
import { type KnownRange, rangeComparison } from '../../../lib/plan/template/key-range.js'
import type { KeyEnd } from '../../../lib/plan/template/slot-range.js'

const end = (text: string, more: Partial<KeyEnd> = {}): KeyEnd => ({
  text,
  included: true,
  exact: true,
  bare: true,
  ...more,
})
const range = (more: Partial<KnownRange>): KnownRange => ({
  before: '',
  bare: false,
  low: undefined,
  high: undefined,
  start: undefined,
  ...more,
})
const compared = (more: Partial<KnownRange>, most = 1024) => {
  const found = rangeComparison(range(more), most)
  return found === 'nothing' ? found : [found.operator, ...found.texts]
}

describe('rangeComparison', () => {
  for (const [what, more, expected] of [
    ['nothing', {}, [undefined]],
    ['a beginning', { before: 'A#' }, ['beginsWith', 'A#']],
    [
      'a longer beginning',
      { before: 'A#', start: { text: 'A#x', exact: true, bare: true } },
      ['beginsWith', 'A#x'],
    ],
    ['a lower end', { low: end('x') }, ['gte', 'x']],
    ['an open lower end', { low: end('x', { included: false }) }, ['gt', 'x']],
    ['a lower end below all', { low: end('') }, [undefined]],
    ['an open lower end below all', { low: end('', { included: false }) }, [undefined]],
    [
      'both ends, the lower one below all',
      { low: end('', { included: false }), high: end('x') },
      ['lte', 'x'],
    ],
    ['an upper end', { high: end('x') }, ['lte', 'x']],
    ['an open upper end', { high: end('x', { included: false }) }, ['lt', 'x']],
    ['both ends', { low: end('a'), high: end('b') }, ['between', 'a', 'b']],
    [
      'an open lower end with an upper one',
      { low: end('a', { included: false }), high: end('b') },
      ['between', 'a\u0000', 'b'],
    ],
    ['ends that meet', { low: end('a'), high: end('a') }, ['eq', 'a']],
    ['ends that meet, one of them open', { low: end('a'), high: end('a', { included: false }) }, 'nothing'],
    ['ends that pass each other', { low: end('b'), high: end('a') }, 'nothing'],
    ['an upper end of nothing', { high: end('') }, 'nothing'],
    ['a lower end within a beginning', { before: 'A#', low: end('A#x') }, ['between', 'A#x', 'A$']],
    ['an upper end within a beginning', { before: 'A#', high: end('A#x') }, ['between', 'A#', 'A#x']],
    [
      'a beginning that is narrower than the ends',
      { before: 'A#', low: end('A#a'), high: end('A#z'), start: { text: 'A#m', exact: true, bare: false } },
      ['between', 'A#m', 'A#n'],
    ],
    [
      'a beginning that nothing is above',
      { before: '\u{10ffff}', low: end('\u{10ffff}b') },
      ['gte', '\u{10ffff}b'],
    ],
  ] as const)
    it(`says ${what}`, () => {
      expect(compared(more)).deep.equal(expected)
    })

  it('cuts strings that are too long, and says that they are not exact', () => {
    const found = rangeComparison(range({ low: end('aaaaaaaaaa'), high: end('bbbbbbbbbb') }), 8)
    expect(found).deep.equal({
      operator: 'between',
      texts: ['aaaaaaa', 'bbbc'],
      exact: { before: false, low: false, high: false, start: false },
    })
    expect(compared({ before: 'aaaaaaaaaa' }, 8)).equal('nothing')
  })

  it('knows which ends BETWEEN does not say', () => {
    const exact = (more: Partial<KnownRange>) => {
      const found = rangeComparison(range(more), 1024)
      return found === 'nothing' ? found : found.exact
    }
    const open = end('b', { included: false })
    expect(exact({ low: end('a'), high: open })).deep.equal({
      before: true,
      low: true,
      high: false,
      start: true,
    })
    expect(exact({ low: end('a'), high: { ...open, bare: false } })).have.property('high', true)
    expect(exact({ high: open })).have.property('high', true)
    expect(exact({ before: 'A', bare: true, low: end('Ab') })).have.property('before', false)
    expect(exact({ before: 'A', bare: true, low: end('Ab'), high: end('Ac') })).have.property('before', true)
    expect(exact({ low: end('a', { exact: false }) })).have.property('low', false)
    const start = { text: 'Ab', exact: true, bare: true }
    expect(exact({ before: 'A', start, low: end('Aa') })).have.property('start', false)
  })
})
