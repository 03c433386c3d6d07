// Random structs of every kind that superstruct has, with values of each and what those come back as.
import { attribute, type StorageForm, type TextForm } from 'dyntastic'
import fc from 'fast-check'
import {
  any,
  array,
  bigint,
  boolean,
  coerce,
  date,
  defaulted,
  define,
  deprecated,
  dynamic,
  enums,
  instance,
  integer,
  intersection,
  lazy,
  literal,
  map,
  max,
  min,
  nonempty,
  nullable,
  number,
  object,
  optional,
  pattern,
  record,
  refine,
  type Struct,
  set,
  size,
  string,
  trimmed,
  tuple,
  type,
  union,
  unknown,
} from 'superstruct'
import { absent, normalisations } from './normalisations.js'

/** A value as it goes in, and as it comes back. */
export interface Pair {
  readonly input: unknown
  readonly back: unknown
}

/** A struct, its description, and what it takes besides its plain values. */
export interface Shape {
  readonly struct: Struct<unknown, unknown>
  readonly words: string
  /** Neither undefined nor null nor an empty Set: how those come back depends on where they stand. */
  readonly values: fc.Arbitrary<Pair>
  /** What `undefined` as a property comes back as; missing where the struct does not take it. */
  readonly undefinedBack?: unknown
  readonly nullable?: boolean
  readonly emptySet?: boolean
  /** Only values show it: behind `lazy()` it cannot be told from other structs. */
  readonly opaque?: boolean
  /** Whether it may be in a list, a set of choices, a wrapper: defaults and aliases make sense in objects only. */
  readonly inObjectsOnly?: boolean
}

type Nulls = 'omit' | 'store'

function shape<T, S>(
  words: string,
  struct: Struct<T, S>,
  values: fc.Arbitrary<Pair>,
  more: Partial<Shape> = {},
): Shape {
  return { words, struct: struct as unknown as Shape['struct'], values, ...more }
}

const same = (input: unknown): Pair => ({ input, back: input })
const exactly = <T>(values: fc.Arbitrary<T>): fc.Arbitrary<Pair> => values.map(same)
const normal = <T>(values: fc.Arbitrary<T>, back: (value: T) => unknown): fc.Arbitrary<Pair> =>
  values.map((input) => ({ input, back: back(input) }))

/** Well-formed text of all kinds. */
export const anyText = fc.oneof(
  fc.string({ unit: 'grapheme', maxLength: 8 }),
  fc.string({ unit: 'binary', maxLength: 8 }),
  fc.constantFrom(
    '',
    ' a ',
    '__proto__',
    'constructor',
    '\u0000',
    '\ufeff',
    'null',
    '0',
    "'",
    '"',
    '\\',
    '\u2028',
  ),
)

/** Names of map members that can be stored. */
export const anyName = anyText.filter((name) => name !== '' && name !== '__proto__')

const anyNumber = fc
  .oneof(
    fc.double({ noNaN: true, noDefaultInfinity: true }),
    fc.maxSafeInteger(),
    fc.constantFrom(-0, 0.1, 1e21, 1e-7, 1e125, 1e-130, 5e-324, 2 ** 53 + 2, Number.MAX_VALUE),
  )
  .filter((value) => value === 0 || (Math.abs(value) >= 1e-130 && Math.abs(value) < 1e126))

const mostDigits = 10n ** 38n - 1n
const anyBigint = fc.oneof(
  fc.bigInt({ min: -mostDigits, max: mostDigits }),
  fc.constantFrom(0n, 10n ** 125n, -(10n ** 60n)),
)
const anyDate = fc.date({
  min: new Date('0000-01-01T00:00:00.000Z'),
  max: new Date('9999-12-31T23:59:59.999Z'),
  noInvalidDate: true,
})
const anyBytes = fc.uint8Array({ maxLength: 8 })

/** Decimal text of 1 to 38 significant digits within DynamoDB's range, written in several ways. */
export const anyDecimal = fc
  .record({
    sign: fc.constantFrom('', '-', '+'),
    digits: fc.stringMatching(/^[1-9]\d{0,37}$/),
    point: fc.nat(38),
    power: fc.integer({ min: -90, max: 85 }),
    form: fc.constantFrom('plain', 'exponent', 'zeros'),
  })
  .map(({ sign, digits, point, power, form }) => {
    const at = Math.min(point, digits.length)
    const text = `${digits.slice(0, at)}.${digits.slice(at)}`
    if (form === 'plain') return sign + text
    return form === 'zeros' ? `${sign}00${text}00` : `${sign}${text}E${power}`
  })

