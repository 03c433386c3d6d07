import { expect } from 'chai'
import { integer, number, string } from 'superstruct'
import { EntityModel } from '../../lib/entity/model.js'
import type { Descriptor } from '../../lib/entity/table/descriptor.js'
import { QueryPlanError } from '../../lib/errors/query-plan-error.js'
import { references } from '../../lib/expression/chain/references.js'
import type { Condition } from '../../lib/expression/condition/condition.js'
import { resolvePath } from '../../lib/expression/path/resolved-path.js'
import { chooseFrom } from '../../lib/plan/choice.js'
import { candidateOf } from '../../lib/plan/key/candidate.js'
import { planQuery } from '../../lib/plan/planner.js'
import type { QuerySpec } from '../../lib/plan/source/plan.js'
import { sourcesOf } from '../../lib/plan/source/source.js'
import { spec } from './sample-orders.js'

interface Shape {
  p: string
  s: string
  a: string
  b: number
  c: number
}

type Indexes = { readonly [label: string]: object }

const model = (indexes: Indexes, sort: string | undefined = 's') => {
  const attributes = { p: string(), s: string(), a: string(), b: integer(), c: number() }
  const key = sort === undefined ? { partition: 'p' } : { partition: 'p', sort }
  return new EntityModel({ name: 'Test', table: 'tests', attributes, key, indexes } as unknown as Descriptor)
}

type Make = (attr: ReturnType<typeof references<Shape>>) => readonly Condition[]

function chosen(
  entity: EntityModel,
  make: Make,
  given: Partial<QuerySpec> & { paths?: readonly string[] } = {},
) {
  const root = { entity: 'Test', codec: entity.codec }
  const { paths = [], ...more } = given
  const select = paths.map((path) => resolvePath(root, path))
  const conditions = make(references<Shape>(root))
  const { source, rejected } = planQuery(entity, spec({ conditions, select, ...more }))
  return [source.label, ...rejected.map(({ source: label, why }) => `${label}: ${why}`)]
}

const inA: Make = (attr) => [attr.a.eq('a')]

describe('the choice of a source', () => {
  it('1: the table where its whole key is given', () => {
    const entity = model({ wide: { partition: ['p', 'a'], sort: 'b' } })
    expect(
      chosen(entity, (attr) => [attr.p.eq('p'), attr.s.eq('s'), attr.a.eq('a'), attr.b.gt(1)]),
    ).deep.equal(['table', 'wide: it fits too, but the whole key of the table is given'])
  })

  it('2: the source whose key condition uses more attributes', () => {
    const entity = model({
      byA: { partition: 'a' },
      byAB: { partition: 'a', sort: 'b' },
      byPAB: { partition: ['p', 'a'], sort: 'b' },
    })
    expect(chosen(entity, (attr) => [attr.a.eq('a'), attr.b.gt(1), attr.p.eq('p')])).deep.equal([
      'byPAB',
      'table: it fits too, but its key condition uses fewer attributes',
      'byA: it fits too, but its key condition uses fewer attributes',
      'byAB: it fits too, but its key condition uses fewer attributes',
    ])
  })

  it('3: a source with a sort key, if an order is requested', () => {
    const entity = model({ byA: { partition: 'a' }, byAB: { partition: 'a', sort: 'b' } })
    expect(chosen(entity, inA)[0]).equal('byA')
    expect(chosen(entity, inA, { order: 'descending' })).deep.equal([
      'byAB',
      "table: its partition key needs eq on 'p'",
      'byA: it fits too, but it has no sort key, and an order is requested',
    ])
  })

  it('4: the table before a local index before a global one', () => {
    const global = { global: { partition: 'p', sort: 'c' } }
    const local = { local: { local: true, sort: 'b' } }
    const where: Make = (attr) => [attr.p.eq('p')]
    expect(chosen(model({ ...global, ...local }), where)).deep.equal([
      'table',
      'global: it fits too, but the table takes precedence over local indexes, and those over global ones',
      'local: it fits too, but the table takes precedence over local indexes, and those over global ones',
    ])
    const both: Make = (attr) => [attr.p.eq('p'), attr.b.gt(1), attr.c.gt(1)]
    expect(chosen(model({ ...global, ...local }), both)[0]).equal('local')
  })

  it('5: the source of which fewer attributes are read', () => {
    const entity = model({
      all: { partition: 'a' },
      some: { partition: 'a', projection: ['b'] },
      keys: { partition: 'a', projection: 'keys' },
    })
    expect(chosen(entity, inA)[0]).equal('all')
    expect(chosen(entity, inA, { paths: ['a'] })).deep.equal([
      'keys',
      "table: its partition key needs eq on 'p'",
      'all: it fits too, but more attributes are read from it',
      'some: it fits too, but more attributes are read from it',
    ])
    expect(chosen(entity, inA, { paths: ['b'] })[0]).equal('some')
    expect(chosen(entity, inA, { paths: ['c'] })[0]).equal('all')
    expect(chosen(entity, inA, { full: true })[0], 'no second read').equal('all')
  })

  it('5: a local index that holds what is selected before one that fetches it', () => {
    const keys = { local: true, sort: 'b', projection: 'keys' }
    const entity = model({ keys, all: { local: true, sort: 'b' } })
    expect(chosen(entity, (attr) => [attr.p.eq('p'), attr.b.gt(1)], { paths: ['c'] })[0]).equal('all')
    expect(chosen(entity, (attr) => [attr.p.eq('p'), attr.b.gt(1)], { paths: ['b'] })[0]).equal('keys')
  })

  it('6: the first in the descriptor', () => {
    const one = { partition: 'a', sort: 'b' }
    const other = { partition: 'a', sort: 'c' }
    expect(chosen(model({ one, other }), inA)).deep.equal([
      'one',
      "table: its partition key needs eq on 'p'",
      'other: it fits too, but it comes later in the definition',
    ])
    expect(chosen(model({ other, one }), inA)[0]).equal('other')
  })

  it('does not exist if none fits', () => {
    expect(chooseFrom([], spec())).equal(undefined)
    const entity = model({ byA: { partition: 'a' } })
    expect(() => chosen(entity, inA, { consistent: true })).throw(QueryPlanError)
    const [, byA] = sourcesOf(entity)
    if (byA === undefined) throw new Error('an index')
    const only = candidateOf(entity, byA, spec(), [], new Set())
    expect(chooseFrom([only], spec())).deep.equal({ best: only, lost: new Map() })
  })
})
