// An explained search: data, and aligned lines without a number of the vector.
import { inspect } from 'node:util'
import { expect } from 'chai'
import { Repository } from 'dyntastic'
import { FakeRunner } from '../fake-runner.js'
import { Document } from './search-samples.js'

const runner = new FakeRunner()
const documents = new Repository(Document, runner)

describe('SearchExplanation', () => {
  const search = documents.search('byMeaning', [0.25, 0.125, 7]).where('tenant').eq('t1').top(3)

  it('says it in lines', () => {
    expect(String(search.select('title').explain()).split('\n')).deep.equal([
      'operation      SearchVectors of the vector index byMeaning',
      'nearest        the 3 nearest to a vector(3) in embedding',
      'distance       cosine: scores from 0 (the same direction) to 2 (opposite), lower is nearer',
      'condition      #0 = :0',
      'projection     #1',
      'names          #0 = tenant, #1 = t',
      'values         :0 = {"S":"t1"}',
    ])
  })

  it('says what it does besides, and what is missing', () => {
    const pending = documents.search('byMeaning', [1, 2, 3]).full().explain()
    expect(String(pending)).contain('fetched by BatchGetItem, in the order of the search')
    expect(String(pending)).contain('problem        index')
    const other = String(documents.search('everywhere', [1, 2, 3]).explain())
    expect(other).contain("everywhere ('all-of-them')").contain('higher scores are nearer')
    expect(String(documents.search('byOther', [1, 2]).explain())).contain('from 0 up')
  })

  it('is data, frozen, and shows no number of the vector', () => {
    const explained = search.explain()
    expect(explained).frozen
    expect(explained).include({
      operation: 'SearchVectors',
      index: 'byMeaning',
      vector: 'vector(3)',
      distance: 'cosine',
      top: 3,
      condition: '#0 = :0',
      problem: undefined,
    })
    expect(inspect(explained)).equal(String(explained))
    for (const shown of [String(explained), JSON.stringify(explained), inspect(search, { depth: 9 })])
      expect(shown).not.match(/0\.25|0\.125/)
  })

  it('sends nothing', () => {
    search.explain()
    expect(runner.sent).deep.equal([])
  })
})
