// PartiQL on the embedded engine against DynamoDB Local: the same statements, the same outcomes.
import {
  BatchExecuteStatementCommand,
  CreateTableCommand,
  type DynamoDBClient,
  ExecuteStatementCommand,
  ExecuteTransactionCommand,
  PutItemCommand,
} from '@aws-sdk/client-dynamodb'
import { expect } from 'chai'
import fc from 'fast-check'
import { type LocalDynamoDB, startLocal } from '../../../../lib/testing/index.js'
import { withEngine } from '../../../support/engine.js'

const runs = Number(process.env['DYNTASTIC_RUNS'] ?? 300)
const seed = Number(process.env['DYNTASTIC_SEED'] ?? 20_120_810)

const items = [
  {
    pk: { S: 'a' },
    sk: { N: '1' },
    g: { S: 'x' },
    n: { N: '5' },
    s: { S: 'hello' },
    m: { M: { b: { L: [{ N: '1' }, { M: { c: { S: 'deep' } } }] } } },
    ss: { SS: ['p', 'q'] },
    l: { L: [{ N: '1' }, { N: '2' }] },
  },
  { pk: { S: 'a' }, sk: { N: '2' }, g: { S: 'x' }, n: { N: '7' }, s: { S: 'help' } },
  { pk: { S: 'b' }, sk: { N: '1' }, n: { NULL: true }, l: { L: [] } },
  { pk: { S: 'c' }, sk: { N: '3' }, g: { S: 'y' }, s: { BOOL: true } },
]

/** Statements that both run with the same items, or refuse with the same words. `T` is the table. */
const alike = `
SELECT * FROM T WHERE pk = 'a' AND sk = 1
SELECT m.b[1], l[1], s FROM T WHERE pk = 'a'
SELECT pk, sk FROM T WHERE pk = 'a' ORDER BY sk DESC
SELECT pk, sk FROM T WHERE pk IN ['b', 'a'] AND sk = 1
SELECT pk, sk FROM T WHERE (pk = 'a' OR pk = 'b') AND n = 7
SELECT pk, sk FROM T WHERE pk = 'a' AND NOT sk = 1
SELECT pk, sk FROM T.g_index WHERE g = 'x' AND sk > 1
SELECT pk, n FROM T.g_index WHERE g = 'x'
SELECT n, n FROM T
SELECT size(s) FROM T
SELECT pk FROM T ORDER BY pk
SELECT pk FROM T WHERE pk = 'a' ORDER BY n
SELECT pk FROM T WHERE pk = 5
SELECT pk FROM T WHERE pk <> 5
SELECT pk FROM T WHERE pk = ''
SELECT pk FROM T WHERE n = MISSING
SELECT pk FROM T WHERE n + 1 = 6
SELECT pk FROM T WHERE n IS INT
SELECT pk FROM T WHERE s IN []
SELECT pk FROM T LIMIT 1
SELECT pk FROM T t
INSERT INTO T VALUE {'pk': 'i', 'sk': 1, 'a': {'b': [1, 'x', true, null]}, 's': <<1, 2>>}
INSERT INTO T VALUE {'pk': 'i'}
INSERT INTO T VALUE {'pk': 'i', 'sk': 'x'}
INSERT INTO T VALUE {'pk': 'i', 'sk': 1, 'x': 1 + 1}
INSERT INTO T VALUE {'pk': 'i', 'sk': 1, 'pk': 'j'}
UPDATE T SET n = n + 1, q = n REMOVE g WHERE pk = 'i' AND sk = 1
UPDATE T SET n = 1 SET q = list_append([1], [2]) WHERE pk = 'i' AND sk = 1 RETURNING ALL NEW *
UPDATE T SET s = set_add(s, <<3>>) WHERE pk = 'i' AND sk = 1 RETURNING MODIFIED NEW *
UPDATE T SET s = set_delete(s, <<3, 1>>) WHERE pk = 'i' AND sk = 1 RETURNING MODIFIED NEW *
UPDATE T SET n = 1 WHERE pk = 'z' AND sk = 1
UPDATE T SET n = 1 WHERE pk = 'i'
UPDATE T SET n = 1 WHERE pk = 'i' AND sk = 1 AND sk = 2
UPDATE T SET n = n * 2 WHERE pk = 'i' AND sk = 1
UPDATE T SET s = set_add(s, 'x') WHERE pk = 'i' AND sk = 1
UPDATE T.g_index SET n = 1 WHERE g = 'x'
FROM T WHERE pk = 'i' AND sk = 1 SET f = 1 RETURNING MODIFIED NEW *
DELETE FROM T WHERE pk = 'i' AND sk = 1 AND nope = 1
DELETE FROM T WHERE pk = 'i' AND sk = 1 RETURNING ALL NEW *
DELETE FROM T WHERE pk = 'i' AND sk = 1 RETURNING ALL OLD *
DELETE FROM T WHERE pk = 'i' AND sk = 1 RETURNING ALL OLD *
EXISTS(SELECT * FROM T WHERE pk = 'a' AND sk = 1 AND n = 5)
`

