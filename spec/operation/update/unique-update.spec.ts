// Updates, patches and upserts of items with unique values, alone: what is stored, returned and sent.
import { expect } from 'chai'
import {
  CommandExecutor,
  ConditionFailedError,
  InvalidUpdateError,
  ItemNotFoundError,
  Repository,
  UniqueValueError,
} from 'dyntastic'
import { startLocal } from '../../../lib/testing/index.js'
import { withEngine } from '../../support/engine.js'
import { guardTroubles, memberEntity } from '../../support/members.js'
import { rejection } from '../../support/rejection.js'

describe('updates of unique values', () => {
  const engine = withEngine()
  let table = ''
  let members: Repository<ReturnType<typeof memberEntity>>

  beforeEach(async () => {
    table = engine.name('members')
    members = new Repository(memberEntity(table), new CommandExecutor({ client: engine.client }))
    await members.create({ memberId: 'm1', email: 'a', club: 'c' })
    await members.create({ memberId: 'm2', email: 'b', club: 'c', nickname: 'n' })
  })
  afterEach(async () => {
    expect(await guardTroubles(engine.client, table)).deep.equal([])
  })

  it('take the new value, give up the old one, and resolve to the new item', async () => {
    expect(await members.update('m1').set('email', 'x').add('points', 2)).deep.equal({
      memberId: 'm1',
      email: 'x',
      club: 'c',
      points: 2,
    })
    await members.update('m2').set('email', 'a')
    const error = await rejection(members.update('m1').set('email', 'a'), UniqueValueError)
    expect(error).deep.include({ attributes: ['email'], owner: { memberId: 'm2' }, operation: 'update' })
    const both = await rejection(members.update('m1').set('nickname', 'n'), UniqueValueError)
    expect(both.attributes).deep.equal(['club', 'nickname'])
    expect(await members.update('m2').remove('nickname').returning('old')).deep.include({ nickname: 'n' })
    expect(await members.update('m1').set('nickname', 'n').returning('updatedNew')).deep.equal({
      nickname: 'n',
    })
    expect(await members.update('m1').set('nickname', 'o').returning('updatedOld')).deep.equal({
      nickname: 'n',
    })
    expect(await members.update('m1').set('nickname', 'p').returning('none')).equal(undefined)
  })

  it('patch, copy and compute values as any update does', async () => {
    await members.update('m1').patch({ email: null as never, nickname: 'z' })
    expect(await members.get('m1')).deep.equal({ memberId: 'm1', club: 'c', nickname: 'z', points: 0 })
    await members.update('m1').set('email', (attr) => attr.nickname)
    await rejection(members.create({ memberId: 'm3', email: 'z' }), UniqueValueError)
    await members.update('m1').setIfMissing('email', 'b')
    expect((await members.get('m1'))?.email).equal('z')
  })

  it('meet their conditions, or nothing is written', async () => {
    const failed = await rejection(
      members.update('m1').set('email', 'x').if('points').gt(3),
      ConditionFailedError,
    )
    expect(failed.failed.map(({ clause }) => clause)).deep.equal(['points > (value)'])
    expect(await members.update('m1').set('email', 'x').if('points').gt(3).orSkip()).equal(undefined)
    await rejection(members.update('m9').set('email', 'x'), ItemNotFoundError)
    await members.update('m1').set('email', 'x').if('email').eq('a')
  })

  it('upserts create items with their values, and change existing ones', async () => {
    expect(await members.update('m3').set('points', 1).upsert({ email: 'd' })).deep.equal({
      memberId: 'm3',
      email: 'd',
      points: 1,
    })
    // Of an existing item the values of a new one are not used.
    expect((await members.update('m1').set('points', 1).upsert({ email: 'e' })).email).equal('a')
    await rejection(members.update('m4').set('points', 1).upsert({ email: 'd' }), UniqueValueError)
    await members.update('m3').set('email', 'f').upsert({})
    await members.create({ memberId: 'm5', email: 'd' })
  })

  it('idempotent updates are transactions with the guards in them; a token of the caller is refused', async () => {
    expect((await members.update('m1').set('email', 'x').add('points', 1).idempotent()).points).equal(1)
    expect((await members.update('m1').set('email', 'x').add('points', 1).idempotent()).points).equal(2)
    const refused = await rejection(
      members.update('m1').set('email', 'y').idempotent('t1'),
      InvalidUpdateError,
    )
    expect(refused.message).contain('a repeat with the same token would be another update: omit the token')
    await members.update('m1').add('points', 1).idempotent('t2')
  })

  it('several writers at once leave one of their values', async () => {
    const emails = Array.from({ length: 8 }, (_, at) => `e${at}`)
    await Promise.all(emails.map((email) => members.update('m1').set('email', email).add('points', 1)))
    const member = await members.get('m1').consistent()
    expect(emails).include(member?.email)
    expect(member?.points).equal(8)
  })

  it('20 updates to one value: exactly one wins', async () => {
    for (let at = 0; at < 20; at++) await members.create({ memberId: `x${at}` })
    const ended = await Promise.allSettled(
      Array.from({ length: 20 }, (_, at) => members.update(`x${at}`).set('email', 'one').execute()),
    )
    expect(ended.filter(({ status }) => status === 'fulfilled')).length(1)
  })
})

describe('requests of updates of items with unique values', () => {
  it('are one UpdateItem, unless a unique value changes', async () => {
    const Member = memberEntity()
    const local = await startLocal({ tables: [Member] })
    const members = new Repository(Member, new CommandExecutor({ client: local.client }))
    let seen = 0
    const sent = async (work: PromiseLike<unknown>) => {
      await work
      const operations = local.requests.slice(seen).map(({ operation }) => operation)
      seen = local.requests.length
      return operations
    }
    try {
      await members.create({ memberId: 'm1', email: 'a' })
      await sent(Promise.resolve())
      const update = members.update('m1')
      expect(await sent(update.set('points', 1))).deep.equal(['UpdateItem'])
      expect(await sent(update.set('email', 'a'))).deep.equal(['GetItem', 'UpdateItem'])
      expect(await sent(update.set('email', 'b'))).deep.equal(['GetItem', 'TransactWriteItems', 'GetItem'])
      expect(await sent(update.set('email', 'c').returning('none'))).deep.equal([
        'GetItem',
        'TransactWriteItems',
      ])
      expect(await sent(update.set('email', 'd').returning('old'))).deep.equal([
        'GetItem',
        'TransactWriteItems',
      ])
      expect(() => update.set('email', 'x').toCommand()).throw(
        InvalidUpdateError,
        'values that must be unique',
      )
      expect(update.set('points', 1).toCommand().input).property('UpdateExpression')
    } finally {
      await local.stop()
    }
  })
})
