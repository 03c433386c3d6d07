// Moves with unique values: guards follow the item to its new key, alone and in transactions.
import { expect } from 'chai'
import {
  CommandExecutor,
  Entity,
  ItemExistsError,
  Repository,
  TransactionCancelledError,
  UniqueValueError,
} from 'dyntastic'
import { string } from 'superstruct'
import { withEngine } from '../../support/engine.js'
import { guardTroubles, memberEntity, versionedMemberEntity } from '../../support/members.js'
import { rejection } from '../../support/rejection.js'

describe('moves with unique values', () => {
  const engine = withEngine()
  let table = ''
  let executor: CommandExecutor
  let members: Repository<ReturnType<typeof memberEntity>>

  beforeEach(async () => {
    table = engine.name('moved')
    executor = new CommandExecutor({ client: engine.client })
    members = new Repository(memberEntity(table), executor)
    await members.create({ memberId: 'm1', email: 'a', club: 'k', nickname: 'x' })
    await members.create({ memberId: 'm2', email: 'b' })
  })
  afterEach(async () => {
    expect(await guardTroubles(engine.client, table)).deep.equal([])
  })

  it('take the values along: their guards name the new key', async () => {
    expect(await members.move('m1', { memberId: 'm3' })).include({
      memberId: 'm3',
      email: 'a',
      nickname: 'x',
    })
    expect(await members.get('m1')).equal(undefined)
    const taken = await rejection(members.create({ memberId: 'm4', email: 'a' }), UniqueValueError)
    expect(taken.owner).deep.equal({ memberId: 'm3' })
  })

  it('give up a value that changes, and take the new one', async () => {
    await members.move('m1', { memberId: 'm3', email: 'c', nickname: null })
    await members.create({ memberId: 'm4', email: 'a', club: 'k', nickname: 'x' })
    await rejection(members.create({ memberId: 'm5', email: 'c' }), UniqueValueError)
  })

  it('take the guards along when the time to live changes', async () => {
    const leavesAt = new Date('2040-01-01')
    await members.move('m1', { memberId: 'm3', leavesAt })
    expect((await members.get('m3'))?.leavesAt).deep.equal(leavesAt)
    expect(await members.checkUnique()).include({ found: 0 })
  })

  it('also to the same key, with other values', async () => {
    await members.move('m1', { memberId: 'm1', email: 'c' })
    await members.create({ memberId: 'm3', email: 'a' })
  })

  it('are refused for a value of another item, and write nothing', async () => {
    const error = await rejection(members.move('m1', { memberId: 'm3', email: 'b' }), UniqueValueError)
    expect(error).deep.include({
      entity: 'Member',
      operation: 'move',
      attributes: ['email'],
      key: { memberId: 'm3' },
      owner: { memberId: 'm2' },
      outcome: 'nothing written',
    })
    expect(await members.get('m3')).equal(undefined)
    expect(await members.get('m1')).include({ email: 'a' })
  })

  it('are refused if an item has the new key', async () => {
    const error = await rejection(members.move('m1', { memberId: 'm2' }), ItemExistsError)
    expect(error.item).include({ memberId: 'm2', email: 'b' })
  })

  it('begin again if the item is changed after it was read', async () => {
    let changed = false
    const busy: CommandExecutor = Object.create(executor, {
      run: {
        value: async (...args: Parameters<CommandExecutor['run']>) => {
          if (args[0].call === 'TransactWriteItems' && !changed) {
            changed = true
            await members.update('m1').set('email', 'c')
          }
          return executor.run(...args)
        },
      },
    })
    const others = new Repository(members.entity, busy)
    expect(await others.move('m1', { memberId: 'm3' })).include({ email: 'c' })
  })

  describe('in transactions', () => {
    it('pass values on: in a list, and around a function', async () => {
      await executor.transaction([
        members.move('m1', { memberId: 'm3', email: 'c' }),
        members.update('m2').set('email', 'a'),
        members.create({ memberId: 'm4', email: 'b' }),
      ])
      expect((await members.get('m3'))?.email).equal('c')
      await executor.transaction(async () => {
        await members.move('m3', { memberId: 'm5', email: null })
        await members.save({ memberId: 'm1', email: 'c' })
      })
      expect((await members.get('m5'))?.nickname).equal('x')
      expect((await members.get('m1'))?.email).equal('c')
    })

    it('are cancelled if a value is taken: the reason is that of the move', async () => {
      const work = executor.transaction([
        members.update('m2').set('points', 5),
        members.move('m1', { memberId: 'm3', email: 'b' }),
        members.create({ memberId: 'm4' }),
      ])
      const error = await rejection(work, TransactionCancelledError)
      expect(error.reasons.map(({ code }) => code)).deep.equal(['None', 'ConditionalCheckFailed', 'None'])
      expect(error.reasons[1]?.error).instanceOf(UniqueValueError)
      expect(await members.get('m4')).equal(undefined)
    })

    it('are cancelled for the reason of a write behind them', async () => {
      const work = executor.transaction([
        members.move('m1', { memberId: 'm3' }),
        members.create({ memberId: 'm2', email: 'z' }),
        members.create({ memberId: 'm4', email: 'y' }),
      ])
      const error = await rejection(work, TransactionCancelledError)
      expect(error.reasons.map(({ code }) => code)).deep.equal(['None', 'ConditionalCheckFailed', 'None'])
      expect(error.reasons[1]?.error).instanceOf(ItemExistsError)
    })

    it('lose no item of another entity that moves next to a write of unique values', async () => {
      const Place = new Entity({
        name: 'Place',
        table: engine.name('places'),
        attributes: { placeId: string(), name: string() },
        key: { partition: 'placeId' },
      })
      const places = new Repository(Place, executor)
      await places.save({ placeId: 'p1', name: 'Here' })
      await executor.transaction([
        places.move('p1', { placeId: 'p2' }),
        members.create({ memberId: 'm3', email: 'c' }),
      ])
      expect(await places.scan()).deep.equal([{ placeId: 'p2', name: 'Here' }])
      expect((await members.get('m3'))?.email).equal('c')
    })
  })

  it('count as elements and guards in the parts of a transaction', async () => {
    for (let at = 0; at < 30; at++) await members.create({ memberId: `n${at}`, email: `e${at}` })
    await executor.transaction(
      async () => {
        for (let at = 0; at < 30; at++) await members.move(`n${at}`, { memberId: `o${at}` })
      },
      { autoCommit: true },
    )
    expect(await members.scan().where('memberId').beginsWith('o').count()).equal(30)
  })

  it('follow a version', async () => {
    const name = engine.name('versions')
    const versioned = new Repository(versionedMemberEntity(name), executor)
    const made = await versioned.create({ club: 'k', memberId: 1, email: 'a', nickname: 'x' })
    const moved = await versioned.move(made, { club: 'l' })
    expect(moved).include({ club: 'l', email: 'a', revision: made.revision + 1 })
    const names = [['email'], ['club', 'nickname']]
    const troubles = await guardTroubles(engine.client, name, { partition: 'club', sort: 'memberId', names })
    expect(troubles).deep.equal([])
  })
})