/** Statements that DynamoDB Local runs in its own way, and why the embedded engine does not follow it. */
const differences: Record<string, string> = {
  'SELECT m.b[1].c FROM T':
    'DynamoDB Local calls it `b[1]` and keeps the map around it; the last name is `c`',
  "SELECT pk FROM T WHERE pk = 'a' AND n = 7 OR pk = 'a' AND sk = 1":
    'the service refuses branches that overlap on the sort key',
  "SELECT pk FROM T WHERE pk IN ['c', 'c']":
    'an item meets a condition once; DynamoDB Local returns it twice',
  'SELECT pk FROM T WHERE attribute_not_exists(pk)': 'DynamoDB Local fails with an internal error',
  "SELECT pk FROM T WHERE pk = 'a' AND sk IS NOT MISSING": 'DynamoDB Local fails with an internal error',
  'SELECT pk FROM nope': 'the words of the service are those of its other operations',
  'SELECT pk FROM T.nope': 'the service does not append the name of the index',
  'SELECT pk FROM T WHERE n = 1e126': 'the service names the place in the value',
  'SELECT pk FROM T WHERE foo(n) = 1': 'the service names the place in the statement',
  "UPDATE T SET l[0] = 1 WHERE pk = 'a' AND sk = 1 RETURNING MODIFIED NEW *":
    'DynamoDB Local returns whole attributes where nested ones are changed',
  "DELETE FROM T WHERE pk = 'z' AND sk = 1 AND n = 1":
    '"If the table has no item with the same primary key, SUCCESS is returned with 0 items deleted"',
  "UPDATE T SET n = s = 'a' WHERE pk = 'a' AND sk = 1": 'DynamoDB Local takes a comparison for its left side',
}

