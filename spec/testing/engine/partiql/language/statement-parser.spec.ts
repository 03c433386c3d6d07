import { expect } from 'chai'
import { parseStatement } from '../../../../../lib/testing/engine/partiql/language/statement-parser.js'
import { messageOf } from '../shelf.js'

const notFormed = "Statement wasn't well formed, can't be processed: "
const leftover = `${notFormed}Unexpected token after expression`

describe('PartiQL statements', () => {
  it('read SELECT with its table, its index and its order', () => {
    const { statement, parameters } = parseStatement(
      'select a, b.c from "t"."i" where a = ? and b = ? order by a desc, b;',
    )
    expect(parameters).to.equal(2)
    expect(statement).to.deep.include({ kind: 'select', source: { table: 't', index: 'i' } })
    expect(statement.kind === 'select' && statement.order.map(({ descending }) => descending)).to.deep.equal([
      true,
      false,
    ])
  })

  it('read an update in both of its orders', () => {
    const [one, two] = [
      'UPDATE t SET a = 1, b[0] = 2 REMOVE c WHERE k = 1 RETURNING ALL NEW *',
      'FROM t WHERE k = 1 SET a = 1, b[0] = 2 REMOVE c RETURNING ALL NEW *',
    ].map((text) => parseStatement(text).statement)
    expect(one?.kind === 'update' && one.assignments.map(({ path }) => path)).to.deep.equal([
      ['a'],
      ['b', 0],
      ['c'],
    ])
    expect(two).to.deep.include({ kind: 'update', returning: 'ALL_NEW' })
  })

  it('read INSERT, DELETE and EXISTS', () => {
    expect(parseStatement("INSERT INTO t VALUE {'a': 1}").statement.kind).to.equal('insert')
    expect(parseStatement('DELETE FROM t WHERE a = 1 RETURNING ALL OLD *').statement).to.deep.include({
      kind: 'delete',
      returning: 'ALL_OLD',
    })
    expect(parseStatement('EXISTS(SELECT * FROM t WHERE a = 1)').statement.kind).to.equal('exists')
  })

  const refusals: Record<string, string> = {
    'SELECT * FROM t WHERE a = 1 foo': leftover,
    'SELECT * FROM t WHERE a = 1)': leftover,
    'SELECT * FROM t ORDER BY a WHERE a = 1': leftover,
    'SELECTT * FROMM "t"': leftover,
    "INSERT INTO t x VALUE {'a': 1}": leftover,
    "INSERT INTO t VALUE {'a': 1} ON CONFLICT DO NOTHING": leftover,
    'DELETE FROM t WHERE a = 1 ORDER BY a': leftover,
    'FROM t SET c = 1 WHERE a = 1': leftover,
    'UPDATE t REMOVE a, b WHERE a = 1': leftover,
    'SLECT * FROM t': `${notFormed}Expected data manipulation`,
    'UPDATE t WHERE a = 1': `${notFormed}Expected data manipulation`,
    'UPDATE Payment-t SET a = 1': `${notFormed}Expected data manipulation`,
    'SELECT * FROM': `${notFormed}Unexpected term`,
    'SELECT * FROM t WHERE;': `${notFormed}Unexpected term`,
    'SELECT * FROM t WHERE ORDER BY a': `${notFormed}Unexpected keyword`,
    'DELETE FROM WHERE a = 1': `${notFormed}Expected identifier for simple path`,
    'UPDATE t SET 1 = 1': `${notFormed}Expected identifier for simple path`,
    'SELECT * FROM t x': 'Aliasing is not supported',
    'SELECT a AS b FROM t': 'Aliasing is not supported',
    'UPDATE t x SET a = 1': 'Aliasing is not supported',
    'SELECT DISTINCT a FROM t': 'Unsupported token in expression: DISTINCT',
    'SELECT VALUE a FROM t': "Select projection doesn't support value or pivot keywords",
    'SELECT a FROM t, u': 'Only select from a single table or index is supported.',
    'SELECT a FROM (SELECT a FROM t)': 'Unexpected from source',
    'SELECT a FROM t GROUP BY a': 'Unsupported clause: GROUP BY',
    'SELECT a FROM t LIMIT 1': 'Unsupported clause: LIMIT at 1:23:1',
    'CREATE TABLE t': 'Unsupported operation: CreateTable',
    'DROP TABLE t': 'Unsupported operation: DropTable',
    FOO: 'Unsupported operation: VariableReference',
    'x IS INT4': 'Unsupported operation: IsType',
    "INSERT INTO t VALUES ('a')": 'Unsupported operation: InsertOp',
    "INSERT INTO t VALUE {'a': 1} RETURNING ALL OLD *": 'RETURNING is not supported in INSERT',
    "INSERT INTO t.i VALUE {'a': 1}":
      'FROM clause may only contain a single table name in data manipulation statements',
    'UPDATE t.i SET a = 1 WHERE a = 1': 'This operation is not supported on an index',
    'DELETE FROM t WHERE a = 1 RETURNING MODIFIED OLD *':
      'Invalid returning clause: RETURNING MODIFIED OLD *. Only RETURNING ALL OLD * is allowed in DELETE statements.',
  }
  for (const [text, wanted] of Object.entries(refusals))
    it(`refuse ${text}`, () => {
      expect(messageOf(() => parseStatement(text))).to.equal(wanted)
    })

  it('insert nothing but a tuple', () => {
    expect(messageOf(() => parseStatement('INSERT INTO t VALUE ?'))).to.match(
      /^Unsupported format in item expression.* at 1:21:1$/,
    )
  })
})
