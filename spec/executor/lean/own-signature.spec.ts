// Signatures in the place of the SDK's signer: the same for all requests, credentials and clocks.
import { DynamoDBClient } from '@aws-sdk/client-dynamodb'
import { Sha256 } from '@smithy/core/checksum'
import { HttpRequest } from '@smithy/core/protocols'
import { SignatureV4 } from '@smithy/signature-v4'
import { expect } from 'chai'
import fc from 'fast-check'
import type { SdkClient } from '../../../lib/executor/client/sdk-client.js'
import { ownSignatures } from '../../../lib/executor/lean/own-signature.js'
import { holds, runCount, timeLimit } from '../../properties/property-runs.js'
import { type Call, calls, changing, type Reply, type Sent, usualSettings } from './changing-client.js'

type Credentials = (typeof usualSettings)['credentials']

/** The headers of the same request as the SDK signs it, at the time of its own signature. */
async function signedBySdk(sent: Sent, credentials: Credentials, region: string) {
  const { authorization: _, 'x-amz-date': date, ...headers } = sent.headers
  const signingDate = new Date(String(date).replace(/^(.{4})(..)(..)T(..)(..)(..)Z$/, '$1-$2-$3T$4:$5:$6Z'))
  const signer = new SignatureV4({ service: 'dynamodb', region, credentials, sha256: Sha256 })
  return (await signer.sign(new HttpRequest({ ...sent, headers }), { signingDate })).headers
}

const secrets = fc.record(
  {
    accessKeyId: fc.stringMatching(/^[A-Z0-9]{16,20}$/),
    secretAccessKey: fc.string({ unit: 'grapheme-ascii', minLength: 1, maxLength: 40 }),
    sessionToken: fc.base64String({ minLength: 4, maxLength: 60 }),
  },
  { requiredKeys: ['accessKeyId', 'secretAccessKey'] },
)

const skewed: Reply = {
  status: 400,
  body: { __type: 'com.amazon.coral.service#InvalidSignatureException', message: 'Signature expired' },
}

