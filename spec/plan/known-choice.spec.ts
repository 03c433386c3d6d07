// Plans from memory against plans made anew: the same, whatever the values are.
import { inspect } from 'node:util'
import { expect } from 'chai'
import { Entity, Repository, Table } from 'dyntastic'
import fc from 'fast-check'
import { date, string } from 'superstruct'
import { EntityModel } from '../../lib/entity/model.js'
import type { AttributeValue } from '../../lib/entity/struct/attribute-value.js'
import { references } from '../../lib/expression/chain/references.js'
import { Condition } from '../../lib/expression/condition/condition.js'
import type { ConditionNode } from '../../lib/expression/condition/condition-node.js'
import type { Operand } from '../../lib/expression/path/operand.js'
import { pageText } from '../../lib/operation/query/page-text.js'
import { emptyQuery } from '../../lib/operation/query/query-state.js'
import { clausesOf } from '../../lib/plan/condition/normal-form.js'
import { KnownChoice } from '../../lib/plan/known-choice.js'
import { planQuery } from '../../lib/plan/planner.js'
import type { QuerySpec } from '../../lib/plan/source/plan.js'
import { keyPartsOf, sourcesOf } from '../../lib/plan/source/source.js'
import { FakeRunner } from '../operation/fake-runner.js'
import { holds, runCount } from '../properties/property-runs.js'
import { conditionFor, manyKinds, runs } from '../properties/random-kinds.js'
import { planFacts } from './plan-facts.js'
import { definitions, randomQuery, specOf } from './random-plans.js'
import { conditions, Order, planOf, spec, type Where } from './sample-orders.js'

const runner = new FakeRunner(() => ({}))

// What is remembered for a query: found as the planner finds it.
function known(model: EntityModel, requested: QuerySpec): KnownChoice {
  const parts = sourcesOf(model).flatMap((source) => [...keyPartsOf(source), ...source.key.attributes])
  const nodes = requested.conditions.map(({ node }) => node)
  return new KnownChoice(model, requested, clausesOf(nodes, new Set(parts.map(({ name }) => name))))
}

const isKnown = (model: EntityModel, requested: QuerySpec) => known(model, requested).found !== undefined

// A plan and its expressions, or why there is none.
function outcome(model: EntityModel, requested: QuerySpec): object | string {
  try {
    const plan = planQuery(model, requested)
    return { ...planFacts(plan), text: pageText(model, plan, { ...emptyQuery(false), ...requested }, false) }
  } catch (error) {
    return String(error)
  }
}

const S = ['a', 'ab', 'b', 'a#', '#', 'open', '', 'x'.repeat(341), 'x'.repeat(2100), 'dyntastic:unique#a']
const N = ['0', '1', '2', '-1', '999', '12345', '0.5']
const dates = ['1970-01-01T00:00:00.000Z', '1970-01-02T00:00:00.000Z', '1970-02-02T00:00:00.000Z', '2026-03']
const texts = fc.constantFrom(...S, ...dates)
const values = fc.array(fc.record({ S: texts, N: fc.constantFrom(...N), BOOL: fc.boolean() }), {
  minLength: 4,
  maxLength: 4,
})
const severalValues = fc.array(values, { minLength: 2, maxLength: 4 })
type Values = readonly { readonly S: string; readonly N: string; readonly BOOL: boolean }[]

// The same condition with other values of the same types.
function withValues(node: ConditionNode, next: () => Values[number]): ConditionNode {
  if (node.kind === 'not') return { ...node, condition: withValues(node.condition, next) as never }
  if (node.kind !== 'comparison')
    return { ...node, conditions: node.conditions.map((each) => withValues(each, next)) }
  const other = (operand: Operand): Operand =>
    operand.kind === 'value' ? { kind: 'value', value: valueLike(operand.value, next()) } : operand
  return { ...node, operands: node.operands.map(other) }
}

