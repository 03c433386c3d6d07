import { expect } from 'chai'
import { parseUpdate } from '../../../../lib/testing/engine/expressions/update-parser.js'
import { readerOf } from '../ways-in.js'

const values = { ':n': { N: '1' }, ':s': { S: 's' }, ':l': { L: [] }, ':ss': { SS: ['a'] } }
const parse = (text: string) => parseUpdate(readerOf(text, values, undefined, 'UpdateExpression'))

describe('update parser', () => {
  it('reads every section and function', () => {
    const actions = parse(
      'set a = b + :n, c = (d - :n), e = list_append(if_not_exists(f, :l), :l), g = (h) REMOVE i[0], j ADD k :n DELETE l1 :ss',
    )
    expect(actions.map(({ section }) => section)).to.deep.equal([
      'SET',
      'SET',
      'SET',
      'SET',
      'REMOVE',
      'REMOVE',
      'ADD',
      'DELETE',
    ])
    expect(actions[2]).to.have.nested.property('to.left.kind', 'if_not_exists')
  })

  it('counts functions and signs, not assignments', () => {
    const many = (count: number, to: string) =>
      `SET ${Array.from({ length: count }, (_, at) => `x${at}=${to}`).join()}`
    expect(parse(many(400, ':n'))).to.have.length(400)
    expect(parse(many(300, 'b+:n'))).to.have.length(300)
    expect(() => parse(many(301, 'b+:n'))).to.throw(/too many operators/)
  })

  it('takes one pair of parentheses around the whole and around each operand', () => {
    for (const text of [
      'SET a = ((b) + (c))',
      'SET a = (b) + :n',
      'SET a = (b)',
      'SET a = (if_not_exists((b), (:n))) + :n',
    ])
      expect(parse(text)).to.have.length(1)
    for (const text of [
      'SET a = ((b))',
      'SET a = ((b + :n))',
      'SET a = b + ((c))',
      `SET a = ${'('.repeat(2000)}b`,
    ])
      expect(() => parse(text)).to.throw(/redundant parentheses/)
  })

  const refused: [string, RegExp][] = [
    ['a = :n', /Syntax error/],
    ['SET a :n', /Syntax error/],
    ['SET a = :n,', /Syntax error/],
    ['SET a = :n, REMOVE b', /Syntax error/],
    ['SET a = b + :n + :n', /Syntax error/],
    ['SET a = b + (c - :n)', /Syntax error/],
    ['SET a = :n SET b = :n', /"SET" section can only be used once/],
    ['SET a = :n REMOVE a', /Two document paths overlap/],
    ['SET a.b = :n REMOVE a[0]', /Two document paths conflict/],
    ['SET a = foo(b)', /Invalid function name; function: foo/],
    ['SET a = size(b)', /not allowed in an update expression; function: size/],
    ['SET a = list_append(b)', /Incorrect number of operands.*number of operands: 1/],
    ['SET a = list_append(b, :n)', /list_append, operand type: N/],
    ['SET a = if_not_exists(:n, :n)', /requires a document path/],
    ['SET a = b + :s', /operator or function: \+, operand type: S/],
    ['ADD a :s', /operator: ADD, operand type: STRING/],
    ['DELETE a :n', /operator: DELETE, operand type: NUMBER/],
    ['ADD a b', /Syntax error/],
  ]
  for (const [text, message] of refused)
    it(`refuses ${text}`, () => expect(() => parse(text)).to.throw(message))
})
