import { DynamoDBClient, GetItemCommand, PutItemCommand } from '@aws-sdk/client-dynamodb'
import { mockClient } from 'aws-sdk-client-mock'
import { expect } from 'chai'
import { EntityDefinitionError } from '../../lib/errors/entity-definition-error.js'
import { AbortedError, TimeoutError } from '../../lib/errors/interrupted.js'
import { InvalidOptionError } from '../../lib/errors/invalid-option-error.js'
import { TableNotFoundError } from '../../lib/errors/table-not-found-error.js'
import { CommandExecutor } from '../../lib/executor/command-executor.js'
import type { ExecutorOptions } from '../../lib/executor/executor-options.js'
import type { Request, TouchedTable } from '../../lib/operation/ground/request.js'
import { onEachTransport } from '../support/transports.js'
import { type FakeEndpoint, failure, fakeEndpoint, type Reply, type SeenRequest } from './fake-endpoint.js'
import { creationOf, get, put, rejection, things, withCleanEnvironment } from './requests.js'

// An engine with one table: missing until it is created, ACTIVE after this many DescribeTable requests.
function engine(looks = 0): Promise<FakeEndpoint> {
  let state: 'missing' | 'made' = 'missing'
  let left = looks
  return fakeEndpoint(({ call }: SeenRequest): Reply => {
    if (call === 'CreateTable') {
      if (state === 'made') return failure('ResourceInUseException')
      state = 'made'
      return { body: {} }
    }
    if (state === 'missing') return failure('ResourceNotFoundException')
    if (call === 'DescribeTable')
      return { body: { Table: { TableStatus: left-- > 0 ? 'CREATING' : 'ACTIVE' } } }
    return left > 0 ? failure('ResourceNotFoundException') : { body: {} }
  })
}

const calls = ({ requested }: FakeEndpoint): string[] => requested.map(({ call }) => call)

onEachTransport('executor/command-executor', suite, { refused: true })

