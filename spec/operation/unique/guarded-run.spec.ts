// Runs of writes with guards: what happens if items and guards are not as they were read.
import { TransactionCanceledException } from '@aws-sdk/client-dynamodb'
import { expect } from 'chai'
import {
  CommandExecutor,
  ConditionFailedError,
  Repository,
  RequestFailedError,
  UniqueValueError,
} from 'dyntastic'
import type { Request } from '../../../lib/operation/ground/request.js'
import { startLocal } from '../../../lib/testing/index.js'
import { rawPut, withEngine } from '../../support/engine.js'
import { guardTroubles, memberEntity } from '../../support/members.js'
import { rejection } from '../../support/rejection.js'

/** An executor that lets others write between two of its requests. */
class InterruptedExecutor extends CommandExecutor {
  between: ((request: Request, nth: number) => Promise<unknown>) | undefined
  sent = 0

  override async run(...args: Parameters<CommandExecutor['run']>): Promise<never> {
    const { between } = this
    const [request] = args
    if (between !== undefined) await between(request as never, this.sent++)
    return super.run(...args) as never
  }
}

describe('runs of writes with guards', () => {
  const engine = withEngine()

  function parts(retry = { attempts: 16, base: 1, most: 5 }) {
    const table = engine.name('members')
    const Member = memberEntity(table)
    const executor = new InterruptedExecutor({ client: engine.client, retry: { conflicts: retry } })
    return {
      table,
      executor,
      members: new Repository(Member, executor),
      others: new Repository(Member, new CommandExecutor({ client: engine.client })),
    }
  }

  it('try again with the item as it is now, if another writer changed it after it was read', async () => {
    const { table, executor, members, others } = parts()
    await others.create({ memberId: 'm1', email: 'a' })
    let changes = 0
    executor.between = async ({ call }) => {
      if (call !== 'TransactWriteItems' || changes++ >= 2) return
      await others.save({ memberId: 'm1', email: `other${changes}` })
    }
    await members.save({ memberId: 'm1', email: 'mine' })
    expect((await others.get('m1'))?.email).equal('mine')
    expect(await guardTroubles(engine.client, table)).deep.equal([])
    changes = 0
    executor.between = async ({ call }) => {
      if (call !== 'TransactWriteItems' || changes++ >= 1) return
      await others.delete('m1')
    }
    await members.save({ memberId: 'm1', email: 'again' })
    expect((await others.get('m1'))?.email).equal('again')
    expect(await guardTroubles(engine.client, table)).deep.equal([])
  })

  it('do not try again if a condition of the caller is no longer true', async () => {
    const { executor, members, others } = parts()
    await others.create({ memberId: 'm1', email: 'a' })
    executor.between = ({ call }) =>
      call === 'TransactWriteItems'
        ? others.save({ memberId: 'm1', email: 'b', points: 9 })
        : Promise.resolve()
    const error = await rejection(
      members.save({ memberId: 'm1', email: 'c' }).if('points').eq(0),
      ConditionFailedError,
    )
    expect(error.item).deep.include({ points: 9 })
    expect(executor.sent).equal(2)
  })

  it('return the old item only if all of it was unchanged', async () => {
    const { executor, members, others } = parts()
    await others.create({ memberId: 'm1', email: 'a' })
    let changes = 0
    executor.between = async ({ call }) => {
      if (call === 'TransactWriteItems' && changes++ < 1) await others.update('m1').set('points', 7)
    }
    expect(await members.save({ memberId: 'm1', email: 'b' }).returning('old')).deep.include({ points: 7 })
  })

  it('end with the reason if the item changes each time', async () => {
    const { executor, members, others } = parts({ attempts: 3, base: 1, most: 2 })
    await others.create({ memberId: 'm1', email: 'a' })
    let changes = 0
    executor.between = async ({ call }) => {
      if (call === 'TransactWriteItems') await others.save({ memberId: 'm1', email: `e${changes++}` })
    }
    const error = await rejection(members.save({ memberId: 'm1', email: 'z' }), RequestFailedError)
    expect(error.message).contain('was changed by other writers 3 times in a row before it could be written')
    expect(error.outcome).equal('nothing written')
  })

  it('leave a value to another item, if data was there before its values were unique', async () => {
    const { table, members } = parts()
    await members.createTable()
    const old = (memberId: string) => ({ memberId: { S: memberId }, e: { S: 'a' }, points: { N: '0' } })
    await rawPut(engine.client, table, old('m1'))
    await rawPut(engine.client, table, old('m2'))
    // The value gets its guard with the first item that is written.
    await members.save({ memberId: 'm1', email: 'a', points: 1 })
    await members.save({ memberId: 'm1', email: 'b' })
    await members.create({ memberId: 'm3', email: 'a' })
    // The second one does not take away what another item has by now.
    await members.delete('m2')
    expect(await guardTroubles(engine.client, table)).deep.equal([])
    await rejection(members.create({ memberId: 'm4', email: 'a' }), UniqueValueError)
  })

  it('go on after conflicts and throttles, and keep an unknown outcome', async () => {
    const Member = memberEntity()
    const local = await startLocal({ tables: [Member] })
    try {
      const retry = { conflicts: { attempts: 4, base: 1, most: 2 } }
      const members = new Repository(Member, new CommandExecutor({ client: local.client, retry }))
      local.faults.conflict(2)
      await members.create({ memberId: 'm1', email: 'a' })
      local.faults.next('TransactWriteItems', 'lose the answer')
      await members.create({ memberId: 'm2', email: 'b' })
      local.faults.next('TransactWriteItems', 'lose the answer', 50)
      const error = (await members.save({ memberId: 'm2', email: 'c' }).then(
        () => undefined,
        (thrown: unknown) => thrown,
      )) as { outcome?: string }
      expect(error?.outcome).equal('unknown')
      local.faults.clear()
      expect((await members.get('m2'))?.email).equal('c')
      expect(await guardTroubles(local.client, 'members')).deep.equal([])
    } finally {
      await local.stop()
    }
  })

  it('pass on the errors of a client that says nothing about guards', async () => {
    const { members, executor } = parts()
    executor.between = async ({ call }) => {
      if (call !== 'TransactWriteItems') return
      throw new TransactionCanceledException({ message: 'no reasons', $metadata: {} })
    }
    await rejection(members.create({ memberId: 'm1', email: 'a' }), TransactionCanceledException)
  })
})
