import { expect } from 'chai'
import { meets } from '../../../../lib/testing/engine/expressions/condition-evaluator.js'
import { parseCondition } from '../../../../lib/testing/engine/expressions/condition-parser.js'
import type { WireItem } from '../../../../lib/testing/engine/values/wire.js'
import { readerOf } from '../ways-in.js'

const item: WireItem = {
  n: { N: '5' },
  s: { S: 'aé😀' },
  b: { B: 'AQID' },
  flag: { BOOL: false },
  nil: { NULL: true },
  ss: { SS: ['a', 'b'] },
  ns: { NS: ['1', '2'] },
  l: { L: [{ BOOL: true }, { S: 'x' }, { L: [] }] },
  m: { M: { a: { N: '1' } } },
}

const cases: [string, WireItem, boolean][] = [
  ['flag IN (:v)', { ':v': { BOOL: false } }, true],
  ['attribute_type(flag, :v)', { ':v': { S: 'BOOL' } }, true],
  ['attribute_type(nil, :v)', { ':v': { S: 'NULL' } }, true],
  ['contains(l, :v)', { ':v': { BOOL: true } }, true],
  ['contains(l, :v)', { ':v': { BOOL: false } }, false],
  ['contains(l, :v)', { ':v': { L: [] } }, true],
  ['l = :v', { ':v': { L: [{ BOOL: true }, { S: 'x' }, { L: [] }] } }, true],
  ['m = :v', { ':v': { M: { a: { N: '1.0' } } } }, true],
  ['m <> :v', { ':v': { M: { a: { N: '2' } } } }, true],
  ['contains(s, :v)', { ':v': { S: 'é' } }, true],
  ['contains(n, :v)', { ':v': { S: '5' } }, false],
  ['contains(ns, :v)', { ':v': { N: '1.0' } }, true],
  ['contains(ss, :v)', { ':v': { SS: ['a'] } }, false],
  ['contains(b, :v)', { ':v': { B: 'AgM=' } }, true],
  ['contains(m, :v)', { ':v': { S: 'a' } }, false],
  ['contains(missed, :v)', { ':v': { S: 'a' } }, false],
  ['begins_with(s, :v)', { ':v': { S: 'aé' } }, true],
  ['begins_with(b, :v)', { ':v': { B: 'AQI=' } }, true],
  ['begins_with(n, :v)', { ':v': { S: '5' } }, false],
  ['size(s) = :v', { ':v': { N: '4' } }, true],
  ['size(b) = :v', { ':v': { N: '3' } }, true],
  ['size(m) = :v AND size(l) > size(ss)', { ':v': { N: '1' } }, true],
  ['size(n) = :v', { ':v': { N: '1' } }, false],
  ['size(missed) <> :v', { ':v': { N: '1' } }, true],
  ['n < :v', { ':v': { N: '10' } }, true],
  ['n <= :v AND n >= :v', { ':v': { N: '5.0' } }, true],
  ['n > :v', { ':v': { S: '1' } }, false],
  ['n BETWEEN :v AND n2', { ':v': { N: '1' } }, false],
  ['missed = missed2', {}, false],
  ['missed <> missed2', {}, true],
  ['n <> :v', { ':v': { S: '5' } }, true],
  ['NOT missed > :v', { ':v': { N: '1' } }, true],
  ['attribute_not_exists(l[9]) AND attribute_exists(l[2])', {}, true],
  ['n = :v OR missed = :v', { ':v': { N: '5' } }, true],
]

describe('condition evaluator', () => {
  for (const [text, values, truth] of cases)
    it(`${text} with ${JSON.stringify(values)} is ${truth}`, () => {
      const placed = Object.keys(values).length === 0 ? undefined : values
      expect(meets(item, parseCondition(readerOf(text, placed)))).to.equal(truth)
    })
})
