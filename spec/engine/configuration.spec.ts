// Where requests go: region and endpoint by their order of precedence, seen by servers on 127.0.0.1.
import { DynamoDBClient, ListTablesCommand } from '@aws-sdk/client-dynamodb'
import { expect } from 'chai'
import { CommandExecutor, type ExecutorOptions, Repository, Table } from 'dyntastic'
import { withEngine } from '../support/engine.js'
import { aliceInput, orderEntity, orderInput, userEntity } from '../support/entities.js'
import { deadEndpoint, listeningEngine, type Relay, startRelay } from './relay.js'

const engine = withEngine()

const nowhere = '/nonexistent/aws'
const credentials = { AWS_ACCESS_KEY_ID: 'envkey', AWS_SECRET_ACCESS_KEY: 'secret' }

describe('region and endpoint', () => {
  let outside: NodeJS.ProcessEnv = {}
  let live: Awaited<ReturnType<typeof listeningEngine>>
  let dead: string
  let relay: Relay
  let other: Relay
  const executors: CommandExecutor[] = []

  before(async () => {
    live = await listeningEngine()
    dead = await deadEndpoint()
  })
  after(() => live.stop())

  beforeEach(async () => {
    outside = { ...process.env }
    for (const name of Object.keys(process.env)) if (/^(AWS|DYNTASTIC)_/.test(name)) delete process.env[name]
    set({ AWS_CONFIG_FILE: nowhere, AWS_SHARED_CREDENTIALS_FILE: nowhere, AWS_EC2_METADATA_DISABLED: 'true' })
    relay = await startRelay(live.endpoint)
    other = await startRelay(live.endpoint)
  })
  afterEach(async () => {
    for (const executor of executors.splice(0)) executor.destroy()
    await relay.close()
    await other.close()
    for (const name of Object.keys(process.env)) if (!(name in outside)) delete process.env[name]
    Object.assign(process.env, outside)
  })

  function set(variables: Record<string, string>): void {
    Object.assign(process.env, variables)
  }

  /** Saves and reads an item of a table with these options, through an executor with these. */
  async function saveAndGet(table: object = {}, options: ExecutorOptions = {}): Promise<void> {
    const executor = new CommandExecutor({ timeout: { total: 5000 }, ...options })
    executors.push(executor)
    const users = new Repository(userEntity(new Table({ name: engine.name(), ...table })), executor)
    const saved = await users.save(aliceInput)
    expect(await users.get('u1')).deep.equal(saved)
  }

  const regions = (of: Relay) => [...new Set(of.arrivals.map(({ region }) => region))]
  const operations = (of: Relay) => of.arrivals.map(({ operation }) => operation)
  const allOf = ['PutItem', 'CreateTable', 'DescribeTable', 'PutItem', 'GetItem']

  it('DYNTASTIC_REGION alone is the region that requests are signed for', async () => {
    set({ DYNTASTIC_REGION: 'eu-west-3', AWS_ENDPOINT_URL_DYNAMODB: relay.endpoint, ...credentials })
    await saveAndGet()
    expect(regions(relay)).deep.equal(['eu-west-3'])
    expect(relay.arrivals[0]?.accessKeyId).equal('envkey')
  })

  it('DYNTASTIC_HOST alone is where requests arrive', async () => {
    set({ DYNTASTIC_HOST: relay.endpoint })
    await saveAndGet()
    expect(operations(relay)).deep.equal(allOf)
  })

  it('both variables count together', async () => {
    set({ DYNTASTIC_HOST: relay.endpoint, DYNTASTIC_REGION: 'eu-west-3' })
    await saveAndGet()
    expect(operations(relay)).deep.equal(allOf)
    expect(regions(relay)).deep.equal(['eu-west-3'])
  })

  it('what the Table says wins over the variables', async () => {
    set({ DYNTASTIC_HOST: dead, DYNTASTIC_REGION: 'eu-west-3' })
    await saveAndGet({ endpoint: relay.endpoint, region: 'eu-north-1' })
    expect(regions(relay)).deep.equal(['eu-north-1'])
  })

  it('what the executor says wins over the variables, and the Table over the executor', async () => {
    set({ DYNTASTIC_HOST: dead, DYNTASTIC_REGION: 'eu-west-3' })
    await saveAndGet({}, { endpoint: relay.endpoint, region: 'eu-south-1' })
    expect(regions(relay)).deep.equal(['eu-south-1'])
    await saveAndGet(
      { endpoint: other.endpoint, region: 'eu-south-2' },
      { endpoint: dead, region: 'eu-south-1' },
    )
    expect(regions(other)).deep.equal(['eu-south-2'])
  })

  it('region and endpoint of the Table are enough', async () => {
    await saveAndGet({ endpoint: relay.endpoint, region: 'eu-central-2' })
    expect(operations(relay)).deep.equal(allOf)
    expect(regions(relay)).deep.equal(['eu-central-2'])
  })

  it('a client that is given is the one that sends, whatever else is said', async () => {
    set({ DYNTASTIC_HOST: dead, DYNTASTIC_REGION: 'eu-west-3' })
    const client = new DynamoDBClient({
      endpoint: relay.endpoint,
      region: 'sa-east-1',
      credentials: { accessKeyId: 'own', secretAccessKey: 'own' },
    })
    let passed = 0
    client.middlewareStack.add(
      (next) => (args) => {
        passed++
        return next(args)
      },
      { step: 'finalizeRequest' },
    )
    await saveAndGet({ endpoint: dead, region: 'eu-west-2' }, { client, endpoint: dead })
    expect(passed).equal(allOf.length)
    expect(regions(relay)).deep.equal(['sa-east-1'])
    expect(relay.arrivals[0]?.accessKeyId).equal('own')
    executors.pop()?.destroy()
    await client.send(new ListTablesCommand({ Limit: 1 })) // It is still open.
    client.destroy()
  })

  it('with nothing said, the variables of the SDK decide', async () => {
    set({ AWS_REGION: 'ap-south-1', AWS_ENDPOINT_URL_DYNAMODB: relay.endpoint, ...credentials })
    await saveAndGet()
    expect(regions(relay)).deep.equal(['ap-south-1'])
  })

  it('variables are read at first use, and never written', async () => {
    const executor = new CommandExecutor()
    executors.push(executor)
    const users = new Repository(userEntity(engine.name()), executor)
    const save = users.save(aliceInput)
    set({ DYNTASTIC_HOST: relay.endpoint, DYNTASTIC_REGION: 'eu-west-3' })
    const variables = { ...process.env }
    await save
    await users.deleteTable()
    expect(relay.arrivals[0]).include({ operation: 'PutItem', region: 'eu-west-3' })
    expect({ ...process.env }).deep.equal(variables)
  })

  it('region and endpoint may be functions, called at first use and not before', async () => {
    const called: string[] = []
    const says = (what: string, value: string) => () => {
      called.push(what)
      return value
    }
    const executor = new CommandExecutor({ region: says('region of executor', 'eu-west-3') })
    executors.push(executor)
    const table = new Table({ name: engine.name(), endpoint: says('endpoint of table', relay.endpoint) })
    const users = new Repository(userEntity(table), executor)
    const operation = users.save(aliceInput)
    operation.toCommand()
    expect(called).deep.equal([])
    await operation
    await users.get('u1')
    expect(called.sort()).deep.equal(['endpoint of table', 'region of executor'])
    expect(regions(relay)).deep.equal(['eu-west-3'])
  })

  for (const [row, value] of [
    ['a function that returns undefined', () => undefined],
    ['an empty string', ''],
    ['a function that returns an empty string', () => ''],
  ] as const)
    it(`${row} falls through to the next source`, async () => {
      set({ DYNTASTIC_HOST: relay.endpoint, DYNTASTIC_REGION: 'eu-west-3' })
      await saveAndGet({ endpoint: value, region: value }, { endpoint: value, region: value })
      expect(regions(relay)).deep.equal(['eu-west-3'])
    })

  it('an empty variable counts as unset', async () => {
    set({ DYNTASTIC_HOST: '', DYNTASTIC_REGION: '', AWS_REGION: 'eu-west-1', ...credentials })
    set({ AWS_ENDPOINT_URL_DYNAMODB: relay.endpoint })
    await saveAndGet()
    expect(regions(relay)).deep.equal(['eu-west-1'])
  })

  it('entities with one region and endpoint share one client, others do not; defining them opens nothing', async () => {
    const executor = new CommandExecutor({ endpoint: relay.endpoint, region: 'eu-west-3' })
    executors.push(executor)
    const User = userEntity(engine.name())
    const Order = orderEntity(engine.name())
    const Far = userEntity(new Table({ name: engine.name(), region: 'us-west-2' }))
    expect(relay.arrivals).deep.equal([])
    await new Repository(User, executor).save(aliceInput)
    await new Repository(Order, executor).save(orderInput)
    expect(executor.clientFor(User.table)).equal(executor.clientFor(Order.table))
    expect(executor.clientFor(User.table)).not.equal(executor.clientFor(Far.table))
    await new Repository(Far, executor).save(aliceInput)
    expect(regions(relay)).deep.equal(['eu-west-3', 'us-west-2'])
  })

  it('every operation uses the first name that the function returned', async () => {
    const names = [engine.name(), engine.name(), engine.name()]
    const [first] = names
    const executor = new CommandExecutor({ endpoint: relay.endpoint })
    executors.push(executor)
    const users = new Repository(
      userEntity(() => names.shift() ?? ''),
      executor,
    )
    await users.createTable()
    await users.save(aliceInput)
    await users.get('u1')
    await users.refresh('u1')
    await users.delete('u1')
    await users.tableExists()
    await users.deleteTable()
    const used = relay.arrivals.map(({ body }) => JSON.parse(body).TableName)
    expect(new Set(used)).deep.equal(new Set([first]))
    expect(operations(relay)).include.members([
      'CreateTable',
      'PutItem',
      'GetItem',
      'DeleteItem',
      'DeleteTable',
    ])
  })

  it('a table is created at the endpoint and in the region of its Table', async () => {
    set({ DYNTASTIC_HOST: other.endpoint, DYNTASTIC_REGION: 'eu-west-3' })
    const executor = new CommandExecutor()
    executors.push(executor)
    const table = new Table({ name: engine.name(), endpoint: relay.endpoint, region: 'eu-north-1' })
    await new Repository(userEntity(table), executor).createTable()
    expect(relay.arrivals[0]).include({ operation: 'CreateTable', region: 'eu-north-1' })
    expect(other.arrivals).deep.equal([])
  })
})
