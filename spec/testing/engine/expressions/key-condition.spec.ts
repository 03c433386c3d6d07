import { expect } from 'chai'
import {
  type KeyComparison,
  parseKeyCondition,
} from '../../../../lib/testing/engine/expressions/key-condition.js'
import { readerOf } from '../ways-in.js'

const values = { ':a': { S: 'a' }, ':b': { S: 'b' } }
const parse = (text: string) => parseKeyCondition(readerOf(text, values, undefined, 'KeyConditionExpression'))

describe('key condition', () => {
  const taken: [string, [string, KeyComparison][]][] = [
    ['pk = :a', [['pk', { by: '=', values: [{ S: 'a' }] }]]],
    [
      '(pk = :a) AND (:b <= sk)',
      [
        ['pk', { by: '=', values: [{ S: 'a' }] }],
        ['sk', { by: '>=', values: [{ S: 'b' }] }],
      ],
    ],
    [
      'pk = :a AND sk BETWEEN :a AND :b',
      [
        ['pk', { by: '=', values: [{ S: 'a' }] }],
        ['sk', { by: 'BETWEEN', values: [{ S: 'a' }, { S: 'b' }] }],
      ],
    ],
    [
      'begins_with(sk, :a) AND pk = :b',
      [
        ['sk', { by: 'begins_with', values: [{ S: 'a' }] }],
        ['pk', { by: '=', values: [{ S: 'b' }] }],
      ],
    ],
  ]
  for (const [text, expected] of taken)
    it(`takes ${text}`, () => expect([...parse(text)]).to.deep.equal(expected))

  const refused: [string, string][] = [
    ['pk = :a OR sk = :b', 'Invalid operator used in KeyConditionExpression: OR'],
    ['NOT pk = :a', 'Invalid operator used in KeyConditionExpression: NOT'],
    ['pk IN (:a)', 'Invalid operator used in KeyConditionExpression: IN'],
    ['pk <> :a', 'Invalid operator used in KeyConditionExpression: <>'],
    ['contains(pk, :a)', 'Invalid operator used in KeyConditionExpression: contains'],
    ['size(pk) = :a', 'KeyConditionExpressions cannot contain nested operations'],
    [
      'pk.x = :a',
      'Invalid KeyConditionExpression: KeyConditionExpressions cannot have conditions on nested attributes',
    ],
    ['pk = :a AND pk = :b', 'KeyConditionExpressions must only contain one condition per key'],
    [
      'pk = sk',
      'Invalid condition in KeyConditionExpression: Multiple attribute names used in one condition',
    ],
    [':a = :b', 'Invalid condition in KeyConditionExpression: No key attribute specified'],
    [
      'begins_with(:a, pk)',
      'Invalid condition in KeyConditionExpression: begins_with operator must have the key attribute as its first operand',
    ],
    ['pk = ', 'Invalid KeyConditionExpression: Syntax error; token: "<EOF>", near: "= "'],
  ]
  for (const [text, message] of refused)
    it(`refuses ${text}`, () => expect(() => parse(text)).to.throw(message))
})
