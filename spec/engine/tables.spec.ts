// Tables on a real engine: made on the first write or by hand, exactly as described, once, and never by a read.
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { setTimeout as delay } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import {
  CreateTableCommand,
  DescribeTableCommand,
  DescribeTimeToLiveCommand,
  type DynamoDBClient,
  ListTablesCommand,
  ListTagsOfResourceCommand,
  type TableDescription,
  UpdateTableCommand,
} from '@aws-sdk/client-dynamodb'
import { expect } from 'chai'
import {
  attribute,
  CommandExecutor,
  ConditionFailedError,
  Entity,
  EntityDefinitionError,
  Repository,
  Table,
  type TableCreatedEvent,
  TableNotFoundError,
  TimeoutError,
} from 'dyntastic'
import { boolean, date, instance, integer, number, object, set, string } from 'superstruct'
import { rawGet, withEngine } from '../support/engine.js'
import { aliceInput, orderEntity, orderInput, userEntity } from '../support/entities.js'
import { rejection, thrown } from '../support/rejection.js'
import { opened, witness } from './opened.js'
import { listeningEngine } from './relay.js'

const engine = withEngine()

async function describeTable(name: string): Promise<TableDescription | undefined> {
  try {
    return (await engine.client.send(new DescribeTableCommand({ TableName: name }))).Table
  } catch (error) {
    if (error instanceof Error && error.name === 'ResourceNotFoundException') return undefined
    throw error
  }
}

async function tableNames(): Promise<string[]> {
  const names: string[] = []
  let start: string | undefined
  do {
    const page: { TableNames?: string[] | undefined; LastEvaluatedTableName?: string | undefined } =
      await engine.client.send(
        new ListTablesCommand({ ...(start === undefined ? {} : { ExclusiveStartTableName: start }) }),
      )
    names.push(...(page.TableNames ?? []))
    start = page.LastEvaluatedTableName
  } while (start !== undefined)
  return names
}