describe('executor/lean/own-signature', () => {
  it('signs each request as the SDK does, with credentials that change', async () => {
    const own = changing('own')
    await own.warm()
    await holds(
      fc.asyncProperty(
        fc.array(fc.tuple(fc.constantFrom<Call>(...calls), secrets), { minLength: 1, maxLength: 5 }),
        async (turns) => {
          for (const [name, credentials] of turns) {
            own.sent.length = 0
            expect(await own.call(name, { credentials })).to.equal(undefined)
            for (const sent of own.sent)
              expect(sent.headers).to.deep.equal(await signedBySdk(sent, credentials, 'eu-west-1'))
          }
        },
      ),
      runCount(),
    )
    expect(own.log.signers).to.equal(0)
  }).timeout(timeLimit(60_000))

  const ahead = fc.constantFrom(-7_200_000, -300_000, -1_000, 0, 1_000, 300_000, 7_200_000)
  const reply = fc.oneof(
    ahead.map((each) => ({ status: 200, body: {}, ahead: each })),
    ahead.map((each) => ({ ...skewed, ahead: each })),
  )
  it('corrects its clock as the SDK does, from the dates of responses', async () => {
    const { random } = Math
    const { now } = Date
    const at = Math.floor(now() / 1_000) * 1_000
    // Without pauses between attempts, and with one clock for both.
    Math.random = () => 0
    Date.now = () => at
    try {
      const [own, theirs] = [changing('own'), changing('sdk')]
      for (const each of [own, theirs]) await each.warm()
      const dates = ({ sent }: { readonly sent: readonly Sent[] }) =>
        sent.map(({ headers }) => [headers['x-amz-date'], headers['amz-sdk-request']])
      await holds(
        fc.asyncProperty(
          fc.array(fc.array(reply, { maxLength: 3 }), { minLength: 1, maxLength: 3 }),
          async (turns) => {
            own.sent.length = theirs.sent.length = 0
            for (const replies of turns)
              expect(String(await own.call('get', {}, replies))).to.equal(
                String(await theirs.call('get', {}, replies)),
              )
            expect(dates(own)).to.deep.equal(dates(theirs))
            expect(own.client.config.systemClockOffset).to.equal(theirs.client.config.systemClockOffset)
            for (const sent of own.sent)
              expect(sent.headers).to.deep.equal(
                await signedBySdk(sent, usualSettings.credentials, 'eu-west-1'),
              )
          },
        ),
        runCount(30),
      )
    } finally {
      Math.random = random
      Date.now = now
    }
  }).timeout(timeLimit(60_000))

  it('stays in the region that the client signed for first, as the SDK does', async () => {
    const [own, theirs] = [changing('own'), changing('sdk')]
    for (const each of [own, theirs]) {
      await each.warm()
      await each.call('get', { region: 'us-east-1' })
      const { sent } = each
      expect(sent[0]?.hostname).to.equal('dynamodb.us-east-1.amazonaws.com')
      expect(sent[0]?.headers['authorization']).to.match(/\/eu-west-1\/dynamodb\//)
    }
  })

  it('signs for another region if the client is given one', async () => {
    const made = changing('own')
    const { client, sent } = made
    await made.warm()
    Object.assign(client.config, { signingRegion: 'us-west-2' })
    for (let time = 0; time < 2; time++) await made.call('get')
    for (const each of sent)
      expect(each.headers).to.deep.equal(await signedBySdk(each, usualSettings.credentials, 'us-west-2'))
    expect(sent[1]?.headers['authorization']).to.match(/\/us-west-2\/dynamodb\//)
  })

  it('has a signer of the user sign', async () => {
    const sign = async (request: object) => ({
      ...request,
      headers: { ...Reflect.get(request, 'headers'), authorization: 'mine' },
    })
    const early = changing('own', { config: { signer: async () => ({ sign }) as never } })
    await early.warm()
    const late = changing('own')
    await late.warm()
    Object.assign(late.client.config, { signer: async () => ({ sign }) })
    for (const { call, sent } of [early, late]) {
      for (let time = 0; time < 3; time++) await call('get')
      expect(sent.map(({ headers }) => headers['authorization'])).to.deep.equal(['mine', 'mine', 'mine'])
    }
  })

  it('rejects with the error of the SDK if the credentials are not valid', async () => {
    const errors = []
    for (const bodies of ['own', 'sdk'] as const) {
      const made = changing(bodies)
      await made.warm()
      const credentials = { ...usualSettings.credentials, secretAccessKey: undefined as never }
      errors.push(String(await made.call('get', { credentials })))
    }
    expect(errors[0]).to.equal(errors[1]).and.include('Resolved credential object is not valid')
  })

  it('leaves the signer to the SDK with `bodies` of the SDK, and in the first calls of a client', async () => {
    const bySdk = changing('sdk')
    await bySdk.warm()
    for (let time = 0; time < 5; time++) await bySdk.call('get')
    expect(bySdk.log.signers).to.equal(5)
    const fresh = changing('own')
    for (let time = 0; time < 20; time++) await fresh.call('get')
    expect(fresh.log.signers).to.equal(20)
  })

  describe('of an SDK', () => {
    /** How often the signer of such an SDK signs in three calls; `change` is what it does in another way. */
    async function signaturesOf(change: (signed: HttpRequest) => HttpRequest): Promise<number> {
      const { credentials } = usualSettings
      const made = new DynamoDBClient({ region: 'eu-west-1', credentials })
      let count = 0
      const signer = new SignatureV4({
        service: 'dynamodb',
        region: 'eu-west-1',
        credentials,
        sha256: Sha256,
      })
      const sign = async (...given: Parameters<typeof signer.sign>) => {
        count++
        return change((await signer.sign(...given)) as unknown as HttpRequest)
      }
      Object.assign(made.config, {
        signer: async () => ({ sign }),
        signingRegion: 'eu-west-1',
        signingName: 'dynamodb',
      })
      const signatures = ownSignatures(made as unknown as SdkClient)
      for (let call = 0; call < 3; call++) {
        const signingProperties: { config: { signer(): Promise<{ sign: typeof sign }> } } = {
          config: made.config as never,
        }
        const httpAuthOption = { schemeId: 'aws.auth#sigv4', signingProperties }
        const context = { __smithy_context: { selectedHttpAuthScheme: { httpAuthOption } } }
        const theirs = (next: (args: unknown) => Promise<unknown>) => async (args: unknown) => {
          const { sign: given } = await signingProperties.config.signer()
          return next(await given(args as never, { signingDate: new Date() }))
        }
        await signatures.over(
          theirs,
          async () => undefined,
          context,
        )(
          new HttpRequest({
            method: 'POST',
            hostname: 'a.b',
            path: '/',
            headers: { host: 'a.b', 'x-amz-target': 'T' },
            body: '{}',
          }),
        )
      }
      return count
    }

    it('that does the same, only the first request is signed by it', async () => {
      expect(await signaturesOf((signed) => signed)).to.equal(1)
    })

    it('that adds a header, all requests are signed by it', async () => {
      const added = (signed: HttpRequest) =>
        Object.assign(signed, { headers: { ...signed.headers, more: '1' } })
      expect(await signaturesOf(added)).to.equal(3)
    })

    it('that changes the request, all requests are signed by it', async () => {
      expect(await signaturesOf((signed) => Object.assign(signed, { path: '/other' }))).to.equal(3)
    })
  })
})