describe('PartiQL on the embedded engine and on DynamoDB Local', () => {
  const engine = withEngine()
  let embedded: LocalDynamoDB
  let table: string
  let clients: readonly DynamoDBClient[]

  before(async function () {
    if (engine.kind === 'embedded') {
      console.log(
        '    SKIPPED: it compares the embedded engine with DynamoDB Local; npm run test:local runs it',
      )
      this.skip()
    }
    embedded = await startLocal()
    clients = [embedded.client, engine.client]
    table = engine.name('partiql')
    for (const client of clients) {
      await client.send(
        new CreateTableCommand({
          TableName: table,
          BillingMode: 'PAY_PER_REQUEST',
          AttributeDefinitions: [
            { AttributeName: 'pk', AttributeType: 'S' },
            { AttributeName: 'sk', AttributeType: 'N' },
            { AttributeName: 'g', AttributeType: 'S' },
          ],
          KeySchema: [
            { AttributeName: 'pk', KeyType: 'HASH' },
            { AttributeName: 'sk', KeyType: 'RANGE' },
          ],
          GlobalSecondaryIndexes: [
            {
              IndexName: 'g_index',
              KeySchema: [
                { AttributeName: 'g', KeyType: 'HASH' },
                { AttributeName: 'sk', KeyType: 'RANGE' },
              ],
              Projection: { ProjectionType: 'KEYS_ONLY' },
            },
          ],
        }),
      )
    }
  })
  beforeEach(async () => {
    for (const client of clients)
      for (const Item of items) await client.send(new PutItemCommand({ TableName: table, Item }))
  })
  after(() => embedded?.stop())

  it('returns hand-made statements with the same items or the same words', async () => {
    for (const statement of alike.trim().split('\n')) {
      const [ours, theirs] = await both(statement)
      expect(ours, statement).to.deep.equal(theirs)
    }
  })

  it('differs where it follows the service or the documentation', async () => {
    for (const [statement, reason] of Object.entries(differences)) {
      const [ours, theirs] = await both(statement)
      expect(ours, `${statement}: no longer so: ${reason}`).not.to.deep.equal(theirs)
    }
  })

  it(`select the same items with ${runs} random conditions`, async function () {
    this.timeout(300_000)
    await check(fc.asyncProperty(where, async (text) => same(`SELECT pk, sk FROM T WHERE ${text}`)))
  })

  it(`leave the same item behind after ${runs} random updates`, async function () {
    this.timeout(300_000)
    await check(
      fc.asyncProperty(fc.constantFrom(...items), clauses, fc.option(condition), async (item, text, more) => {
        const key = "pk = 'u' AND sk = 1"
        for (const client of clients)
          await client.send(
            new PutItemCommand({ TableName: table, Item: { ...item, pk: { S: 'u' }, sk: { N: '1' } } }),
          )
        await same(`UPDATE T ${text} WHERE ${key}${more === null ? '' : ` AND (${more})`}`)
        await same(`DELETE FROM T WHERE ${key} RETURNING ALL OLD *`)
      }),
    )
  })

  it('runs batches and transactions alike', async () => {
    const all = [
      ["UPDATE T SET n = 1 WHERE pk = 'b' AND sk = 1", "INSERT INTO T VALUE {'pk': 'd', 'sk': 1}"],
      ["UPDATE T SET n = 2 WHERE pk = 'z' AND sk = 1", "DELETE FROM T WHERE pk = 'd' AND sk = 1"],
      ["SELECT n FROM T WHERE pk = 'b' AND sk = 1", "SELECT * FROM T WHERE pk = 'z' AND sk = 1"],
      ["SELECT n FROM T WHERE pk = 'b' AND sk = 1", "DELETE FROM T WHERE pk = 'd' AND sk = 1"],
      ["UPDATE T SET n = 2 WHERE pk = 'b' AND sk = 1", "UPDATE T SET n = 3 WHERE pk = 'b' AND sk = 1"],
    ]
    for (const statements of all) {
      const named = statements.map((text) => ({ Statement: inTable(text) }))
      for (const make of [
        () => new ExecuteTransactionCommand({ TransactStatements: named }),
        () => new BatchExecuteStatementCommand({ Statements: named }),
      ]) {
        const [ours, theirs] = await Promise.all(
          clients.map((client) =>
            (client.send as (command: object) => Promise<{ Responses?: unknown }>)
              .call(client, make())
              .then(({ Responses }) => ({ Responses }), outcomeOf),
          ),
        )
        expect(ours, statements.join('; ')).to.deep.equal(theirs)
      }
    }
  })

  function check<T>(property: fc.IAsyncProperty<T>) {
    return fc.assert(property, { seed, numRuns: runs, endOnFailure: true })
  }

  function inTable(statement: string): string {
    return statement.replace(/\bT\b/, `"${table}"`)
  }

  function both(statement: string) {
    return Promise.all(
      clients.map((client) =>
        client
          .send(new ExecuteStatementCommand({ Statement: inTable(statement) }))
          .then(({ Items = [] }) => Items.map((item) => JSON.stringify(sorted(item))).sort(), outcomeOf),
      ),
    )
  }

  // What random text is refused for has several faults to name: which one comes first is not compared.
  async function same(statement: string) {
    const [ours, theirs] = (await both(statement)).map((one) => (Array.isArray(one) ? one : one.name))
    expect(ours, statement).to.deep.equal(theirs)
  }
})