describe('the first write', () => {
  it('makes a table of exactly the name that was given', async () => {
    const { repository, table } = opened(engine, userEntity)
    expect(await tableNames()).not.include(table)
    await repository.save(aliceInput)
    expect((await tableNames()).filter((name) => name === table)).length(1)
  })

  it('makes the table and writes the item, in one call of the user', async () => {
    const { repository, table, raw, calls } = opened(engine, userEntity)
    await repository.save(aliceInput)
    expect((await describeTable(table))?.TableStatus).equal('ACTIVE')
    expect(await raw({ userId: { S: 'u1' } }))
      .property('name')
      .deep.equal({ S: 'Alice' })
    expect(calls()).deep.equal(['PutItem', 'CreateTable', 'DescribeTable', 'PutItem'])
  })

  it('waits while the table, or an index of it, is being created', async () => {
    const { client, sent } = witness(slowlyActive(engine.client, ['CREATING', 'CREATING', 'INDEX', 'ACTIVE']))
    const User = userEntity(engine.name())
    const users = new Repository(User, new CommandExecutor({ client }))
    await users.save(aliceInput)
    expect(sent.map(({ call }) => call)).deep.equal([
      'PutItem',
      'CreateTable',
      ...Array(4).fill('DescribeTable'),
      'PutItem',
    ])
    expect(await rawGet(engine.client, User.table.name, { userId: { S: 'u1' } })).property('name')
  })

  it('bills on demand', async () => {
    const { repository, table } = opened(engine, userEntity)
    await repository.save(aliceInput)
    const described = await describeTable(table)
    expect(described?.BillingModeSummary?.BillingMode).equal('PAY_PER_REQUEST')
    expect(described?.ProvisionedThroughput?.ReadCapacityUnits ?? 0).equal(0)
    for (const index of described?.GlobalSecondaryIndexes ?? [])
      expect(index.ProvisionedThroughput?.ReadCapacityUnits ?? 0).equal(0)
  })

  for (const [what, make, options] of [
    ['the executor', (table: string) => userEntity(table), { autoCreateTables: false }],
    ['the Table', (name: string) => userEntity(new Table({ name, autoCreate: false })), {}],
    [
      'the Table, against the executor',
      (name: string) => userEntity(new Table({ name, autoCreate: false })),
      { autoCreateTables: true },
    ],
  ] as const)
    it(`makes no table where ${what} says so`, async () => {
      const { repository, table, calls } = opened(engine, make, options)
      for (const write of [
        repository.save(aliceInput),
        repository.create(aliceInput),
        repository.delete('u1'),
      ]) {
        const error = await rejection(write, TableNotFoundError)
        expect(error.message).contain(`table '${table}' does not exist`)
      }
      expect(calls()).deep.equal(['PutItem', 'PutItem', 'DeleteItem'])
      expect(await tableNames()).not.include(table)
    })

  it('makes it where the Table says so, against the executor', async () => {
    const { repository, table } = opened(
      engine,
      (name) => userEntity(new Table({ name, autoCreate: true })),
      {
        autoCreateTables: false,
      },
    )
    await repository.save(aliceInput)
    expect(await tableNames()).include(table)
  })

  it('is not a read: reads reject, and make nothing', async () => {
    const { repository, table, calls } = opened(engine, userEntity)
    for (const read of [repository.get('u1'), repository.getOrThrow('u1'), repository.refresh('u1')])
      await rejection(read, TableNotFoundError)
    expect(calls()).deep.equal(['GetItem', 'GetItem', 'GetItem'])
    expect(await tableNames()).not.include(table)
  })

  it('may be a save or a create, with or without a condition', async () => {
    for (const write of ['save', 'create'] as const) {
      const plain = opened(engine, userEntity)
      await plain.repository[write](aliceInput)
      expect(await plain.rawAll()).length(1)
      const conditional = opened(engine, userEntity)
      await conditional.repository[write](aliceInput).if('age').notExists()
      expect(await conditional.rawAll()).length(1)
      const unmet = opened(engine, userEntity)
      await rejection(unmet.repository[write](aliceInput).if('age').gt(5), ConditionFailedError)
      expect(await unmet.rawAll()).length(0)
    }
  })

  it('a delete resolves, and makes nothing, unless its condition needs an item', async () => {
    const { repository, table, calls } = opened(engine, userEntity)
    expect(await repository.delete('u1')).equal(undefined)
    expect(await repository.delete('u1').returning('old')).equal(undefined)
    expect(await repository.delete('u1').if('age').notExists()).equal(undefined)
    await rejection(repository.delete('u1').if('age').gt(5), TableNotFoundError)
    expect(calls()).deep.equal(['DeleteItem', 'DeleteItem', 'DeleteItem', 'DeleteItem'])
    expect(await tableNames()).not.include(table)
  })

  it('is the only one that pays: the second is one PutItem', async () => {
    const { repository, sent, calls } = opened(engine, userEntity)
    await repository.save(aliceInput)
    sent.length = 0
    await repository.save(aliceInput)
    expect(calls()).deep.equal(['PutItem'])
  })

  it('may be ten at once, which make one table', async () => {
    const created: TableCreatedEvent[] = []
    const { repository, calls, rawAll, table } = opened(engine, userEntity, {
      observers: [{ onTableCreated: (event) => created.push(event) }],
    })
    const ids = Array.from({ length: 10 }, (_, at) => `u${at}`)
    await Promise.all(ids.map((userId) => repository.save({ ...aliceInput, userId })))
    expect((await rawAll()).map(({ userId }) => userId?.S).sort()).deep.equal(ids)
    expect(calls().filter((call) => call === 'CreateTable')).length(1)
    expect(created).deep.equal([{ entity: 'User', operation: 'save', table }])
  })

  it('may be of two executors at once, one of which comes second', async () => {
    const name = engine.name()
    const both = [0, 1].map(() => {
      const { client, sent } = witness(engine.client)
      return { sent, users: new Repository(userEntity(name), new CommandExecutor({ client })) }
    })
    const saves = both.flatMap(({ users }, which) =>
      [0, 1, 2, 3, 4].map((at) => users.save({ ...aliceInput, userId: `${which}-${at}` })),
    )
    expect(await Promise.all(saves)).length(10)
    expect(both.map(({ sent }) => sent.filter(({ call }) => call === 'CreateTable').length)).deep.equal([
      1, 1,
    ])
  })

  it('may be ten at once in each of two processes', async function () {
    this.timeout(30_000)
    const live = await listeningEngine()
    const table = engine.name('race')
    const processes = ['a', 'b'].map((prefix) => racingWriter([live.endpoint, table, prefix]))
    try {
      await Promise.all(processes.map(({ line }) => line()))
      for (const { child } of processes) child.stdin?.write('go\n')
      const results = await Promise.all(processes.map(async ({ line }) => JSON.parse(await line())))
      expect(results.map(({ saved }) => saved)).deep.equal([10, 10])
      expect(results.map(({ created }) => created).sort()).deep.equal([0, 1])
      const users = new Repository(userEntity(table), new CommandExecutor({ endpoint: live.endpoint }))
      for (const prefix of ['a', 'b'])
        for (let at = 0; at < 10; at++) expect(await users.get(`${prefix}${at}`)).not.equal(undefined)
    } finally {
      await Promise.all(processes.map(({ end }) => end()))
      await live.stop()
    }
  })

  it('after the table was deleted, makes it again', async () => {
    const { repository, rawAll } = opened(engine, userEntity)
    await repository.save(aliceInput)
    expect(await repository.deleteTable()).deep.equal({ deleted: true })
    await repository.save({ ...aliceInput, userId: 'u2' })
    expect((await rawAll()).map(({ userId }) => userId?.S)).deep.equal(['u2'])
  })

  it('switches time to live on, by the stored name, where the entity has one', async () => {
    const { repository, table } = opened(engine, orderEntity)
    await repository.save(orderInput)
    const { TimeToLiveDescription: ttl } = await engine.client.send(
      new DescribeTimeToLiveCommand({ TableName: table }),
    )
    expect(ttl?.AttributeName).equal('expiresAt')
    expect(ttl?.TimeToLiveStatus).match(/^ENABL/)
  })

  for (const call of ['batch', 'transaction'] as const)
    it(`in a ${call} makes the missing table alone, and leaves time to live of the other as it is`, async () => {
      const { executor, repository: users, sent, calls } = opened(engine, userEntity)
      const Session = new Entity({
        name: 'Session',
        table: engine.name(),
        attributes: { id: string(), expiresAt: attribute(date(), { as: 'epochSeconds' }) },
        key: { partition: 'id' },
        ttl: 'expiresAt',
      })
      const sessions = new Repository(Session, executor)
      const { table } = Session
      await engine.client.send(new CreateTableCommand(sessions.toCreateTableInput()))
      while ((await describeTable(table.name))?.TableStatus !== 'ACTIVE') await delay(10)
      const writes = [sessions.save({ id: 's1', expiresAt: new Date() }), users.save(aliceInput)] as const
      await (call === 'batch' ? executor.batch(writes) : executor.transaction(writes))
      expect(await users.get('u1')).not.equal(undefined)
      expect(await sessions.get('s1')).not.equal(undefined)
      const made = sent.filter((each) => each.call === 'CreateTable')
      expect(made.map(({ input }) => input['TableName'])).deep.equal([users.entity.table.name])
      expect(calls()).not.include('UpdateTimeToLive')
      const { TimeToLiveDescription: ttl } = await engine.client.send(
        new DescribeTimeToLiveCommand({ TableName: table.name }),
      )
      expect(ttl?.TimeToLiveStatus ?? 'DISABLED').equal('DISABLED')
    })

  it('in a transaction that cannot be, for a table that stays missing, makes none', async () => {
    const { executor, repository: users, table } = opened(engine, userEntity)
    const kept = new Repository(userEntity(new Table({ name: engine.name(), autoCreate: false })), executor)
    await rejection(executor.transaction([users.save(aliceInput), kept.save(aliceInput)]), TableNotFoundError)
    expect(await describeTable(table)).equal(undefined)
  })

  it('may be ten transactions over two tables at once', async () => {
    const { executor, repository: users, rawAll } = opened(engine, userEntity)
    const others = new Repository(userEntity(engine.name()), executor)
    await Promise.all(
      Array.from({ length: 10 }, (_, at) => {
        const item = { ...aliceInput, userId: `u${at}` }
        return executor.transaction([users.save(item), others.save(item)])
      }),
    )
    expect(await rawAll()).length(10)
  })
})

