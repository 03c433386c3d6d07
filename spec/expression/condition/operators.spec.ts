import { readFileSync } from 'node:fs'
import { expect } from 'chai'
import type { StoredItem } from '../../../lib/entity/struct/attribute-value.js'
import { InvalidConditionError } from '../../../lib/errors/invalid-condition-error.js'
import { QueryPlanError } from '../../../lib/errors/query-plan-error.js'
import { references } from '../../../lib/expression/chain/references.js'
import type { Condition } from '../../../lib/expression/condition/condition.js'
import { evaluate } from '../../../lib/expression/condition/evaluation.js'
import {
  type OperatorName,
  type OperatorRow,
  operators,
} from '../../../lib/expression/condition/operators.js'
import { printCondition } from '../../../lib/expression/condition/printed-condition.js'
import { Placeholders } from '../../../lib/expression/path/placeholders.js'
import { root, type SampleItem } from '../sample-entity.js'

const attr = references<SampleItem>(root)

/** What an operator's condition becomes, and on which items it holds. */
interface Case {
  readonly condition: Condition
  readonly text: string
  readonly holds: readonly StoredItem[]
  readonly fails: readonly StoredItem[]
}

const date = (day: string) => ({ S: `${day}T00:00:00.000Z` })

const cases: Record<OperatorName, readonly Case[]> = {
  eq: [
    {
      condition: attr.customerId.eq('c1'),
      text: '#0 = :0',
      holds: [{ customerId: { S: 'c1' } }],
      fails: [{ customerId: { S: 'c2' } }, { customerId: { N: '1' } }, {}],
    },
    {
      condition: attr.total.eq(5),
      text: '#0 = :0',
      holds: [{ total: { N: '5.0' } }],
      fails: [{ total: { N: '6' } }, { total: { S: '5' } }, {}],
    },
    {
      condition: attr.placedAt.eq(new Date('2026-01-02')),
      text: '#0 = :0',
      holds: [{ placedAt: date('2026-01-02') }],
      fails: [{ placedAt: date('2026-01-03') }],
    },
    {
      condition: attr.photo.eq(new Uint8Array([1])),
      text: '#0 = :0',
      holds: [{ photo: { B: new Uint8Array([1]) } }],
      fails: [{ photo: { B: new Uint8Array([2]) } }],
    },
    {
      condition: attr.tags.eq(new Set(['a', 'b'])),
      text: '#0 = :0',
      holds: [{ tags: { SS: ['b', 'a'] } }],
      fails: [{ tags: { SS: ['a'] } }],
    },
    {
      condition: attr.scores.eq(new Set([1, 2])),
      text: '#0 = :0',
      holds: [{ scores: { NS: ['2', '1'] } }],
      fails: [{ scores: { NS: ['1'] } }],
    },
    {
      condition: attr.keys.eq(new Set([new Uint8Array([1])])),
      text: '#0 = :0',
      holds: [{ keys: { BS: [new Uint8Array([1])] } }],
      fails: [{ keys: { BS: [new Uint8Array([2])] } }],
    },
    {
      condition: attr.lines.eq([{ sku: 'a', quantity: 1, note: null }]),
      text: '#0 = :0',
      holds: [{ lines: { L: [{ M: { sku: { S: 'a' }, quantity: { N: '1' } } }] } }],
      fails: [{ lines: { L: [] } }],
    },
    {
      condition: attr.address.eq({ city: 'Rome', zip: '1', size: 's', in: 'i' }),
      text: '#0 = :0',
      holds: [{ address: { M: { c: { S: 'Rome' }, zip: { S: '1' }, size: { S: 's' }, in: { S: 'i' } } } }],
      fails: [{ address: { M: { c: { S: 'Rome' } } } }],
    },
    {
      condition: attr.address.city.eq('Rome'),
      text: '#0.#1 = :0',
      holds: [{ address: { M: { c: { S: 'Rome' } } } }],
      fails: [{ address: { M: {} } }, { address: { S: 'Rome' } }, {}],
    },
    {
      condition: attr.total.eq(attr.revision),
      text: '#0 = #1',
      holds: [{ total: { N: '1' }, revision: { N: '1.0' } }],
      fails: [{ total: { N: '1' } }, {}],
    },
    {
      condition: attr.customerId.size().eq(3),
      text: 'size(#0) = :0',
      holds: [{ customerId: { S: 'foo' } }],
      fails: [{ customerId: { S: 'fo' } }, { customerId: { N: '3' } }, {}],
    },
  ],
  ne: [
    {
      condition: attr.total.ne(5),
      text: '#0 <> :0',
      holds: [{ total: { N: '6' } }, { total: { S: '5' } }, {}],
      fails: [{ total: { N: '5.00' } }],
    },
    {
      condition: attr.address.city.ne('Rome'),
      text: '#0.#1 <> :0',
      holds: [{}, { address: { M: { c: { S: 'Bari' } } } }],
      fails: [{ address: { M: { c: { S: 'Rome' } } } }],
    },
    {
      condition: attr.tags.size().ne(3),
      text: 'size(#0) <> :0',
      holds: [{ tags: { SS: ['a'] } }, {}],
      fails: [{ tags: { SS: ['a', 'b', 'c'] } }],
    },
    {
      condition: attr.total.ne(attr.revision),
      text: '#0 <> #1',
      holds: [{}, { total: { N: '1' } }, { total: { N: '1' }, revision: { N: '2' } }],
      fails: [{ total: { N: '1' }, revision: { N: '1' } }],
    },
  ],
  lt: [
    {
      condition: attr.total.lt(10),
      text: '#0 < :0',
      holds: [{ total: { N: '9' } }],
      fails: [{ total: { N: '10' } }, { total: { S: '1' } }, {}],
    },
    {
      condition: attr.customerId.lt('zzz'),
      text: '#0 < :0',
      holds: [{ customerId: { S: 'foo' } }],
      fails: [{ customerId: { S: 'zzz' } }],
    },
    {
      condition: attr.lines.size().lt(2),
      text: 'size(#0) < :0',
      holds: [{ lines: { L: [] } }],
      fails: [{ lines: { L: [{ S: '' }, { S: '' }] } }, {}],
    },
    {
      condition: attr.total.lt(attr.lines.size()),
      text: '#0 < size(#1)',
      holds: [{ total: { N: '0' }, lines: { L: [{ S: '' }] } }],
      fails: [{ total: { N: '1' }, lines: { L: [] } }, { total: { N: '1' } }],
    },
  ],
  lte: [
    {
      condition: attr.total.lte(5),
      text: '#0 <= :0',
      holds: [{ total: { N: '5' } }],
      fails: [{ total: { N: '5.1' } }, {}],
    },
    {
      condition: attr.photo.size().lte(2),
      text: 'size(#0) <= :0',
      holds: [{ photo: { B: new Uint8Array(2) } }],
      fails: [{ photo: { B: new Uint8Array(3) } }],
    },
  ],
  gt: [
    {
      condition: attr.customerId.gt('fff'),
      text: '#0 > :0',
      holds: [{ customerId: { S: 'foo' } }],
      fails: [{ customerId: { S: 'fff' } }, {}],
    },
    {
      condition: attr('lines[0].quantity').gt(1),
      text: '#0[0].#1 > :0',
      holds: [{ lines: { L: [{ M: { quantity: { N: '2' } } }] } }],
      fails: [{ lines: { L: [] } }, {}],
    },
    {
      condition: attr.customerId.size().gt(20),
      text: 'size(#0) > :0',
      holds: [{ customerId: { S: 'x'.repeat(21) } }],
      fails: [{ customerId: { S: 'foo' } }, {}],
    },
  ],
  gte: [
    {
      condition: attr.total.gte(5),
      text: '#0 >= :0',
      holds: [{ total: { N: '5' } }],
      fails: [{ total: { N: '4' } }, {}],
    },
    {
      condition: attr.placedAt.gte(new Date('2026-01-02')),
      text: '#0 >= :0',
      holds: [{ placedAt: date('2026-01-02') }],
      fails: [{ placedAt: date('2026-01-01') }],
    },
    {
      condition: attr.expiresAt.gte(new Date(5000)),
      text: '#0 >= :0',
      holds: [{ expiresAt: { N: '5' } }],
      fails: [{ expiresAt: { N: '4' } }],
    },
  ],
  between: [
    {
      condition: attr.total.between(1, 3),
      text: '#0 BETWEEN :0 AND :1',
      holds: [{ total: { N: '1' } }, { total: { N: '3' } }],
      fails: [{ total: { N: '0' } }, { total: { N: '3.1' } }, { total: { S: '2' } }, {}],
    },
    {
      condition: attr.customerId.size().between(3, 3),
      text: 'size(#0) BETWEEN :0 AND :1',
      holds: [{ customerId: { S: 'foo' } }],
      fails: [{ customerId: { S: 'fo' } }],
    },
    {
      condition: attr.total.between(1, attr.revision),
      text: '#0 BETWEEN :0 AND #1',
      holds: [{ total: { N: '2' }, revision: { N: '2' } }],
      fails: [{ total: { N: '2' } }],
    },
  ],
  in: [
    {
      condition: attr.status.in(['open', 'paid']),
      text: '#0 IN (:0, :1)',
      holds: [{ status: { S: 'open' } }],
      fails: [{ status: { S: 'x' } }, {}],
    },
    {
      condition: attr.total.in(new Set([1, 2])),
      text: '#0 IN (:0, :1)',
      holds: [{ total: { N: '2.0' } }],
      fails: [{ total: { N: '3' } }],
    },
    {
      condition: attr.status.in([]),
      text: 'attribute_exists(#0) AND attribute_not_exists(#0)',
      holds: [],
      fails: [{ status: { S: 'open' } }, {}],
    },
    {
      condition: attr.tags.size().in([1, 2]),
      text: 'size(#0) IN (:0, :1)',
      holds: [{ tags: { SS: ['a'] } }],
      fails: [{}],
    },
    {
      condition: attr.total.in([1, attr.revision]),
      text: '#0 IN (:0, #1)',
      holds: [{ total: { N: '2' }, revision: { N: '2' } }],
      fails: [{ total: { N: '2' } }],
    },
  ],
  beginsWith: [
    {
      condition: attr.customerId.beginsWith('f'),
      text: 'begins_with(#0, :0)',
      holds: [{ customerId: { S: 'foo' } }],
      fails: [{ customerId: { S: 'z' } }, { customerId: { N: '1' } }, {}],
    },
    {
      condition: attr.address.city.beginsWith('Ro'),
      text: 'begins_with(#0.#1, :0)',
      holds: [{ address: { M: { c: { S: 'Rome' } } } }],
      fails: [{ address: { M: { c: { S: 'Bari' } } } }],
    },
    {
      condition: attr.placedAt.beginsWith('2026-01'),
      text: 'begins_with(#0, :0)',
      holds: [{ placedAt: date('2026-01-02') }],
      fails: [{ placedAt: date('2026-02-02') }],
    },
    {
      condition: attr.status.beginsWith('op'),
      text: 'begins_with(#0, :0)',
      holds: [{ status: { S: 'open' } }],
      fails: [{ status: { S: 'paid' } }],
    },
    {
      condition: attr.photo.beginsWith(new Uint8Array([1])),
      text: 'begins_with(#0, :0)',
      holds: [{ photo: { B: new Uint8Array([1, 2]) } }],
      fails: [{ photo: { B: new Uint8Array([2]) } }],
    },
    {
      condition: attr.customerId.beginsWith(attr.status),
      text: 'begins_with(#0, #1)',
      holds: [{ customerId: { S: 'open-1' }, status: { S: 'open' } }],
      fails: [{ customerId: { S: 'x' } }],
    },
  ],
  contains: [
    {
      condition: attr.customerId.contains('fo'),
      text: 'contains(#0, :0)',
      holds: [{ customerId: { S: 'a foo' } }],
      fails: [{ customerId: { S: 'x' } }, {}],
    },
    {
      condition: attr.tags.contains('a'),
      text: 'contains(#0, :0)',
      holds: [{ tags: { SS: ['a'] } }],
      fails: [{ tags: { SS: ['ab'] } }],
    },
    {
      condition: attr.scores.contains(2),
      text: 'contains(#0, :0)',
      holds: [{ scores: { NS: ['2'] } }],
      fails: [{ scores: { NS: ['22'] } }],
    },
    {
      condition: attr.keys.contains(new Uint8Array([1])),
      text: 'contains(#0, :0)',
      holds: [{ keys: { BS: [new Uint8Array([1])] } }],
      fails: [{ keys: { BS: [new Uint8Array([2])] } }],
    },
    {
      condition: attr.lines.contains({ sku: 'a', quantity: 1, note: null }),
      text: 'contains(#0, :0)',
      holds: [{ lines: { L: [{ M: { sku: { S: 'a' }, quantity: { N: '1' } } }] } }],
      fails: [{ lines: { L: [] } }],
    },
    {
      condition: attr.tags.contains(attr.status),
      text: 'contains(#0, #1)',
      holds: [{ tags: { SS: ['open'] }, status: { S: 'open' } }],
      fails: [{ tags: { SS: ['open'] } }],
    },
    {
      condition: attr.photo.contains(new Uint8Array([2])),
      text: 'contains(#0, :0)',
      holds: [{ photo: { B: new Uint8Array([1, 2]) } }],
      fails: [{ photo: { B: new Uint8Array([1]) } }],
    },
    {
      condition: attr.nullables.contains(null),
      text: 'contains(#0, :0)',
      holds: [{ nullables: { L: [{ NULL: true }] } }],
      fails: [{ nullables: { L: [{ S: '' }] } }],
    },
  ],
  exists: [
    {
      condition: attr.note.exists(),
      text: 'attribute_exists(#0)',
      holds: [{ n: { S: 'x' } }, { n: { NULL: true } }],
      fails: [{}, { note: { S: 'x' } }],
    },
  ],
  notExists: [
    {
      condition: attr.note.notExists(),
      text: 'attribute_not_exists(#0)',
      holds: [{}],
      fails: [{ n: { S: 'x' } }],
    },
  ],
  type: [
    {
      condition: attr.customerId.type('S'),
      text: 'attribute_type(#0, :0)',
      holds: [{ customerId: { S: 'x' } }],
      fails: [{ customerId: { N: '1' } }, {}],
    },
    {
      condition: attr.address.type('M'),
      text: 'attribute_type(#0, :0)',
      holds: [{ address: { M: {} } }],
      fails: [{ address: { L: [] } }],
    },
  ],
}

