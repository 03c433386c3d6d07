// Which requests the direct transport takes, and how it says that it does not.
import { DynamoDBClient, GetItemCommand } from '@aws-sdk/client-dynamodb'
import { mockClient } from 'aws-sdk-client-mock'
import { expect } from 'chai'
import type { SdkCommand } from '../../../lib/executor/client/sdk-client.js'
import { directTransport, transportOf } from '../../../lib/executor/direct/direct-transport.js'
import type { CallName } from '../../../lib/operation/ground/request.js'

const input = { TableName: 'T', Key: {} }
const made = () =>
  new DynamoDBClient({ region: 'eu-west-1', credentials: { accessKeyId: 'a', secretAccessKey: 'b' } })

/** The operations. One without a row does not compile. */
const taken: Readonly<Record<CallName, boolean>> = {
  GetItem: true,
  PutItem: true,
  UpdateItem: true,
  DeleteItem: true,
  Query: true,
  Scan: true,
  SearchVectors: true,
  BatchGetItem: true,
  BatchWriteItem: true,
  TransactGetItems: true,
  TransactWriteItems: true,
  CreateTable: false,
  DeleteTable: false,
  DescribeTable: false,
  DescribeTimeToLive: false,
  UpdateTimeToLive: false,
}

describe('executor/direct/direct-transport', () => {
  const transport = directTransport()
  const command = (client: object, call: CallName, reasons: string[] = []) =>
    transport.command(
      client,
      { call, input, command: () => new GetItemCommand(input) as unknown as SdkCommand },
      (reason) => reasons.push(reason),
    )

  for (const [call, takes] of Object.entries(taken) as [CallName, boolean][])
    it(`${takes ? 'takes' : 'leaves'} ${call}${takes ? '' : ' to the SDK, without a word'}`, () => {
      const reasons: string[] = []
      expect(command(made(), call, reasons) !== undefined).to.equal(takes)
      expect(reasons).to.deep.equal([])
    })

  it('says once for each client and reason that it does not serve a client', () => {
    const reasons: string[] = []
    const client = made()
    const mock = mockClient(client)
    for (let turn = 0; turn < 3; turn++) expect(command(client, 'GetItem', reasons)).to.equal(undefined)
    expect(reasons).to.have.length(1)
    mock.restore()
    expect(command(client, 'GetItem', reasons)).not.to.equal(undefined)
    client.middlewareStack.add((next) => next, { name: 'mine' })
    expect(command(client, 'GetItem', reasons)).to.equal(undefined)
    expect(reasons).to.have.length(2)
    command({ send() {} }, 'GetItem', reasons)
    expect(reasons).to.have.length(3)
  })

  it('shows what sends the requests of a client', () => {
    const client = made()
    expect(transportOf(client, undefined)).to.deep.equal({ transport: 'sdk' })
    expect(transportOf(client, transport)).to.deep.equal({ transport: 'direct' })
    const reason = 'the client is not a DynamoDBClient of the SDK'
    expect(transportOf({}, transport)).to.deep.equal({ transport: 'sdk', reason })
  })
})
