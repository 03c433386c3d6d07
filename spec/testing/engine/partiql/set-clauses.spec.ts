import { expect } from 'chai'
import { updated } from '../../../../lib/testing/engine/expressions/update-applier.js'
import { parseStatement } from '../../../../lib/testing/engine/partiql/language/statement-parser.js'
import { updateActions } from '../../../../lib/testing/engine/partiql/set-clauses.js'
import type { WireItem, WireValue } from '../../../../lib/testing/engine/values/wire.js'
import { messageOf } from './shelf.js'

const item: WireItem = {
  n: { N: '5' },
  l: { L: [{ N: '1' }] },
  ss: { SS: ['a', 'b'] },
  m: { M: { x: { S: 'y' } } },
}

function after(clauses: string, parameters: WireValue[] = []): WireItem {
  const { statement } = parseStatement(`UPDATE t ${clauses} WHERE k = 1`)
  if (statement.kind !== 'update') throw new Error('It is no update')
  return updated(item, updateActions(statement.assignments, parameters))
}

describe('SET and REMOVE', () => {
  const cases: Record<string, WireItem> = {
    'SET n = n + 1 - 3': { ...item, n: { N: '3' } },
    'SET n = 10 - n, o = n': { ...item, n: { N: '5' }, o: { N: '5' } },
    'SET l = list_append(l, [2]) SET l2 = list_append([0], l)': {
      ...item,
      l: { L: [{ N: '1' }, { N: '2' }] },
      l2: { L: [{ N: '0' }, { N: '1' }] },
    },
    "SET ss = set_add(ss, <<'b', 'c'>>)": { ...item, ss: { SS: ['a', 'b', 'c'] } },
    'SET new_set = SET_ADD(new_set, <<1>>)': { ...item, new_set: { NS: ['1'] } },
    "SET ss = set_delete(ss, <<'a'>>)": { ...item, ss: { SS: ['b'] } },
    'SET m.x = if_not_exists(m.z, ?) REMOVE l[0]': { ...item, m: { M: { x: { N: '9' } } }, l: { L: [] } },
    "SET m = {'q': null}": { ...item, m: { M: { q: { NULL: true } } } },
  }
  for (const [clauses, wanted] of Object.entries(cases))
    it(`do ${clauses}`, () => {
      expect(after(clauses, [{ N: '9' }])).to.deep.equal(wanted)
    })

  const refusals: Record<string, string> = {
    'SET n = 1, n = 2':
      'Two document paths overlap with each other; must remove or rewrite one of these paths; path one: [n], path two: [n]',
    'SET n = n * 2': 'Unsupported operator in Update Expression. Operator: *',
    'SET n = MISSING': 'MISSING must be compared using IS operator',
    'SET n = -n':
      'Incorrect number of operands for operator or function; operator or function: -, number of operands: 1',
    "SET n = 1 + 'x'":
      'Incorrect operand type for operator or function; operator or function: +, operand type: S',
    'SET l = list_append(l, 5)':
      'Incorrect operand type for operator or function; operator or function: list_append, operand type: N',
    'SET l = list_append(l)':
      'Incorrect number of operands for operator or function; operator or function: list_append, number of operands: 1',
    'SET n = size(l)': 'The function is not allowed in an update expression; function: size',
    'SET n = foo(l)': 'Unrecognized function: foo at 1:18:3',
    'SET n = if_not_exists(1, 2)':
      'Operator or function requires a document path; operator or function: if_not_exists',
    "SET t = set_add(ss, <<'x'>>)": 'The first argument to SET_ADD must equal the assignment value at 1:18:7',
    "SET ss = set_add(<<'a'>>, <<'x'>>)":
      'The first argument to SET_ADD must equal the assignment value at 1:19:7',
    "SET ss = set_add(ss, 'x')": 'The second argument to SET_ADD must be a value with type SET at 1:27:2',
    'SET ss = set_delete(ss)': 'SET_DELETE must have exactly two arguments at 1:19:10',
    'SET ss = set_add(ss, <<1>>)': 'An operand in the update expression has an incorrect data type',
  }
  for (const [clauses, wanted] of Object.entries(refusals))
    it(`refuse ${clauses}`, () => {
      expect(messageOf(() => after(clauses))).to.equal(wanted)
    })
})
