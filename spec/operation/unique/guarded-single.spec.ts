// Single writes of items with unique values: what they send, what they return, and what is stored afterwards.
import { expect } from 'chai'
import {
  CommandExecutor,
  ConditionFailedError,
  ItemExistsError,
  Repository,
  UniqueValueError,
  UnsupportedOperationError,
  VersionConflictError,
} from 'dyntastic'
import { startLocal } from '../../../lib/testing/index.js'
import { withEngine } from '../../support/engine.js'
import { guardTroubles, memberEntity, versionedMemberEntity } from '../../support/members.js'
import { rejection } from '../../support/rejection.js'

describe('writes of items with unique values', () => {
  const engine = withEngine()
  let table = ''
  let members: Repository<ReturnType<typeof memberEntity>>

  beforeEach(() => {
    table = engine.name('members')
    members = new Repository(memberEntity(table), new CommandExecutor({ client: engine.client }))
  })
  afterEach(async () => {
    await members.createTable()
    expect(await guardTroubles(engine.client, table)).deep.equal([])
  })

  it('create takes the values of an item, also as the first write of its table', async () => {
    const made = { memberId: 'm1', email: 'a', club: 'c', nickname: 'n' }
    expect(await members.create(made)).deep.equal({ ...made, points: 0 })
    const error = await rejection(members.create({ memberId: 'm2', email: 'a' }), UniqueValueError)
    expect(error).deep.include({
      entity: 'Member',
      operation: 'create',
      attributes: ['email'],
      taken: [['email']],
      key: { memberId: 'm2' },
      owner: { memberId: 'm1' },
      outcome: 'nothing written',
    })
    expect(error.message).contain("another item already has this value of 'email'")
    expect(await members.get('m2')).equal(undefined)
    const both = await rejection(members.create({ ...made, memberId: 'm3' }), UniqueValueError)
    expect(both.taken).deep.equal([['email'], ['club', 'nickname']])
    const exists = await rejection(members.create({ memberId: 'm1', email: 'z' }), ItemExistsError)
    expect(exists.item).deep.equal({ ...made, points: 0 })
    expect(await members.create({ memberId: 'm1', email: 'z' }).orSkip()).equal(undefined)
  })

  it('save takes the new values and gives up the old ones', async () => {
    await members.save({ memberId: 'm1', email: 'a', club: 'c', nickname: 'n' })
    await members.save({ memberId: 'm1', email: 'b', club: 'c' })
    await members.create({ memberId: 'm2', email: 'a', club: 'c', nickname: 'n' })
    const error = await rejection(members.save({ memberId: 'm1', email: 'a' }), UniqueValueError)
    expect(error.attributes).deep.equal(['email'])
    expect((await members.get('m1'))?.email).equal('b')
    expect(await members.save({ memberId: 'm1' }).returning('old')).deep.include({ email: 'b', club: 'c' })
    expect(await members.save({ memberId: 'm1', points: 3 }).returning('old')).deep.equal({
      memberId: 'm1',
      points: 0,
    })
    expect(await members.save({ memberId: 'm4' }).returning('old')).equal(undefined)
    expect(await members.save({ memberId: 'm1', email: 'b' }).returning('none')).equal(undefined)
  })

  it('delete gives up the values, and returns the deleted item', async () => {
    await members.create({ memberId: 'm1', email: 'a', club: 'c', nickname: 'n' })
    expect(await members.delete('m1').returning('old')).deep.include({ email: 'a', nickname: 'n' })
    expect(await members.delete('m1').returning('old')).equal(undefined)
    expect(await members.delete('m1')).equal(undefined)
    await members.create({ memberId: 'm2', email: 'a', club: 'c', nickname: 'n' })
  })

  it('conditions hold for the item, and nothing is written if they are not met', async () => {
    await members.create({ memberId: 'm1', email: 'a' })
    const failed = await rejection(
      members.save({ memberId: 'm1', email: 'b' }).if('points').gt(5),
      ConditionFailedError,
    )
    expect(failed.failed.map(({ clause }) => clause)).deep.equal(['points > (value)'])
    expect(failed.item).deep.equal({ memberId: 'm1', email: 'a', points: 0 })
    expect(await members.delete('m1').if('points').gt(5).orSkip()).equal(undefined)
    await rejection(members.delete('m1').if('email').eq('x'), ConditionFailedError)
    await members.save({ memberId: 'm1', email: 'b' }).if('email').eq('a')
    // Also without a change of a unique value.
    await rejection(members.save({ memberId: 'm1', email: 'b' }).if('points').gt(5), ConditionFailedError)
    await members.delete('m1').if('email').eq('b')
  })

  it('20 concurrent creates of one value: exactly one wins', async () => {
    await members.createTable()
    const all = Array.from({ length: 20 }, (_, at) => members.create({ memberId: `m${at}`, email: 'one' }))
    const ended = await Promise.allSettled(all.map((create) => create.execute()))
    expect(ended.filter(({ status }) => status === 'fulfilled')).length(1)
    const errors = ended.flatMap((each) => (each.status === 'rejected' ? [each.reason] : []))
    for (const error of errors) expect(error).instanceOf(UniqueValueError)
    expect(await members.scan().count()).equal(1)
  })

  it('10 concurrent saves of one item leave one guard', async () => {
    await members.createTable()
    const emails = Array.from({ length: 10 }, (_, at) => `e${at}`)
    await Promise.all(emails.map((email) => members.save({ memberId: 'm1', email })))
    expect(emails).include((await members.get('m1').consistent())?.email)
  })

  it('versions are checked as ever, and values are unique in a table with a sort key', async () => {
    const name = engine.name('versioned')
    const versioned = new Repository(
      versionedMemberEntity(name),
      new CommandExecutor({ client: engine.client }),
    )
    const first = await versioned.create({ club: 'c', memberId: 1, email: 'a', nickname: 'n' })
    const second = await versioned.save({ ...first, email: 'b' })
    expect(second.revision).equal(2)
    await rejection(versioned.save({ ...first, email: 'x' }), VersionConflictError)
    await rejection(versioned.delete(first), VersionConflictError)
    await rejection(versioned.create({ club: 'c', memberId: 2, nickname: 'n' }), UniqueValueError)
    await versioned.create({ club: 'd', memberId: 2, nickname: 'n' })
    await versioned.save({ ...first, email: 'x' }).overwrite()
    expect(await versioned.query().where('club').eq('c')).length(1)
    expect(await versioned.scan().count()).equal(2)
    const names = [['email'], ['club', 'nickname']]
    expect(
      await guardTroubles(engine.client, name, { partition: 'club', sort: 'memberId', names }),
    ).deep.equal([])
    await versioned.delete({ club: 'c', memberId: 1 })
    expect(
      await guardTroubles(engine.client, name, { partition: 'club', sort: 'memberId', names }),
    ).deep.equal([])
  })
})