describe('createTable', () => {
  it('twice resolves twice, and says which one made it', async () => {
    const { repository } = opened(engine, userEntity)
    expect(await repository.createTable()).deep.equal({ created: true })
    expect(await repository.createTable()).deep.equal({ created: false })
  })

  it('at the same time is made once', async () => {
    const { repository } = opened(engine, userEntity)
    const responses = await Promise.all([repository.createTable(), repository.createTable()])
    expect(responses.map(({ created }) => created).sort()).deep.equal([false, true])
  })

  it('passes throughput, streams, protection and tags through', async () => {
    // DynamoDB Local has no tags.
    const Tags = engine.kind === 'embedded' ? [{ Key: 'team', Value: 'shop' }] : undefined
    const shown = {
      DeletionProtectionEnabled: true,
      StreamSpecification: { StreamEnabled: true, StreamViewType: 'NEW_IMAGE' as const },
    }
    const throughput = { ReadCapacityUnits: 5, WriteCapacityUnits: 6 }
    const { repository, table, sent } = opened(engine, (name) =>
      userEntity(
        new Table({ name, create: { ProvisionedThroughput: throughput, ...shown, ...(Tags && { Tags }) } }),
      ),
    )
    await repository.createTable()
    expect(sent[0]?.input).deep.include(shown)
    const described = await describeTable(table)
    expect(described?.ProvisionedThroughput).include(throughput)
    expect(described?.GlobalSecondaryIndexes?.[0]?.ProvisionedThroughput).include(throughput)
    expect(described).deep.include(shown)
    if (Tags !== undefined) {
      const tags = new ListTagsOfResourceCommand({ ResourceArn: described?.TableArn })
      expect((await engine.client.send(tags)).Tags).deep.equal(Tags)
    }
    await engine.client.send(new UpdateTableCommand({ TableName: table, DeletionProtectionEnabled: false }))
  })

  it('resolves only when table and indexes are active', async () => {
    const { client, sent } = witness(slowlyActive(engine.client, ['CREATING', 'INDEX', 'ACTIVE']))
    const users = new Repository(userEntity(engine.name()), new CommandExecutor({ client }))
    expect(await users.createTable()).deep.equal({ created: true })
    expect(sent.map(({ call }) => call)).deep.equal(['CreateTable', ...Array(3).fill('DescribeTable')])
  })

  it('a first write rejects with TimeoutError where the table is not active in time', async () => {
    const { client } = witness(slowlyActive(engine.client, Array(1000).fill('CREATING')))
    const executor = new CommandExecutor({ client, timeout: { table: 60 } })
    const users = new Repository(userEntity(engine.name()), executor)
    const error = await rejection(users.save(aliceInput), TimeoutError)
    expect(error.message).match(/was not ready within 60 ms/)
  })

  it('stops waiting when its signal aborts', async () => {
    const { client } = witness(slowlyActive(engine.client, Array(1000).fill('CREATING')))
    const users = new Repository(userEntity(engine.name()), new CommandExecutor({ client }))
    const start = performance.now()
    const error = await rejection(users.createTable({ signal: AbortSignal.timeout(60) }), Error)
    expect(error).include({ code: 'ABORTED' })
    expect(performance.now() - start).lessThan(2000)
  })

  it('with wait: false sends CreateTable alone', async () => {
    const { repository, calls } = opened(engine, userEntity)
    expect(await repository.createTable({ wait: false })).deep.equal({ created: true })
    expect(calls()).deep.equal(['CreateTable'])
  })

  it('makes key, attributes and indexes as they are described', async () => {
    const { repository, table } = opened(engine, orderEntity)
    await repository.createTable()
    const described = await describeTable(table)
    const key = (partition: string, sort?: string) => [
      { AttributeName: partition, KeyType: 'HASH' },
      ...(sort === undefined ? [] : [{ AttributeName: sort, KeyType: 'RANGE' }]),
    ]
    expect(described?.KeySchema).deep.equal(key('customerId', 'orderId'))
    const definitions = described?.AttributeDefinitions ?? []
    expect(definitions.map((each) => `${each.AttributeName} ${each.AttributeType}`).sort()).deep.equal([
      'customerId S',
      'orderId S',
      'placedAt S',
      'status S',
      'total N',
    ])
    const global = Object.fromEntries(
      (described?.GlobalSecondaryIndexes ?? []).map((each) => [each.IndexName, each]),
    )
    expect(Object.keys(global).sort()).deep.equal(['byCity', 'byStatus'])
    expect(global['byStatus']).deep.include({
      KeySchema: key('status', 'placedAt'),
      Projection: { ProjectionType: 'ALL' },
    })
    expect(global['byCity']?.KeySchema).deep.equal(key('status', 'total'))
    expect(global['byCity']?.Projection?.ProjectionType).equal('INCLUDE')
    expect(global['byCity']?.Projection?.NonKeyAttributes?.sort()).deep.equal(['lines', 'n'])
    const [local] = described?.LocalSecondaryIndexes ?? []
    expect(local).deep.include({
      IndexName: 'byTotal',
      KeySchema: key('customerId', 'total'),
      Projection: { ProjectionType: 'KEYS_ONLY' },
    })
  })

  it('calls an index as its key in the descriptor, or by its own name', async () => {
    const indexed = (table: string) =>
      new Entity({
        name: 'Indexed',
        table,
        attributes: { id: string(), a: string(), b: string() },
        key: { partition: 'id' },
        indexes: {
          byA: { partition: 'a' },
          byAB: { partition: 'a', sort: 'b' },
          named: { partition: 'b', name: 'b-index' },
          namedBoth: { partition: ['b'], sort: ['a'], name: 'b_a-index' },
        },
      })
    const { repository, table } = opened(engine, indexed)
    await repository.createTable()
    const indexes = (await describeTable(table))?.GlobalSecondaryIndexes ?? []
    const shown = indexes.map(
      ({ IndexName, KeySchema }) => `${IndexName}: ${KeySchema?.map((part) => part.AttributeName).join()}`,
    )
    expect(shown.sort()).deep.equal(['b-index: b', 'b_a-index: b,a', 'byA: a', 'byAB: a,b'])
  })

  it('takes an index on an alias with any characters, since its name is not made of the alias', async () => {
    const aliased = (table: string) =>
      new Entity({
        name: 'Aliased',
        table,
        attributes: { id: string(), a: attribute(string(), { name: 'id/alias é' }) },
        key: { partition: 'id' },
        indexes: { byAlias: { partition: 'a' } },
      })
    const { repository, table } = opened(engine, aliased)
    await repository.createTable()
    const [index] = (await describeTable(table))?.GlobalSecondaryIndexes ?? []
    expect(index?.IndexName).equal('byAlias')
    expect(index?.KeySchema?.[0]?.AttributeName).equal('id/alias é')
  })

  it('provisions one unit each where the billing is provisioned and nothing else is said', async () => {
    const { repository, table } = opened(engine, (name) =>
      userEntity(new Table({ name, create: { BillingMode: 'PROVISIONED' } })),
    )
    await repository.createTable()
    const described = await describeTable(table)
    const one = { ReadCapacityUnits: 1, WriteCapacityUnits: 1 }
    expect(described?.ProvisionedThroughput).include(one)
    expect(described?.GlobalSecondaryIndexes?.[0]?.ProvisionedThroughput).include(one)
  })

  it('refuses a billing mode that DynamoDB does not have, and sends nothing', async () => {
    const { repository, sent } = opened(engine, (name) =>
      userEntity(new Table({ name, create: { BillingMode: 'ON_DEMAND' as never } })),
    )
    expect(thrown(() => repository.toCreateTableInput(), EntityDefinitionError).message).match(/BillingMode/)
    await rejection(repository.createTable(), EntityDefinitionError)
    expect(sent).deep.equal([])
  })

  for (const [what, struct, type] of [
    ['text', string(), 'S'],
    ['an integer', integer(), 'N'],
    ['a number', number(), 'N'],
    ['a date', date(), 'S'],
    ['a date of epoch seconds', attribute(date(), { as: 'epochSeconds' }), 'N'],
    ['an exact decimal', attribute(string(), { as: 'decimal' }), 'N'],
    ['binary', instance(Uint8Array), 'B'],
  ] as const)
    it(`makes a key of ${what} of type ${type}`, async () => {
      const { repository, table } = opened(
        engine,
        (name) =>
          new Entity({
            name: 'Key',
            table: name,
            attributes: { k: struct as ReturnType<typeof string> },
            key: { partition: 'k' },
          }),
      )
      await repository.createTable()
      expect((await describeTable(table))?.AttributeDefinitions).deep.equal([
        { AttributeName: 'k', AttributeType: type },
      ])
    })

  for (const [what, struct] of [
    ['a boolean', boolean()],
    ['a set', set(string())],
    ['an object', object({ a: string() })],
  ] as const)
    it(`refuses a key of ${what} when it is defined`, () => {
      const define = () =>
        new Entity({
          name: 'Key',
          table: 'keys',
          attributes: { k: struct },
          key: { partition: 'k' as never },
        })
      expect(thrown(define, EntityDefinitionError).message).match(/'k' is stored as/)
    })
})

