import { expect } from 'chai'
import { parseStatement } from '../../../../lib/testing/engine/partiql/language/statement-parser.js'
import {
  checkStatement,
  planStatement,
  writeOf,
} from '../../../../lib/testing/engine/partiql/written-statement.js'
import { refusalOf } from '../ways-in.js'
import { shelf, shelved } from './shelf.js'

function planned(text: string, options = {}) {
  const { statement } = parseStatement(text)
  if (statement.kind === 'select') throw new Error('It writes nothing')
  const request = writeOf(statement, [], options, shelf().context)
  checkStatement(request)
  return { kind: request.kind, ...planStatement(request) }
}
const refused = (text: string, options = {}) => {
  const { type, message } = refusalOf(() => planned(text, options))
  return `${type}: ${message}`
}

describe('statements that write', () => {
  it('are the writes of the item API', () => {
    const [dune] = shelved
    expect(planned("INSERT INTO books VALUE {'pk': 'c', 'sk': '1'}")).to.deep.include({
      kind: 'Put',
      current: undefined,
      next: { pk: { S: 'c' }, sk: { S: '1' } },
    })
    expect(planned("UPDATE books SET pages = 1 WHERE pk = 'a' AND sk = '1'")).to.deep.include({
      kind: 'Update',
      next: { ...dune, pages: { N: '1' } },
    })
    expect(planned("DELETE FROM books WHERE pk = 'a' AND sk = '1'")).to.deep.include({
      kind: 'Delete',
      current: dune,
      next: undefined,
    })
    expect(
      planned("EXISTS(SELECT * FROM books WHERE pk = 'a' AND sk = '1' AND pages = 412)"),
    ).to.deep.include({
      kind: 'ConditionCheck',
      next: dune,
    })
  })

  it('delete nothing if there is nothing, whatever else WHERE requires', () => {
    expect(planned("DELETE FROM books WHERE pk = 'z' AND sk = '1' AND pages = 1").next).to.equal(undefined)
  })

  const key = "pk = 'a' AND sk = '1'"
  const failed = 'ConditionalCheckFailedException: The conditional request failed'
  const keyless =
    'ValidationException: Where clause does not contain a mandatory equality on all key attributes'
  const refusals: Record<string, string> = {
    "INSERT INTO books VALUE {'pk': 'a', 'sk': '1'}":
      'DuplicateItemException: Duplicate primary key exists in table',
    "INSERT INTO books VALUE {'pk': 'a'}":
      'ValidationException: Key attribute should be present in the item: Key sk',
    "INSERT INTO books VALUE {'pk': 'a', 'sk': 1}":
      "ValidationException: Key attribute's data type should match its data type in table's schema: Key sk",
    [`UPDATE books SET pages = 1 WHERE ${key} AND pages = 1`]: failed,
    "UPDATE books SET pages = 1 WHERE pk = 'z' AND sk = '1'": failed,
    "UPDATE books SET pages = 1 WHERE pk = 'z' AND sk = '1' AND attribute_not_exists(pk)": failed,
    "UPDATE books SET pages = 1 WHERE pk = 'a'": keyless,
    'UPDATE books SET pages = 1': keyless,
    [`DELETE FROM books WHERE ${key} AND pages = 1`]: failed,
    "DELETE FROM books WHERE title = 'x'": keyless,
    [`DELETE FROM books WHERE ${key} OR pages = 1`]: keyless,
    [`DELETE FROM books WHERE ${key} AND pk.x = 1`]:
      "ValidationException: Key attributes must be scalars; list random access '[]' and map lookup '.' are not allowed: Key: pk",
    "DELETE FROM books WHERE pk = '' AND sk = '1'":
      'ValidationException: One or more parameter values are not valid. The AttributeValue for a key attribute cannot contain an empty string value. Key: pk',
    [`UPDATE books SET sk = '2' WHERE ${key}`]:
      'ValidationException: One or more parameter values were invalid: Cannot update attribute sk. This attribute is part of the key',
    [`UPDATE books SET nope.x = 1 WHERE ${key}`]:
      'ValidationException: The document path provided in the update expression is invalid for update',
    [`EXISTS(SELECT * FROM books WHERE ${key})`]:
      'ValidationException: EXISTS() must contain a single item read with additional condition',
    [`EXISTS(SELECT * FROM books WHERE ${key} AND pages = 1)`]: failed,
    "DELETE FROM nope WHERE id = 'x'": 'ResourceNotFoundException: Requested resource not found',
  }
  for (const [text, wanted] of Object.entries(refusals))
    it(`refuse ${text}`, () => {
      expect(refused(text)).to.equal(wanted)
    })

  it('show the existing item, if the request wants it', () => {
    const old = { ReturnValuesOnConditionCheckFailure: 'ALL_OLD' }
    for (const text of [
      "INSERT INTO books VALUE {'pk': 'a', 'sk': '1'}",
      `UPDATE books SET pages = 1 WHERE ${key} AND pages = 1`,
    ]) {
      const { type, body } = refusalOf(() => planned(text, old))
      expect(type).to.equal('ConditionalCheckFailedException')
      expect(body['Item']).to.deep.equal(shelved[0])
    }
  })
})