function valueLike(value: AttributeValue, { S, N, BOOL }: Values[number]): AttributeValue {
  return 'S' in value ? { S } : 'N' in value ? { N } : 'BOOL' in value ? { BOOL } : value
}

function other(requested: QuerySpec, given: Values): QuerySpec {
  let at = 0
  const next = () => given[at++ % given.length] as Values[number]
  const made = requested.conditions.map(({ entity, node }) => new Condition(entity, withValues(node, next)))
  return { ...requested, conditions: made }
}

const ofCustomer =
  (id: string): Where =>
  (attr) =>
    attr.customerId.eq(id)
const from =
  (id: string): Where =>
  (attr) =>
    attr.orderId.gte(id)

describe('plans of queries of one shape', () => {
  it('are known after the first one, for values that no key refuses', () => {
    const wanted = (customer: string, order: string) =>
      spec({ conditions: conditions(ofCustomer(customer), from(order)) })
    planOf([ofCustomer('c1'), from('o1')])
    expect(isKnown(Order, wanted('c2', 'o2'))).equal(true)
    for (const [customer, order] of [
      ['', 'o1'],
      ['c1', ''],
      ['x'.repeat(341), 'o1'],
    ] as const)
      expect(isKnown(Order, wanted(customer, order))).equal(false)
  })

  it('are not known if two conditions are on one attribute, or if values may decide', () => {
    const wanted: readonly (readonly Where[])[] = [
      [ofCustomer('c1'), from('o1'), (attr) => attr.orderId.lte('o2')],
      [ofCustomer('c1'), (attr) => attr.orderId.type('S')],
      [ofCustomer('c1'), (attr) => attr.orderId.gt(attr.note)],
      [(attr) => attr.customerId.in(['c1', 'c1']), ofCustomer('c1'), (attr) => attr.customerId.ne('c2')],
    ]
    for (const where of wanted) {
      try {
        planOf(where)
      } catch {
        // It is refused each time.
      }
      expect(isKnown(Order, spec({ conditions: conditions(...where) }))).equal(false)
    }
  })

  it('hold no values', () => {
    const secret = 'customer-of-nobody'
    planOf([ofCustomer(secret), (attr) => attr.note.ne(secret)])
    const wanted = spec({ conditions: conditions(ofCustomer('c1'), (attr) => attr.note.ne('n')) })
    const { walk, found } = known(Order, wanted)
    expect(found).not.equal(undefined)
    expect(inspect(walk.shapes, { depth: null }))
      .include('edition')
      .not.include(secret)
  })

  it('are explained as others are, by their own values', () => {
    const make = () =>
      planFacts(planOf([ofCustomer('c7'), (attr) => attr.total.gt(5)], { order: 'ascending' }))
    const first = make()
    expect(first.warnings).not.deep.equal([])
    expect(make()).deep.equal(first)
  })

  it('are made again when another entity of the table may have items in the range', () => {
    const table = new Table({ name: 'kinds', key: { partition: 'pk', sort: 'sk' } })
    const attributes = { owner: string(), id: string() }
    const Note = new Entity({
      name: 'Note',
      table,
      attributes,
      key: { partition: '{owner}', sort: 'N#{id}' },
    })
    const plan = (owner: string) => new Repository(Note, runner).query().where('owner').eq(owner).plan()
    expect(plan('a').filter).equal(undefined)
    expect(plan('b').sieved).equal(false)
    new Entity({ name: 'Letter', table, attributes, key: { partition: '{owner}', sort: 'N#{id}#L' } })
    expect(plan('c').sieved).equal(true)
  })

  it('are not known if a source could serve other values only', () => {
    const table = new Table({
      name: 'bills',
      key: { partition: 'pk', sort: 'sk' },
      indexes: { gsi1: { partition: 'gsi1pk', sort: 'gsi1sk' } },
    })
    const Bill = new Entity({
      name: 'Bill',
      table,
      attributes: { owner: string(), id: string(), due: date(), place: string() },
      key: { partition: '{owner}', sort: 'B#{place}' },
      indexes: { byMonth: { index: 'gsi1', partition: '{due:month}', sort: '{id}' } },
    })
    const sourceOf = (until: string) =>
      new Repository(Bill, runner)
        .query()
        .where('owner')
        .eq('a')
        .where('id')
        .eq('b')
        .where('due')
        .between(new Date('2026-03-01'), new Date(until))
        .plan().source.label
    const [whole, more] = ['2026-03-31T23:59:59.999Z', '2026-04-01']
    expect([more, whole, more, whole].map(sourceOf)).deep.equal(['table', 'byMonth', 'table', 'byMonth'])
  })

  it('are refused all the same if a value is reserved', () => {
    const User = new Entity({
      name: 'User',
      table: 'users',
      attributes: { id: string(), email: string() },
      key: { partition: 'id' },
      unique: ['email'],
    })
    const plan = (id: string) => new Repository(User, runner).query().where('id').eq(id).plan()
    plan('u1')
    plan('u2')
    expect(() => plan('dyntastic:unique#x')).throw(/reserved/)
  })

  it('are those of an entity that remembers nothing, for any conditions and values', async function () {
    this.timeout(900_000)
    const tally = { known: 0, planned: 0, refused: 0 }
    const unique = fc.constantFrom(undefined, ['o'])
    const property = fc.property(definitions, unique, randomQuery, fc.boolean(), severalValues, (...run) => {
      const [definition, guarded, query, apart, given] = run
      const make = () =>
        new EntityModel({ ...definition, ...(guarded && { unique: guarded }) } as typeof definition)
      const [warm, cold] = [make(), make()]
      const wanted = specOf(warm, query)
      const first = apart ? plainly(warm, wanted) : wanted
      for (const requested of [first, ...given.map((each) => other(first, each))])
        tally[comparedPlan(warm, cold, requested)]++
    })
    await holds(property, runCount(100))
    for (const [what, count] of Object.entries(tally)) expect(count, what).above(5)
  })

  it('are those of kinds that remember nothing, under keys made of attributes', async function () {
    this.timeout(900_000)
    const tally = { known: 0, planned: 0, refused: 0 }
    const [warm, cold] = [manyKinds('kinds'), manyKinds('kinds')]
    const property = fc.property(runs, severalValues, (run, given) => {
      const entity: EntityModel = warm[run.kind]
      const query = new Repository(warm.Order, runner).query()
      const wanted = [...run.given, ...run.more].flatMap(
        (each) => query.where((refs) => conditionFor(refs, each) as Condition).state().conditions,
      )
      const index = run.byHand === undefined ? undefined : [...entity.indexes.keys()][run.byHand]
      const first = spec({ conditions: wanted, index, order: run.order })
      for (const requested of [first, ...given.map((each) => other(first, each))])
        tally[comparedPlan(entity, cold[run.kind], requested)]++
    })
    await holds(property, runCount(100))
    for (const [what, count] of Object.entries(tally)) expect(count, what).above(5)
  })
})

// Compares the plan of an entity that remembers with that of one that does not.
function comparedPlan(warm: EntityModel, cold: EntityModel, requested: QuerySpec) {
  const remembers = !requested.scan && isKnown(warm, requested)
  known(cold, requested).walk.shapes.clear()
  const found = outcome(warm, requested)
  expect(found).deep.equal(outcome(cold, requested))
  return remembers ? 'known' : typeof found === 'string' ? 'refused' : 'planned'
}

// The same query with its partition key, and one condition per attribute: most queries of programs are like that.
function plainly(model: EntityModel, wanted: QuerySpec): QuerySpec {
  const given = references<{ p: string }>({ entity: model.name, codec: model.codec }).p.eq('a')
  const names = new Set<unknown>()
  const conditions = [given, ...wanted.conditions].filter(({ node }) => {
    const name = node.kind === 'comparison' && node.left.kind === 'path' ? node.left.names[0] : node
    return !names.has(name) && names.add(name)
  })
  return { ...wanted, conditions, full: true, index: undefined }
}