describe('deleteTable and tableExists', () => {
  it('deletes once, and says so', async () => {
    const { repository, table } = opened(engine, userEntity)
    await repository.save(aliceInput)
    expect(await repository.tableExists()).equal(true)
    expect(await repository.deleteTable()).deep.equal({ deleted: true })
    expect(await describeTable(table)).equal(undefined)
    expect(await repository.deleteTable()).deep.equal({ deleted: false })
    expect(await repository.tableExists()).equal(false)
  })
})

/**
 * A client on which DescribeTable goes through these states before it tells the truth; INDEX is an index still being
 * made.
 */
function slowlyActive(client: DynamoDBClient, states: readonly string[]): DynamoDBClient {
  const left = [...states]
  const send = async (command: { readonly input: object }, options: unknown): Promise<object> => {
    const output = await (client.send as (command: unknown, options: unknown) => Promise<object>).call(
      client,
      command,
      options,
    )
    const state = command instanceof DescribeTableCommand ? left.shift() : undefined
    if (state === undefined || state === 'ACTIVE') return output
    const { Table: described } = output as { Table: TableDescription }
    const indexes = described.GlobalSecondaryIndexes?.map((index) => ({ ...index, IndexStatus: 'CREATING' }))
    const change = state === 'INDEX' ? { GlobalSecondaryIndexes: indexes } : { TableStatus: state }
    return { ...output, Table: { ...described, ...change } }
  }
  return Object.create(client, { send: { value: send } })
}

interface RacingWriter {
  readonly child: ChildProcess
  /** The next line that it prints. */
  line(): Promise<string>
  end(): Promise<void>
}

function racingWriter(args: readonly string[]): RacingWriter {
  const program = fileURLToPath(new URL('racing-writer.ts', import.meta.url))
  const child = spawn(process.execPath, ['--import', 'tsx', program, ...args], {
    stdio: ['pipe', 'pipe', 'inherit'],
  })
  const exited = once(child, 'exit')
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]()
  return {
    child,
    async line() {
      const { value, done } = await lines.next()
      return done === true ? expect.fail('the process ended early') : value
    },
    async end() {
      child.stdin.end()
      child.kill()
      await exited
    },
  }
}
