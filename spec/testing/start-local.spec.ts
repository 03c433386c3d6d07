import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import {
  CreateTableCommand,
  DescribeTableCommand,
  DynamoDBClient,
  ListTablesCommand,
  PutItemCommand,
} from '@aws-sdk/client-dynamodb'
import { expect } from 'chai'
import { number, optional, string } from 'superstruct'
import { CommandExecutor, Entity, Repository } from '../../lib/index.js'
import { type LocalOptions, startLocal } from '../../lib/testing/start-local.js'

const run = promisify(execFile)
const table = {
  TableName: 'abc',
  BillingMode: 'PAY_PER_REQUEST' as const,
  KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' as const }],
  AttributeDefinitions: [{ AttributeName: 'id', AttributeType: 'S' as const }],
}

describe('startLocal', () => {
  it('is ready in less than 20 ms of processor time', async () => {
    const times: number[] = []
    for (let run = 0; run < 5; run += 1) {
      const start = process.cpuUsage()
      const local = await startLocal({ tables: [table] })
      const { user, system } = process.cpuUsage(start)
      times.push((user + system) / 1_000)
      await local.stop()
    }
    expect(Math.min(...times)).to.be.below(20)
  })

  it('starts engines that know nothing of each other', async () => {
    const [one, two] = await Promise.all([startLocal(), startLocal()])
    await one.client.send(new CreateTableCommand(table))
    expect((await one.client.send(new ListTablesCommand({}))).TableNames).to.deep.equal(['abc'])
    expect((await two.client.send(new ListTablesCommand({}))).TableNames).to.deep.equal([])
    await one.stop()
    expect((await two.client.send(new ListTablesCommand({}))).TableNames).to.deep.equal([])
    await two.stop()
  })

  it('opens no port by default; if it does, other clients reach the same data', async () => {
    const closed = await startLocal()
    expect(closed.endpoint).to.equal('http://127.0.0.1:1')
    await closed.stop()
    const open = await startLocal({ port: 0 })
    await open.client.send(new CreateTableCommand(table))
    const other = new DynamoDBClient({
      endpoint: open.endpoint,
      region: 'local',
      credentials: { accessKeyId: 'x', secretAccessKey: 'x' },
      maxAttempts: 1,
    })
    expect((await other.send(new ListTablesCommand({}))).TableNames).to.deep.equal(['abc'])
    await open.stop()
    const refused = await other.send(new ListTablesCommand({})).catch((error) => error.code)
    expect(refused).to.be.oneOf(['ECONNREFUSED', 'ECONNRESET'])
    other.destroy()
  })

  it('refuses requests once stopped, says so, and stops twice', async () => {
    const local = await startLocal()
    await Promise.all([local.stop(), local.stop()])
    const error = await local.client.send(new ListTablesCommand({})).catch((error: Error) => error.message)
    expect(error).to.equal('The embedded DynamoDB was stopped')
  })

  it('honours an AbortSignal', async () => {
    const local = await startLocal()
    const aborted = local.client.send(new ListTablesCommand({}), { abortSignal: AbortSignal.abort() })
    expect(await aborted.catch((error: Error) => error.name)).to.equal('AbortError')
    await local.stop()
  })

  it('keeps no process alive, stopped or not, and prints nothing', async function () {
    this.timeout(30_000)
    const program = (end: string) => `
      import { ListTablesCommand } from '@aws-sdk/client-dynamodb'
      import { startLocal } from './lib/testing/start-local.ts'
      const local = await startLocal(${end === 'stop' ? '{ port: 0 }' : ''})
      await local.client.send(new ListTablesCommand({}))
      ${end === 'stop' ? 'await local.stop()' : ''}`
    for (const end of ['stop', 'leave']) {
      const { stdout, stderr } = await run(
        process.execPath,
        ['--import', 'tsx', '--input-type=module', '-e', program(end)],
        {
          timeout: 15_000,
          env: { ...process.env, AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true' },
        },
      )
      expect(stdout + stderr).to.equal('')
    }
  })

  const User = new Entity({
    name: 'User',
    table: 'users',
    attributes: { id: string(), until: optional(number()), team: optional(string()) },
    key: { partition: 'id' },
    indexes: { byTeam: { partition: 'team' } },
    ttl: 'until',
  })
  const Note = new Entity({
    name: 'Note',
    table: User.table,
    attributes: { id: string(), day: optional(string()) },
    key: { partition: 'id' },
    indexes: { byDay: { partition: 'day' } },
  })

  it('begins with tables of entities and of definitions, ready at once, time to live and shared tables included', async () => {
    const local = await startLocal({ tables: [table, User, Note], tableDelay: 60_000 })
    const { TableNames } = await local.client.send(new ListTablesCommand({}))
    expect(TableNames).to.deep.equal(['abc', 'users'])
    const { Table } = await local.client.send(new DescribeTableCommand({ TableName: 'users' }))
    expect(Table?.TableStatus).to.equal('ACTIVE')
    expect(Table?.GlobalSecondaryIndexes?.map(({ IndexName }) => IndexName)).to.deep.equal([
      'byTeam',
      'byDay',
    ])
    const created = await local.client.send(new CreateTableCommand({ ...table, TableName: 'slow' }))
    expect(created.TableDescription?.TableStatus).to.equal('CREATING')
    local.clock.advance(60_000)
    const later = await local.client.send(new DescribeTableCommand({ TableName: 'slow' }))
    expect(later.Table?.TableStatus).to.equal('ACTIVE')
    await local.stop()
  })

  it('goes back to snapshots, each as often as one likes', async () => {
    const local = await startLocal({ tables: [User] })
    const users = new Repository(User, new CommandExecutor({ client: local.client }))
    const empty = local.snapshot()
    await users.save({ id: 'u1' })
    const one = local.snapshot()
    await users.save({ id: 'u2' })
    local.restore(one)
    expect(await users.scan()).to.deep.equal([{ id: 'u1' }])
    local.restore(empty)
    expect(await users.scan()).to.deep.equal([])
    await users.save({ id: 'u3' })
    local.restore(one)
    expect(await users.scan()).to.deep.equal([{ id: 'u1' }])
    const other = await startLocal()
    for (const wrong of [other.snapshot(), {}, undefined])
      expect(() => local.restore(wrong as ReturnType<typeof local.snapshot>))
        .to.throw(/a snapshot of this engine/)
        .with.property('code', 'INVALID_OPTION')
    await Promise.all([local.stop(), other.stop()])
  })

  it('moves its clock, and lets items expire', async () => {
    const local = await startLocal({ tables: [User], clock: new Date('2030-01-01T00:00:00Z') })
    const users = new Repository(User, new CommandExecutor({ client: local.client }))
    expect(local.clock.now().toISOString()).to.equal('2030-01-01T00:00:00.000Z')
    await users.save({ id: 'short', until: local.clock.now().getTime() / 1000 + 60 })
    await users.save({ id: 'long', until: local.clock.now().getTime() / 1000 + 7200 })
    local.clock.advance(59_000)
    expect(await users.get('short')).to.have.property('id', 'short')
    local.clock.advance(3_600_000)
    expect(await users.get('short')).to.equal(undefined)
    expect(await users.get('long')).to.have.property('id', 'long')
    expect(() => local.clock.advance(-1)).to.throw(/a positive number of milliseconds/)
    await local.stop()
  })

  it('shows faults, in the process and over its port, and the requests that arrived', async () => {
    const local = await startLocal({ tables: [table], port: 0, seed: 7 })
    const over = new DynamoDBClient({
      endpoint: local.endpoint,
      region: 'local',
      credentials: { accessKeyId: 'x', secretAccessKey: 'x' },
      maxAttempts: 1,
    })
    const put = new PutItemCommand({ TableName: 'abc', Item: { id: { S: 'x' } } })
    for (const client of [local.client, over]) {
      local.faults.next('PutItem', 'throttle')
      local.faults.next('PutItem', 'internal error')
      local.faults.next('PutItem', 'lose the answer')
      local.faults.next('PutItem', 'reset')
      const ends: unknown[] = []
      for (let n = 0; n < 5; n += 1)
        ends.push(
          await client.send(put).then(
            () => 'done',
            (error) => error.code ?? error.name,
          ),
        )
      expect(ends).to.deep.equal([
        'ProvisionedThroughputExceededException',
        'InternalServerError',
        'ECONNRESET',
        'ECONNRESET',
        'done',
      ])
    }
    expect(local.requests.filter(({ operation }) => operation === 'PutItem')).to.have.length(10)
    expect(local.requests.at(-1)).to.deep.equal({
      operation: 'PutItem',
      input: { TableName: 'abc', Item: { id: { S: 'x' } } },
    })
    local.faults.next('PutItem', 'hang')
    const controller = new AbortController()
    const hanging = local.client.send(put, { abortSignal: controller.signal }).catch((error) => error.name)
    setTimeout(() => controller.abort(), 20)
    expect(await hanging).to.equal('AbortError')
    over.destroy()
    await local.stop()
  })

  it('lets eventually consistent reads lag behind, as an option', async () => {
    const local = await startLocal({ tables: [User], lag: 1_000, clock: 0 })
    const users = new Repository(User, new CommandExecutor({ client: local.client }))
    local.clock.advance(5_000)
    await users.save({ id: 'u1' })
    expect(await users.get('u1')).to.equal(undefined)
    expect(await users.get('u1').consistent()).to.deep.equal({ id: 'u1' })
    local.clock.advance(1_000)
    expect(await users.get('u1')).to.deep.equal({ id: 'u1' })
    await local.stop()
  })

  const refused: [string, LocalOptions][] = [
    ['an unknown option', { ports: 1 } as LocalOptions],
    ['a seed that is not an integer', { seed: 0.5 }],
    ['a clock that is not a time', { clock: new Date('never') }],
    ['tables that are not', { tables: ['users'] as never }],
    ['a lag below 0', { lag: -1 }],
  ]
  for (const [title, options] of refused)
    it(`refuses ${title}`, async () => {
      const error = await startLocal(options).catch((error) => error)
      expect(error.code).to.equal('INVALID_OPTION')
    })
})