function suite(this: Mocha.Suite, Executor: typeof CommandExecutor): void {
  const executors: CommandExecutor[] = []

  function executor(options: ExecutorOptions = {}): CommandExecutor {
    const made = new Executor(options)
    executors.push(made)
    return made
  }

  withCleanEnvironment()
  afterEach(() => {
    for (const each of executors.splice(0)) each.destroy()
  })

  describe('where requests go', () => {
    const ok = (): Promise<FakeEndpoint> => fakeEndpoint(() => ({ body: {} }))

    it('DYNTASTIC_HOST alone is enough on a loopback address', async () => {
      const endpoint = await ok()
      process.env['DYNTASTIC_HOST'] = endpoint.url
      await executor().run(get())
      expect(endpoint.requested).to.have.length(1)
      expect(endpoint.requested[0]).to.include({ region: 'us-east-1', accessKey: 'local' })
    })

    it('DYNTASTIC_REGION signs for the region, with DYNTASTIC_HOST or with the SDK settings', async () => {
      const endpoint = await ok()
      process.env['DYNTASTIC_REGION'] = 'eu-west-3'
      process.env['AWS_ENDPOINT_URL_DYNAMODB'] = endpoint.url
      Object.assign(process.env, { AWS_ACCESS_KEY_ID: 'mine', AWS_SECRET_ACCESS_KEY: 's' })
      await executor().run(get())
      process.env['DYNTASTIC_HOST'] = endpoint.url
      await executor().run(get())
      expect(endpoint.requested.map(({ region, accessKey }) => [region, accessKey])).to.deep.equal([
        ['eu-west-3', 'mine'],
        ['eu-west-3', 'mine'],
      ])
    })

    it('what is said explicitly beats the environment', async () => {
      const endpoint = await ok()
      Object.assign(process.env, { DYNTASTIC_HOST: 'http://127.0.0.1:9', DYNTASTIC_REGION: 'eu-west-3' })
      await executor().run(get(things({ endpoint: endpoint.url, region: 'eu-north-1' })))
      await executor({ endpoint: endpoint.url, region: 'eu-south-1' }).run(get())
      expect(endpoint.requested.map(({ region }) => region)).to.deep.equal(['eu-north-1', 'eu-south-1'])
    })

    it('no environment at all', async () => {
      const endpoint = await ok()
      await executor().run(get(things({ endpoint: () => endpoint.url, region: () => 'eu-west-1' })))
      expect(endpoint.requested[0]).to.include({ region: 'eu-west-1' })
    })

    it("the SDK's own settings decide if nothing is set", async () => {
      const endpoint = await ok()
      Object.assign(process.env, {
        AWS_REGION: 'eu-west-2',
        AWS_ENDPOINT_URL_DYNAMODB: endpoint.url,
        AWS_ACCESS_KEY_ID: 'mine',
        AWS_SECRET_ACCESS_KEY: 's',
      })
      await executor().run(get())
      expect(endpoint.requested[0]).to.include({ region: 'eu-west-2', accessKey: 'mine' })
    })

    it('variables set after the executor was made are used, and none is written', async () => {
      const endpoint = await ok()
      const made = executor()
      const table = things()
      process.env['DYNTASTIC_HOST'] = endpoint.url
      const before = { ...process.env }
      await made.run(get(table))
      expect(endpoint.requested).to.have.length(1)
      expect(process.env).to.deep.equal(before)
    })

    it('rejects, and does not throw, if an endpoint is not a URL', async () => {
      const made = executor({ endpoint: 'localhost:8000' })
      expect(await rejection(made.run(get()))).to.be.instanceOf(EntityDefinitionError)
    })

    it('making an executor opens nothing; tables of one place share a client', () => {
      const made = executor({ endpoint: 'http://127.0.0.1:9' })
      expect(made.clientFor(things())).to.equal(made.clientFor(things({ name: 'Others' })))
    })
  })

  describe('mocked clients', () => {
    it('send the real command, with exactly its input', async () => {
      const mock = mockClient(DynamoDBClient)
      try {
        mock.on(GetItemCommand).resolves({ Item: { id: { S: 'a' } } })
        const made = executor({ region: 'eu-west-1' })
        expect(await made.run(get())).to.deep.equal({ Item: { id: { S: 'a' } } })
        expect(mock.commandCalls(GetItemCommand, get().input, true)).to.have.length(1)
        expect(made.toCommand(get())).to.deep.include({ input: get().input })
        expect(mock.calls()).to.have.length(1)
      } finally {
        mock.restore()
      }
    })
  })

  it('a command can be changed without changing the request', () => {
    const request = put()
    const command = executor().toCommand(request)
    Object.assign(command.input.Item?.['id'] ?? {}, { S: 'b' })
    command.input.TableName = 'Others'
    expect(request.input).to.deep.equal(put().input)
  })

  describe('missing tables', () => {
    it('the first write creates the table, waits until it is ACTIVE, and is sent again', async () => {
      const endpoint = await engine(2)
      const created: unknown[] = []
      const observers = [{ onTableCreated: (event: unknown) => void created.push(event) }]
      await executor({ endpoint: endpoint.url, observers }).run(put())
      expect(calls(endpoint)).to.deep.equal([
        'PutItem',
        'CreateTable',
        'DescribeTable',
        'DescribeTable',
        'DescribeTable',
        'PutItem',
      ])
      expect(created).to.deep.equal([{ entity: 'Thing', operation: 'save', table: 'Things' }])
    })

    it('later writes cost nothing extra', async () => {
      const endpoint = await engine()
      const made = executor({ endpoint: endpoint.url })
      await made.run(put())
      const before = endpoint.requested.length
      await made.run(put())
      expect(calls(endpoint).slice(before)).to.deep.equal(['PutItem'])
    })

    it('ten first writes of two executors make one table', async () => {
      const endpoint = await engine(3)
      const made = [executor({ endpoint: endpoint.url }), executor({ endpoint: endpoint.url })]
      await Promise.all(Array.from({ length: 10 }, (_, n) => made[n % 2]?.run(put())))
      expect(calls(endpoint).filter((call) => call === 'CreateTable')).to.have.length.within(1, 2)
      // Each write goes through once; before that, those that were early met no table once.
      expect(calls(endpoint).filter((call) => call === 'PutItem')).to.have.length.within(11, 20)
    })

    it('switches TTL on', async () => {
      const endpoint = await engine()
      await executor({ endpoint: endpoint.url }).run(put(things(), creationOf('expires')))
      expect(calls(endpoint)).to.deep.equal([
        'PutItem',
        'CreateTable',
        'DescribeTable',
        'UpdateTimeToLive',
        'PutItem',
      ])
    })

    const refusals = [
      ['the executor says no', { autoCreateTables: false }, {}, false],
      ['the table says no', {}, { autoCreate: false }, false],
      ['the table wins over the executor', { autoCreateTables: false }, { autoCreate: true }, true],
    ] as const

    for (const [title, options, table, creates] of refusals)
      it(title, async () => {
        const endpoint = await engine()
        const made = executor({ ...options, endpoint: endpoint.url })
        if (creates) await made.run(put(things(table)))
        else expect(await rejection(made.run(put(things(table))))).to.be.instanceOf(TableNotFoundError)
        expect(calls(endpoint).includes('CreateTable')).to.equal(creates)
      })

    it('reads do not create', async () => {
      const endpoint = await engine()
      const error = await rejection(executor({ endpoint: endpoint.url }).run(get()))
      expect(error).to.be.instanceOf(TableNotFoundError)
      expect(error.message).to.contain("table 'Things' does not exist").and.contain(endpoint.url)
      expect(calls(endpoint)).to.deep.equal(['GetItem'])
    })

    it('a request that knows the response of an empty table gets it when its first write would create the table', async () => {
      const endpoint = await engine()
      const withoutTable = { $metadata: {} }
      const request = {
        ...put(),
        call: 'DeleteItem',
        input: { TableName: 'Things', Key: {} },
        withoutTable,
      } as const
      expect(await executor({ endpoint: endpoint.url }).run(request)).to.equal(withoutTable)
      const strict = executor({ endpoint: endpoint.url, autoCreateTables: false })
      expect(await rejection(strict.run(request))).to.be.instanceOf(TableNotFoundError)
      expect(calls(endpoint)).to.deep.equal(['DeleteItem', 'DeleteItem'])
    })

    it('a write that meets no table once more after the creation is not sent forever', async () => {
      const endpoint = await fakeEndpoint(({ call }) => {
        if (call === 'PutItem') return failure('ResourceNotFoundException')
        return { body: call === 'DescribeTable' ? { Table: { TableStatus: 'ACTIVE' } } : {} }
      })
      const error = await rejection(executor({ endpoint: endpoint.url }).run(put()))
      expect(error).to.be.instanceOf(TableNotFoundError)
      expect(calls(endpoint)).to.deep.equal(['PutItem', 'CreateTable', 'DescribeTable', 'PutItem'])
    })

    it('waiting for the table has a limit of its own', async () => {
      const endpoint = await engine(Infinity)
      const made = executor({ endpoint: endpoint.url, timeout: { table: 60 } })
      const error = await rejection(made.run(put()))
      expect(error).to.be.instanceOf(TimeoutError)
      expect(error.message).to.contain('not ready within 60 ms')
    })
  })

  describe('missing tables of a request that touches several', () => {
    const creation = (name: string) => () => {
      const { input, ttl } = creationOf('expires')()
      return { input: { ...input, TableName: name }, ttl }
    }
    const touch = (name: string, options: object = {}): TouchedTable => ({
      table: things({ name, ...options }),
      creation: creation(name),
    })
    const deletion = (name: string): TouchedTable => ({ table: things({ name }) })

    function writes(first: TouchedTable, ...others: TouchedTable[]): Request<'TransactWriteItems'> {
      const input = { TransactItems: [] }
      return {
        call: 'TransactWriteItems',
        entity: 'Thing',
        operation: 'transaction',
        input,
        ...first,
        others,
      }
    }

    // An engine that has these tables; a write meets a missing one until all that it names are there, and at its
    // first turns in any case.
    async function engineOf(there: readonly string[], all: readonly string[], blind = 0) {
      const made = new Set(there)
      let left = blind
      const endpoint = await fakeEndpoint(({ call, input }: SeenRequest): Reply => {
        const name = String(input['TableName'])
        if (call === 'TransactWriteItems') {
          const meets = left-- > 0 || all.some((each) => !made.has(each))
          return meets ? failure('ResourceNotFoundException') : { body: {} }
        }
        if (call === 'CreateTable') {
          if (made.has(name)) return failure('ResourceInUseException')
          made.add(name)
        }
        if (!made.has(name)) return failure('ResourceNotFoundException')
        return { body: call === 'DescribeTable' ? { Table: { TableStatus: 'ACTIVE' } } : {} }
      })
      const seen = () =>
        endpoint.requested.map(({ call, input }) => [call, input['TableName']].filter(Boolean).join(' '))
      return { ...endpoint, noted: seen }
    }

    it('only the missing ones are made, and TTL of the others stays as it is', async () => {
      const endpoint = await engineOf(['Old'], ['Old', 'New'])
      await executor({ endpoint: endpoint.url }).run(writes(touch('Old'), touch('New')))
      const [first, ...rest] = endpoint.noted()
      expect(first).to.equal('TransactWriteItems')
      expect(rest.slice(0, 2)).to.have.members(['DescribeTable Old', 'DescribeTable New'])
      expect(rest.slice(2)).to.deep.equal([
        'CreateTable New',
        'DescribeTable New',
        'UpdateTimeToLive New',
        'TransactWriteItems',
      ])
    })

    for (const [what, concurrent] of [
      ['that is not to be made', touch('Gone', { autoCreate: false })],
      ['that is only deleted from', deletion('Gone')],
    ] as const)
      it(`none is created next to a missing one ${what}`, async () => {
        for (const there of [['Things'], []]) {
          const endpoint = await engineOf(there, ['Things', 'Gone'])
          const error = await rejection(
            executor({ endpoint: endpoint.url }).run(writes(touch('Things'), concurrent)),
          )
          expect(error).to.be.instanceOf(TableNotFoundError)
          expect(error.message).to.contain("one of the tables 'Things', 'Gone' does not exist")
          expect(calls(endpoint)).to.deep.equal(['TransactWriteItems', 'DescribeTable', 'DescribeTable'])
        }
      })

    it('none is described if none could be created', async () => {
      const endpoint = await engineOf([], ['Things', 'Gone'])
      const made = executor({ endpoint: endpoint.url, autoCreateTables: false })
      await rejection(made.run(writes(touch('Things'), touch('Gone'))))
      expect(calls(endpoint)).to.deep.equal(['TransactWriteItems'])
    })

    it('that somebody else made meanwhile are used as they are', async () => {
      const endpoint = await engineOf(['Things', 'Others'], ['Things', 'Others'], 1)
      await executor({ endpoint: endpoint.url }).run(writes(touch('Things'), touch('Others')))
      expect(calls(endpoint)).to.deep.equal([
        'TransactWriteItems',
        'DescribeTable',
        'DescribeTable',
        'TransactWriteItems',
      ])
    })

    it('are reported as missing, not as denied, to a caller without permission to describe them', async () => {
      const endpoint = await fakeEndpoint(({ call }) =>
        failure(call === 'TransactWriteItems' ? 'ResourceNotFoundException' : 'AccessDeniedException'),
      )
      const made = executor({ endpoint: endpoint.url })
      const error = await rejection(made.run(writes(touch('Things'), deletion('Gone'))))
      expect(error).to.be.instanceOf(TableNotFoundError)
      expect(calls(endpoint)).not.to.include('CreateTable')
      const alone = await rejection(made.run({ ...writes(touch('Things')), others: [] }))
      expect(alone).to.be.instanceOf(TableNotFoundError)
      expect(alone.message).to.match(
        /table 'Things' does not exist \(region .*and could not be created: CreateTable failed \(AccessDeniedException/,
      )
    })
  })

  describe('limits and signals', () => {
    it('has limits by default', () => {
      expect(executor().parts.limits).to.deep.equal({ attempt: 5_000, total: 30_000 })
    })

    it('a write that hangs ends in a TimeoutError that says it may have been applied', async () => {
      const endpoint = await fakeEndpoint(() => 'hang')
      const made = executor({ endpoint: endpoint.url, timeout: { attempt: 80, total: 2000 } })
      process.env['AWS_MAX_ATTEMPTS'] = '2'
      const error = await rejection(made.run(put()))
      expect(error).to.be.instanceOf(TimeoutError)
      expect(error).to.include({ outcome: 'unknown', entity: 'Thing', operation: 'save' })
      expect(error.message).to.equal(
        'Thing.save: no response within 80 ms, in each of 2 attempts; the write may have been applied',
      )
      expect(endpoint.requested).to.have.length(2)
    })

    it("limits hold for a client of the user's own, too", async () => {
      const endpoint = await fakeEndpoint(() => 'hang')
      const credentials = { accessKeyId: 'a', secretAccessKey: 'b' }
      const client = new DynamoDBClient({ region: 'eu-west-1', endpoint: endpoint.url, credentials })
      const error = await rejection(executor({ client, timeout: { total: 200 } }).run(get()))
      expect(error).to.be.instanceOf(TimeoutError).and.include({ outcome: 'nothing written' })
      client.destroy()
    })

    it('a signal that aborted before: nothing is sent', async () => {
      const endpoint = await engine()
      const signal = AbortSignal.abort('early')
      const error = await rejection(executor({ endpoint: endpoint.url }).run(put(), { signal }))
      expect(error).to.be.instanceOf(AbortedError).and.include({ outcome: 'nothing written', cause: 'early' })
      expect(endpoint.requested).to.have.length(0)
    })

    it('a signal that aborts in flight', async () => {
      const endpoint = await fakeEndpoint(() => 'hang')
      const controller = new AbortController()
      const made = executor({ endpoint: endpoint.url })
      const running = rejection(made.run(put(), { signal: controller.signal }))
      while (endpoint.requested.length === 0) await new Promise((done) => setTimeout(done, 2))
      controller.abort()
      const start = performance.now()
      const error = await running
      expect(performance.now() - start).to.be.lessThan(1_000)
      expect(error).to.be.instanceOf(AbortedError).and.include({ outcome: 'unknown' })
      expect(error.cause).to.equal(controller.signal.reason)
    })
  })

  for (const work of [undefined, null, 5, {}, Promise.resolve()])
    it(`unscoped() refuses ${String(work)}`, () => {
      const call = () => new CommandExecutor().unscoped(work as never)
      expect(call).throw(InvalidOptionError, '`work` must be a function')
    })

  it('refuses a class as the work of a scope', async () => {
    class Work {}
    const made = new CommandExecutor()
    const words = '`work` must be a function, but is a class (Work)'
    for (const call of [made.batch(Work as never), made.transaction(Work as never)])
      expect(await rejection(call))
        .instanceOf(InvalidOptionError)
        .property('message')
        .contain(words)
    expect(() => made.unscoped(Work as never)).throw(InvalidOptionError, words)
  })

  for (const method of ['transportFor', 'clientFor'] as const)
    for (const given of [undefined, null, 'users', {}, class Users {}])
      it(`${method}() refuses ${String(given)}`, () => {
        const call = () => new CommandExecutor()[method](given as never)
        expect(call).throw(InvalidOptionError, `${method}: \`table\` must be a Table`)
      })

  it('refuses a command of the SDK in place of a request, with the way to send it', async () => {
    const words = 'executor.clientFor(table).send(command)'
    for (const given of [new GetItemCommand({ TableName: 'users', Key: {} }), {}, undefined, null]) {
      expect(await rejection(new CommandExecutor().run(given as never)))
        .instanceOf(InvalidOptionError)
        .property('message')
        .contain(words)
      expect(() => new CommandExecutor().toCommand(given as never)).throw(InvalidOptionError, words)
    }
  })

  it('goes on after destroy, with new clients', async () => {
    const endpoint = await fakeEndpoint(() => ({ body: {} }))
    const made = executor({ endpoint: endpoint.url })
    await made.run(get())
    made.destroy()
    await made.run(get())
    expect(endpoint.requested).to.have.length(2)
  })

  it('watches for dropped operations only if the option is set', () => {
    expect(executor().watch.next).to.equal(undefined)
    expect(executor({ reportDropped: true }).watch.next).to.be.an('object')
  })

  it('is a plain object to a stub: no private members, and commands without sending', () => {
    expect(executor().toCommand(put())).to.be.instanceOf(PutItemCommand)
    expect(Object.keys(executor())).to.include.members(['options', 'parts', 'watch', 'reads', 'retry'])
    expect(Object.getOwnPropertySymbols(executor())).to.deep.equal([])
  })
}
