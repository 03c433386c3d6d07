// One attempt: outputs and errors compared with those of the SDK for the same response.
import { Readable } from 'node:stream'
import { DynamoDBClient, GetItemCommand, type GetItemCommandInput } from '@aws-sdk/client-dynamodb'
import { expect } from 'chai'
import type { Received } from '../../../lib/executor/client/first-attempt.js'
import type {
  HttpRequest,
  HttpResponse,
  SdkClient,
  SdkCommand,
} from '../../../lib/executor/client/sdk-client.js'
import { type ClientClass, standIn } from '../../../lib/executor/client/stand-in.js'
import { transmit } from '../../../lib/executor/direct/transmission.js'
import { rejection } from '../../support/rejection.js'

const input: GetItemCommandInput = { TableName: 'T', Key: { id: { S: 'a' } } }
const request = { method: 'POST', headers: {} } as unknown as HttpRequest
const ids = { 'x-amzn-requestid': 'R', 'x-amz-id-2': 'X', 'x-amz-cf-id': 'C' }
const failing = (error: Error) =>
  Readable.from(
    (async function* () {
      yield Buffer.from('{"It')
      throw error
    })(),
  )
const type = (name: string) =>
  `{"__type":"com.amazonaws.dynamodb.v20120810#${name}","message":"no","Item":{"b":{"B":"AQI="}}}`

function made(respond: () => Promise<unknown>): SdkClient {
  return new DynamoDBClient({
    region: 'eu-west-1',
    credentials: { accessKeyId: 'a', secretAccessKey: 'b' },
    maxAttempts: 1,
    requestHandler: { handle: respond as never },
  }) as unknown as SdkClient
}

function attempt(client: SdkClient, clock?: { sentAt: number; offset: number }): Promise<Received> {
  const command = () => new GetItemCommand(input) as unknown as SdkCommand
  return transmit(
    {
      client,
      standIn: standIn(DynamoDBClient as unknown as ClientClass),
      call: 'GetItem',
      options: {},
      command,
    },
    request,
    clock,
  )
}

/** What is compared of an error. The SDK counts attempts around this. */
function facts(error: object): object {
  const { name, message, stack: _, ...own } = error as Error
  const { attempts: __, totalRetryDelay: ___, ...metadata } = Object(Reflect.get(error, '$metadata'))
  const response: HttpResponse | undefined = Reflect.get(error, '$response')
  return {
    ...own,
    Class: error.constructor,
    name,
    message,
    $metadata: metadata,
    response: response && { statusCode: response.statusCode, headers: response.headers },
  }
}

const responses: Readonly<Record<string, () => Partial<HttpResponse>>> = {
  'an item': () => ({ headers: ids, body: Buffer.from('{"Item":{"id":{"S":"ä"},"b":{"B":"AQI="}}}') }),
  'a string, which no handler returns': () => ({ body: '{"Item":{}}' }),
  'an item in a stream': () => ({ body: Readable.from([Buffer.from('{"Item":'), Buffer.from('{}}')]) }),
  'a character in two chunks': () => {
    const bytes = Buffer.from('{"Item":{"id":{"S":"€"}}}')
    return { body: Readable.from([bytes.subarray(0, 21), bytes.subarray(21)]) }
  },
  'headers in capitals': () => ({
    headers: { 'X-Amzn-RequestId': 'R', 'X-Amz-Id-2': 'X' },
    body: Buffer.from('{}'),
  }),
  'no body': () => ({}),
  'an empty body': () => ({ body: new Uint8Array() }),
  'a page of HTML': () => ({ body: Buffer.from('<html>') }),
  'half of an item': () => ({ headers: ids, body: Buffer.from('{"Item":{"id"') }),
  'a number': () => ({ body: Buffer.from('5') }),
  'a stream that breaks': () => ({
    headers: ids,
    body: failing(Object.assign(new Error('aborted'), { code: 'ECONNRESET' })),
  }),
  'a refused condition': () => ({
    statusCode: 400,
    headers: ids,
    body: Buffer.from(type('ConditionalCheckFailedException')),
  }),
  'a throttle in a stream': () => ({
    statusCode: 400,
    body: Readable.from([Buffer.from(type('ThrottlingException'))]),
  }),
  'an error that nobody knows': () => ({ statusCode: 400, body: Buffer.from(type('NewException')) }),
  'a failure without a body': () => ({ statusCode: 503 }),
  'a gateway in HTML': () => ({ statusCode: 502, body: Buffer.from('<html>') }),
  'a redirect': () => ({ statusCode: 301, headers: { location: 'http://a' }, body: Buffer.from('') }),
}

describe('executor/direct/transmission', () => {
  for (const [what, respond] of Object.entries(responses))
    it(`reads ${what} as the SDK does`, async () => {
      const response = (): HttpResponse => ({ statusCode: 200, headers: {}, ...respond() })
      const theirs = await made(async () => ({ response: response() }))
        .send(new GetItemCommand(input))
        .then(
          (output) => ({ output }),
          (error: object) => ({ error: facts(error) }),
        )
      const ours = await attempt(made(async () => ({ response: response() }))).then(
        ({ output }) => ({
          output: {
            ...output,
            $metadata: { ...Reflect.get(output, '$metadata'), attempts: 1, totalRetryDelay: 0 },
          },
        }),
        (error: object) => ({ error: facts(error) }),
      )
      expect(ours).to.deep.equal(theirs)
    })

  it('rejects with what the request handler rejects with', async () => {
    const error = Object.assign(new Error('socket hang up'), { code: 'ECONNRESET' })
    expect(await rejection(attempt(made(() => Promise.reject(error))), Error)).to.equal(error)
  })

  it('gives the handler the request and the options, as they are', async () => {
    let given: unknown[] = []
    const client = made((async (...all: unknown[]) => {
      given = all
      return { response: { statusCode: 200, headers: {}, body: Buffer.from('{}') } }
    }) as never)
    const { response, output } = await attempt(client)
    expect(given).to.deep.equal([request, {}])
    expect(given[0]).to.equal(request)
    expect(response.statusCode).to.equal(200)
    expect(output).to.have.property('$metadata')
  })

  it('learns the time, and marks an error that it may explain', async () => {
    const skewed = async (status: number) => ({
      response: {
        statusCode: status,
        headers: { date: new Date(Date.now() + 600_000).toUTCString() },
        body: Buffer.from(status === 200 ? '{}' : type('InvalidSignatureException')),
      },
    })
    const client = made(() => skewed(400))
    const clock = { sentAt: Date.now(), offset: 0 }
    const error = await rejection(attempt(client, clock), Error)
    expect(Reflect.get(error, '$metadata')).to.have.property('clockSkewCorrected', true)
    expect(client.config.systemClockOffset).to.be.closeTo(600_000, 2_000)
    const unasked = made(() => skewed(400))
    expect(Reflect.get(await rejection(attempt(unasked), Error), '$metadata')).not.to.have.property(
      'clockSkewCorrected',
    )
    expect(unasked.config.systemClockOffset).to.equal(0)
    const well = made(() => skewed(200))
    await attempt(well, clock)
    expect(well.config.systemClockOffset).to.be.closeTo(600_000, 2_000)
  })

  it('ends with a stream that is closed before its end', async () => {
    const body = new Readable({ read() {} })
    setImmediate(() => body.destroy())
    const error = await rejection(
      attempt(made(async () => ({ response: { statusCode: 200, headers: {}, body } }))),
      Error,
    )
    expect(error).to.have.property('code', 'ECONNRESET')
  })
})
