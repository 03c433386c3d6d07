// Values crossing the storage border, for the specs of codecs.
import { expect } from 'chai'
import { type Codec, invalid } from '../../../lib/entity/codec/codec.js'
import { type CodecOptions, compileCodec } from '../../../lib/entity/compile/compile-codec.js'
import type { AttributeValue } from '../../../lib/entity/struct/attribute-value.js'
import type { Failure } from '../../../lib/entity/struct/failure.js'
import { pathText } from '../../../lib/errors/failures.js'

type AnyStruct = Parameters<typeof compileCodec>[0]

export const defaults: CodecOptions = { nulls: 'omit', unknown: 'drop' }

export function codecOf(struct: AnyStruct, options: Partial<CodecOptions> = {}): Codec {
  return compileCodec(struct, { ...defaults, ...options })
}

// Stored forms in tables are constants.
type Frozen<T> = { readonly [K in keyof T]: T[K] extends Uint8Array ? T[K] : Frozen<T[K]> }

/** Parses, stores and reads a value; checks the stored form, and that what was parsed comes back. */
export function keeps(
  codec: Codec,
  value: unknown,
  stored: Frozen<AttributeValue> | undefined,
  parsed = value,
): void {
  const failures: Failure[] = []
  const result = codec.parse(value, failures)
  expect(failures).to.deep.equal([])
  expect(result).to.deep.equal(parsed)
  expect(codec.encode(result)).to.deep.equal(stored)
  expect(codec.decode(stored as AttributeValue | undefined, failures)).to.deep.equal(parsed)
  expect(failures).to.deep.equal([])
}

const shown = ({ path, message }: Failure) => (path.length === 0 ? message : `${pathText(path)}: ${message}`)

/** What parsing pushes about a value that it refuses: what superstruct has against it is not among it. */
export function refusals(codec: Codec, value: unknown): string[] {
  const failures: Failure[] = []
  expect(codec.parse(value, failures)).to.equal(invalid)
  return failures.map(shown)
}

/** What decoding pushes about a stored value that it refuses. */
export function unreadable(codec: Codec, stored: AttributeValue | undefined): string[] {
  const failures: Failure[] = []
  expect(codec.decode(stored, failures)).to.equal(invalid)
  expect(failures).to.not.deep.equal([])
  return failures.map(shown)
}

/** What a stored value is read as. */
export function read(codec: Codec, stored: AttributeValue | undefined): unknown {
  const failures: Failure[] = []
  const value = codec.decode(stored, failures)
  expect(failures).to.deep.equal([])
  return value
}

/** The result of parsing an input that it accepts. */
export function parsed(codec: Codec, value: unknown): unknown {
  const failures: Failure[] = []
  const result = codec.parse(value, failures)
  expect(failures).to.deep.equal([])
  expect(result).to.not.equal(invalid)
  return result
}

/** A value inside `levels` lists. */
export function nested(levels: number, value: unknown = []): unknown {
  let result = value
  for (let level = 0; level < levels; level++) result = [result]
  return result
}
