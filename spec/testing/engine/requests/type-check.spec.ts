import { expect } from 'chai'
import { list, type Members, map, structure, text } from '../../../../lib/testing/engine/requests/shape.js'
import { checkTypes } from '../../../../lib/testing/engine/requests/type-check.js'
import { refusalOf } from '../ways-in.js'

const members: Members = {
  Name: text(),
  Flag: { kind: 'boolean' },
  Count: { kind: 'integer' },
  Bytes: { kind: 'bytes' },
  Names: list(text()),
  Item: map({ kind: 'value' }),
  Part: structure('Part', { Name: text() }),
  Parts: list(structure('Part', { Name: text() })),
  Lists: map(list(text()), { className: 'WriteRequest' }),
}

describe('type check', () => {
  const refused: [object, string][] = [
    [{ Name: 1 }, 'NUMBER_VALUE cannot be converted to String'],
    [{ Name: 1.5 }, 'DECIMAL_VALUE cannot be converted to String'],
    [{ Name: true }, 'TRUE_VALUE cannot be converted to String'],
    [{ Name: [] }, 'Unrecognized collection type class java.lang.String'],
    [{ Name: {} }, 'Start of structure or map found where not expected'],
    [{ Flag: 'x' }, 'Unexpected token received from parser'],
    [{ Flag: 0 }, 'NUMBER_VALUE cannot be converted to Boolean'],
    [{ Count: '1' }, 'STRING_VALUE cannot be converted to Integer'],
    [{ Bytes: 1 }, 'only base-64-encoded strings are convertible to bytes'],
    [{ Bytes: 'abc' }, 'Base64 encoded length is expected a multiple of 4 bytes but found: 3'],
    [{ Bytes: '=+/=' }, 'Invalid Base64 character'],
    [{ Names: 'x' }, 'Unexpected field type'],
    [{ Names: {} }, 'Start of structure or map found where not expected'],
    [{ Names: [1] }, 'NUMBER_VALUE cannot be converted to String'],
    [
      { Item: [] },
      'Unrecognized collection type java.util.Map<java.lang.String, com.amazonaws.dynamodb.v20120810.AttributeValue>',
    ],
    [{ Item: 'x' }, 'Unexpected field type'],
    [{ Item: { a: 'x' } }, 'Unexpected value type in payload'],
    [{ Item: { a: { S: 1 } } }, 'NUMBER_VALUE cannot be converted to String'],
    [{ Item: { a: { L: [{ M: { b: { BOOL: 'maybe' } } }] } } }, 'Unexpected token received from parser'],
    [{ Item: { a: { SS: 'x' } } }, 'Unexpected field type'],
    [{ Part: 'x' }, 'Unexpected field type'],
    [{ Part: [] }, 'Unrecognized collection type class com.amazonaws.dynamodb.v20120810.Part'],
    [{ Parts: ['x'] }, 'Unexpected value type in payload'],
    [
      { Lists: [] },
      'Unrecognized collection type java.util.Map<java.lang.String, java.util.List<com.amazonaws.dynamodb.v20120810.WriteRequest>>',
    ],
  ]
  for (const [input, message] of refused)
    it(`refuses ${JSON.stringify(input)}`, () => {
      const { type, body } = refusalOf(() => checkTypes({ ...input }, members))
      expect([type, body['Message']]).to.deep.equal(['SerializationException', message])
    })

  it('takes what fits, removes parameters that are null or unknown, and keeps the names of values that are null', () => {
    const input = {
      Name: null,
      Other: 1,
      Part: { Name: null },
      Item: { a: { S: null }, b: { N: '1', X: 'y' }, c: { B: 'YQ==' }, d: null, __proto__: null },
      Lists: { t: ['x'] },
    }
    checkTypes(input, members)
    expect(input).to.deep.equal({
      Part: {},
      Item: { a: {}, b: { N: '1' }, c: { B: 'YQ==' }, d: {} },
      Lists: { t: ['x'] },
    })
  })

  it('takes structures and maps in lists that are null for empty ones', () => {
    const input = { Parts: [null, { Name: 'a' }], Lists: { t: [null, 'x'] } }
    checkTypes(input, members)
    expect(input).to.deep.equal({ Parts: [{}, { Name: 'a' }], Lists: { t: [null, 'x'] } })
  })

  it('refuses values of any depth by name, and does not exhaust the stack', () => {
    for (const [open, close] of [
      ['{"L":[', ']}'],
      ['{"M":{"a":', '}}'],
    ]) {
      const body = `{"Item":{"a":${open?.repeat(50_000)}{"S":"x"}${close?.repeat(50_000)}}}`
      const { type, message } = refusalOf(() => checkTypes(JSON.parse(body), members))
      expect(type).to.equal('ValidationException')
      expect(message).to.match(/^Nesting Levels have exceeded supported limits/)
    }
  })
})
