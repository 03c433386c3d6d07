// A search as it is started: its index and its vector are checked before anything else is.
import { inspect } from 'node:util'
import { expect } from 'chai'
import { Entity, InvalidConditionError, QueryPlanError, Repository, ValidationError } from 'dyntastic'
import { literal, string } from 'superstruct'
import { startedSearch } from '../../../lib/operation/search/search-state.js'
import { thrown } from '../../support/rejection.js'
import { FakeRunner } from '../fake-runner.js'
import { Document } from './search-samples.js'

describe('startedSearch', () => {
  it('has the vector as 32-bit floats, and defaults', () => {
    const state = startedSearch(Document, 'byMeaning', [0.1, 2, -0])
    expect(state.query()).deep.equal(Float32Array.of(0.1, 2, 0))
    expect(state).include({ top: 10, full: false, onInvalid: 'throw' })
    expect(state.index.name).equal('byMeaning')
    expect(state).frozen
    expect(inspect(state)).not.contain('0.1')
  })

  for (const [label, message] of [
    ['byMeanin', 'did you mean `byMeaning`?'],
    [
      '__proto__',
      "there is no vector index '__proto__'; the vector indexes are byMeaning, everywhere, byOther",
    ],
    ['byTenant', "'byTenant' is not a vector index; read it with query().index('byTenant')"],
    [5, 'search() expects the name of a vector index, not a number'],
    [undefined, 'search() expects the name of a vector index, not undefined'],
  ] as const)
    it(`refuses the index ${String(label)}`, () => {
      const error = thrown(() => startedSearch(Document, label, [1, 0, 0]), QueryPlanError)
      expect(error.message).contain(message)
    })

  it('refuses unions', () => {
    const animal = <const K extends string>(kind: K) =>
      new Entity({
        name: kind,
        table: 'animals',
        attributes: { id: string(), kind: literal(kind) },
        key: { partition: 'id' },
      })
    const union = Entity.oneOf([animal('cat'), animal('dog')])
    const error = thrown(() => startedSearch(union, 'byMeaning', [1, 0, 0]), QueryPlanError)
    expect(error.message).contain('search the repositories of its members')
  })

  for (const [given, path, message] of [
    [[1, 2], 'embedding', 'expected a vector of 3 dimensions, not one of 2'],
    [[1, 2, Number.NaN], 'embedding[2]', 'NaN cannot be stored'],
    [['4', 5, 6], 'embedding[0]', 'expected a number, not a string'],
    [undefined, 'embedding', 'expected a vector of 3 dimensions'],
  ] as const)
    it(`refuses the vector ${inspect(given)}`, () => {
      const error = thrown(() => startedSearch(Document, 'byMeaning', given), ValidationError)
      expect(error.failures[0]?.path).equal(path)
      expect(error.message).contain(message)
    })
})

describe('a search within bounds', () => {
  const documents = new Repository(Document, new FakeRunner())

  it('is limited to them, and needs no partition that is bound', () => {
    const search = documents.scoped({ tenant: 't1' }).search('byMeaning', [1, 0, 0])
    expect(search.toCommand().input).deep.include({
      SearchConditionExpression: '#0 = :0',
      ExpressionAttributeNames: { '#0': 'tenant' },
      ExpressionAttributeValues: { ':0': { S: 't1' } },
    })
    const beyond = search as unknown as { where(name: string): { eq(value: string): unknown } }
    expect(thrown(() => beyond.where('tenant').eq('t2'), InvalidConditionError).message).contain('twice')
  })

  it('is refused if the index is not searched by them', () => {
    const search = () => documents.scoped({ tenant: 't1' }).search('everywhere', [1, 0, 0])
    expect(thrown(search, QueryPlanError).message).contain(
      "is not searched by 'tenant', which the repository",
    )
  })
})
