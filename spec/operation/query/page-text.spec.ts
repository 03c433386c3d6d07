// Expressions of a page: printed once per shape, each with its own values.
import { expect } from 'chai'
import { Repository } from 'dyntastic'
import fc from 'fast-check'
import type { EntityModel } from '../../../lib/entity/model.js'
import { isFetched, pageText } from '../../../lib/operation/query/page-text.js'
import type { QueryOperation } from '../../../lib/operation/query/query.js'
import { holds, runCount } from '../../properties/property-runs.js'
import { conditionOf, thingEntity, treesOn } from '../../properties/random-conditions.js'
import { FakeTable, Note } from '../fake-table.js'

type Query = Pick<QueryOperation<object, unknown, object>, 'context' | 'plan' | 'state'>

const repository = new Repository(Note, new FakeTable([]))
const mine = repository.query().where('owner').eq('o')

const textOf = (query: Query, count = false) =>
  pageText(query.context.model, query.plan(), query.state(), count)

describe('pageText', () => {
  const query = (owner: string, least: number, ...select: readonly 'text'[]) =>
    repository
      .query()
      .where('owner')
      .eq(owner)
      .where('rank')
      .gte(least)
      .select(...select)

  it('has the values of its own query, in the text that was printed first', () => {
    textOf(query('a', 1))
    expect(textOf(query('b', 2))).deep.equal({
      KeyConditionExpression: '#0 = :0',
      FilterExpression: '#1 >= :1',
      ExpressionAttributeNames: { '#0': 'owner', '#1': 'rank' },
      ExpressionAttributeValues: { ':0': { S: 'b' }, ':1': { N: '2' } },
    })
  })

  it('gives each query maps of names and values of its own', () => {
    const first = textOf(query('a', 1))
    Object.assign(first.ExpressionAttributeNames ?? {}, { '#0': 'changed' })
    expect(textOf(query('a', 1)).ExpressionAttributeNames).deep.equal({ '#0': 'owner', '#1': 'rank' })
  })

  it('tells selections and counts apart', () => {
    for (let times = 0; times < 2; times++) {
      expect(textOf(query('a', 1))).not.property('ProjectionExpression')
      expect(textOf(query('a', 1, 'text'))).include({ ProjectionExpression: '#2, #0, #3, #1' })
      expect(textOf(query('a', 1, 'text'), true)).not.property('ProjectionExpression')
    }
  })

  it('is what an entity prints that remembers nothing, for any conditions', async function () {
    this.timeout(600_000)
    const thing = thingEntity('texts')
    const state = (tree: Parameters<typeof conditionOf>[1]) => {
      const scan = new Repository(thing, new FakeTable([])).scan().where(conditionOf(thing, tree))
      return scan as Query
    }
    const property = fc.property(treesOn(thing), (tree) => {
      const outcome = (model: EntityModel) => {
        try {
          const scan = state(tree)
          return pageText(model, scan.plan(), scan.state(), false)
        } catch (error) {
          return String(error)
        }
      }
      // Another object has no memory: once to remember it, and once from memory.
      const printed = outcome(Object.create(thing) as EntityModel)
      for (let times = 0; times < 2; times++) expect(outcome(thing)).deep.equal(printed)
    })
    await holds(property, runCount(100))
  })
})

describe('isFetched', () => {
  for (const [what, query, fetched] of [
    ['full() on an index of keys', mine.where('rank').eq(1).full(), true],
    ['full() on the table', mine.full(), false],
    ['full() on an index of whole items', repository.query().where('text').eq('x').full(), false],
    ['an index of keys alone', mine.index('byRank'), false],
  ] as const)
    it(`${fetched ? '' : 'not '}by ${what}`, () => {
      expect(isFetched(query.plan(), query.state())).equal(fetched)
    })
})
