// Keys that other programs wrote: what is read finds the item again, in every operation, or it is refused by name.
import { DeleteItemCommand } from '@aws-sdk/client-dynamodb'
import { expect } from 'chai'
import { attribute, CommandExecutor, Entity, InvalidItemError, Repository, type TextForm } from 'dyntastic'
import fc from 'fast-check'
import {
  bigint,
  coerce,
  date,
  defaulted,
  enums,
  instance,
  integer,
  lazy,
  literal,
  max,
  min,
  nullable,
  number,
  optional,
  pattern,
  refine,
  type Struct,
  size,
  string,
  trimmed,
  union,
} from 'superstruct'
import { dateForms } from '../../lib/entity/codecs/date.js'
import type { AttributeValue, StoredItem } from '../../lib/entity/struct/attribute-value.js'
import { equalStored } from '../../lib/expression/stored/stored-order.js'
import { rawPut, rawScan, withEngine } from '../support/engine.js'
import { holds, runCount, timeLimit } from './property-runs.js'

type AnyStruct = Struct<never>

/** A struct of a key attribute, and what other programs may have stored under it. */
interface KeyStruct {
  readonly words: string
  readonly struct: AnyStruct
  readonly stored: fc.Arbitrary<AttributeValue>
  /** A stored form that it reads, so that the property is not about refusals alone. */
  readonly accepted: AttributeValue
  /** Whether it cannot be compared by order. */
  readonly unsorted: boolean
}

const S = (text: string): AttributeValue => ({ S: text })
const N = (text: string): AttributeValue => ({ N: text })

const days = ['2022-12-22', '1970-01-01', '0001-03-04']
const times = ['', 'T00:00Z', 'T10:00:00', 'T10:00:00Z', 'T23:59:59Z', 't10:00:00z', ' 10:00:00Z']
const fractions = [
  '.1',
  '.12',
  '.120',
  '.123',
  '.000',
  '.000000',
  '.120000',
  '.123456',
  '.120000000',
  '.1234567',
  '.0000001',
]
const zones = ['', 'Z', 'z', '+00:00', '-00:00', '+0000', '+05:30', '-08:00']
const dateText = fc.oneof(
  fc.tuple(fc.constantFrom(...days), fc.constantFrom(...times)).map((parts) => parts.join('')),
  fc
    .tuple(
      fc.constantFrom(...days),
      fc.constantFrom('T10:00:00', 'T00:00:00', 'T23:59:59'),
      fc.constantFrom('', ...fractions),
      fc.constantFrom(...zones),
    )
    .map((parts) => parts.join('')),
)
const numberText = fc.constantFrom(
  '0',
  '-0',
  '0.0',
  '1',
  '1.0',
  '1E0',
  '01',
  '100',
  '1E2',
  '-1',
  '0.1',
  '.5',
  '3.3000000000000003',
  '3.4000000000000003',
  '1700000000',
  '1700000000123',
  '9007199254740993',
  '1E30',
  '1.5',
  '12345678901234567890.123',
)
const ipText = fc.constantFrom(
  '10.0.0.1',
  '10.0.0.1/8',
  '10.0.0.0/8',
  '10.0.0.0/255.0.0.0',
  '10.0.0.1/32',
  '::1',
  '0:0::1',
  '::0001',
  'FE80::1',
  'fe80::1%eth0',
  '::ffff:1.2.3.4',
  '2001:db8::/32',
  '2001:DB8::/32',
  '2001:db8::',
  '2001:db8::1/64',
)
const plainText = fc.constantFrom(
  'a',
  'A',
  ' a ',
  'a ',
  'é',
  'e\u0301',
  'open',
  'OPEN',
  '5',
  '05',
  'x!',
  'x!!',
  '22.12.2022',
)
const anyText = fc.oneof(plainText, dateText, numberText, ipText).map(S)
const anyNumber = numberText.map(N)
const anyBinary = fc.uint8Array({ minLength: 1, maxLength: 3 }).map((B): AttributeValue => ({ B }))

const key = (
  words: string,
  struct: unknown,
  stored: fc.Arbitrary<AttributeValue>,
  accepted: AttributeValue,
  unsorted = false,
): KeyStruct => ({ words, struct: struct as AnyStruct, stored, accepted, unsorted })

