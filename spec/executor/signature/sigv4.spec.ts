// Signatures: AWS's published vectors, and the SDK's own signer for any request.
import { Sha256 } from '@smithy/core/checksum'
import { HttpRequest } from '@smithy/core/protocols'
import { SignatureV4 } from '@smithy/signature-v4'
import type { AwsCredentialIdentity } from '@smithy/types'
import { expect } from 'chai'
import fc from 'fast-check'
import { canonicalPath, canonicalQuery } from '../../../lib/executor/signature/canonical-request.js'
import {
  dayKey,
  headerOrder,
  requestSigner,
  sha256,
  signature,
  trimmed,
} from '../../../lib/executor/signature/sigv4.js'
import { holds } from '../../properties/property-runs.js'

const secretAccessKey = 'wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY'
const scope = { region: 'us-east-1', service: 'service' }
const date = '20150830T123600Z'
const host = 'example.amazonaws.com'

interface Vector {
  readonly method?: string
  readonly path?: string
  readonly query?: Record<string, string>
  readonly headers?: Record<string, string>
  readonly body?: string
  readonly signature: string
}

/** Of AWS's test suite for Signature Version 4, by the names of its cases. */
const vectors: Readonly<Record<string, Vector>> = {
  'get-vanilla': { signature: '5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31' },
  'get-vanilla-query-order-key-case': {
    query: { Param2: 'value2', Param1: 'value1' },
    signature: 'b97d918cfa904a5beff61c982a1b6f458b799221646efd99d3219ec94cdf2500',
  },
  'get-header-value-trim': {
    headers: { 'My-Header1': ' value1', 'My-Header2': ' "a   b   c"' },
    signature: 'acc3ed3afb60bb290fc8d2dd0098b9911fcaa05412b367055dee359757a9c736',
  },
  'post-vanilla': {
    method: 'POST',
    signature: '5da7c1a2acd57cee7505fc6676e4e544621c30862966e37dddb68e92efbe5d6b',
  },
  'post-header-key-sort': {
    method: 'POST',
    headers: { 'My-Header1': 'value1' },
    signature: 'c5410059b04c1ee005303aed430f6e6645f61f4dc9e1461ec8f8916fdf18852c',
  },
  'post-x-www-form-urlencoded': {
    method: 'POST',
    headers: { 'Content-Type': 'application/x-www-form-urlencoded' },
    body: 'Param1=value1',
    signature: 'ff11897932ad3f4e8b18135d722051e5ac45fc38421b1da7b9d196a0fe09473a',
  },
}

describe('executor/signature/sigv4', () => {
  it('derives the key of a day, as in the documentation of AWS', () => {
    const key = dayKey(secretAccessKey, '20150830', { region: 'us-east-1', service: 'iam' })
    expect(Buffer.from(key).toString('hex')).to.equal(
      'c4afb1cc5771d871763a393e44b703571b55cc28424d1a5e86da6ed3c154a4b9',
    )
  })

  for (const [name, vector] of Object.entries(vectors)) {
    const { method = 'GET', path = '/', query = {}, headers: more = {}, body = '' } = vector

    it(`signs ${name} as AWS published it`, () => {
      const headers = { Host: host, 'X-Amz-Date': date, ...more }
      const signed = signature(
        {
          start: `${method}\n${canonicalPath(path)}\n${canonicalQuery(query)}\n`,
          headers,
          order: headerOrder(Object.keys(headers)),
          bodyHash: sha256(body),
          date,
        },
        dayKey(secretAccessKey, '20150830', scope),
        '20150830/us-east-1/service/aws4_request',
      )
      expect(signed).to.equal(vector.signature)
    })
  }

  it('signs any request as the SDK does', async () => {
    const word = fc.string({ unit: 'grapheme', maxLength: 12 })
    const ascii = fc.string({ unit: 'grapheme-ascii', maxLength: 20 })
    const name = fc.stringMatching(/^[a-zA-Z][a-zA-Z0-9-]{0,10}$/)
    const request = fc.record({
      method: fc.constantFrom('GET', 'POST', 'PUT'),
      path: fc
        .array(fc.oneof(word, fc.constantFrom('.', '..', '', 'a b', 'ü', '%2F', "!'()*")), { maxLength: 4 })
        .map((segments) => `/${segments.map((each) => each.replaceAll('/', '')).join('/')}`),
      query: fc.dictionary(name, fc.oneof(word, fc.array(word, { maxLength: 3 })), { maxKeys: 3 }),
      headers: fc.dictionary(
        fc.oneof(name, fc.constantFrom('user-agent', 'sec-x', 'Proxy-x', 'expect', 'X-Amzn-Trace-Id')),
        ascii,
        { maxKeys: 5 },
      ),
      body: fc.string({ unit: 'grapheme' }),
    })
    const property = fc.asyncProperty(
      request,
      fc.record({ accessKeyId: fc.stringMatching(/^[A-Z0-9]{16,20}$/), secretAccessKey: ascii }),
      fc.record({ region: fc.stringMatching(/^[a-z]{2}-[a-z]{4,9}-\d$/), service: name }),
      fc.date({ min: new Date('2000-01-01'), max: new Date('2099-01-01'), noInvalidDate: true }),
      async (parts, credentials, where, signingDate) => {
        // Names that differ in their case alone are one header.
        fc.pre(
          new Set(Object.keys(parts.headers).map((each) => each.toLowerCase())).size ===
            Object.keys(parts.headers).length,
        )
        const signer = new SignatureV4({ ...where, credentials, sha256: Sha256 })
        const theirs = await signer.sign(
          new HttpRequest({
            ...parts,
            protocol: 'https:',
            hostname: 'a.b',
            headers: { host: 'a.b', ...parts.headers },
          }),
          { signingDate },
        )
        const { authorization, ...headers } = theirs.headers
        const long = String(headers['x-amz-date'])
        const order = headerOrder(Object.keys(headers))
        const full = `${long.slice(0, 8)}/${where.region}/${where.service}/aws4_request`
        const ours = signature(
          {
            start: `${parts.method}\n${canonicalPath(parts.path)}\n${canonicalQuery(parts.query)}\n`,
            headers,
            order,
            bodyHash: sha256(parts.body),
            date: long,
          },
          dayKey(credentials.secretAccessKey, long.slice(0, 8), where),
          full,
        )
        expect(
          `AWS4-HMAC-SHA256 Credential=${credentials.accessKeyId}/${full}, SignedHeaders=${order.list}, Signature=${ours}`,
        ).to.equal(authorization)
      },
    )
    await holds(property, 500)
  })

  it('sorts the names of headers, and leaves out those that change on the way', () => {
    const order = headerOrder(['X-Amz-Date', 'Host', 'User-Agent', 'Proxy-X', 'sec-fetch', 'authorization'])
    expect(order.list).to.equal('host;x-amz-date')
    expect(order.names).to.deep.equal([
      ['Host', 'host'],
      ['X-Amz-Date', 'x-amz-date'],
    ])
  })

  it('takes runs of spaces out of the values of headers', () => {
    expect(trimmed(' a   b\tc\r\n d ')).to.equal('a b c d')
    expect(trimmed('a b')).to.equal('a b')
  })
})

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

describe('executor/signature/sigv4, for the requests of one route', () => {
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
