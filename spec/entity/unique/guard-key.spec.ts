// Keys of guards: the same for equal values, different for all others, within DynamoDB's limits.
import { expect } from 'chai'
import fc from 'fast-check'
import type { AttributeValue } from '../../../lib/entity/struct/attribute-value.js'
import {
  guardKey,
  guardPrefix,
  guardText,
  isGuard,
  isGuardValue,
} from '../../../lib/entity/unique/guard-key.js'
import { holds } from '../../properties/property-runs.js'

const S = (text: string): AttributeValue => ({ S: text })

describe('keys of guards', () => {
  it('name the entity, the attributes and the values with their types', () => {
    expect(guardText('User', ['email'], [S('a@b')])).equal('dyntastic:unique#["User",["email"],["S","a@b"]]')
    expect(guardText('User', ['a', 'b'], [{ N: '1' }, { BOOL: false }])).equal(
      'dyntastic:unique#["User",["a","b"],["N","1"],["BOOL","false"]]',
    )
    expect(guardText('User', ['a'], [{ B: new Uint8Array([0, 255]) }])).equal(
      'dyntastic:unique#["User",["a"],["B","AP8="]]',
    )
  })

  it('do not exist for values that are absent, NULL, or not scalar', () => {
    for (const value of [undefined, { NULL: true }, { L: [] }, { M: {} }, { SS: ['a'] }])
      expect(guardText('User', ['a', 'b'], [S('x'), value])).equal(undefined)
  })

  it('are the same for equal numbers, and others for a number and its text', () => {
    for (const N of ['1', '1.0', '1e0', '0.1e1', '+1'])
      expect(guardText('E', ['n'], [{ N }])).equal(guardText('E', ['n'], [{ N: '1' }]))
    expect(guardText('E', ['n'], [{ N: '-0' }])).equal(guardText('E', ['n'], [{ N: '0' }]))
    expect(guardText('E', ['n'], [S('1')])).not.equal(guardText('E', ['n'], [{ N: '1' }]))
    expect(guardText('E', ['n'], [S('true')])).not.equal(guardText('E', ['n'], [{ BOOL: true }]))
  })

  it('are injective: two lists of names and values never have one text', async () => {
    const word = fc.oneof(
      fc.string(),
      fc.constantFrom('', '"', '","', '\\', '[', '#', '__proto__', '𝒳', '\ud800'),
    )
    const value = fc.oneof(
      word.map(S),
      fc.integer().map((n): AttributeValue => ({ N: String(n) })),
      word.map((text): AttributeValue => ({ B: Buffer.from(text) })),
      fc.boolean().map((BOOL): AttributeValue => ({ BOOL })),
    )
    const one = fc.tuple(word, fc.array(fc.tuple(word, value), { minLength: 1, maxLength: 3 }))
    const textOf = ([entity, pairs]: [string, [string, AttributeValue][]]) =>
      guardText(
        entity,
        pairs.map(([name]) => name),
        pairs.map(([, kept]) => kept),
      )
    const plain = (given: unknown) => JSON.stringify(given, (_, kept) => kept)
    await holds(
      fc.property(one, one, (first, second) => {
        expect(textOf(first) === textOf(second)).equal(plain(first) === plain(second))
      }),
      1_000,
    )
  })

  it('stay within the limit of a partition key: a long value is replaced by its hash', () => {
    const long = guardText('User', ['email'], [S('x'.repeat(3_000))])
    expect(long).match(/^dyntastic:unique#sha256:[\w-]{43}$/)
    expect(guardText('User', ['email'], [S('x'.repeat(3_001))])).not.equal(long)
    expect(Buffer.byteLength(guardText('User', ['email'], [S('𝒳'.repeat(240))]) ?? '')).most(1_024)
  })

  it('fit the key of the table, whatever the types of its attributes', () => {
    const part = (name: string, type: 'S' | 'N' | 'B') => ({ name, type })
    const text = `${guardPrefix}x`
    const key = (sort: 'S' | 'N' | 'B') =>
      guardKey({ partition: [part('p', 'S')], sort: [part('s', sort)] }, text)
    expect(guardKey({ partition: [part('p', 'S')], sort: [] }, text)).deep.equal({ p: S(text) })
    expect(key('S')).deep.equal({ p: S(text), s: S('dyntastic:unique') })
    expect(key('N')).deep.equal({ p: S(text), s: { N: '-1e125' } })
    expect(key('B')).deep.equal({ p: S(text), s: { B: Buffer.from('dyntastic:unique') } })
    const binary = guardKey({ partition: [part('p', 'B')], sort: [] }, text)
    expect(binary).deep.equal({ p: { B: Buffer.from(text) } })
    expect(isGuardValue(binary['p'])).equal(true)
  })

  it('are recognised by their beginning', () => {
    const key = { partition: [{ name: 'p', type: 'S' as const }], sort: [] }
    expect(isGuard(key, { p: S(`${guardPrefix}x`), more: S('') })).equal(true)
    for (const item of [
      { p: S('dyntastic:unique') },
      { p: { N: '1' } },
      { q: S(guardPrefix) },
      {},
      { p: { B: Buffer.from('x') } },
    ])
      expect(isGuard(key, item)).equal(false)
  })
})
