// Signed requests of one route, compared with the SDK's signer over changing clocks, credentials and regions.
import { Sha256 } from '@smithy/core/checksum'
import { HttpRequest } from '@smithy/core/protocols'
import { SignatureV4 } from '@smithy/signature-v4'
import type { AwsCredentialIdentity } from '@smithy/types'
import { expect } from 'chai'
import fc from 'fast-check'
import { requestSigner } from '../../../lib/executor/direct/request-signer.js'
import { holds } from '../../properties/property-runs.js'

const signed = {
  'content-type': 'application/x-amz-json-1.0',
  'x-amz-target': 'DynamoDB_20120810.GetItem',
  host: 'dynamodb.eu-west-1.amazonaws.com',
  'user-agent': 'aws-sdk-js/3.1163.0 ua/2.1',
  'x-amz-user-agent': 'aws-sdk-js/3.1163.0',
}
const credentials = fc.record(
  {
    accessKeyId: fc.stringMatching(/^[A-Z0-9]{20}$/),
    secretAccessKey: fc.string({ unit: 'grapheme-ascii', minLength: 1, maxLength: 40 }),
    sessionToken: fc.option(fc.base64String({ minLength: 4, maxLength: 200 }), { nil: undefined }),
  },
  { requiredKeys: ['accessKeyId', 'secretAccessKey', 'sessionToken'] },
)
// Around midnight keys change; inside a second dates do not.
const moment = fc
  .tuple(
    fc.integer({ min: 0, max: 20_000 }),
    fc.constantFrom(0, 1, 999, 1_000, 86_399_999, 43_200_000, 43_200_500),
  )
  .map(([day, ms]) => day * 86_400_000 + ms)

describe('executor/direct/request-signer', () => {
  it('signs each request of a route as the SDK does', async () => {
    const property = fc.asyncProperty(
      fc.stringMatching(/^[a-z]{2}-[a-z]{4,9}-\d$/),
      fc.array(credentials, { minLength: 1, maxLength: 3 }),
      fc.array(
        fc.tuple(
          moment,
          fc.nat(),
          fc.uuid(),
          fc.integer({ min: 1, max: 9 }),
          fc.string({ unit: 'grapheme' }),
        ),
        { minLength: 1, maxLength: 6 },
      ),
      async (region, identities, calls) => {
        const signer = requestSigner('POST\n/\n\n', { region, service: 'dynamodb' })
        for (const [at, which, id, attempt, body] of calls) {
          const identity = identities[which % identities.length]
          if (identity === undefined) throw new Error('no identity')
          const headers = {
            ...signed,
            'content-length': String(Buffer.byteLength(body)),
            'amz-sdk-invocation-id': id,
            'amz-sdk-request': `attempt=${attempt}; max=9`,
          }
          const theirs = await new SignatureV4({
            region,
            service: 'dynamodb',
            credentials: identity as AwsCredentialIdentity,
            sha256: Sha256,
          }).sign(
            new HttpRequest({
              method: 'POST',
              protocol: 'https:',
              hostname: signed.host,
              path: '/',
              headers,
              body,
            }),
            { signingDate: new Date(at) },
          )
          expect(signer.sign(headers, body, identity, at)).to.deep.equal(theirs.headers)
        }
      },
    )
    await holds(property, 200)
  })

  it('leaves the headers that it was given as they were', () => {
    const given = Object.freeze({ host: 'a' })
    requestSigner('POST\n/\n\n', { region: 'r', service: 's' }).sign(
      given,
      '{}',
      { accessKeyId: 'a', secretAccessKey: 'b' },
      0,
    )
    expect(given).to.deep.equal({ host: 'a' })
  })
})
