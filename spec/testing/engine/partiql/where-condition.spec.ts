import { expect } from 'chai'
import { meets } from '../../../../lib/testing/engine/expressions/condition-evaluator.js'
import { conditionOf } from '../../../../lib/testing/engine/partiql/where-condition.js'
import type { WireItem, WireValue } from '../../../../lib/testing/engine/values/wire.js'
import { messageOf, whereTerm } from './shelf.js'

const item: WireItem = {
  n: { N: '5' },
  s: { S: 'hello' },
  nul: { NULL: true },
  yes: { BOOL: true },
  ss: { SS: ['p', 'q'] },
  l: { L: [{ N: '1' }, { M: { c: { S: 'deep' } } }] },
  b: { B: 'AQI=' },
}
const holds = (text: string, parameters: WireValue[] = []) =>
  meets(item, conditionOf(whereTerm(text), parameters))

describe('PartiQL conditions', () => {
  const met = [
    'n = 5 AND NOT s = 4',
    'n <> 4 AND n != 6 AND n >= 5 AND n < 6',
    '5 = n',
    "s BETWEEN 'a' AND 'i' AND n NOT BETWEEN 6 AND 7",
    "s IN ['x', 'hello'] AND n IN (1, 5) AND 'hello' IN [s] AND n NOT IN [6]",
    "begins_with(s, 'he') AND CONTAINS(s, 'ell') AND contains(ss, 'p') AND size(s) = 5",
    "attribute_exists(l[1].c) AND attribute_not_exists(l[2]) AND attribute_type(ss, 'SS')",
    'attribute_exists(n) = true AND attribute_exists(x) = false AND attribute_exists(x) <> true',
    'n = 5 = true',
    'nul IS NULL AND n IS NOT NULL AND x IS NOT NULL AND x IS MISSING AND nul IS NOT MISSING',
    'yes IS BOOL AND yes IS BOOLEAN AND s IS STRING AND n IS NUMERIC AND b IS BLOB AND l IS LIST',
    'l[1] IS STRUCT AND l[1] IS TUPLE AND s IS NOT STRUCT',
    "ss = <<'q', 'p'>> AND l = [1, {'c': 'deep'}]",
    "x = 1 OR s = 'hello' AND n = 5",
    'yes = true',
    'nul = NULL',
  ]
  for (const text of met)
    it(`meet ${text}`, () => {
      expect(holds(text)).to.equal(true)
    })

  it('take parameters', () => {
    expect(holds('n = ? AND ss = ?', [{ N: '5' }, { SS: ['q', 'p'] }])).to.equal(true)
    expect(holds('n IN [?, ?]', [{ N: '1' }, { N: '2' }])).to.equal(false)
  })

  const refusals: Record<string, string> = {
    n: 'WHERE clause must contain an expression that resolves to a boolean',
    true: 'WHERE clause must contain an expression that resolves to a boolean',
    'NOT yes': 'The argument to NOT must be a Type or Expression',
    'n = MISSING': 'MISSING must be compared using IS operator',
    'n + 1 = 6': 'Unsupported operator in Condition Expression. Operator: +',
    "s LIKE 'h%'": 'Unsupported operator in Condition Expression. Operator: like',
    's IN []':
      'IN operator must have a left hand argument of type Variable Reference and right hand argument of type Seq with at least one member',
    "s IN 'x'":
      'IN operator must have a left hand argument of type Variable Reference and right hand argument of type Seq with at least one member',
    'n < true':
      'Incorrect operand type for operator or function; operator or function: <, operand type: BOOL',
    'n BETWEEN true AND false':
      'Incorrect operand type for operator or function; operator or function: BETWEEN, operand type: BOOL',
    'begins_with(s, 5)':
      'Incorrect operand type for operator or function; operator or function: begins_with, operand type: N',
    'n = n':
      'The first operand must be distinct from the remaining operands for this operator or function; operator: =, first operand: [n]',
    "attribute_exists('n')":
      'Operator or function requires a document path; operator or function: attribute_exists',
    'attribute_exists()':
      'Incorrect number of operands for operator or function; operator or function: attribute_exists, number of operands: 0',
    'contains(s)':
      'Incorrect number of operands for operator or function; operator or function: contains, number of operands: 1',
    "attribute_type(s, 'Q')":
      'Invalid attribute type name found; type: Q, valid types: {S,N,B,BOOL,NULL,M,L,SS,NS,BS}',
    'EXISTS(s)': 'Unrecognized function: exists at 1:23:6',
    "set_add(ss, <<'x'>>) = ss": 'Unrecognized function: set_add at 1:23:7',
    'n IS INT':
      'Unsupported data type for IS operator: INTEGER. Supported data types are [MISSING, NULL, BOOLEAN, BLOB, STRING, NUMERIC, STRUCT, TUPLE, LIST] at 1:25:2',
    'size(s) IS MISSING': 'The left hand side argument to IS must be a Variable Reference, Literal, or Path',
  }
  for (const [text, wanted] of Object.entries(refusals))
    it(`refuse ${text}`, () => {
      expect(messageOf(() => holds(text))).to.equal(wanted)
    })

  it('compare with up to 100 members', () => {
    const list = (count: number) => Array.from({ length: count }, (_, at) => at).join(', ')
    expect(holds(`n IN [${list(100)}]`)).to.equal(true)
    expect(messageOf(() => holds(`n IN [${list(101)}]`))).to.match(/too many operands.*: 101$/)
  })
})
