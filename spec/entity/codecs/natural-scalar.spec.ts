// Single natural values.
import { NumberValueImpl as NumberValue } from '@aws-sdk/util-dynamodb'
import { expect } from 'chai'
import { invalid } from '../../../lib/entity/codec/codec.js'
import { encodeScalar, naturalNumber, parseScalar } from '../../../lib/entity/codecs/natural-scalar.js'

describe('natural scalars', () => {
  for (const [text, kind] of [
    ['1', 'number'],
    ['1E22', 'number'],
    ['9007199254740992', 'number'],
    ['9007199254740993', 'bigint'],
    ['1.1', 'number'],
    ['1.10000000000000000001', 'object'],
  ] as const)
    it(`${text} is a ${kind}`, () => {
      expect(typeof naturalNumber(text)).to.equal(kind)
    })

  it('a large value is refused where it would come back as another kind', () => {
    expect(parseScalar(2n ** 53n, [])).to.equal(invalid)
    expect(parseScalar(2n ** 53n + 1n, [])).to.equal(2n ** 53n + 1n)
    expect(parseScalar(new NumberValue('1.0'), [])).to.equal(invalid)
    expect(parseScalar(new NumberValue('x'), [])).to.equal(invalid)
    expect(parseScalar(new NumberValue('9007199254740993'), [])).to.equal(invalid)
  })

  it('bytes are copied, a Buffer becomes plain', () => {
    const bytes = Buffer.from([1])
    const parsed = parseScalar(bytes, []) as Uint8Array
    expect(parsed).to.deep.equal(Uint8Array.of(1))
    expect(parsed).to.not.equal(bytes)
  })

  it('only a scalar has a stored form', () => {
    expect(encodeScalar(() => 1)).to.equal(undefined)
    expect(encodeScalar(2n ** 70n)).to.deep.equal({ N: String(2n ** 70n) })
  })
})
