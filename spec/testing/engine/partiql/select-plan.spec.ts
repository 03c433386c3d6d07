import { expect } from 'chai'
import { parseStatement } from '../../../../lib/testing/engine/partiql/language/statement-parser.js'
import { planOf } from '../../../../lib/testing/engine/partiql/select-plan.js'
import type { WireObject } from '../../../../lib/testing/engine/values/wire.js'
import { keys, openEngine } from '../ways-in.js'
import { messageOf, shelf } from './shelf.js'

function plan(text: string, input: WireObject = {}, engine = shelf()) {
  const { statement } = parseStatement(text)
  if (statement.kind !== 'select') throw new Error('It is no SELECT')
  return planOf(statement, [], input, engine.context)
}

/** The queries of a plan: `a = 1`. */
function queries(where: string): string[] | undefined {
  return plan(`SELECT * FROM books WHERE ${where}`).queries?.map((comparisons) =>
    [...comparisons.values()].map(({ by, values }) => `${by}${values.map(({ S }) => S)}`).join(' '),
  )
}

describe('the plan of a SELECT', () => {
  it('is a scan, or queries that read each item once', () => {
    expect(queries("title = 'Emma'")).to.equal(undefined)
    expect(queries("pk = 'a' OR pk = 'b' OR pk = 'a'")).to.deep.equal(['=a', '=b'])
    expect(queries("pk = 'a' AND sk IN ['3', '1']")).to.deep.equal(['=a =1', '=a =3'])
    expect(queries("pk = 'a' AND NOT sk = '1' OR pk = 'a' AND sk = '2'")).to.deep.equal(['=a'])
    expect(queries("pk = 'a' OR pk = 'a' AND sk <> '1'")).to.deep.equal(['=a'])
  })

  it('follows the order of keys', () => {
    expect(queries("pk IN ['b', 'a'] AND sk IN ['1', '2'] ORDER BY pk, sk DESC")).to.deep.equal([
      '=a =2',
      '=a =1',
      '=b =2',
      '=b =1',
    ])
    expect(queries("pk IN ['a', 'b'] ORDER BY pk DESC")).to.deep.equal(['=b', '=a'])
    expect(plan("SELECT * FROM books WHERE pk = 'a' ORDER BY sk DESC").backward).to.equal(true)
    expect(plan('SELECT * FROM books."byYear" WHERE pk = \'a\' ORDER BY year').backward).to.equal(false)
  })

  const refusals: Record<string, string> = {
    'SELECT * FROM books ORDER BY pk': 'Must have WHERE clause in the statement when using ORDER BY clause.',
    "SELECT * FROM books WHERE pk = 'a' ORDER BY title":
      'Variable reference title in ORDER BY clause must be part of the primary key',
    "SELECT * FROM books WHERE title = 'a' ORDER BY sk":
      'Must have at least one non-optional hash key condition in WHERE clause when using ORDER BY clause.',
    "SELECT * FROM books WHERE pk = 'a' AND title = 'x' OR pk = 'a' AND sk = '2'":
      'Overlapping conditions with range keys are not supported in where clause',
    "SELECT * FROM books WHERE pk = 'a' AND sk > '1' OR pk = 'a' AND begins_with(sk, '2')":
      'Overlapping conditions with range keys are not supported in where clause',
    'SELECT * FROM books.nope': 'The table does not have the specified index',
    'SELECT * FROM nope': 'Requested resource not found',
    "SELECT * FROM books WHERE pk = ''":
      'One or more parameter values are not valid. The AttributeValue for a key attribute cannot contain an empty string value. Key: pk',
    'SELECT * FROM books WHERE pk > 5':
      'One or more parameter values were invalid: Condition parameter type does not match schema type',
  }
  for (const [text, wanted] of Object.entries(refusals))
    it(`refuses ${text}`, () => {
      expect(messageOf(() => plan(text))).to.equal(wanted)
    })

  it('does not refuse branches that lie side by side', () => {
    expect(queries("pk = 'a' AND sk < '2' OR pk = 'a' AND sk >= '2' OR pk = 'b' AND sk > '0'")).to.deep.equal(
      ['=a <2', '=a >=2', '=b >0'],
    )
  })

  it('reads a global index eventually, and none with several attributes per side', () => {
    expect(messageOf(() => plan('SELECT * FROM books."byGenre"', { ConsistentRead: true }))).to.equal(
      'Strongly consistent read is not supported on Global Secondary Indexes',
    )
    const engine = openEngine()
    engine.run('CreateTable', {
      TableName: 'wide',
      BillingMode: 'PAY_PER_REQUEST',
      AttributeDefinitions: ['id', 'h1', 'h2'].map((AttributeName) => ({
        AttributeName,
        AttributeType: 'S',
      })),
      KeySchema: keys('id'),
      GlobalSecondaryIndexes: [
        {
          IndexName: 'gsi',
          KeySchema: [...keys('h1'), ...keys('h2')],
          Projection: { ProjectionType: 'ALL' },
        },
      ],
    })
    expect(
      messageOf(() => plan("SELECT * FROM wide.gsi WHERE h1 = 'a'", {}, { ...shelf(), ...engine })),
    ).to.match(/^PartiQL statements cannot be executed on tables with multi-attribute HASH keys/)
  })
})
