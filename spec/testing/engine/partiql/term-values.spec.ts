import { expect } from 'chai'
import { parseStatement } from '../../../../lib/testing/engine/partiql/language/statement-parser.js'
import { parseTerm } from '../../../../lib/testing/engine/partiql/language/term-parser.js'
import { TokenReader } from '../../../../lib/testing/engine/partiql/language/token-reader.js'
import {
  checkCount,
  checkParameters,
  isValue,
  itemOf,
  type Parameters,
  refusedTerm,
  termValue,
} from '../../../../lib/testing/engine/partiql/term-values.js'
import type { WireValue } from '../../../../lib/testing/engine/values/wire.js'
import { messageOf } from './shelf.js'

const read = (text: string, parameters: Parameters = []) =>
  termValue(parseTerm(new TokenReader(text)), parameters)
const itemText = (text: string) => {
  const { statement } = parseStatement(`INSERT INTO t VALUE ${text}`)
  return statement.kind === 'insert' && statement.item.kind === 'map' ? itemOf(statement.item, []) : {}
}
const overflow = 'Number overflow. Attempting to store a number with magnitude larger than supported range'

describe('values of PartiQL terms', () => {
  it('are those of the literals and parameters, with their numbers normalised', () => {
    expect(
      read("[1.50, 'x', true, null, {'a': <<1, 2.0>>, 'b': <<'y'>>}, ?]", [{ B: 'AA==' }]),
    ).to.deep.equal({
      L: [
        { N: '1.5' },
        { S: 'x' },
        { BOOL: true },
        { NULL: true },
        { M: { a: { NS: ['1', '2'] }, b: { SS: ['y'] } } },
        { B: 'AA==' },
      ],
    })
  })

  it('make an item, also with a name that objects have', () => {
    const item = itemText("{'__proto__': 1, 'a': {'__proto__': 'x'}}")
    expect(Object.keys(item)).to.deep.equal(['__proto__', 'a'])
    expect(JSON.stringify(item['a'])).to.equal('{"M":{"__proto__":{"S":"x"}}}')
  })

  const refusals: Record<string, string> = {
    "{'pk': 1e126}": `${overflow} under root`,
    "{'m': {'x': 1e126}}": `${overflow} under root.x`,
    "{'l': [1, 1e126]}": `${overflow} under root[1]`,
    "{'a': 1, 'a': 2}": 'Duplicate keys in tuple. Key: a under root at 1:30:3',
    '{a: 1}': 'Tuple keys must be of type String. Actual type: VariableReference under root at 1:22:1',
    "{'': 1}": 'Path component cannot be an empty string',
    "{'a': MISSING}": 'Unsupported data type: MISSING under key root at 1:27:7',
    "{'a': b}": 'Unsupported data type: b under key root at 1:27:1',
    "{'a': [b]}": 'Unsupported data type: VariableReference under key root.0 at 1:28:1',
    "{'a': 1 + 1}": 'Unsupported data type: + under key root at 1:29:1',
    "{'a': set_add(<<1>>, <<2>>)}": 'Unsupported data type: set_add under key root at 1:27:7',
    "{'a': <<>>}": 'Empty bags are not supported',
    "{'a': <<1, 'x'>>}":
      'Unsupported data type in Bag. DynamoDB only supports either numbers or strings in bags at 1:32:3',
    "{'a': <<'x', 'x'>>}":
      'One or more parameter values were invalid: Input collection [x, x] contains duplicates.',
  }
  for (const [text, wanted] of Object.entries(refusals))
    it(`refuse ${text}`, () => {
      expect(messageOf(() => itemText(text))).to.equal(wanted)
    })

  it('are what literals, collections and parameters have, and attributes do not', () => {
    const all = ['1', '?', '[1]', '<<1>>', '{}', 'a', 'a + 1', 'size(a)', 'MISSING']
    expect(all.filter((text) => isValue(parseTerm(new TokenReader(text))))).to.deep.equal(all.slice(0, 5))
  })

  it('are missing where another term stands', () => {
    const refused = (text: string) => refusedTerm(parseTerm(new TokenReader(text)), 'Update').message
    expect(refused('MISSING')).to.equal('MISSING must be compared using IS operator')
    expect(refused('a * 1')).to.equal('Unsupported operator in Update Expression. Operator: *')
    expect(refused('FOO(1)')).to.equal('Unrecognized function: foo at 1:1:3')
    expect(refused('a.*')).to.equal('Unexpected path component at 1:1:1')
  })
})

describe('parameters of a statement', () => {
  const nested = (depth: number, leaf: WireValue): WireValue =>
    depth === 0 ? leaf : { M: { n: nested(depth - 1, leaf) } }
  const refused = (...parameters: WireValue[]) => messageOf(() => checkParameters(parameters))

  it('are as many as the statement has question marks, or more', () => {
    checkCount([{ S: 'a' }], 1)
    checkCount([{ S: 'a' }], 0)
    expect(messageOf(() => checkCount([], 1))).to.equal(
      "Number of parameters in request and statement don't match.",
    )
  })

  it('are normalised in place', () => {
    const parameters = [{ N: '1.50' }, { L: [{ N: '007' }] }]
    checkParameters(parameters)
    expect(parameters).to.deep.equal([{ N: '1.5' }, { L: [{ N: '7' }] }])
  })

  it('have exponents of 32 bits', () => {
    const text = 'The parameter cannot be converted to a numeric value'
    expect(refused({ N: '1e99999999999' })).to.equal(`${text}: 1e99999999999`)
    expect(refused({ NS: ['1', '1e-2147483648'] })).to.equal(`${text}: 1e-2147483648`)
    expect(refused({ L: [{ N: 'abc' }] })).to.equal(`${text}: abc`)
    expect(refused({ N: '' })).to.equal(text)
    expect(refused({ N: '1e2147483647' })).to.match(/^Number underflow/)
    expect(refused({ N: '1e126' })).to.match(/^Number overflow/)
  })

  it('are refused for what comes first', () => {
    expect(refused(nested(40, { S: 'x' }), { N: 'abc' })).to.match(/^Nesting Levels/)
    expect(refused({ N: 'abc' }, nested(40, { S: 'x' }))).to.match(/abc$/)
    expect(refused(nested(40, { N: 'abc' }))).to.match(/^Nesting Levels/)
    expect(refused({ SS: ['a', 'a'] })).to.match(/contains duplicates/)
  })
})
