// Binary values.
import { expect } from 'chai'
import { instance } from 'superstruct'
import { plainBytes } from '../../../lib/entity/codecs/binary.js'
import { codecOf, keeps, parsed, read, refusals, unreadable } from './crossing.js'

const bytes = Uint8Array.of(1, 2, 255)

describe('binary codec', () => {
  it('bytes are stored as B and come back as a Uint8Array', () => {
    keeps(codecOf(instance(Uint8Array)), bytes, { B: bytes })
  })

  it('a Buffer is accepted, and reads back as a plain Uint8Array', () => {
    const codec = codecOf(instance(Uint8Array))
    const value = parsed(codec, Buffer.from(bytes))
    expect(Object.getPrototypeOf(value)).to.equal(Uint8Array.prototype)
    expect(value).to.deep.equal(bytes)
    expect(Buffer.isBuffer(read(codec, { B: Buffer.from(bytes) }))).to.equal(false)
  })

  it('instance(Buffer) reads back as a Buffer', () => {
    const codec = codecOf(instance(Buffer))
    const value = read(codec, { B: bytes })
    expect(Buffer.isBuffer(value)).to.equal(true)
    expect(value).to.deep.equal(Buffer.from(bytes))
    expect(codec.encode(value)).to.deep.equal({ B: bytes })
  })

  it('what the caller writes into the bytes later is not stored', () => {
    const mine = Uint8Array.of(1)
    const value = parsed(codecOf(instance(Uint8Array)), mine)
    mine[0] = 9
    expect(value).to.deep.equal(Uint8Array.of(1))
  })

  it('nothing else is binary', () => {
    expect(refusals(codecOf(instance(Uint8Array)), [1, 2])).to.deep.equal([])
    expect(unreadable(codecOf(instance(Uint8Array)), { S: 'AQI=' })).to.deep.equal([
      'expected B (binary), but S is stored',
    ])
  })

  it('a view of bytes is over the same memory', () => {
    expect(plainBytes(bytes)).to.equal(bytes)
    expect(plainBytes(Buffer.from([7, 8]).subarray(1))).to.deep.equal(Uint8Array.of(8))
  })
})
