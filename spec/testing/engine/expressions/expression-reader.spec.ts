import { expect } from 'chai'
import { pathText, refuseOverlaps } from '../../../../lib/testing/engine/expressions/expression-reader.js'
import { readerOf } from '../ways-in.js'

describe('expression reader', () => {
  it('reads paths, with placeholders for any step', () => {
    expect(readerOf('a.#b[0][12].c', undefined, { '#b': 'x.y' }).path()).to.deep.equal([
      'a',
      'x.y',
      0,
      12,
      'c',
    ])
    expect(readerOf('#p', undefined, { '#p': '__proto__' }).path()).to.deep.equal(['__proto__'])
    expect(readerOf('under_1').path()).to.deep.equal(['under_1'])
  })

  for (const text of [
    'a.',
    'a[',
    'a[x]',
    'a[1',
    '1a',
    '.a',
    'a.:v',
    'a.b[-1]',
    '_a',
    'a._b',
    'p[01]',
    'p[1a]',
  ])
    it(`refuses the path ${text}`, () =>
      expect(() => readerOf(text, { ':v': { N: '1' } }).path()).to.throw(/Syntax error/))

  it('refuses an index of a list beyond 32 bits', () => {
    expect(readerOf('a[2147483647]').path()).to.deep.equal(['a', 2_147_483_647])
    expect(() => readerOf('a[2147483648]').path()).to.throw(
      'Invalid ConditionExpression: List index is not within the allowable range; index: [2147483648]',
    )
  })

  it('refuses reserved words as they stand, in any case', () => {
    expect(() => readerOf('Name').path()).to.throw(/reserved keyword; reserved keyword: Name/)
    expect(() => readerOf('a.status').path()).to.throw(/reserved keyword: status/)
  })

  it('refuses what is not defined', () => {
    expect(() => readerOf('#a').path()).to.throw(/not defined; attribute name: #a/)
    expect(() => readerOf(':a').value()).to.throw(/not defined; attribute value: :a/)
    expect(() => readerOf('a').value()).to.throw(/Syntax error/)
  })

  it('reads words in any case, and tells functions and values', () => {
    const reader = readerOf('SeT size(:a) ', { ':a': { N: '1' } })
    expect(reader.accept('REMOVE', 'SET')).to.equal('SET')
    expect(reader.atFunction).to.equal(true)
    expect(reader.take()).to.equal('size')
    reader.expect('(')
    expect(reader.atValue).to.equal(true)
    expect(reader.value()).to.deep.equal({ N: '1' })
    expect(() => reader.expect(',')).to.throw(/Syntax error; token: "\)"/)
    reader.expect(')')
    reader.end()
  })

  it('refuses characters that no expression has, and what follows the expression', () => {
    expect(() => readerOf('a ?').end()).to.throw(/Syntax error; token: "a", near: "a \?"/)
    expect(() => readerOf('?').path()).to.throw(/Syntax error; token: "\?", near: "\?"/)
    expect(() => readerOf('and').path()).to.throw(/Syntax error; token: "and"/)
    expect(() => readerOf('a b').end()).to.throw(/Syntax error; token: "a"/)
    expect(() => readerOf('')).to.throw('Invalid ConditionExpression: The expression can not be empty;')
  })

  it('keeps the limits of 4,096 bytes, 300 operators and 32 levels', () => {
    readerOf(`${'é'.repeat(0)}a${' '.repeat(4095)}`)
    expect(() => readerOf(`a${' '.repeat(4096)}`)).to.throw(/maximum allowed size; expression size: 4097/)
    expect(readerOf(`a${'.a'.repeat(31)}`).path()).to.have.length(32)
    expect(() => readerOf(`a${'.a'.repeat(32)}`).path()).to.throw(
      /too many nesting levels; nesting levels: 33/,
    )
    const reader = readerOf('a')
    reader.take()
    for (let count = 0; count < 300; count += 1) reader.count()
    reader.end()
    reader.count()
    expect(() => reader.end()).to.throw(/too many operators; operator count: 301/)
  })

  const meeting: [string, (string | number)[][], RegExp | undefined][] = [
    ['the same path twice', [['a'], ['a']], /overlap.*path one: \[a\], path two: \[a\]/],
    ['a path and what is below it', [['a', 'b', 0], ['a']], /overlap/],
    [
      'a map and a list',
      [
        ['a', 'b'],
        ['a', 0],
      ],
      /conflict.*\[a, b\], path two: \[a, \[0\]\]/,
    ],
    [
      'neighbours',
      [
        ['a', 'b'],
        ['a', 'c'],
        ['b', 0],
        ['b', 1],
      ],
      undefined,
    ],
  ]
  for (const [title, paths, message] of meeting)
    it(`${message ? 'refuses' : 'takes'} ${title}`, () => {
      const refuse = () => refuseOverlaps(readerOf('a'), paths)
      if (message) expect(refuse).to.throw(message)
      else refuse()
    })

  it('shows paths', () => expect(pathText(['a', 0, 'b'])).to.equal('[a, [0], b]'))
})