describe('requests of writes of items with unique values', () => {
  const Member = memberEntity()

  it('are one transaction for a new item, and a read before the write of any other', async () => {
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
      expect(await sent(members.create({ memberId: 'm1', email: 'a' }))).deep.equal(['TransactWriteItems'])
      expect(await sent(members.create({ memberId: 'm2' }))).deep.equal(['PutItem'])
      expect(await sent(members.save({ memberId: 'm1', email: 'b' }))).deep.equal([
        'GetItem',
        'TransactWriteItems',
      ])
      expect(await sent(members.save({ memberId: 'm1', email: 'b', points: 1 }))).deep.equal([
        'GetItem',
        'PutItem',
      ])
      expect(await sent(members.delete('m2'))).deep.equal(['GetItem', 'DeleteItem'])
      expect(await sent(members.delete('m1'))).deep.equal(['GetItem', 'TransactWriteItems'])
    } finally {
      await local.stop()
    }
  })

  it('are shown for a create; a save and a delete have no single command', () => {
    const members = new Repository(Member, new CommandExecutor({ region: 'eu-west-1' }))
    const { input } = members.create({ memberId: 'm1', email: 'a' }).toCommand() as never as {
      input: { TransactItems: object[] }
    }
    expect(input.TransactItems.flatMap((action) => Object.keys(action))).deep.equal(['Put', 'Put'])
    expect(input).not.property('ClientRequestToken')
    const words = 'it is read first, and there is no single command'
    for (const operation of [members.save({ memberId: 'm1' }), members.delete('m1')])
      expect(() => operation.toCommand()).throw(UnsupportedOperationError, words)
  })

  it('are refused in batches, by the compiler and when they run', async () => {
    const executor = new CommandExecutor({ region: 'eu-west-1' })
    const members = new Repository(Member, executor)
    const words = 'keeping values unique needs them'
    // @ts-expect-error batches cannot keep values unique
    const list = executor.batch([members.save({ memberId: 'm1' })])
    // @ts-expect-error the same for deletes
    const deletes = executor.batch([members.delete('m1')])
    // @ts-expect-error and for many
    const many = members.saveMany([{ memberId: 'm1' }])
    // @ts-expect-error
    const manyKeys = members.deleteMany(['m1'])
    const scope = executor.batch(async () => {
      await members.save({ memberId: 'm1' })
    })
    for (const work of [list, deletes, many, manyKeys, scope])
      expect((await rejection(work, UnsupportedOperationError)).message).contain(words)
  })
})