const sixteen = fc.integer({ min: 0, max: 0xffff })
const anyIp6 = fc
  .oneof(
    fc.ipV6(),
    fc
      .array(fc.oneof(sixteen, fc.constant(0)), { minLength: 8, maxLength: 8 })
      .map((all) => all.map((one) => one.toString(16)).join(':')),
  )
  .filter((text) => !text.includes('%'))

// Networks whose host bits are zero: whole bytes, or the widest and the narrowest there are.
const ipValues: Readonly<Record<string, fc.Arbitrary<string>>> = {
  ipv4Address: fc.ipV4(),
  ipv4Network: fc.oneof(
    fc.ipV4().map((ip) => `${ip}/32`),
    fc.ipV4().map((ip) => ip.replace(/\.\d+$/, '.0/24')),
    fc.constant('0.0.0.0/0'),
  ),
  ipv4Interface: fc.oneof(
    fc.ipV4(),
    fc.tuple(fc.ipV4(), fc.nat(32)).map(([ip, bits]) => `${ip}/${bits}`),
  ),
  ipv6Address: anyIp6,
  ipv6Network: fc.oneof(
    anyIp6.map((ip) => `${ip}/128`),
    fc.constantFrom('::/0', '2001:DB8::/32'),
  ),
  ipv6Interface: fc.oneof(
    anyIp6,
    fc.tuple(anyIp6, fc.nat(128)).map(([ip, bits]) => `${ip}/${bits}`),
  ),
}

/** A class of the user's own, stored through a codec of its own. */
export class Point {
  constructor(
    readonly x: number,
    readonly y: number,
  ) {}
}

const natural = fc.letrec<{ value: Pair }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 2, depthSize: 'small' },
    exactly(anyText),
    normal(anyNumber, normalisations.number),
    exactly(fc.boolean()),
    normal(anyBytes, normalisations.binary),
    // Of more digits than a number prints: smaller ones would come back as numbers, and are refused.
    exactly(fc.bigInt({ min: 10n ** 24n, max: 10n ** 36n }).map((value) => value * 10n + 1n)),
    exactly(fc.uniqueArray(anyText, { minLength: 1, maxLength: 3 }).map((members) => new Set(members))),
    listPairs(tie('value')),
    mapPairs(anyName, tie('value')),
  ),
})).value

function listPairs(elements: fc.Arbitrary<Pair>): fc.Arbitrary<Pair> {
  return fc.array(elements, { maxLength: 3 }).map((pairs) => ({
    input: pairs.map(({ input }) => input),
    back: pairs.map(({ back }) => back),
  }))
}

function mapPairs(names: fc.Arbitrary<string>, members: fc.Arbitrary<Pair>): fc.Arbitrary<Pair> {
  return fc
    .uniqueArray(fc.tuple(names, members), { maxLength: 3, selector: ([name]) => name })
    .map((entries) => {
      const input = Object.fromEntries(entries.map(([name, pair]) => [name, pair.input]))
      const back = entries.filter(([, pair]) => pair.back !== absent).map(([name, pair]) => [name, pair.back])
      return { input, back: Object.fromEntries(back) }
    })
}

