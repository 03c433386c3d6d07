// Any value of any generated schema survives parse, encode and decode, or is refused by name; nothing given is changed.
import { isDeepStrictEqual } from 'node:util'
import { expect } from 'chai'
import fc from 'fast-check'
import {
  any,
  array,
  bigint,
  boolean,
  date,
  dynamic,
  enums,
  instance,
  integer,
  intersection,
  literal,
  map,
  nullable,
  number,
  object,
  optional,
  record,
  type Struct,
  set,
  size,
  string,
  trimmed,
  tuple,
  type,
  union,
} from 'superstruct'
import { type Codec, invalid } from '../../../lib/entity/codec/codec.js'
import { itemBytesOver, mostBytes, mostNumberBytes } from '../../../lib/entity/codec/item-size.js'
import { failuresOf } from '../../../lib/entity/codecs/struct-failures.js'
import { type CodecOptions, compileCodec } from '../../../lib/entity/compile/compile-codec.js'
import { attribute } from '../../../lib/entity/struct/attribute.js'
import type { Failure } from '../../../lib/entity/struct/failure.js'
import { vector } from '../../../lib/entity/struct/vector.js'

/** A struct, and values that mostly fit it. */
interface Sample {
  readonly name: string
  readonly struct: Struct<unknown, unknown>
  readonly values: fc.Arbitrary<unknown>
  /** How fast-check shows it. */
  readonly [fc.toStringMethod]: () => string
}

const sample = (name: string, struct: object, values: fc.Arbitrary<unknown>): Sample => ({
  name,
  struct: struct as Struct<unknown, unknown>,
  values,
  [fc.toStringMethod]: () => name,
})

const text = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 6 }),
  fc.constantFrom('', '2020-01-01', '2020-01-01T00:00:00.000Z', '5', '1.50', 'constructor', '\ud800', 'null'),
)
const numbers = fc.oneof(
  fc.double(),
  fc.integer(),
  fc.constantFrom(0, -0, 1e21, 1e-7, 1e-131, 1e126, 2 ** 53, Number.NaN, Number.POSITIVE_INFINITY, 0.1 + 0.2),
)
const bigints = fc.oneof(
  fc.bigInt(),
  fc.constantFrom(
    0n,
    5n,
    2n ** 53n + 1n,
    10n ** 37n,
    10n ** 40n,
    10n ** 40n + 1n,
    -(10n ** 125n),
    10n ** 126n,
  ),
)
const dates = fc.oneof(
  fc.date({ noInvalidDate: false }),
  fc.constantFrom(new Date(-62_167_219_200_001), new Date(253_402_300_800_000), new Date(1_600_000_000_123)),
)
const bytes = fc.uint8Array({ maxLength: 4 })
const names = fc.oneof(
  fc.string({ maxLength: 3 }),
  fc.constantFrom('__proto__', 'constructor', 'toString', '', 'a', 'b', 'a.b', '\ud800'),
)

const { tree } = fc.letrec((tie) => ({
  leaf: fc.oneof(text, numbers, bigints, fc.boolean(), fc.constantFrom(null, undefined), bytes, dates),
  tree: fc.oneof(
    { maxDepth: 3, depthSize: 'small' },
    tie('leaf'),
    fc.array(tie('tree'), { maxLength: 3 }),
    fc.dictionary(names, tie('tree'), { maxKeys: 3, noNullPrototype: true }),
    fc.array(tie('leaf'), { maxLength: 3 }).map((members) => new Set(members)),
    fc.constant(new Map([['a', 1]])),
  ),
}))

