// What a vector index is searched by.
import { expect } from 'chai'
import { InvalidConditionError, Repository } from 'dyntastic'
import { checkSearched } from '../../../lib/operation/search/search-conditions.js'
import { startedSearch } from '../../../lib/operation/search/search-state.js'
import { thrown } from '../../support/rejection.js'
import { FakeRunner } from '../fake-runner.js'
import { Document, Paper } from './search-samples.js'

describe('checkSearched', () => {
  const state = startedSearch(Document, 'byMeaning', [1, 0, 0])

  it('accepts partition and filters', () => {
    for (const each of ['tenant', 'lang', 'year']) expect(checkSearched(Document, state, each)).equal(each)
  })

  for (const [index, property, message] of [
    ['byMeaning', 'langs', "is not searched by 'langs': it is searched by 'tenant', 'lang', 'year'"],
    ['byOther', 'lang', 'it has neither a partition nor filters'],
    ['byMeaning', () => undefined, 'takes the name of an attribute, followed by eq, not a function'],
  ] as const)
    it(`refuses ${String(property)} of ${index}, with the way out`, () => {
      const other = startedSearch(Document, index, index === 'byOther' ? [1, 0] : [1, 0, 0])
      const error = thrown(() => checkSearched(Document, other, property), InvalidConditionError)
      expect(error.message).contain(message).contain('filter the hits afterwards, or use another index')
    })

  it('goes by the properties of a kind', () => {
    const paper = startedSearch(Paper, 'byMeaning', [1, 0, 0])
    const error = thrown(() => checkSearched(Paper, paper, 'type'), InvalidConditionError)
    expect(error.message).contain('it has neither a partition nor filters')
  })
})

describe('searchedAttribute', () => {
  const search = new Repository(Document, new FakeRunner()).search('byMeaning', [1, 0, 0])

  it('refuses a second value of an attribute', () => {
    const twice = () => search.where('lang').eq('en').where('lang').eq('de')
    expect(thrown(twice, InvalidConditionError).message).contain("'lang' is compared twice")
  })

  it('refuses what is not eq, with the way out', () => {
    const where = search.where('lang') as unknown as { ne(value: string): unknown }
    const error = thrown(() => where.ne('en'), InvalidConditionError)
    expect(error.message).contain('searched by eq with a value alone').contain('filter the hits afterwards')
  })
})