const leaves: readonly Shape[] = [
  shape('string()', string(), exactly(anyText)),
  shape('number()', number(), normal(anyNumber, normalisations.number)),
  shape('integer()', integer(), normal(anyNumber.filter(Number.isInteger), normalisations.number)),
  shape('bigint()', bigint(), exactly(anyBigint)),
  shape('boolean()', boolean(), exactly(fc.boolean())),
  shape('date()', date(), exactly(anyDate)),
  shape(
    'date() as epochSeconds',
    attribute(date(), { as: 'epochSeconds' }),
    normal(anyDate, normalisations.epochSeconds),
  ),
  shape('date() as epochMillis', attribute(date(), { as: 'epochMillis' }), exactly(anyDate)),
  shape(
    'string() as decimal',
    attribute(string(), { as: 'decimal' }),
    normal(anyDecimal, normalisations.decimal),
  ),
  ...Object.entries(ipValues).map(([form, values]) =>
    shape(
      `string() as ${form}`,
      attribute(string(), { as: form as TextForm }),
      normal(values, (text) => normalisations.ip(form as StorageForm, text)),
    ),
  ),
  shape(
    'instance(Uint8Array)',
    instance(Uint8Array),
    normal(
      fc.oneof(
        anyBytes,
        anyBytes.map((all) => Buffer.from(all)),
      ),
      normalisations.binary,
    ),
  ),
  shape('instance(Buffer)', instance(Buffer), exactly(anyBytes.map((all) => Buffer.from(all)))),
  shape('enums of text', enums(['a', 'b', '']), exactly(fc.constantFrom('a', 'b', ''))),
  shape('enums of numbers', enums([0, 1, 2.5]), exactly(fc.constantFrom(0, 1, 2.5))),
  shape('literal(true)', literal(true), exactly(fc.constant(true))),
  shape('literal(7)', literal(7), exactly(fc.constant(7))),
  shape('size(string(), 1, 4)', size(string(), 1, 4), exactly(fc.string({ minLength: 1, maxLength: 4 }))),
  shape('pattern(string(), …)', pattern(string(), /^[a-c]+$/), exactly(fc.stringMatching(/^[a-c]+$/))),
  shape(
    'nonempty(array(…))',
    nonempty(array(string())),
    exactly(fc.array(anyText, { minLength: 1, maxLength: 3 })),
  ),
  shape('max(min(integer()))', max(min(integer(), 1), 9), exactly(fc.integer({ min: 1, max: 9 }))),
  shape(
    'refine(number(), even)',
    refine(number(), 'even', (value) => value % 2 === 0),
    exactly(fc.integer().map((value) => value * 2)),
  ),
  shape(
    'trimmed(string())',
    trimmed(string()),
    normal(anyText, (text) => text.trim()),
  ),
  shape(
    'coerce(number(), string(), …)',
    coerce(number(), string(), Number),
    normal(fc.integer().map(String), Number),
  ),
  shape(
    'define(even)',
    define<number>('even', (value) => typeof value === 'number' && value % 2 === 0),
    exactly(fc.integer().map((value) => value * 2 || 0)),
  ),
  shape(
    'dynamic(…)',
    dynamic(
      (value) => (typeof value === 'string' ? string() : number()) as unknown as Struct<string | number>,
    ),
    fc.oneof(exactly(anyText), normal(anyNumber, normalisations.number)),
    { opaque: true },
  ),
  shape('any()', any(), natural, { undefinedBack: absent, nullable: true }),
  shape('unknown()', unknown(), natural, { undefinedBack: absent, nullable: true }),
  shape('array()', array(), listPairs(natural)),
  shape('object()', object(), mapPairs(anyName, natural)),
  shape(
    'instance(Point) with a codec',
    attribute(instance(Point), {
      encode: ({ x, y }) => ({ x, y }),
      decode: (stored: { x: number; y: number }) => new Point(stored.x, stored.y),
    }),
    exactly(fc.tuple(fc.integer(), fc.integer()).map(([x, y]) => new Point(x, y))),
  ),
  shape(
    'set(string())',
    set(string()),
    exactly(fc.uniqueArray(anyText, { minLength: 1, maxLength: 4 }).map((all) => new Set(all))),
    { emptySet: true },
  ),
  shape(
    'set(number())',
    set(number()),
    normal(
      fc
        .uniqueArray(anyNumber, { minLength: 1, maxLength: 4, comparator: (a, b) => a === b })
        .map((all) => new Set(all)),
      (members) => new Set([...members].map(normalisations.number)),
    ),
    { emptySet: true },
  ),
  shape(
    'set(bigint())',
    set(bigint()),
    exactly(fc.uniqueArray(anyBigint, { minLength: 1, maxLength: 4 }).map((all) => new Set(all))),
    { emptySet: true },
  ),
  shape(
    'set(instance(Uint8Array))',
    set(instance(Uint8Array)),
    exactly(
      fc.uniqueArray(anyBytes, { minLength: 1, maxLength: 3, selector: String }).map((all) => new Set(all)),
    ),
    { emptySet: true },
  ),
]

const inList = (each: Shape): fc.Arbitrary<Pair> =>
  fc.oneof(
    { weight: 8, arbitrary: each.values },
    ...(each.nullable ? [{ weight: 1, arbitrary: fc.constant(same(null)) }] : []),
    // If both are accepted, undefined in a list is refused: nothing would tell it from null.
    ...(each.undefinedBack === absent && !each.nullable
      ? [{ weight: 1, arbitrary: fc.constant(same(undefined)) }]
      : []),
  )

function inMap(each: Shape, nulls: Nulls): fc.Arbitrary<Pair> {
  const isOptional = 'undefinedBack' in each
  const extra = [
    ...(isOptional ? [{ input: undefined, back: each.undefinedBack }] : []),
    ...(each.nullable ? [{ input: null, back: normalisations.nullInMap(nulls, isOptional) }] : []),
    ...(each.emptySet ? [{ input: new Set(), back: normalisations.emptySetInMap(isOptional) }] : []),
  ]
  if (extra.length === 0) return each.values
  return fc.oneof({ weight: 4, arbitrary: each.values }, { weight: 2, arbitrary: fc.constantFrom(...extra) })
}

