// Requests of searches, and what is refused before one is sent.
import { expect } from 'chai'
import { InvalidConditionError, QueryPlanError, Repository } from 'dyntastic'
import { thrown } from '../../support/rejection.js'
import { FakeRunner } from '../fake-runner.js'
import { Document, Paper } from './search-samples.js'

const documents = new Repository(Document, new FakeRunner())
const papers = new Repository(Paper, new FakeRunner())
const q = [1, 0.5, 0] as const
const mine = documents.search('byMeaning', q).where('tenant').eq('t1')
const vector = [{ N: '1' }, { N: '0.5' }, { N: '0' }]
const base = { TableName: 'documents', IndexName: 'byMeaning', TopK: 10, SearchVector: vector }
const tenant = {
  ...base,
  SearchConditionExpression: '#0 = :0',
  ExpressionAttributeNames: { '#0': 'tenant' },
  ExpressionAttributeValues: { ':0': { S: 't1' } },
}

describe('searchRequest', () => {
  for (const [what, search, input] of [
    ['the partition', mine, tenant],
    ['top', mine.top(100), { ...tenant, TopK: 100 }],
    [
      'filters, joined by AND in the order of the calls',
      documents.search('byMeaning', q).where('year').eq(2026).where('tenant').eq('t1').where('lang').eq('de'),
      {
        ...base,
        SearchConditionExpression: '#0 = :0 AND #1 = :1 AND #2 = :2',
        ExpressionAttributeNames: { '#0': 'year', '#1': 'tenant', '#2': 'lang' },
        ExpressionAttributeValues: { ':0': { N: '2026' }, ':1': { S: 't1' }, ':2': { S: 'de' } },
      },
    ],
    [
      'selected paths by their stored names',
      mine.select('title', 'embedding'),
      {
        ...tenant,
        ProjectionExpression: '#1, #2',
        ExpressionAttributeNames: { '#0': 'tenant', '#1': 't', '#2': 'e' },
      },
    ],
    [
      'keys alone of whole items',
      mine.full().select('other'),
      {
        ...tenant,
        ProjectionExpression: '#1',
        ExpressionAttributeNames: { '#0': 'tenant', '#1': 'docId' },
      },
    ],
    [
      'neither conditions nor names of an index without a partition',
      documents.search('everywhere', q),
      { ...base, IndexName: 'all-of-them' },
    ],
    [
      'the kind of a declared table',
      papers.search('byMeaning', q),
      {
        TableName: 'shelf',
        IndexName: 'meaning',
        TopK: 10,
        SearchVector: vector,
        SearchConditionExpression: '#0 = :0',
        ExpressionAttributeNames: { '#0': 'type' },
        ExpressionAttributeValues: { ':0': { S: 'Paper' } },
      },
    ],
  ] as const)
    it(`contains ${what}`, () => {
      expect(search.toCommand().input).deep.equal(input)
    })

  it('is refused without the partition, and explained all the same', () => {
    const search = documents.search('byMeaning', q).where('lang').eq('en') as unknown as typeof mine
    const error = thrown(() => search.toCommand(), QueryPlanError)
    expect(error.message).contain(
      "index 'byMeaning' is searched within its partition: add .where('tenant').eq(…)",
    )
    expect(search.explain().problem).contain('is searched within its partition')
    expect(mine.explain().problem).equal(undefined)
  })
})

describe('checkProjected', () => {
  it('accepts what the index holds: keys, partition, filters, projection and vector', () => {
    expect(mine.select('docId', 'tenant', 'lang', 'year', 'title', 'embedding')).instanceOf(Object)
    expect(documents.search('byOther', [1, 2]).select('title', 'embedding')).instanceOf(Object)
  })

  it('refuses the rest, unless whole items are read', () => {
    const select = () => mine.select('other' as 'title')
    const error = thrown(select, InvalidConditionError)
    expect(error.message).contain("index 'byMeaning' does not contain 'other'").contain('full()')
    expect(mine.full().select('other')).instanceOf(Object)
    const keys = () => documents.search('everywhere', q).select('title' as 'docId')
    expect(thrown(keys, InvalidConditionError).message).contain("does not contain 'title'")
  })
})

describe('searchWarnings', () => {
  it('has none where the kind is a filter', () => {
    expect(papers.search('byMeaning', q).explain().warnings).deep.equal([])
    expect(mine.explain().warnings).deep.equal([])
  })
})
