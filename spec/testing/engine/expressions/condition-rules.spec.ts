import { expect } from 'chai'
import { parseCondition } from '../../../../lib/testing/engine/expressions/condition-parser.js'
import { checkOperands, requireOrder } from '../../../../lib/testing/engine/expressions/condition-rules.js'
import { readerOf } from '../ways-in.js'

const values = {
  ':n': { N: '5' },
  ':low': { N: '3' },
  ':s': { S: 's' },
  ':t': { S: 'SS' },
  ':bool': { BOOL: false },
  ':l': { L: [] },
}
const parse = (text: string) => parseCondition(readerOf(text, values))

describe('condition rules', () => {
  const refused: [string, RegExp][] = [
    ['a = a', /must be distinct.*operator: =, first operand: \[a\]/],
    ['a.b[0] < a.b[0]', /first operand: \[a, b, \[0\]\]/],
    ['a IN (b, a)', /operator: IN/],
    ['a BETWEEN :n AND a', /operator: BETWEEN/],
    ['contains(a, a)', /operator: contains/],
    ['a < :bool', /operator or function: <, operand type: BOOL/],
    ['a >= :l', /operand type: L/],
    ['a BETWEEN :bool AND :bool', /BETWEEN, operand type: BOOL/],
    [
      'a BETWEEN :n AND :low',
      /greater than or equal to lower bound; lower bound operand: AttributeValue: \{N:5\}, upper bound operand: AttributeValue: \{N:3\}$/,
    ],
    ['a BETWEEN :n AND :s', /same data type for lower and upper bounds; .*\{N:5\}, .*\{S:s\}$/],
    ['begins_with(a, :n)', /begins_with, operand type: N/],
    ['size(:n) = :n', /size, operand type: N/],
    ['size(size(a)) = :n', /size, operand type: N/],
    ['attribute_exists(:n)', /requires a document path.*attribute_exists/],
    ['attribute_not_exists(size(a))', /requires a document path/],
    ['attribute_type(a, b)', /attribute_type, operand type: \{S,N/],
    ['attribute_type(a, :n)', /attribute_type, operand type: N/],
    ['attribute_type(a, :s)', /Invalid attribute type name found; type: s/],
  ]
  for (const [text, message] of refused)
    it(`refuses ${text}`, () => expect(() => parse(text)).to.throw(message))

  for (const text of [
    'a = :bool',
    'a <> :l',
    'a IN (:bool, :l)',
    'attribute_type(a, :t)',
    'contains(:l, a)',
    'size(:s) = :n',
  ])
    it(`takes ${text}`, () => expect(parse(text)).to.be.an('object'))

  it('says nothing about what it cannot know', () => {
    const reader = readerOf('a')
    checkOperands(reader, '<', [])
    requireOrder(reader, { kind: 'path', path: ['a'] }, { kind: 'value', value: { N: '1' } })
  })
})
