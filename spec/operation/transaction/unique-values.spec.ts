// Transactions with writes of unique values: in lists and scopes, with their limits, tokens and errors.
import { expect } from 'chai'
import {
  CommandExecutor,
  ConditionFailedError,
  ItemNotFoundError,
  Repository,
  TransactionCancelledError,
  TransactionLimitError,
  UniqueValueError,
  UnsupportedOperationError,
} from 'dyntastic'
import { withEngine } from '../../support/engine.js'
import { guardTroubles, memberEntity } from '../../support/members.js'
import { rejection } from '../../support/rejection.js'

describe('transactions with unique values', () => {
  const engine = withEngine()
  let table = ''
  let executor: CommandExecutor
  let members: Repository<ReturnType<typeof memberEntity>>

  beforeEach(async () => {
    table = engine.name('members')
    executor = new CommandExecutor({ client: engine.client })
    members = new Repository(memberEntity(table), executor)
    await members.create({ memberId: 'm1', email: 'a' })
    await members.create({ memberId: 'm2', email: 'b' })
  })
  afterEach(async () => {
    expect(await guardTroubles(engine.client, table)).deep.equal([])
  })

  it('write guards with the items, and pass values from one item to another', async () => {
    await executor.transaction([
      members.update('m1').set('email', 'b'),
      members.update('m2').set('email', 'a'),
    ])
    expect((await members.get('m1'))?.email).equal('b')
    const [, made] = await executor.transaction([
      members.delete('m1'),
      members.create({ memberId: 'm3', email: 'b' }),
      members.check('m2').if('email').eq('a'),
    ])
    expect(made).deep.equal({ memberId: 'm3', email: 'b', points: 0 })
    await executor.transaction([
      members.save({ memberId: 'm2', email: 'x' }),
      members.save({ memberId: 'm4', email: 'a' }),
    ])
  })

  it('are cancelled if a value is taken: the reason is that of the write', async () => {
    const work = executor.transaction([
      members.update('m1').set('points', 5),
      members.create({ memberId: 'm3', email: 'b' }),
    ])
    const error = await rejection(work, TransactionCancelledError)
    expect(error.reasons.map(({ code }) => code)).deep.equal(['None', 'ConditionalCheckFailed'])
    expect(error.reasons[1]?.error)
      .instanceOf(UniqueValueError)
      .deep.include({ attributes: ['email'], owner: { memberId: 'm2' } })
    expect(error.reasons[1]?.key).deep.equal({ memberId: 'm3' })
    expect(error.message).contain(
      "operation 1, Member.create of { memberId: 'm3' }: UniqueValueError, another item already has this value of 'email' ({ memberId: 'm2' })",
    )
    expect((await members.get('m1'))?.points).equal(0)
  })

  it('are refused if two writes take one value, before anything is written', async () => {
    const error = await rejection(
      executor.transaction([
        members.update('m1').set('email', 'z'),
        members.create({ memberId: 'm3', email: 'z' }),
      ]),
      UniqueValueError,
    )
    expect(error.message).contain('operations 0 and 1 of the transaction give the same value to two items')
    expect(error).deep.include({ attributes: ['email'], key: { memberId: 'm3' }, outcome: 'nothing written' })
  })

  it('have the errors of their other operations', async () => {
    const missing = await rejection(
      executor.transaction([members.update('m9').set('email', 'z'), members.delete('m1').if('points').gt(3)]),
      TransactionCancelledError,
    )
    expect(missing.reasons.map(({ error }) => error?.constructor)).deep.equal([
      ItemNotFoundError,
      ConditionFailedError,
    ])
  })

  it('count guards as operations', async () => {
    const many = (count: number) =>
      Array.from({ length: count }, (_, at) => members.create({ memberId: `x${at}`, email: `x${at}` }))
    await executor.transaction(many(50))
    const error = await rejection(
      executor.transaction(
        Array.from({ length: 51 }, (_, at) => members.create({ memberId: `y${at}`, email: `y${at}` })),
      ),
      TransactionLimitError,
    )
    expect(error.message).contain('this one has 102, of which 51 are for the guards of unique values')
    expect(many(1)).length(1)
  })

  it('scopes collect them, in parts that leave room for guards', async () => {
    const made = await executor.transaction(async () => {
      const item = await members.create({ memberId: 'm3', email: 'c' })
      await members.update('m1').set('email', 'd')
      return item
    })
    expect(made.email).equal('c')
    await executor.transaction(
      async () => {
        for (let at = 0; at < 130; at++) await members.save({ memberId: `p${at}`, email: `p${at}` })
      },
      { autoCommit: true },
    )
    expect(await members.scan().count()).equal(133)
    const pending = await executor.transaction(async () => members.update('m1').set('email', 'e'))
    expect(pending).deep.include({ email: 'e' })
  })

  it('take a token only if nothing must be read', async () => {
    const token = 'unique-1'
    const create = () => executor.transaction([members.create({ memberId: 'm3', email: 'c' })], { token })
    await create()
    await create()
    for (const operation of [
      members.save({ memberId: 'm3' }),
      members.delete('m3'),
      members.update('m3').set('email', 'z'),
    ])
      expect(
        (await rejection(executor.transaction([operation], { token: 'unique-2' }), UnsupportedOperationError))
          .message,
      ).contain('omit the token of the transaction')
    await executor.transaction([members.update('m3').set('points', 4)], { token: 'unique-3' })
  })
})
