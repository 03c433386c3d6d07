// How the SDK reads responses, without a request.
import { DynamoDBClient, PutItemCommand, ResourceNotFoundException } from '@aws-sdk/client-dynamodb'
import { expect } from 'chai'
import type { SdkClient, SdkCommand } from '../../../lib/executor/client/sdk-client.js'
import { type ClientClass, interpreted, standIn } from '../../../lib/executor/client/stand-in.js'
import { rejection } from '../../support/rejection.js'

const command = () => new PutItemCommand({ TableName: 'T', Item: {} }) as unknown as SdkCommand
const made = () => standIn(DynamoDBClient as unknown as ClientClass)

describe('executor/client/stand-in', () => {
  it('sends nothing', async () => {
    const client: SdkClient = made()
    expect((await rejection(client.send(command()), Error)).message).to.equal('a stand-in sends nothing')
  })

  it('makes the output of a response', async () => {
    const body = Buffer.from('{"Attributes":{"b":{"B":"AQI="}}}')
    const output = await interpreted(made(), command(), {
      statusCode: 200,
      headers: { 'x-amzn-requestid': 'R1' },
      body,
    })
    expect(output).to.have.nested.property('$metadata.requestId', 'R1')
    expect(output).to.have.deep.nested.property('Attributes.b.B', new Uint8Array([1, 2]))
  })

  it('makes an error of the SDK’s class, once, with the response', async () => {
    const response = {
      statusCode: 400,
      headers: { 'x-amzn-requestid': 'R2' },
      body: Buffer.from(
        '{"__type":"com.amazonaws.dynamodb.v20120810#ResourceNotFoundException","message":"no"}',
      ),
    }
    const error = await rejection(interpreted(made(), command(), response), ResourceNotFoundException)
    expect(error.message).to.equal('no')
    expect(error.$metadata).to.include({ requestId: 'R2', httpStatusCode: 400, attempts: 1 })
    expect(Reflect.get(error, '$response')).to.equal(response)
  })

  it('serves many responses at a time', async () => {
    const client = made()
    const codes = await Promise.all(
      Array.from({ length: 20 }, async (_, at) => {
        const body = Buffer.from(`{"message":"m${at}"}`)
        const error = await rejection(
          interpreted(client, command(), { statusCode: 500, headers: {}, body }),
          Error,
        )
        return error.message
      }),
    )
    expect(codes).to.deep.equal(codes.map((_, at) => `m${at}`))
  })
})