const dateSamples: Readonly<Record<string, AttributeValue>> = {
  iso: S('2026-01-02T10:00:00.120Z'),
  isoDay: S('2022-12-22'),
  isoSeconds: S('2026-01-02T10:00:00Z'),
  isoMicros: S('2026-01-02T10:00:00.120000Z'),
  isoNanos: S('2026-01-02T10:00:00.120000000Z'),
  isoTrimmed: S('2026-01-02T10:00:00.12Z'),
  isoInstant: S('2026-01-02T10:00:00Z'),
  isoPydantic: S('2026-01-02T10:00:00.120000Z'),
  isoNaive: S('2026-01-02T10:00:00'),
  isoOffset: S('2026-01-02T10:00:00.120000+00:00'),
  epochSeconds: N('1700000000'),
  epochMillis: N('1700000000123'),
}
const ipSamples: Readonly<Record<TextForm, string | undefined>> = {
  decimal: undefined,
  ipv4Address: '10.0.0.1',
  ipv4Network: '10.0.0.0/8',
  ipv4Interface: '10.0.0.1/8',
  ipv6Address: '::1',
  ipv6Network: '2001:db8::/32',
  ipv6Interface: '2001:db8::1/64',
}
const lossy = (type: 'S' | 'N', encode: (value: string) => unknown, decode: (stored: never) => string) =>
  attribute(string(), { type, encode, decode })

const keyStructs: readonly KeyStruct[] = [
  ...dateForms.map((as) => {
    const sample = dateSamples[as] as AttributeValue
    const unsorted = ['isoTrimmed', 'isoInstant', 'isoPydantic'].includes(as)
    return key(
      `date() as ${as}`,
      attribute(date(), { as }),
      'S' in sample ? dateText.map(S) : anyNumber,
      sample,
      unsorted,
    )
  }),
  ...Object.entries(ipSamples).flatMap(([as, sample]) =>
    sample === undefined
      ? []
      : [key(`string() as ${as}`, attribute(string(), { as: as as TextForm }), ipText.map(S), S(sample))],
  ),
  key('instance(Date)', instance(Date), dateText.map(S), dateSamples['iso'] as AttributeValue),
  key('optional(date())', optional(date()), dateText.map(S), dateSamples['iso'] as AttributeValue),
  key('nullable(date())', nullable(date()), dateText.map(S), dateSamples['iso'] as AttributeValue),
  key(
    'lazy(() => date())',
    lazy(() => date()),
    dateText.map(S),
    dateSamples['iso'] as AttributeValue,
  ),
  key(
    'min(date())',
    min(date(), new Date('1970-01-02')),
    dateText.map(S),
    dateSamples['iso'] as AttributeValue,
  ),
  key(
    'date() with a default',
    attribute(date(), { default: () => new Date(1) }),
    dateText.map(S),
    dateSamples['iso'] as AttributeValue,
  ),
  key(
    'coerced dates',
    coerce(date(), string(), (text) => new Date(text)),
    dateText.map(S),
    dateSamples['iso'] as AttributeValue,
  ),
  key('string()', string(), anyText, S(' a ')),
  key('trimmed(string())', trimmed(string()), anyText, S('a')),
  key('defaulted(string())', defaulted(string(), 'x'), anyText, S(' a ')),
  key(
    'lower case by coercion',
    coerce(string(), string(), (text) => text.toLowerCase()),
    anyText,
    S('a'),
  ),
  key('numbers as text by coercion', coerce(string(), number(), String), anyText, S('5')),
  key('pattern(string())', pattern(string(), /^\s?a/), anyText, S(' a ')),
  key('size(string())', size(string(), 1, 3), anyText, S('a')),
  key('enums()', enums(['open', 'OPEN', 'a']), anyText, S('open')),
  key('literal()', literal('open'), anyText, S('open')),
  key('union of texts', union([literal('open'), trimmed(string())]), anyText, S('open')),
  key('union of a date and text', union([date(), string()]), anyText, S('a')),
  key('number()', number(), anyNumber, N('0.1')),
  key('max(number())', max(number(), 1e40), anyNumber, N('1E2')),
  key('integer()', integer(), anyNumber, N('1.0')),
  key('bigint()', bigint(), anyNumber, N('1E30')),
  key(
    'refined bigint()',
    refine(bigint(), 'any', () => true),
    anyNumber,
    N('1E30'),
  ),
  key('rounded numbers by coercion', coerce(integer(), number(), Math.round), anyNumber, N('1')),
  key('decimals', attribute(string(), { as: 'decimal' }), anyNumber, N('12345678901234567890.123')),
  key('instance(Uint8Array)', instance(Uint8Array), anyBinary, { B: new Uint8Array([0, 255]) }),
  key('instance(Buffer)', instance(Buffer), anyBinary, { B: new Uint8Array([0, 255]) }),
  key(
    'an own codec that keeps its text',
    lossy(
      'S',
      (v) => `x${v}`,
      (v: string) => v.slice(1),
    ),
    fc.oneof(anyText, fc.constant(S('xa'))),
    S('xa'),
  ),
  key(
    'an own codec that folds case',
    lossy(
      'S',
      (v) => v.toUpperCase(),
      (v: string) => v.toLowerCase(),
    ),
    anyText,
    S('A'),
  ),
  key(
    'an own codec of numbers',
    lossy('N', Number, (v: number) => String(v)),
    anyNumber,
    N('100'),
  ),
]