const leaves: readonly Sample[] = [
  sample('string', string(), text),
  sample('size', size(string(), 1, 4), text),
  sample('trimmed', trimmed(string()), text),
  sample('number', number(), numbers),
  sample('integer', integer(), fc.integer()),
  sample('bigint', bigint(), bigints),
  sample('boolean', boolean(), fc.boolean()),
  sample('date', date(), dates),
  sample('epochSeconds', attribute(date(), { as: 'epochSeconds' }), dates),
  sample('epochMillis', attribute(date(), { as: 'epochMillis' }), dates),
  sample(
    'vector',
    vector(2),
    fc.oneof(
      fc.float32Array({ minLength: 1, maxLength: 3 }),
      fc.array(numbers, { minLength: 2, maxLength: 2 }),
    ),
  ),
  sample(
    'decimal',
    attribute(string(), { as: 'decimal' }),
    fc.oneof(numbers.map(String), bigints.map(String), text),
  ),
  sample('ip', attribute(string(), { as: 'ipv6Interface' }), fc.oneof(fc.ipV6(), text)),
  sample('enums', enums(['a', 'b', '5']), fc.constantFrom('a', 'b', '5')),
  sample('literal', literal(5), fc.constantFrom(5, 6)),
  sample('bytes', instance(Uint8Array), bytes),
  sample(
    'buffer',
    instance(Buffer),
    bytes.map((value) => Buffer.from(value)),
  ),
  sample('any', any(), tree as fc.Arbitrary<unknown>),
  sample(
    'strings',
    set(string()),
    fc.uniqueArray(text, { maxLength: 3 }).map((all) => new Set(all)),
  ),
  sample(
    'numbers',
    set(number()),
    fc.uniqueArray(numbers, { maxLength: 3 }).map((all) => new Set(all)),
  ),
  sample(
    'dates',
    set(date()),
    fc.array(dates, { maxLength: 3 }).map((all) => new Set(all)),
  ),
  sample(
    'binaries',
    set(instance(Uint8Array)),
    fc.array(bytes, { maxLength: 3 }).map((all) => new Set(all)),
  ),
  sample(
    'custom',
    attribute(string(), { encode: (value) => [value, 1], decode: ([value]: [string, number]) => value }),
    text,
  ),
  sample(
    'dynamic',
    dynamic((value) => (typeof value === 'string' ? string() : object({ at: date() })) as Struct<unknown>),
    fc.oneof(
      text,
      dates.map((at) => ({ at })),
    ),
  ),
]

const orUndefined = (values: fc.Arbitrary<unknown>) => fc.option(values, { nil: undefined, freq: 3 })
const orNull = (values: fc.Arbitrary<unknown>) => fc.option(values, { nil: null, freq: 3 })

// An object of some fields; which of them carry an alias or a default is drawn too.
function objectOf(make: typeof object, fields: readonly Sample[], extra: readonly string[]): Sample {
  const keys = ['a', 'b', 'constructor'].slice(0, fields.length)
  const schema = Object.fromEntries(
    fields.map(({ struct }, at) => [
      keys[at] ?? '',
      extra[at] === 'alias' ? attribute(struct, { name: `alias ${at}` }) : struct,
    ]),
  )
  const values = fc.record(Object.fromEntries(fields.map((field, at) => [keys[at] ?? '', field.values])), {
    requiredKeys: keys.filter((_, at) => extra[at] !== 'absent'),
  })
  return sample(
    `${make.name}(${fields.map(({ name }) => name).join()} ${extra.join()})`,
    make(schema as never),
    values,
  )
}

