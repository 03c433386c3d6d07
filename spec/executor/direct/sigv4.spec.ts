// Signatures: AWS's published vectors, and the SDK's own signer for any request.
import { Sha256 } from '@smithy/core/checksum'
import { HttpRequest } from '@smithy/core/protocols'
import { SignatureV4 } from '@smithy/signature-v4'
import { expect } from 'chai'
import fc from 'fast-check'
import { canonicalPath, canonicalQuery, headerOrder } from '../../../lib/executor/direct/canonical-request.js'
import { dayKey, sha256, signature } from '../../../lib/executor/direct/sigv4.js'
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

describe('executor/direct/sigv4', () => {
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
})
