import { DynamoDBClient, GetItemCommand } from '@aws-sdk/client-dynamodb'
import { expect } from 'chai'
import type { SdkClient, SdkCommand } from '../../../lib/executor/client/sdk-client.js'
import { routesOf, type Whereabouts } from '../../../lib/executor/direct/routes.js'

describe('executor/direct/routes', () => {
  const here: Whereabouts = {
    region: 'eu-west-1',
    endpoint: { protocol: 'http:', hostname: 'a', port: 1, path: '/' },
    identity: { accessKeyId: 'a', secretAccessKey: 'b', $source: { CREDENTIALS_CODE: 'e' } },
    arn: undefined,
  }
  /** How often a route is learned on a way through these places. */
  async function learned(...places: readonly Whereabouts[]): Promise<number> {
    let times = 0
    const client = new DynamoDBClient({
      region: 'eu-west-1',
      credentials: { accessKeyId: 'a', secretAccessKey: 'b' },
    }) as unknown as SdkClient
    const routes = routesOf(client)
    for (const where of places)
      await routes.find('GetItem', where, () => {
        times++
        return new GetItemCommand({ TableName: 'T', Key: {} }) as unknown as SdkCommand
      })
    return times
  }

  it('are learned once for each operation and place', async () => {
    const same: Whereabouts = {
      ...here,
      endpoint: { protocol: 'http:', hostname: 'a', port: 1, path: '/' },
      // Credentials are rotated, and come from where they came from.
      identity: {
        accessKeyId: 'c',
        secretAccessKey: 'd',
        sessionToken: 't',
        $source: { CREDENTIALS_CODE: 'e' },
      },
    }
    expect(await learned(here, here, same)).to.equal(1)
  })

  it('are learned once by calls that begin together, and again after a failure', async () => {
    let times = 0
    let broken = true
    const client = new DynamoDBClient({
      region: 'eu-west-1',
      credentials: async () => {
        if (broken) throw new Error('not yet')
        return { accessKeyId: 'a', secretAccessKey: 'b' }
      },
    }) as unknown as SdkClient
    const routes = routesOf(client)
    const find = async () =>
      routes.find('GetItem', here, () => {
        times++
        return new GetItemCommand({ TableName: 'T', Key: {} }) as unknown as SdkCommand
      })
    const failed = await Promise.allSettled([find(), find()])
    expect(failed.map(({ status }) => status)).to.deep.equal(['rejected', 'rejected'])
    expect(times).to.equal(1)
    broken = false
    const [one, other] = await Promise.all([find(), find()])
    expect(one).to.equal(other)
    expect(await find()).to.equal(one)
    expect(times).to.equal(2)
  })

  for (const [what, change] of Object.entries<Partial<Whereabouts>>({
    'the region': { region: 'eu-west-2' },
    'the endpoint': { endpoint: { protocol: 'http:', hostname: 'a', port: 2, path: '/' } },
    'an endpoint that is gone': { endpoint: undefined },
    'the account of the credentials': { identity: { ...here.identity, accountId: '1' } },
    'the source of the credentials': {
      identity: { ...here.identity, $source: { CREDENTIALS_PROFILE: 'n' } },
    },
    'a table of another account': { arn: 'arn:aws:dynamodb:eu-west-1:1:table/T' },
  }))
    it(`are learned again with ${what}`, async () => {
      expect(await learned(here, { ...here, ...change }, { ...here, ...change })).to.equal(2)
    })
})