function outcomeOf({ name, message }: Error) {
  // DynamoDB Local leaves out the end of this name.
  return { name: name === 'DuplicateItem' ? 'DuplicateItemException' : name, message }
}

// Sets and attributes have no order.
function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted)
  if (typeof value !== 'object' || value === null) return value
  const entries = Object.entries(value).map(([name, one]): [string, unknown] => [
    name,
    /^[SN]S$/.test(name) && Array.isArray(one) ? [...one].sort() : sorted(one),
  ])
  return Object.fromEntries(entries.sort(([one], [two]) => (one < two ? -1 : 1)))
}

const path = fc.constantFrom('n', 's', 'm', 'm.b', 'm.b[0]', 'm.b[1].c', 'ss', 'l', 'l[1]', 'nope')
const number = fc.constantFrom('1', '5', '-7', '6.5')
const value = fc.oneof(
  number,
  fc.constantFrom("'hello'", "'h'", "'p'", 'true', 'NULL', '[1, 2]', "<<'q', 'p'>>", "{'c': 'deep'}"),
)
const test = fc.oneof(
  fc.tuple(path, fc.constantFrom('=', '<>', '<', '<=', '>', '>='), value).map((all) => all.join(' ')),
  fc.tuple(path, number).map(([one, low]) => `${one} BETWEEN ${low} AND 8`),
  fc.tuple(path, value, value).map(([one, two, three]) => `${one} IN [${two}, ${three}]`),
  fc
    .tuple(path, fc.constantFrom('MISSING', 'NOT MISSING', 'NULL', 'NOT NULL', 'STRING', 'LIST'))
    .map((all) => all.join(' IS ')),
  fc.tuple(path, fc.constantFrom("'h'", "'hel'")).map(([one, two]) => `begins_with(${one}, ${two})`),
  fc.tuple(path, fc.constantFrom('1', "'p'", "'ell'")).map(([one, two]) => `contains(${one}, ${two})`),
  path.map((one) => `size(${one}) > 1`),
  path.map((one) => `attribute_type(${one}, 'S')`),
)
const condition: fc.Arbitrary<string> = fc.letrec<{ any: string }>((tie) => ({
  any: fc.oneof(
    { maxDepth: 3, withCrossShrink: true },
    test,
    tie('any').map((one) => `NOT (${one})`),
    fc
      .tuple(tie('any'), fc.constantFrom('AND', 'OR'), tie('any'))
      .map(([one, by, two]) => `(${one}) ${by} (${two})`),
  ),
})).any
const where = fc
  .tuple(
    fc.constantFrom(
      '',
      "pk = 'a' AND",
      "pk IN ['a', 'c'] AND",
      "pk = 'a' AND sk > 1 AND",
      'sk = 1 AND',
      "pk = 'b' AND sk <= 1 AND",
    ),
    condition,
  )
  .map(([key, more]) => `${key} (${more})`)
const assigned = fc.oneof(
  value,
  path,
  fc.tuple(path, number).map(([one, two]) => `${one} + ${two}`),
  path.map((one) => `list_append(${one}, [9])`),
  fc.tuple(path, value).map(([one, two]) => `if_not_exists(${one}, ${two})`),
)
const clauses = fc
  .uniqueArray(path, { minLength: 1, maxLength: 3 })
  .chain((paths) =>
    fc.tuple(
      ...paths.map((one) =>
        fc.oneof(
          assigned.map((to) => `SET ${one} = ${to}`),
          fc.constant(`REMOVE ${one}`),
          fc.constantFrom("<<'z'>>", '<<1>>').map((set) => `SET ${one} = set_add(${one}, ${set})`),
          fc.constant(`SET ${one} = set_delete(${one}, <<'p'>>)`),
        ),
      ),
    ),
  )
  .map((all) => all.join(' '))
