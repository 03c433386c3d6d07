import { expect } from 'chai'
import { plainInk } from '../../../lib/expression/condition/condition-text.js'
import {
  type Operand,
  operandValue,
  pathOf,
  printOperand,
  valueAt,
} from '../../../lib/expression/path/operand.js'

const path = (...names: (string | number)[]) => ({ kind: 'path', text: names.join('.'), names }) as const
const item = {
  a: { M: { list: { L: [{ S: 'x' }, { S: 'y' }] }, constructor: { N: '1' } } },
  '0': { S: 'zero' },
}

describe('operands', () => {
  it('valueAt follows names in maps and indexes in lists, own members only', () => {
    expect(valueAt(item, ['a', 'list', 1])).deep.equal({ S: 'y' })
    expect(valueAt(item, ['a', 'constructor'])).deep.equal({ N: '1' })
    for (const names of [
      ['b'],
      ['a', 'list', 2],
      ['a', 'list', '0'],
      ['a', 0],
      [0],
      ['toString'],
      ['a', 'toString'],
      ['a', 'list', 0, 'x'],
    ])
      expect(valueAt(item, names), names.join()).equal(undefined)
  })

  const cases: [Operand, string, unknown][] = [
    [path('a', 'list', 0), 'a.list.0', { S: 'x' }],
    [path('b'), 'b', undefined],
    [{ kind: 'size', path: path('a', 'list') }, 'size(a.list)', { N: '2' }],
    [{ kind: 'size', path: path('b') }, 'size(b)', undefined],
    [{ kind: 'size', path: path('a', 'constructor') }, 'size(a.constructor)', undefined],
    [{ kind: 'value', value: { S: 'x' } }, '(value)', { S: 'x' }],
  ]
  for (const [operand, text, value] of cases)
    it(`${text}: prints, and is found on an item`, () => {
      expect(printOperand(operand, plainInk)).equal(text)
      expect(operandValue(operand, item)).deep.equal(value)
    })

  it('know the path that they look at', () => {
    expect(pathOf(path('a'))).deep.equal(path('a'))
    expect(pathOf({ kind: 'size', path: path('a') })).deep.equal(path('a'))
    expect(pathOf({ kind: 'value', value: { S: 'a' } })).equal(undefined)
  })

  it('count size() as a function', () => {
    let count = 0
    printOperand(
      { kind: 'size', path: path('a') },
      {
        ...plainInk,
        count: (more) => {
          count += more
        },
      },
    )
    expect(count).equal(1)
  })
})
