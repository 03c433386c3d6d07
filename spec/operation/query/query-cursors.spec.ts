// Cursors of one query go on with that query, and with no other.
import { expect } from 'chai'
import { InvalidCursorError, Repository } from 'dyntastic'
import { cursorSealer } from '../../../lib/executor/reading/cursor-sealer.js'
import type { QueryOperation } from '../../../lib/operation/query/query.js'
import { queryCursors } from '../../../lib/operation/query/query-cursors.js'
import { orderEntity } from '../../support/entities.js'
import { thrown } from '../../support/rejection.js'
import { FakeTable, Note } from '../fake-table.js'

type Query = QueryOperation<object, unknown, object>
type Sealer = ReturnType<typeof cursorSealer>

function cursorsOf(query: object, sealer?: Sealer) {
  const { context, plan } = query as Query
  const state = (query as Query).state()
  const { reads } = new FakeTable([], { reads: { sealer } })
  return queryCursors({ ...context, runner: { ...context.runner, reads } as never }, plan.call(query), state)
}

const repository = new Repository(Note, new FakeTable([]))
const mine = repository.query().where('owner').eq('o')
const key = { owner: { S: 'o' }, at: { N: '5' } }
const sealers = {
  'without a secret': undefined,
  signed: cursorSealer('0123456789abcdef'),
  encrypted: cursorSealer({ key: '0123456789abcdef', encrypt: true }),
}

describe('queryCursors', () => {
  it('begins at the start without a cursor: a position for each segment', () => {
    expect(cursorsOf(mine).read(undefined)).deep.equal({ positions: [undefined], backward: false })
    expect(cursorsOf(repository.scan().segments(3)).read(undefined).positions).deep.equal(
      Array(3).fill(undefined),
    )
  })

  for (const [how, sealer] of Object.entries(sealers)) {
    describe(how, () => {
      for (const backward of [false, true])
        it(`reads what it writes, ${backward ? 'back' : 'on'}: text that fits JSON and URLs`, () => {
          const cursor = cursorsOf(mine, sealer).write([key], backward)
          expect(cursor).match(/^[\w-]+$/)
          expect(cursorsOf(mine, sealer).read(cursor)).deep.equal({ positions: [key], backward })
        })

      it('goes on with every segment', () => {
        const scan = repository.scan().segments(3)
        const cursor = cursorsOf(scan, sealer).write([key, null, undefined], false)
        expect(cursorsOf(scan, sealer).read(cursor).positions).deep.equal([key, null, undefined])
        thrown(() => cursorsOf(repository.scan().segments(4), sealer).read(cursor), InvalidCursorError)
        thrown(() => cursorsOf(repository.scan(), sealer).read(cursor), InvalidCursorError)
      })

      for (const [what, query] of [
        ['the same, put together again', repository.query().where('owner').eq('o')],
        ['the same with another limit', mine.limit(3)],
        ['the same with another page size', mine.pageSize(3)],
        ['the same of other paths', mine.select('text')],
        ['the same, read consistently', mine.consistent()],
        ['the same, in the order that it has anyway', mine.ascending()],
        ['the same with a budget', mine.budget({ requests: 1 })],
      ] as const)
        it(`goes on with ${what}`, () => {
          const cursor = cursorsOf(mine, sealer).write([key], false)
          expect(cursorsOf(query, sealer).read(cursor).positions).deep.equal([key])
        })

      for (const [what, query] of [
        ['another partition', repository.query().where('owner').eq('p')],
        ['another sort condition', mine.where('at').lt(9)],
        ['another filter', mine.where('text').exists()],
        ['another direction', mine.descending()],
        ['another index', mine.index('byRank')],
        ['a scan', repository.scan().where('owner').eq('o')],
        ['another entity', new Repository(orderEntity('notes'), new FakeTable([])).scan()],
      ] as const)
        it(`is refused by ${what}`, () => {
          const cursor = cursorsOf(mine, sealer).write([key], false)
          const error = thrown(() => cursorsOf(query, sealer).read(cursor), InvalidCursorError)
          expect(error.reason).equal('foreign')
        })

      for (const garbage of ['', 'x', 'AAAA', '{"owner":"o"}', 5, null, {}, 'A'.repeat(1_000_000)])
        it(`refuses ${String(garbage).slice(0, 20)}`, () => {
          thrown(() => cursorsOf(mine, sealer).read(garbage as string), InvalidCursorError)
        })
    })
  }

  it('refuses another filter value and another bound', () => {
    const cursor = cursorsOf(mine.where('rank').eq(1).where('at').gt(1)).write([key], false)
    thrown(() => cursorsOf(mine.where('rank').eq(2).where('at').gt(1)).read(cursor), InvalidCursorError)
    thrown(() => cursorsOf(mine.where('rank').eq(1).where('at').gt(2)).read(cursor), InvalidCursorError)
  })

  it('shows no key value in one that is encrypted', () => {
    const secret = repository.query().where('owner').eq('hunter2-marker')
    const position = { ...key, owner: { S: 'hunter2-marker' } }
    const { encrypted, signed } = sealers
    const hidden = cursorsOf(secret, encrypted).write([position], false)
    expect(Buffer.from(hidden, 'base64url').toString('latin1')).not.contain('hunter2')
    const shown = cursorsOf(secret, signed).write([position], false)
    expect(Buffer.from(shown, 'base64url').toString('latin1')).contain('hunter2')
  })

  describe('if it was made elsewhere, and there is no secret', () => {
    const sorted = mine.where('at').between(3, 7)

    for (const [what, query, position] of [
      ['of another partition', mine, { ...key, owner: { S: 'p' } }],
      ['outside the bounds', sorted, { ...key, at: { N: '8' } }],
      ['without a key attribute', mine, { owner: { S: 'o' } }],
      ['with an attribute more', mine, { ...key, rank: { N: '1' } }],
      ['of another type', mine, { ...key, at: { S: '5' } }],
      ['without the key of the index', mine.index('byRank'), key],
      ['with a name that every object has', mine, { owner: { S: 'o' }, constructor: { S: 'x' } }],
    ] as const)
      it(`is refused ${what}`, () => {
        const forged = cursorsOf(query).write([position as never], false)
        const error = thrown(() => cursorsOf(query).read(forged), InvalidCursorError)
        expect(error.reason).equal('tampered')
        expect(error.message).not.contain('"')
      })

    it('is taken within the bounds', () => {
      const cursor = cursorsOf(sorted).write([key], false)
      expect(cursorsOf(sorted).read(cursor).positions).deep.equal([key])
    })
  })
})
