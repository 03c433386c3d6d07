// Tests of stored items that are put together.
import { expect } from 'chai'
import { holds } from '../../../lib/expression/condition/evaluation.js'
import {
  allTests,
  anyTest,
  attributeTest,
  type ItemTest,
  rangeTest,
} from '../../../lib/expression/need/item-test.js'
import { absent, presenceTest } from '../../../lib/expression/need/update-need.js'
import type { PathOperand } from '../../../lib/expression/path/operand.js'

const path = (text: string): PathOperand => ({ kind: 'path', text, names: [text] })
const a = presenceTest(path('a'))
const b = absent(path('b'))

const onItem = (test: ItemTest, item: Parameters<typeof holds>[1]): boolean =>
  typeof test === 'boolean' ? test : holds(test, item)

describe('tests of an item', () => {
  it('that are known decide, or change nothing', () => {
    expect([
      allTests(),
      allTests(true, true),
      allTests(true, false, a),
      anyTest(),
      anyTest(a, true),
      anyTest(false),
    ]).deep.equal([true, true, false, false, true, false])
    expect(allTests(true, a)).equal(a)
    expect(anyTest(false, b)).equal(b)
  })

  it('are joined into one group of a kind', () => {
    expect(anyTest(anyTest(a, b), a)).deep.equal({ kind: 'or', conditions: [a, b, a] })
    expect(allTests(anyTest(a, b), a)).deep.equal({ kind: 'and', conditions: [anyTest(a, b), a] })
  })

  it('of a range take one end, both, or none', () => {
    expect(rangeTest(path('n'), undefined, undefined)).equal(true)
    for (const [low, high, expected] of [
      ['2', undefined, [false, true, true]],
      [undefined, '2', [true, true, false]],
      ['2', '2', [false, true, false]],
    ] as const)
      expect(['1', '2', '3'].map((N) => onItem(rangeTest(path('n'), low, high), { n: { N } }))).deep.equal(
        expected,
      )
    expect(onItem(rangeTest(path('n'), '1', undefined, true), { n: { L: [{ S: '' }] } })).equal(true)
    expect(onItem(rangeTest(path('n'), '2', undefined, true), { n: { L: [{ S: '' }] } })).equal(false)
  })

  it('compare with values', () => {
    expect(onItem(attributeTest('in', path('n'), [{ N: '1' }, { N: '2' }]), { n: { N: '2.0' } })).equal(true)
  })
})