/** The properties of an object: structs by name, and the pairs of whole objects. */
export interface Properties {
  readonly structs: Readonly<Record<string, Shape['struct']>>
  readonly words: string
  readonly values: fc.Arbitrary<Pair>
}

// Names that every object inherits are not among them: superstruct itself takes what is inherited for the value of an
// absent property, and its messages print by `toString`. How this library has them is shown in names.spec.ts.
const propertyNames = ['a', 'b', 'size', 'x.y', 'x y', 'é', "q'", '[0]', '\u{1f600}']

function propertiesOf(members: readonly (readonly [string, Shape])[], nulls: Nulls): Properties {
  const values = fc.tuple(...members.map(([, each]) => inMap(each, nulls))).map((pairs) => {
    const named = pairs.map((pair, at): [string, Pair] => [members[at]?.[0] ?? '', pair])
    const input = named.map(([name, pair]) => [name, pair.input])
    const back = named.filter(([, pair]) => pair.back !== absent).map(([name, pair]) => [name, pair.back])
    return { input: Object.fromEntries(input), back: Object.fromEntries(back) }
  })
  return {
    structs: Object.fromEntries(members.map(([name, each]) => [name, each.struct])),
    words: `{ ${members.map(([name, each]) => `${JSON.stringify(name)}: ${each.words}`).join(', ')} }`,
    values,
  }
}

function named(shapes: fc.Arbitrary<Shape>, most: number): fc.Arbitrary<(readonly [string, Shape])[]> {
  return fc.uniqueArray(fc.tuple(fc.constantFrom(...propertyNames), shapes), {
    minLength: 1,
    maxLength: most,
    selector: ([name]) => name,
  })
}

// An alias, a default, or neither: what only a property can have. Aliases are unique as long as properties are.
function asProperty(shapes: fc.Arbitrary<Shape>): fc.Arbitrary<Shape> {
  return fc
    .tuple(shapes, fc.constantFrom('', '', 'alias', 'default'), fc.uuid())
    .chain(([each, what, id]) => {
      if (what === 'alias')
        return fc.constant({
          ...each,
          struct: attribute(each.struct, { name: `.${id}` }),
          words: `${each.words} named`,
        } as Shape)
      if (what === '' || each.undefinedBack !== undefined || each.nullable || each.emptySet)
        return fc.constant(each)
      return each.values.map(({ back }) => ({
        ...each,
        // A default is a value of the struct: no input that is still to be coerced.
        struct: attribute(each.struct, { default: () => back }) as unknown as Shape['struct'],
        words: `${each.words} by default`,
        undefinedBack: back,
      }))
    })
}

