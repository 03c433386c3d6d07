import { DynamoDBClient } from '@aws-sdk/client-dynamodb'
import { expect } from 'chai'
import { EntityDefinitionError } from '../../../lib/errors/entity-definition-error.js'
import { clientsOf, placeOf } from '../../../lib/executor/sending/clients.js'
import { things, withCleanEnvironment } from '../requests.js'

describe('executor/clients', () => {
  withCleanEnvironment()

  const sources = [
    [
      'the table wins',
      { region: 't', endpoint: 'http://t' },
      { region: 'e', endpoint: 'http://e' },
      true,
      't',
    ],
    ['the executor wins over the environment', {}, { region: 'e', endpoint: 'http://e' }, true, 'e'],
    ['the environment is next', {}, {}, true, 'v'],
    ['the rest is left to the SDK', {}, {}, false, undefined],
    ['functions are settings, too', { region: () => 't', endpoint: () => 'http://t' }, {}, true, 't'],
    [
      'a function that returns undefined falls through',
      { region: () => undefined, endpoint: () => undefined },
      {},
      true,
      'v',
    ],
    [
      'an empty string counts as unset',
      { region: '', endpoint: '' },
      { region: '', endpoint: () => '' },
      true,
      'v',
    ],
  ] as const

  for (const [title, table, settings, variables, expected] of sources)
    it(title, () => {
      if (variables) Object.assign(process.env, { DYNTASTIC_REGION: 'v', DYNTASTIC_HOST: 'http://v' })
      expect(placeOf(things(table), settings)).to.deep.equal({
        region: expected,
        endpoint: expected === undefined ? undefined : `http://${expected}/`,
      })
    })

  it('an empty variable counts as unset', () => {
    Object.assign(process.env, { DYNTASTIC_REGION: '', DYNTASTIC_HOST: '' })
    expect(placeOf(things(), {})).to.deep.equal({ region: undefined, endpoint: undefined })
  })

  it('one client per region and endpoint, made at first use, and not shared between executors', () => {
    const clients = clientsOf({ endpoint: 'http://127.0.0.1:1' })
    const first = things()
    expect(clients.for(first)).to.equal(clients.for(things({ name: 'Others' })))
    expect(clients.for(first)).to.equal(clients.for(first))
    expect(clients.for(first)).to.not.equal(clients.for(things({ region: 'eu-west-1' })))
    expect(clients.for(first)).to.not.equal(clients.for(things({ endpoint: 'http://127.0.0.1:2' })))
    expect(clients.for(first)).to.not.equal(clientsOf({ endpoint: 'http://127.0.0.1:1' }).for(first))
    clients.destroy()
  })

  const alike = [
    ['a region that AWS_REGION says, too', { AWS_REGION: 'eu-west-1' }, {}, { region: 'eu-west-1' }],
    [
      'a region that DYNTASTIC_REGION says, too',
      { DYNTASTIC_REGION: 'eu-west-1' },
      {},
      { region: () => 'eu-west-1' },
    ],
    ['an endpoint with and without a slash', {}, { endpoint: 'http://h:9' }, { endpoint: 'http://h:9/' }],
    ['an endpoint with its default port', {}, { endpoint: 'https://h' }, { endpoint: 'HTTPS://H:443' }],
    [
      'a local endpoint with the region that is made up',
      {},
      { endpoint: 'http://127.0.0.1:9' },
      { endpoint: 'http://127.0.0.1:9', region: 'us-east-1' },
    ],
  ] as const

  for (const [what, variables, one, other] of alike)
    it(`${what} is one place, and so one client`, () => {
      Object.assign(process.env, variables)
      const clients = clientsOf({})
      expect(clients.for(things(one))).to.equal(clients.for(things(other)))
      expect(clients.for(things(one))).to.not.equal(clients.for(things({ ...other, region: 'us-west-2' })))
      clients.destroy()
    })

  it('AWS_REGION has the lowest precedence, and counts as unset if it is empty', () => {
    process.env['AWS_REGION'] = 'eu-west-1'
    expect(placeOf(things(), {}).region).to.equal('eu-west-1')
    expect(placeOf(things(), { region: 'e' }).region).to.equal('e')
    process.env['DYNTASTIC_REGION'] = 'v'
    expect(placeOf(things(), {}).region).to.equal('v')
    Object.assign(process.env, { DYNTASTIC_REGION: '', AWS_REGION: '' })
    expect(placeOf(things(), {}).region).to.equal(undefined)
  })

  it('functions and variables are read at first use, once, and never written', () => {
    let calls = 0
    const clients = clientsOf({ endpoint: () => `http://127.0.0.1:${++calls}` })
    const table = things()
    expect(calls).to.equal(0)
    const before = { ...process.env }
    clients.for(table)
    clients.for(table)
    expect(calls).to.equal(1)
    expect(process.env).to.deep.equal(before)
    clients.destroy()
  })

  it("a client of the user's own is used for all tables, and neither configured nor closed", () => {
    const client = new DynamoDBClient({ region: 'eu-west-1' })
    const before = { stack: client.middlewareStack.identify(), config: { ...client.config } }
    let destroyed = 0
    client.destroy = () => {
      destroyed++
    }
    const clients = clientsOf({ client, region: 'us-east-1' })
    expect(clients.for(things({ region: 'eu-west-3', endpoint: 'http://127.0.0.1:1' }))).to.equal(client)
    clients.destroy()
    expect(destroyed).to.equal(0)
    expect({ stack: client.middlewareStack.identify(), config: { ...client.config } }).to.deep.equal(before)
  })

  it('closes what it made, and makes new ones afterwards', () => {
    const clients = clientsOf({ endpoint: 'http://127.0.0.1:1' })
    const table = things()
    const client = clients.for(table)
    let destroyed = 0
    client.destroy = () => {
      destroyed++
    }
    clients.destroy()
    clients.destroy()
    expect(destroyed).to.equal(1)
    expect(clients.for(table)).to.not.equal(client)
    clients.destroy()
  })

  const local = [
    'http://127.0.0.1:8000',
    'http://127.1.2.3',
    'http://localhost:8000/',
    'https://[::1]:8000',
    'http://db.localhost',
  ]
  for (const endpoint of local)
    it(`${endpoint} is local: region and credentials are made up`, async () => {
      const client = clientsOf({ endpoint }).for(things())
      expect(await client.config.region()).to.equal('us-east-1')
      expect((await client.config.credentials()).accessKeyId).to.equal('local')
      client.destroy()
    })

  it('credentials and region of the environment are used on a local address, too', async () => {
    Object.assign(process.env, {
      AWS_REGION: 'eu-north-1',
      AWS_ACCESS_KEY_ID: 'mine',
      AWS_SECRET_ACCESS_KEY: 's',
    })
    const client = clientsOf({ endpoint: 'http://localhost:8000' }).for(things())
    expect(await client.config.region()).to.equal('eu-north-1')
    expect((await client.config.credentials()).accessKeyId).to.equal('mine')
    client.destroy()
  })

  for (const endpoint of [
    'http://127.0.0.1.example.com',
    'http://localhost.example.com',
    'http://notlocalhost',
    undefined,
  ])
    it(`${endpoint} is not local: nothing is made up`, async () => {
      const client = clientsOf({ endpoint }).for(things())
      const error = await client.config.region().then(
        () => undefined,
        (thrown) => thrown as Error,
      )
      expect(error?.message).to.match(/Region is missing/)
      client.destroy()
    })

  for (const endpoint of ['localhost:8000', '127.0.0.1', 'ftp://localhost', '/'])
    it(`'${endpoint}' is refused: it is not a URL`, () => {
      expect(() => clientsOf({ endpoint }).for(things())).to.throw(EntityDefinitionError, endpoint)
    })
})
