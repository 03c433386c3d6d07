import { expect } from 'chai'
import { parseCondition } from '../../../../lib/testing/engine/expressions/condition-parser.js'
import type { WireItem } from '../../../../lib/testing/engine/values/wire.js'
import { cpuMilliseconds } from '../../../support/cpu-time.js'
import { readerOf } from '../ways-in.js'

const values: WireItem = { ':n': { N: '1' }, ':s': { S: 's' } }
const parse = (text: string) => parseCondition(readerOf(text, values))

describe('condition parser', () => {
  it('binds NOT before AND before OR', () => {
    const tree = parse('NOT a = :n AND b = :n OR c = :n')
    expect(tree).to.have.property('kind', 'or')
    expect(tree).to.have.nested.property('conditions[0].kind', 'and')
    expect(tree).to.have.nested.property('conditions[0].conditions[0].kind', 'not')
  })

  it('reads AND of BETWEEN as its own', () => {
    expect(parse('a BETWEEN :n AND :n AND b = :n')).to.have.nested.property('conditions[0].kind', 'between')
  })

  for (const text of [
    '(a = :n)',
    '(a) = :n',
    'not NOT a = :n',
    '((a = :n) AND (b = :s))',
    'a in (:n,:s)',
    'a<>:n',
  ])
    it(`takes ${text}`, () => expect(parse(text)).to.be.an('object'))

  const refused: [string, RegExp][] = [
    ['((a = :n))', /redundant parentheses/],
    ['((a)) = :n', /redundant parentheses/],
    ['a', /Syntax error/],
    [':n', /Syntax error/],
    ['a =', /Syntax error; token: "<EOF>"/],
    ['a = :n b', /Syntax error/],
    ['a = :n AND', /Syntax error/],
    ['(a = :n', /Syntax error/],
    ['a = b = c', /Syntax error/],
    ['(a = :n) = :n', /Syntax error/],
    ['size(a)', /not allowed to be used this way.*size/],
    ['attribute_exists(a) = :n', /not allowed to be used this way.*attribute_exists/],
    ['ATTRIBUTE_EXISTS(a)', /Invalid function name; function: ATTRIBUTE_EXISTS/],
    ['foo(a)', /Invalid function name; function: foo/],
    ['begins_with(a)', /Incorrect number of operands.*begins_with, number of operands: 1/],
    ['a IN ()', /Syntax error/],
    [`a IN (${Array(101).fill(':n').join()})`, /too many operands; number of operands: 101/],
    [Array(151).fill('a=:n').join(' OR '), /too many operators/],
  ]
  for (const [text, message] of refused)
    it(`refuses ${text.slice(0, 40)}`, () => expect(() => parse(text)).to.throw(message))

  it('counts as DynamoDB does: 150 comparisons and 149 ANDs pass', () => {
    expect(parse(Array(150).fill('a=:n').join(' AND '))).to.have.property('kind', 'and')
  })

  it('reads deep parentheses at once, and refuses more than any expression needs', () => {
    const deep = (levels: number): string => (levels === 0 ? 'a=:n' : `(${deep(levels - 1)} OR b=:n)`)
    const time = cpuMilliseconds(() => {
      expect(parse(deep(100))).to.have.property('kind', 'or')
      expect(() => parse(`${'('.repeat(2000)}a=:n${')'.repeat(2000)}`)).to.throw(/redundant parentheses/)
    })
    expect(time).to.be.below(200)
  })
})
