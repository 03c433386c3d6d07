import { expect } from 'chai'
import { checkConstraints } from '../../../../lib/testing/engine/requests/constraint-check.js'
import {
  list,
  type Members,
  map,
  oneOf,
  required,
  structure,
  text,
} from '../../../../lib/testing/engine/requests/shape.js'

const part = structure('Part', { Key: required(text({ min: 1, max: 3 })) })
const members: Members = {
  Name: required(text({ min: 3, max: 5, pattern: /^[a-z]+$/ })),
  Mode: oneOf('A', 'B'),
  Count: { kind: 'integer', min: 1, max: 9 },
  Parts: list(part, { min: 1, max: 2 }),
  Tables: map(part, { min: 1, keys: { min: 2, pattern: /^[a-z]+$/ } }),
  Batches: map(list(text(), { min: 1, max: 2 })),
}
const prefix = '1 validation error detected: '

describe('constraint check', () => {
  const refused: [object, string][] = [
    [{}, "Value null at 'name' failed to satisfy constraint: Member must not be null"],
    [
      { Name: 'ab' },
      "Value 'ab' at 'name' failed to satisfy constraint: Member must have length greater than or equal to 3",
    ],
    [
      { Name: 'abcdef' },
      "Value 'abcdef' at 'name' failed to satisfy constraint: Member must have length less than or equal to 5",
    ],
    [
      { Name: 'ab;' },
      "Value 'ab;' at 'name' failed to satisfy constraint: Member must satisfy regular expression pattern: [a-z]+",
    ],
    [
      { Name: 'abc', Mode: 'C' },
      "Value 'C' at 'mode' failed to satisfy constraint: Member must satisfy enum value set: [A, B]",
    ],
    [
      { Name: 'abc', Count: 0 },
      "Value '0' at 'count' failed to satisfy constraint: Member must have value greater than or equal to 1",
    ],
    [
      { Name: 'abc', Count: 10 },
      "Value '10' at 'count' failed to satisfy constraint: Member must have value less than or equal to 9",
    ],
    [
      { Name: 'abc', Parts: [] },
      "Value '[]' at 'parts' failed to satisfy constraint: Member must have length greater than or equal to 1",
    ],
    [
      { Name: 'abc', Parts: [{}] },
      "Value null at 'parts.1.member.key' failed to satisfy constraint: Member must not be null",
    ],
    [
      { Name: 'abc', Tables: { ab: { Key: '' } } },
      "Value '' at 'tables.ab.member.key' failed to satisfy constraint: Member must have length greater than or equal to 1",
    ],
    [
      { Name: 'abc', Tables: { A: { Key: 'x' } } },
      "Value '{A={Key=x}}' at 'tables' failed to satisfy constraint: Map keys must satisfy constraint: [Member must have length greater than or equal to 2, Member must satisfy regular expression pattern: [a-z]+]",
    ],
    [
      { Name: 'abc', Batches: { t: [] } },
      "Value '{t=[]}' at 'batches' failed to satisfy constraint: Map value must satisfy constraint: [Member must have length less than or equal to 2, Member must have length greater than or equal to 1]",
    ],
  ]
  for (const [input, message] of refused)
    it(`refuses ${JSON.stringify(input)}`, () =>
      expect(() => checkConstraints({ ...input }, members)).to.throw(`${prefix}${message}`))

  it('tells all errors at once, or the first alone', () => {
    const input = { Mode: 'C', Count: 0 }
    expect(() => checkConstraints(input, members)).to.throw(
      /^3 validation errors detected: Value null at 'name'.*; Value 'C'.*; Value '0'/,
    )
    expect(() => checkConstraints(input, members, true)).to.throw(`${prefix}Value null at 'name'`)
    const many = { Name: 'abc', Parts: Array.from({ length: 15 }, () => ({})) }
    expect(() => checkConstraints(many, members)).to.throw(/^10 validation errors/)
  })

  it('takes what keeps all constraints, and an ARN for a name', () => {
    checkConstraints(
      { Name: 'abc', Mode: 'A', Count: 9, Parts: [{ Key: 'k' }], Batches: { t: ['x'] } },
      members,
    )
    checkConstraints(
      { Name: 'arn:aws:dynamodb:us-east-1:000000000000:table/abc' },
      { Name: text({ pattern: /^[a-z]+$/ }) },
    )
  })
})