describe('keys that other programs wrote', () => {
  const engine = withEngine()
  let executor: CommandExecutor

  before(() => {
    executor = new CommandExecutor({ client: engine.client, scans: 'allow' })
  })

  for (const { words, struct, stored, accepted, unsorted } of keyStructs)
    it(`${words}: what is read finds its item again, or is refused by name`, async function () {
      this.timeout(timeLimit(600_000))
      const optionalKey = words.startsWith('optional') || words.startsWith('nullable')
      const attributes = {
        id: string(),
        // A key of the table is not optional: then that of the index alone is.
        at: optionalKey ? string() : struct,
        owner: string(),
        by: struct,
        mark: optional(string()),
      }
      const Thing = new Entity({
        name: 'Thing',
        table: engine.name('identity'),
        attributes,
        key: { partition: 'id', sort: 'at' } as never,
        indexes: { byOwner: { partition: 'owner', sort: 'by' } } as never,
      })
      const things = new Repository(Thing, executor) as unknown as Things
      await things.createTable()
      const table = Thing.table.name

      const takes = async (value: AttributeValue): Promise<boolean> => {
        const item = { id: S('a'), at: optionalKey ? S('1') : value, owner: S('o'), by: value }
        await rawPut(engine.client, table, item)
        const found = await firstOf(things)
        if (found === undefined) {
          const Key = { id: item.id, at: item.at }
          await engine.client.send(new DeleteItemCommand({ TableName: table, Key }))
          return false
        }
        await findsAgain(things, found, unsorted)
        const all = await rawScan(engine.client, table)
        expect(all, 'one item, and the one that was stored').to.have.length(1)
        const whole = { ...item, mark: S('set') }
        expect(equalStored({ M: all[0] as StoredItem }, { M: whole }), JSON.stringify(all)).to.equal(true)
        await things.delete(found).if('by').eq(found.by)
        expect(await rawScan(engine.client, table)).to.have.length(0)
        return true
      }
      expect(await takes(accepted), 'the form that it writes is read').to.equal(true)
      // The table is empty before and after each run, so a value that was tried can show nothing new. Most structs have
      // fewer values here than a long check has runs: then all of them are tried, each once.
      const tried = new Set<string>()
      const property = fc.asyncProperty(stored, async (value) => {
        const text = fc.stringify(value)
        if (tried.has(text)) return
        await takes(value)
        tried.add(text)
      })
      await holds(property, runCount(20, 100))
    })
})

// The only item of the table; `undefined` if it is refused.
async function firstOf(things: Things): Promise<Found | undefined> {
  try {
    return (await things.scan())[0]
  } catch (error) {
    expect(error).to.be.instanceOf(InvalidItemError)
    return undefined
  }
}

async function findsAgain(things: Things, found: Found, unsorted: boolean): Promise<void> {
  const { id, at, by } = found
  expect(await things.refresh(found)).to.deep.equal(found)
  expect(await things.getMany([{ id, at }])).to.have.length(1)
  await things
    .save({ ...found, mark: 'saved' })
    .if('at')
    .eq(at)
    .if('by')
    .eq(by)
  await things.update(found).set('mark', 'set').if('by').eq(by)
  await things.update(found).set('by', by)
  const indexed = things.query().index('byOwner').where('owner').eq('o')
  expect(await indexed.where('by').eq(by)).to.have.length(1)
  if (unsorted) return
  expect(await indexed.where('by').between(by, by)).to.have.length(1)
  expect(await indexed.where('by').gt(by)).to.have.length(0)
}

/** A found item, as far as this property looks at it. */
interface Found {
  readonly id: string
  readonly at: never
  readonly by: never
}

type Step = PromiseLike<unknown> & {
  if(path: string): { eq(value: unknown): Step }
  set(path: string, value: unknown): Step
}
type Query = PromiseLike<unknown[]> & {
  index(name: string): Query
  where(path: string): {
    eq(value: unknown): Query
    gt(value: unknown): Query
    between(low: unknown, high: unknown): Query
  }
}

/** The methods of a repository whose key type is not known here. */
interface Things {
  createTable(): Promise<unknown>
  scan(): PromiseLike<Found[]>
  refresh(item: Found): PromiseLike<Found>
  save(item: object): Step
  update(item: Found): Step
  query(): Query
  getMany(keys: readonly object[]): PromiseLike<unknown[]>
  delete(item: Found): Step
}