function shapesOf(nulls: Nulls): fc.Arbitrary<Shape> {
  const { any: result } = fc.letrec<{ any: Shape }>((tie) => {
    const one = tie('any')
    const plain = one.filter((each) => !('undefinedBack' in each) && !each.nullable)
    return {
      any: fc.oneof(
        { maxDepth: 3, depthSize: 'small', withCrossShrink: true },
        { weight: 8, arbitrary: fc.constantFrom(...leaves) },
        one.map((each) => shape(`array(${each.words})`, array(each.struct), listPairs(inList(each)))),
        fc.tuple(one, one).map(([first, second]) =>
          shape(
            `tuple([${first.words}, ${second.words}])`,
            tuple([first.struct, second.struct]),
            fc.tuple(inList(first), inList(second)).map((pairs) => ({
              input: pairs.map(({ input }) => input),
              back: pairs.map(({ back }) => back),
            })),
          ),
        ),
        // In a record, absence of a member is absence of its name: neither null nor an empty Set could come back.
        plain.map((each) =>
          shape(
            `record(string(), ${each.words})`,
            record(string(), each.struct),
            mapPairs(anyName, each.values),
          ),
        ),
        plain.map((each) =>
          shape(
            `map(string(), ${each.words})`,
            map(string(), each.struct),
            mapPairs(anyName, each.values).map(({ input, back }) => ({
              input: new Map(Object.entries(input as object)),
              back: new Map(Object.entries(back as object)),
            })),
          ),
        ),
        named(asProperty(one), 3).map((members) => {
          const { structs, words, values } = propertiesOf(members, nulls)
          return shape(`object(${words})`, object(structs), values)
        }),
        plain.map((each) => {
          const values = fc.tuple(each.values, natural).map(([known, other]) => ({
            input: { known: known.input, other: other.input },
            back: { known: known.back, other: other.back },
          }))
          return shape(`type({ known: ${each.words} })`, type({ known: each.struct }), values)
        }),
        fc.tuple(plain, plain).map(([first, second]) =>
          shape(
            `intersection([type({ a: ${first.words} }), type({ b: ${second.words} })])`,
            intersection([type({ a: first.struct }), type({ b: second.struct })]),
            fc.tuple(first.values, second.values).map(([a, b]) => ({
              input: { a: a.input, b: b.input },
              back: { a: a.back, b: b.back },
            })),
          ),
        ),
        // Told apart by a literal, so that each value belongs to one branch.
        fc.tuple(plain, plain).map(([first, second]) =>
          shape(
            `union of { kind: a, of: ${first.words} } and { kind: b, of: ${second.words} }`,
            union([
              object({ kind: literal('a'), of: first.struct }),
              object({ kind: literal('b'), of: second.struct }),
            ]),
            fc.oneof(
              first.values.map(({ input, back }) => ({
                input: { kind: 'a', of: input },
                back: { kind: 'a', of: back },
              })),
              second.values.map(({ input, back }) => ({
                input: { kind: 'b', of: input },
                back: { kind: 'b', of: back },
              })),
            ),
          ),
        ),
        fc.constant(
          shape(
            'union([string(), number(), boolean(), array(string())])',
            union([string(), number(), boolean(), array(string())]),
            fc.oneof(
              exactly(anyText),
              normal(anyNumber, normalisations.number),
              exactly(fc.boolean()),
              exactly(fc.array(anyText, { maxLength: 2 })),
            ),
          ),
        ),
        one
          .filter((each) => !each.opaque)
          .map((each) => ({ ...each, struct: lazy(() => each.struct), words: `lazy(() => ${each.words})` })),
        one
          .filter((each) => !('undefinedBack' in each))
          .map((each) => ({
            ...each,
            struct: optional(each.struct) as Shape['struct'],
            words: `optional(${each.words})`,
            undefinedBack: absent,
          })),
        plain.map((each) => ({
          ...each,
          struct: deprecated(each.struct, () => undefined) as unknown as Shape['struct'],
          words: `deprecated(${each.words})`,
          undefinedBack: absent,
        })),
        one
          .filter(
            (each) =>
              !each.nullable &&
              !each.emptySet &&
              (!('undefinedBack' in each) || each.undefinedBack === absent),
          )
          .map((each) => ({
            ...each,
            struct: nullable(each.struct) as Shape['struct'],
            words: `nullable(${each.words})`,
            nullable: true,
          })),
        plain
          .filter((each) => !each.emptySet)
          .chain((each) =>
            each.values.map(({ back }) => ({
              ...each,
              // Strict: otherwise superstruct fills the members of a default into objects that lack them.
              struct: defaulted(each.struct, () => back, { strict: true }),
              words: `defaulted(${each.words})`,
              undefinedBack: back,
            })),
          )
          .map((each): Shape => each),
        fc.constant(recursive),
      ),
    }
  })
  return result
}

interface Tree {
  value: string
  children: Tree[]
}

const tree: Struct<Tree, unknown> = object({
  value: string(),
  children: array(lazy(() => tree)),
}) as unknown as Struct<Tree, unknown>
const recursive = shape(
  'a recursive object',
  tree,
  fc.letrec<{ tree: Pair }>((tie) => ({
    tree: fc.oneof(
      { maxDepth: 4 },
      exactly(anyText.map((value) => ({ value, children: [] }))),
      fc.tuple(anyText, fc.array(tie('tree'), { maxLength: 2 })).map(([value, kids]) => ({
        input: { value, children: kids.map(({ input }) => input) },
        back: { value, children: kids.map(({ back }) => back) },
      })),
    ),
  })).tree,
)

/** The descriptor of a random entity, as far as its attributes go, with whole items. */
export interface RandomSchema extends Properties {
  readonly nulls: Nulls
  readonly unknown: 'drop' | 'preserve' | 'error'
}

/** Random attributes of an item, with every choice that an entity has about them. */
export const anySchema: fc.Arbitrary<RandomSchema> = fc
  .tuple(
    fc.constantFrom<Nulls[]>('omit', 'store'),
    fc.constantFrom<RandomSchema['unknown'][]>('drop', 'preserve', 'error'),
  )
  .chain(([nulls, unknown]) =>
    named(asProperty(shapesOf(nulls)), 4).map((members) => {
      const properties = propertiesOf(members, nulls)
      // What fast-check prints of it: structs and generators as data would fill pages.
      const shown = `${properties.words}, nulls: ${nulls}, unknown: ${unknown}`
      return { ...properties, nulls, unknown, [fc.toStringMethod]: () => shown }
    }),
  )
