// How conditions on NULL are printed if NULL means absence.

import { expect } from 'chai'
import { Entity } from 'dyntastic'
import fc from 'fast-check'
import { array, nullable, number, optional, record, string } from 'superstruct'
import type { Condition } from '../../../lib/expression/condition/condition.js'
import { conditionText } from '../../../lib/expression/condition/condition-text.js'
import { evaluate } from '../../../lib/expression/condition/evaluation.js'
import { and, not, or } from '../../../lib/expression/condition/logic.js'
import { nullTest } from '../../../lib/expression/condition/null-absence.js'
import { type PathOperand, rawPath } from '../../../lib/expression/path/operand.js'

const Thing = new Entity({
  name: 'Thing',
  table: 'things',
  attributes: {
    id: string(),
    sparse: optional(string()),
    a: optional(string()),
    b: nullable(string()),
    c: string(),
    n: optional(number()),
    list: optional(array(nullable(string()))),
    map: record(string(), nullable(string())),
  },
  key: { partition: 'id' },
  indexes: { bySparse: { partition: 'sparse' } },
})

type Make = Parameters<typeof Thing.condition>[0]

/** The text that DynamoDB gets, with names and values as they are. */
const sent = (condition: Condition): string =>
  conditionText(condition.node, {
    path: ({ text }) => text,
    value: (value) => ('NULL' in value ? 'NULL' : '(value)'),
    count() {},
  })

describe('nullsAsAbsence', () => {
  const cases: [what: string, make: Make, text: string][] = [
    ['an attribute that may be absent', (attr) => attr.a.exists(), 'attribute_exists(a) AND a <> NULL'],
    ['one that may not be there', (attr) => attr.a.notExists(), 'attribute_not_exists(a) OR a = NULL'],
    ['one that takes null', (attr) => attr.b.notExists(), 'attribute_not_exists(b) OR b = NULL'],
    ['a required one', (attr) => attr.c.exists(), 'attribute_exists(c)'],
    ['a key', (attr) => attr.id.notExists(), 'attribute_not_exists(id)'],
    ['the key of an index', (attr) => attr.sparse.exists(), 'attribute_exists(sparse)'],
    ['an entry of a record', (attr) => attr('map.x').exists(), 'attribute_exists(map.x) AND map.x <> NULL'],
    ['an element of a list', (attr) => attr.list[0].exists(), 'attribute_exists(list[0])'],
    [
      'parentheses in AND',
      (attr) => and(attr.a.notExists(), attr.c.eq('x')),
      '(attribute_not_exists(a) OR a = NULL) AND c = (value)',
    ],
    ['parentheses under NOT', (attr) => not(attr.a.exists()), 'NOT (attribute_exists(a) AND a <> NULL)'],
    [
      'none in OR',
      (attr) => or(attr.a.notExists(), attr.c.eq('x')),
      'attribute_not_exists(a) OR a = NULL OR c = (value)',
    ],
    ['two that may be NULL', (attr) => attr.a.eq(attr.b as never), 'a = b AND a <> NULL'],
    ['two that differ', (attr) => attr.a.ne(attr.b as never), 'a <> b OR a = NULL'],
    ['one of several', (attr) => attr.a.in([attr.b as never, 'x']), 'a IN (b, (value)) AND a <> NULL'],
    ['one that may be NULL and one that may not', (attr) => attr.a.eq(attr.c as never), 'a = c'],
    [
      'a member that may be NULL',
      (attr) => attr.list.contains(attr.a as never),
      'contains(list, a) AND a <> NULL',
    ],
    ['a value', (attr) => attr.a.ne('x'), 'a <> (value)'],
    ['order', (attr) => attr.n.lt(5), 'n < (value)'],
    ['a size', (attr) => attr.list.size().gt(0), 'size(list) > (value)'],
    ['a data type', (attr) => attr.a.type('NULL'), 'attribute_type(a, (value))'],
  ]
  for (const [what, make, text] of cases)
    it(`says what is needed of ${what}: ${text}`, () => {
      expect(sent(Thing.condition(make))).equal(text)
    })

  it('is not shown to people', () => {
    expect(String(Thing.condition((attr) => attr.a.notExists()))).equal('attribute_not_exists(a)')
  })

  it('is what the evaluation of conditions says, on any item', () => {
    const stored = fc.constantFrom(undefined, { NULL: true as const }, { S: 'x' }, { S: 'y' })
    fc.assert(
      fc.property(stored, stored, (a, b) => {
        const item = { id: { S: 'i' }, ...(a && { a }), ...(b && { b }) }
        const bare = { id: { S: 'i' }, ...(a && 'S' in a && { a }), ...(b && 'S' in b && { b }) }
        const makes: Make[] = [
          (attr) => attr.a.exists(),
          (attr) => attr.a.notExists(),
          (attr) => attr.a.eq(attr.b as never),
          (attr) => attr.a.ne(attr.b as never),
          (attr) => attr.a.in([attr.b as never]),
          (attr) => not(attr.a.eq('x')),
        ]
        for (const make of makes)
          expect(evaluate(Thing.condition(make), item)).equal(evaluate(Thing.condition(make), bare))
      }),
    )
  })
})

describe('nullTest', () => {
  const path: PathOperand = { kind: 'path', text: 'a', names: ['a'], nullIsAbsence: true }

  it('looks at what is stored', () => {
    expect(rawPath(path)).deep.equal({ kind: 'path', text: 'a', names: ['a'] })
    expect(nullTest(path, 'ne')).deep.equal({
      kind: 'comparison',
      operator: 'ne',
      left: rawPath(path),
      operands: [{ kind: 'value', value: { NULL: true } }],
    })
  })
})
