// Plans against brute force: random entities, data and where-chains; a plan must select what the conditions select.
import { expect } from 'chai'
import fc from 'fast-check'
import type { EntityModel } from '../../lib/entity/model.js'
import type { StoredItem } from '../../lib/entity/struct/attribute-value.js'
import { QueryPlanError } from '../../lib/errors/query-plan-error.js'
import type { Condition } from '../../lib/expression/condition/condition.js'
import { evaluate } from '../../lib/expression/condition/evaluation.js'
import { operators } from '../../lib/expression/condition/operators.js'
import { conjuncts, pathsOf, rootName, touches } from '../../lib/plan/condition/condition-tree.js'
import { planQuery } from '../../lib/plan/planner.js'
import type { Plan, QuerySpec, Source } from '../../lib/plan/source/plan.js'
import { keyPartsOf, sourcesOf } from '../../lib/plan/source/source.js'
import { runCount, seed } from '../properties/property-runs.js'
import { planFacts } from './plan-facts.js'
import { items, models, randomQuery, specOf } from './random-plans.js'

const meets = (conditions: readonly Condition[], item: StoredItem) =>
  conditions.every((condition) => evaluate(condition, item))

const isIn = (source: Source, item: StoredItem) =>
  keyPartsOf(source).every(({ name }) => Object.hasOwn(item, name))

describe('any plan', () => {
  const runs = runCount(1500, 10_000)
  const tally = { Query: 0, Scan: 0, refused: 0, never: 0, filtered: 0, sorted: 0 }

  it('selects what the conditions select, and is one that DynamoDB takes', function () {
    this.timeout(600_000)
    const property = fc.property(models, items, randomQuery, (model, data, given) => {
      const spec = specOf(model, given)
      let plan: Plan
      try {
        plan = planQuery(model, spec)
      } catch (error) {
        if (!(error instanceof QueryPlanError)) throw error
        refusedRightly(model, spec, data, error)
        return
      }
      tally[plan.operation]++
      if (plan.key !== undefined && plan.filter !== undefined) tally.filtered++
      expect(planFacts(planQuery(model, spec))).deep.equal(planFacts(plan))
      selectsTheSame(plan, spec, data)
      if (plan.operation === 'Query') isQuery(plan)
      else isScan(model, plan, spec)
      readsWhatItNeeds(plan, spec)
    })
    fc.assert(property, { seed, numRuns: runs })
    for (const [what, count] of Object.entries(tally)) expect(count, what).greaterThan(runs / 100)
  })

  // By hand, a sparse index may be chosen: it has only the items that it contains.
  function selectsTheSame(
    { source, key, filter }: Plan,
    { conditions, index }: QuerySpec,
    data: StoredItem[],
  ): void {
    const planned = [key, filter].filter((condition) => condition !== undefined)
    for (const item of data) {
      const there = isIn(source, item)
      if (!there && index !== undefined) continue
      expect(there && meets(planned, item), JSON.stringify(item)).equal(meets(conditions, item))
    }
  }

  function isQuery({ source, key, filter }: Plan): void {
    const { partition, sort } = source.key
    const used = key === undefined ? [] : conjuncts(key.node)
    if (used.length > partition.length) tally.sorted++
    const order = [...partition, ...sort].map(({ name }) => name)
    used.forEach((node, at) => {
      if (node.kind !== 'comparison' || node.left.kind !== 'path')
        throw new Error('a key condition of comparisons')
      expect(node.left.names).deep.equal([order[at]])
      const range = node.operator !== 'eq'
      expect(operators[node.operator].keys).include(at < partition.length ? 'partition' : 'sort')
      if (range) expect(at, 'a range comes last').equal(used.length - 1)
      expect(node.operands.every(({ kind }) => kind === 'value')).equal(true)
    })
    expect(used.length).least(partition.length)
    if (filter !== undefined) expect(touches(filter.node, new Set(order))).equal(false)
  }

  // Never silently: where a chain gives a whole partition key, plainly, it is a Query or an error.
  function isScan(
    model: EntityModel,
    { key, source }: Plan,
    { conditions, scan, order, index }: QuerySpec,
  ): void {
    expect(key).equal(undefined)
    expect(order).equal(undefined)
    if (scan) return
    expect([source.kind, index]).deep.equal(['table', undefined])
    const given = new Set(
      conditions
        .flatMap(({ node }) => conjuncts(node))
        .flatMap((node) =>
          node.kind === 'comparison' &&
          node.operator === 'eq' &&
          node.left.kind === 'path' &&
          node.operands[0]?.kind === 'value'
            ? [String(node.left.names[0])]
            : [],
        ),
    )
    for (const each of sourcesOf(model))
      expect(each.key.partition.every(({ name }) => given.has(name))).equal(false)
  }

  function readsWhatItNeeds(
    { source, filter, projected }: Plan,
    { consistent, index, select, full, scan }: QuerySpec,
  ): void {
    if (consistent) expect(source.kind).not.equal('global')
    if (index !== undefined) expect(source.label).equal(index)
    if (projected === undefined) return
    const read = filter === undefined ? [] : pathsOf(filter.node).map(rootName)
    const wanted = source.kind === 'local' || full ? [] : select.map(rootName)
    expect([...projected]).include.members([...read, ...wanted])
    if (index === undefined && !scan) expect(full || select.length > 0).equal(true)
  }

  function refusedRightly(
    model: EntityModel,
    spec: QuerySpec,
    data: StoredItem[],
    error: QueryPlanError,
  ): void {
    tally.refused++
    expect(error.entity).equal('Thing')
    if (!error.message.startsWith('Thing: nothing can match')) return
    tally.never++
    const source = sourcesOf(model).find(({ label }) => label === spec.index)
    const found = data.filter(
      (item) => (source === undefined || isIn(source, item)) && meets(spec.conditions, item),
    )
    expect(found, error.message).deep.equal([])
  }
})
