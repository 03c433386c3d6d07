import { expect } from 'chai'
import { InvalidUpdateError } from '../../../lib/errors/invalid-update-error.js'
import { plainInk } from '../../../lib/expression/condition/condition-text.js'
import {
  functionOperand,
  type OperandNode,
  pathsRead,
  printUpdateOperand,
  updateOperandValue,
} from '../../../lib/expression/function/update-operand.js'
import { thrown } from '../sample-entity.js'

const path = (text: string): OperandNode => ({ kind: 'path', text, names: [text] })
const value = (number: number): OperandNode => ({ kind: 'value', value: { N: String(number) } })
const missing = functionOperand('ifNotExists', path('a'), path('b'))
const sum = functionOperand('plus', missing, value(1))

describe('operands of updates', () => {
  it('print as they nest, and count each function', () => {
    const counted: number[] = []
    const text = printUpdateOperand(sum, { ...plainInk, count: (more) => void counted.push(more) })
    expect(text).equal('if_not_exists(a, b) + (value)')
    expect(counted).deep.equal([1, 1])
  })

  it('are worked out on an item', () => {
    expect(updateOperandValue(sum, { a: { N: '5' }, b: { N: '9' } })).deep.equal({ N: '6' })
    expect(updateOperandValue(sum, { b: { N: '9' } })).deep.equal({ N: '10' })
  })

  it('know the paths that they read', () => {
    expect(pathsRead(sum).map(({ text }) => text)).deep.equal(['a', 'b'])
  })

  it('name what is absent, and what does not go together', () => {
    const cases: [OperandNode, Record<string, never>, string][] = [
      [path('a'), {}, 'the attribute a is absent from the item; ifNotExists() gives a value instead'],
      [
        functionOperand('plus', path('a'), value(1)),
        {},
        'the attribute a is absent from the item; ifNotExists() gives a value instead',
      ],
      [missing, {}, 'the attribute b is absent from the item; ifNotExists() gives a value instead'],
      [
        functionOperand('plus', path('a'), value(1)),
        { a: { S: 'hunter2-marker' } } as never,
        'plus cannot be applied to a (stored as S) and a value stored as N',
      ],
      [
        functionOperand('append', missing, value(1)),
        { a: { L: [] }, b: { L: [] } } as never,
        'append cannot be applied to the result of ifNotExists and a value stored as N',
      ],
    ]
    for (const [operand, item, message] of cases) {
      const error = thrown(() => updateOperandValue(operand, item))
      expect(error).instanceOf(InvalidUpdateError)
      expect((error as Error).message).equal(message)
    }
  })
})
