// Sizes, ranges and strings: what is written is read back the same, and nothing else can be read.
import { expect } from 'chai'
import fc from 'fast-check'
import { ByteReader, ByteWriter } from '../../../lib/plan/cursor/cursor-bytes.js'

function written(write: (writer: ByteWriter) => void): Uint8Array {
  const writer = new ByteWriter()
  write(writer)
  return writer.bytes
}

describe('ByteWriter and ByteReader', () => {
  for (const [size, length] of [
    [0, 1],
    [1, 1],
    [127, 1],
    [128, 2],
    [16_383, 2],
    [16_384, 3],
    [2_097_152, 4],
    [268_435_455, 4],
  ] as const)
    it(`the size ${size} takes ${length} bytes`, () => {
      const bytes = written((writer) => writer.size(size))
      expect(bytes).lengthOf(length)
      const reader = new ByteReader(bytes)
      expect(reader.size()).equal(size)
      expect(reader).include({ sound: true, left: 0 })
    })

  it('gives back what was put together, in its order', () => {
    fc.assert(
      fc.property(
        fc.array(fc.oneof(fc.nat(100_000), fc.uint8Array({ maxLength: 300 }), fc.string({ unit: 'binary' }))),
        (parts) => {
          const reader = new ByteReader(
            written((writer) => {
              for (const part of parts)
                if (typeof part === 'number') writer.size(part)
                else writer.stretch(typeof part === 'string' ? Buffer.from(part) : part)
            }),
          )
          for (const part of parts) {
            const read =
              typeof part === 'number'
                ? reader.size()
                : typeof part === 'string'
                  ? reader.text()
                  : reader.stretch()
            expect(read).deep.equal(part)
          }
          expect(reader).include({ sound: true, left: 0 })
        },
      ),
    )
  })

  for (const [what, bytes, read] of [
    ['no bytes at all', [], (reader: ByteReader) => reader.size()],
    ['a size that does not end', [0x80], (reader: ByteReader) => reader.size()],
    ['a size of five bytes', [0x80, 0x80, 0x80, 0x80, 1], (reader: ByteReader) => reader.size()],
    ['a size with a spare zero', [0x81, 0], (reader: ByteReader) => reader.size()],
    ['a stretch that is cut', [3, 1, 2], (reader: ByteReader) => reader.stretch().length],
    ['a number of more things than bytes', [4, 1, 2, 3], (reader: ByteReader) => reader.count()],
    ['text that is not UTF-8', [2, 0xc3, 0x28], (reader: ByteReader) => reader.text().length],
    ['text with an overlong form', [2, 0xc0, 0x80], (reader: ByteReader) => reader.text().length],
    ['text with half a surrogate pair', [3, 0xed, 0xa0, 0x80], (reader: ByteReader) => reader.text().length],
  ] as const)
    it(`${what}: is empty and unsound, and so is all that follows`, () => {
      const reader = new ByteReader(Uint8Array.from(bytes))
      expect(read(reader)).equal(0)
      expect(reader.sound).equal(false)
      expect(reader.size()).equal(0)
      expect(reader.stretch()).lengthOf(0)
      expect(reader.sound).equal(false)
    })

  it('keeps a byte order mark at the beginning of a string', () => {
    const reader = new ByteReader(written((writer) => writer.stretch(Buffer.from('\uFEFFa'))))
    expect(reader.text()).equal('\uFEFFa')
  })

  it('gives copies: what is read keeps its bytes', () => {
    const bytes = written((writer) => writer.stretch(Uint8Array.of(1, 2)))
    const stretch = new ByteReader(bytes).stretch()
    bytes.fill(9)
    expect([...stretch]).deep.equal([1, 2])
    expect(stretch.buffer.byteLength).equal(2)
  })
})
