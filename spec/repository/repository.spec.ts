// A repository: its methods make operations on its entity and its runner; its table methods run at once.
import { expect } from 'chai'
import { type CommandExecutor, Repository, TimeoutError } from 'dyntastic'
import { TableNotFoundError } from '../../lib/errors/table-not-found-error.js'
import { GetOperation } from '../../lib/operation/get/get.js'
import { DeleteOperation } from '../../lib/operation/write/delete.js'
import { PutOperation } from '../../lib/operation/write/put.js'
import { FakeRunner } from '../operation/fake-runner.js'
import { aliceInput, orderEntity, userEntity } from '../support/entities.js'
import { rejection } from '../support/rejection.js'

const User = userEntity()
const runner = new FakeRunner()
const users = new Repository(User, runner)
const calls = () => runner.sent.map(({ call }) => call)

describe('Repository', () => {
  beforeEach(() => {
    runner.sent.length = 0
    runner.reply = {}
  })

  it('keeps entity and runner', () => {
    expect(users.entity).equal(User)
    expect(users.executor).equal(runner)
    expect(users.context).deep.equal({ model: User, runner })
  })

  for (const [name, make, type] of [
    ['get', () => users.get('u1'), GetOperation],
    ['getOrThrow', () => users.getOrThrow('u1'), GetOperation],
    ['refresh', () => users.refresh('u1'), GetOperation],
    ['save', () => users.save(aliceInput), PutOperation],
    ['create', () => users.create(aliceInput), PutOperation],
    ['delete', () => users.delete('u1'), DeleteOperation],
  ] as const)
    it(`${name} makes an operation of its name, on the context of the repository`, () => {
      const operation = make()
      expect(operation).instanceOf(type)
      expect(operation.name).equal(name)
      expect(operation.context).deep.equal(users.context)
      expect(runner.sent).deep.equal([])
    })

  it('can be extended, and stubbed by structure', async () => {
    class UserRepository extends Repository<typeof User> {
      constructor(executor: CommandExecutor | FakeRunner) {
        super(User, executor)
      }
      first() {
        return this.get('u1').consistent()
      }
    }
    await new UserRepository(runner).first()
    expect(runner.sent[0]?.input).deep.equal({
      TableName: 'users',
      Key: { userId: { S: 'u1' } },
      ConsistentRead: true,
    })
    const stub: Pick<Repository<typeof User>, 'get'> = { get: (key) => users.get(key) }
    expect(stub.get('u1')).instanceOf(GetOperation)
  })

  it('createTable creates, waits, and tells whether it did', async () => {
    runner.reply = ({ call }) => (call === 'DescribeTable' ? { Table: { TableStatus: 'ACTIVE' } } : {})
    expect(await users.createTable()).deep.equal({ created: true })
    expect(calls()).deep.equal(['CreateTable', 'DescribeTable'])
    expect(runner.sent[0]).include({ entity: 'User', operation: 'createTable', table: User.table })
    expect(runner.sent[0]?.input).deep.equal(users.toCreateTableInput())
  })

  it('createTable({ wait: false }) sends nothing else', async () => {
    expect(await users.createTable({ wait: false })).deep.equal({ created: true })
    expect(calls()).deep.equal(['CreateTable'])
  })

  it('createTable switches TTL on by the stored name', async () => {
    runner.reply = ({ call }) => (call === 'DescribeTable' ? { Table: { TableStatus: 'ACTIVE' } } : {})
    await new Repository(orderEntity(), runner).createTable()
    expect(runner.sent.at(-1)?.input).deep.equal({
      TableName: 'orders',
      TimeToLiveSpecification: { Enabled: true, AttributeName: 'expiresAt' },
    })
  })

  it('passes the signal on, in each table method', async () => {
    runner.reply = new TableNotFoundError({})
    const { signal } = new AbortController()
    runner.options.length = 0
    await users.deleteTable({ signal })
    await users.tableExists({ signal })
    expect(runner.options).deep.equal([{ signal }, { signal }])
  })

  it('deleteTable deletes, and tableExists says whether the table exists', async () => {
    runner.reply = new TableNotFoundError({})
    expect(await users.deleteTable()).deep.equal({ deleted: false })
    expect(await users.tableExists()).equal(false)
    runner.reply = { Table: { TableStatus: 'CREATING' } }
    expect(await users.tableExists()).equal(true)
    runner.reply = {}
    expect(await users.deleteTable({ wait: false })).deep.equal({ deleted: true })
    expect(calls().at(-1)).equal('DeleteTable')
  })

  it('lets other errors of the runner through', async () => {
    runner.reply = new TimeoutError({ outcome: 'unknown' })
    for (const work of [users.createTable(), users.deleteTable(), users.tableExists()])
      expect(await rejection(work, TimeoutError)).equal(runner.reply)
  })
})