const { schema } = fc.letrec<{ schema: Sample; leaf: Sample }>((tie) => ({
  leaf: fc.constantFrom(...leaves),
  schema: fc.oneof(
    { maxDepth: 3, depthSize: 'small', withCrossShrink: true },
    tie('leaf'),
    tie('schema').map(({ name, struct, values }) =>
      sample(`optional(${name})`, optional(struct), orUndefined(values)),
    ),
    tie('schema').map(({ name, struct, values }) =>
      sample(`nullable(${name})`, nullable(struct), orNull(values)),
    ),
    tie('schema').map(({ name, struct, values }) =>
      sample(`array(${name})`, array(struct), fc.array(values, { maxLength: 3 })),
    ),
    tie('schema').map(({ name, struct, values }) =>
      sample(
        `record(${name})`,
        record(string(), struct),
        fc.dictionary(names, values, { maxKeys: 3, noNullPrototype: true }),
      ),
    ),
    tie('schema').map(({ name, struct, values }) =>
      sample(
        `map(${name})`,
        map(string(), struct),
        fc.array(fc.tuple(names, values), { maxLength: 3 }).map((all) => new Map(all)),
      ),
    ),
    fc
      .tuple(tie('schema'), tie('schema'))
      .map(([one, other]) =>
        sample(
          `tuple(${one.name},${other.name})`,
          tuple([one.struct, other.struct]),
          fc.tuple(one.values, other.values),
        ),
      ),
    fc
      .tuple(tie('schema'), tie('schema'))
      .map(([one, other]) =>
        sample(
          `union(${one.name},${other.name})`,
          union([one.struct, other.struct]),
          fc.oneof(one.values, other.values),
        ),
      ),
    fc
      .tuple(tie('schema'), tie('leaf'))
      .map(([one, other]) =>
        sample(
          `intersection(${one.name},${other.name})`,
          intersection([type({ a: one.struct }), type({ b: other.struct })]),
          fc.record({ a: one.values, b: other.values }),
        ),
      ),
    fc
      .tuple(
        fc.constantFrom(object, type as unknown as typeof object),
        fc.array(tie('schema'), { minLength: 1, maxLength: 3 }),
        fc.array(fc.constantFrom('alias', 'absent', 'plain'), { minLength: 3, maxLength: 3 }),
      )
      .map(([make, fields, extra]) => objectOf(make, fields, extra)),
  ),
}))

const cases = schema.chain((drawn) =>
  fc.record({
    drawn: fc.constant(drawn),
    value: fc.oneof(
      { weight: 5, arbitrary: drawn.values },
      { weight: 1, arbitrary: tree as fc.Arbitrary<unknown> },
    ),
    nulls: fc.constantFrom('omit', 'store'),
    unknown: fc.constantFrom('drop', 'preserve', 'error'),
  }),
)

// Objects of several attributes, most of which fit; `from` is where the order of their properties is turned.
const severalCases = fc.array(schema, { minLength: 2, maxLength: 4 }).chain((drawn) =>
  fc.record({
    drawn: fc.constant(drawn),
    values: fc.tuple(
      ...drawn.map(({ values }) =>
        fc.oneof({ weight: 9, arbitrary: values }, { weight: 1, arbitrary: tree as fc.Arbitrary<unknown> }),
      ),
    ),
    from: fc.integer({ min: 1, max: drawn.length - 1 }),
    nulls: fc.constantFrom('omit', 'store'),
    unknown: fc.constantFrom('drop', 'preserve', 'error'),
  }),
)

function compiledOrRefused(drawn: readonly Sample[], options: CodecOptions): Codec | undefined {
  const all = Object.fromEntries(drawn.map(({ struct }, at) => [`it${at}`, struct]))
  try {
    return compileCodec(object(all as never), options)
  } catch (error) {
    expect(error).to.have.property('code', 'ENTITY_DEFINITION')
    return undefined
  }
}

function outcomeOf(codec: Codec, input: object) {
  const failures: Failure[] = []
  const parsed = codec.parse(input, failures)
  const reported = failures.map(({ path, message }) => `${path.join('.')}: ${message}`)
  if (parsed === invalid) return { reported }
  const stored = codec.encode(parsed)
  return {
    reported,
    parsed,
    stored,
    names: Object.keys(stored !== undefined && 'M' in stored ? stored.M : {}),
  }
}

// As JSON, with what JSON cannot hold.
const shown = (value: unknown): string => fc.stringify(value)

function roundTrip(
  codec: Codec,
  value: unknown,
): { parsed: unknown; back: unknown; failures: Failure[] } | undefined {
  const parsed = codec.parse(value, [])
  if (parsed === invalid) return undefined
  const stored = codec.encode(parsed)
  const failures: Failure[] = []
  const map = stored !== undefined && 'M' in stored ? stored : undefined
  return { parsed, back: codec.decode(map, failures), failures }
}