describe('operators', () => {
  for (const [name, all] of Object.entries(cases))
    for (const { condition, text, holds, fails } of all)
      it(`${name}: ${condition}`, () => {
        expect(printCondition(condition, new Placeholders())).equal(text)
        for (const item of holds) expect(evaluate(condition, item), JSON.stringify(item)).equal(true)
        for (const item of fails) expect(evaluate(condition, item), JSON.stringify(item)).equal(false)
      })

  const samples = {
    S: 'customerId',
    N: 'total',
    B: 'photo',
    BOOL: 'open',
    M: 'address',
    L: 'lines',
    SS: 'tags',
    NS: 'scores',
    BS: 'keys',
  } as const
  const values: Record<keyof typeof samples, unknown> = {
    S: 'x',
    N: 1,
    B: new Uint8Array([1]),
    BOOL: true,
    M: { city: 'x' },
    L: [],
    SS: new Set(['x']),
    NS: new Set([1]),
    BS: new Set([new Uint8Array([1])]),
  }
  it('an operator is refused on attributes of other data types, at run time too', () => {
    for (const [name, row] of Object.entries(operators))
      for (const [type, attribute] of Object.entries(samples)) {
        const method: unknown = Reflect.get(attr[attribute], name)
        const value = values[type as keyof typeof samples]
        const member =
          attribute === 'lines' ? { sku: 'a', quantity: 1 } : value instanceof Set ? [...value][0] : value
        const args = {
          none: [],
          value: [value],
          range: [value, value],
          list: [[value]],
          prefix: [value],
          member: [member],
          type: ['S'],
        }
        const call = () => (method as (...all: unknown[]) => unknown)(...args[row.operands])
        if ((row.types as readonly string[]).includes(type)) expect(call, `${name} on ${type}`).not.throw()
        else
          expect(call, `${name} on ${type}`).throw(
            InvalidConditionError,
            `${name} on ${attribute}: it applies to ${row.types.join(', ')}`,
          )
      }
  })

  it('say if they may be in key conditions', () => {
    const on = (key: 'partition' | 'sort') =>
      Object.entries(operators)
        .filter(([, { keys }]) => (keys as readonly string[]).includes(key))
        .map(([name]) => name)
    expect(on('partition')).deep.equal(['eq'])
    expect(on('sort')).deep.equal(['eq', 'lt', 'lte', 'gt', 'gte', 'between', 'beginsWith'])
  })

  it('all of them work on nested paths', () => {
    const args = {
      none: [],
      value: [1],
      range: [1, 2],
      list: [[1]],
      prefix: ['x'],
      member: ['x'],
      type: ['S'],
    }
    for (const [name, { operands, holds }] of Object.entries<OperatorRow>(operators)) {
      const method = Reflect.get(attr('extra.x[2].y'), name) as unknown as (...given: unknown[]) => Condition
      const condition = method(...args[operands])
      expect(printCondition(condition, new Placeholders()), name).contain('#0.#1[2].#2')
      expect(evaluate(condition, {}), name).equal(holds(undefined, [{ S: 'x' }, { S: 'x' }]))
    }
    const unknown = Reflect.get(attr.address, 'town') as typeof attr.note
    expect(() => unknown.exists()).throw(QueryPlanError, "Order: address has no attribute 'town'")
  })

  it('are documented: one sentence each, with which the comment that editors show begins', () => {
    const source = readFileSync(
      new URL('../../../lib/expression/condition/operators.ts', import.meta.url),
      'utf8',
    )
    for (const [name, { doc }] of Object.entries(operators)) {
      expect(doc).match(/^[A-Z][^.]*\.$/)
      const comment = source
        .split(`*/\n  ${name}: {`)[0]
        ?.split('/**')
        .at(-1)
        ?.replace(/\s+(\* )?\s*/g, ' ')
        .trim()
      expect(comment?.startsWith(doc.slice(0, -1)), `${name}: ${comment}`).equal(true)
    }
  })
})
