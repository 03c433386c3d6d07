import { expect } from 'chai'
import fc from 'fast-check'
import { nullable, optional, string } from 'superstruct'
import { attribute } from '../../../lib/entity/struct/attribute.js'
import { holds } from '../../../lib/expression/condition/evaluation.js'
import { and, not, or } from '../../../lib/expression/condition/logic.js'
import { mayBeAbsent, requiredNames } from '../../../lib/plan/source/presence.js'
import { Entity } from '../../../lib/repository/entity.js'
import { conditionNode, storedItem } from '../../expression/sample-conditions.js'
import { conditions, nodes, type Where } from '../sample-orders.js'

const required: readonly (readonly [where: Where, names: readonly string[]])[] = [
  [(attr) => attr.note.eq('a'), ['n']],
  [(attr) => attr.note.ne('a'), []],
  [(attr) => attr.note.gt('a'), ['n']],
  [(attr) => attr.note.between('a', 'b'), ['n']],
  [(attr) => attr.note.in(['a', 'b']), ['n']],
  [(attr) => attr.note.beginsWith('a'), ['n']],
  [(attr) => attr.note.contains('a'), ['n']],
  [(attr) => attr.note.exists(), ['n']],
  [(attr) => attr.note.notExists(), []],
  [(attr) => attr.note.type('S'), ['n']],
  [(attr) => attr.note.size().gt(1), ['n']],
  [(attr) => attr.note.eq(attr.region), ['n', 'region']],
  [(attr) => attr.note.ne(attr.region), []],
  [(attr) => attr.note.between(attr.region, 'b'), ['n', 'region']],
  [(attr) => attr.note.in([attr.region, 'b']), ['n']],
  [(attr) => attr.tags.contains(attr.region), ['tags', 'region']],
  [(attr) => not(attr.note.ne('a')), ['n']],
  [(attr) => not(attr.note.notExists()), ['n']],
  [(attr) => not(attr.note.eq('a')), []],
  [(attr) => and(attr.note.eq('a'), attr.region.eq('b')), ['n', 'region']],
  [(attr) => or(attr.note.eq('a'), attr.region.eq('b')), []],
  [(attr) => or(and(attr.note.eq('a'), attr.region.eq('b')), attr.note.exists()), ['n']],
  [(attr) => not(or(attr.note.notExists(), attr.region.notExists())), ['n', 'region']],
  [(attr) => not(and(attr.note.notExists(), attr.region.notExists())), []],
  [(attr) => not(and(attr.note.notExists(), attr.note.ne('a'))), ['n']],
]

describe('requiredNames', () => {
  for (const [where, names] of required)
    it(`${conditions(where)}: ${String(names) || 'nothing'}`, () =>
      expect([...requiredNames(nodes(where))]).have.members(names))

  it('of several conditions are those of each', () => {
    expect([
      ...requiredNames(
        nodes(
          (attr) => attr.note.exists(),
          (attr) => attr.region.exists(),
        ),
      ),
    ]).deep.equal(['n', 'region'])
    expect([...requiredNames([])]).deep.equal([])
  })

  it('are never lacking on an item that meets the conditions', () => {
    fc.assert(
      fc.property(conditionNode, storedItem, (node, item) => {
        if (holds(node, item)) expect(Object.keys(item)).include.members([...requiredNames([node])])
      }),
      { numRuns: 1000 },
    )
  })
})

describe('mayBeAbsent', () => {
  const entity = new Entity({
    name: 'Test',
    table: 'tests',
    attributes: {
      needed: string(),
      optional: optional(string()),
      nullable: nullable(string()),
      both: optional(nullable(string())),
      filled: attribute(string(), { default: 'a' }),
      filledOptional: attribute(optional(string()), { default: 'a' }),
      custom: attribute(string(), {
        encode: (value) => value,
        decode: (stored: string) => stored,
        type: 'S',
      }),
    },
    key: { partition: 'needed' },
    indexes: {
      needed: { partition: 'needed' },
      optional: { partition: 'optional' },
      nullable: { partition: 'nullable' },
      both: { partition: 'both' },
      filled: { partition: 'filled' },
      filledOptional: { partition: 'filledOptional' },
      custom: { partition: 'custom' },
    },
  })

  const absent = {
    needed: false,
    optional: true,
    nullable: true,
    both: true,
    filled: false,
    filledOptional: false,
    custom: false,
  }
  for (const [label, expected] of Object.entries(absent))
    it(`${label}: ${expected}`, () => {
      const part = entity.indexes.get(label)?.key.partition[0]
      expect(part !== undefined && mayBeAbsent(part)).equal(expected)
    })
})