describe('codecs: round trips', () => {
  it('any value of any schema survives, or is refused by name; inputs stay as they are', () => {
    let kept = 0
    fc.assert(
      fc.property(cases, ({ drawn, value, nulls, unknown }) => {
        const options = { nulls, unknown } as CodecOptions
        const struct = object({ it: drawn.struct as never })
        let codec: Codec
        try {
          codec = compileCodec(struct, options)
        } catch (error) {
          // Schemas that cannot be stored are drawn too: they are refused by name, at definition.
          expect(error).to.have.property('code', 'ENTITY_DEFINITION')
          return
        }
        const input = { it: value }
        const before = shown(input)
        const result = roundTrip(codec, input)
        expect(shown(input)).to.equal(before)
        if (result === undefined) {
          const failures: Failure[] = []
          codec.parse(input, failures)
          // What superstruct accepts is refused by name, never without a word.
          if (failures.length === 0) expect(failuresOf(struct, input, true)).to.not.deep.equal([], drawn.name)
          return
        }
        kept++
        expect(result.failures.map(({ message }) => message)).to.deep.equal([])
        expect(isDeepStrictEqual(result.back, result.parsed)).to.equal(
          true,
          `${shown(result.parsed)} came back as ${shown(result.back)}`,
        )
        expect(isDeepStrictEqual(roundTrip(codec, result.back)?.back, result.parsed)).to.equal(
          true,
          'second save',
        )
      }),
      { numRuns: 2_000 },
    )
    expect(kept).to.be.greaterThan(500)
  })
  // Properties in the order of the struct are met in step with its fields, all others are looked up by name.
  it('the order of properties changes neither what is parsed nor what is stored, nor what is reported', () => {
    let kept = 0
    let refused = 0
    fc.assert(
      fc.property(severalCases, ({ drawn, values, from, nulls, unknown }) => {
        const codec = compiledOrRefused(drawn, { nulls, unknown } as CodecOptions)
        if (codec === undefined) return
        const entries = values.map((value, at) => [`it${at}`, value] as const)
        const turned = [...entries.slice(from), ...entries.slice(0, from)]
        const [inStep, byName] = [entries, turned].map((all) => outcomeOf(codec, Object.fromEntries(all)))
        expect(isDeepStrictEqual(byName, inStep), `${shown(byName)} in place of ${shown(inStep)}`).to.equal(
          true,
        )
        if (inStep?.names === undefined) refused++
        else kept++
      }),
      { numRuns: 1_000 },
    )
    expect(kept).to.be.greaterThan(80)
    expect(refused).to.be.greaterThan(80)
  })

  it('what is counted while encoding is the bound that the stored item has', () => {
    let counted = 0
    fc.assert(
      fc.property(severalCases, ({ drawn, values, ...options }) => {
        const codec = compiledOrRefused(drawn, options as CodecOptions)
        const input = Object.fromEntries(values.map((value, at) => [`it${at}`, value]))
        const parsed = codec?.parse(input, []) ?? invalid
        if (codec === undefined || parsed === invalid) return
        const tally = { bytes: 0 }
        const stored = codec.encode(parsed, tally)
        if (stored === undefined || !('M' in stored)) throw new TypeError('not an item')
        // Null in place of a number is counted as one.
        const nulls = shown(stored).split('"NULL"').length - 1
        expect(tally.bytes).to.be.within(mostBytes(stored), mostBytes(stored) + nulls * mostNumberBytes)
        expect(tally.bytes).to.be.at.least(itemBytesOver(stored.M, 0) ?? 0)
        expect(codec.encode(parsed)).to.deep.equal(stored)
        counted++
      }),
      { numRuns: 1_000 },
    )
    expect(counted).to.be.greaterThan(80)
  })
})
