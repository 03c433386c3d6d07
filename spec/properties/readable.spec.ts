// Any update of any item of any schema, if it is accepted, leaves an item that can be read; if it is refused, it
// leaves the item as it was.
import { deepStrictEqual } from 'node:assert'
import { inspect } from 'node:util'
import { CreateTableCommand } from '@aws-sdk/client-dynamodb'
import { expect } from 'chai'
import { attribute, CommandExecutor, DyntasticError, Entity, InvalidItemError, Repository } from 'dyntastic'
import fc from 'fast-check'
import {
  array,
  bigint,
  coerce,
  defaulted,
  define,
  dynamic,
  enums,
  integer,
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
  union,
} from 'superstruct'
import { pathText } from '../../lib/errors/failures.js'
import { rawGet, withEngine } from '../support/engine.js'
import { holds, runCount, timeLimit } from './property-runs.js'
import { anySchema } from './random-schemas.js'

type AnyStruct = Struct<unknown, unknown>
type Values = fc.Arbitrary<unknown>

const few = fc.constantFrom(0, 1, 2, 3, 5, 0.1, 0.5, 3.3000000000000003, -1)
const whole = fc.integer({ min: -3, max: 9 })
const text = fc.constantFrom('', 'a', 'ab', 'abc', 'é')
const members = fc.uniqueArray(text, { minLength: 1, maxLength: 3 })
const plain = <T>(values: fc.Arbitrary<T>) =>
  values.map((value) => (typeof value === 'object' && value !== null ? { ...value } : value))

/** Structs with bounds and unions, which the random schemas have few of, and values that they take. */
const extras: Readonly<Record<string, readonly [struct: unknown, values: Values]>> = {
  total: [number(), few],
  count: [integer(), whole],
  big: [bigint(), fc.bigInt({ min: -5n, max: 5n })],
  price: [attribute(string(), { as: 'decimal' }), fc.constantFrom('0.1', '12.5', '3')],
  stock: [min(integer(), 0), fc.nat(5)],
  share: [max(min(number(), 0), 1), fc.constantFrom(0, 0.1, 0.3, 0.9, 1)],
  above: [min(number(), 1, { exclusive: true }), fc.constantFrom(1.5, 2, 3)],
  maybe: [optional(nullable(max(number(), 3))), fc.constantFrom(1, 3, null, undefined)],
  level: [enums([1, 2, 4]), fc.constantFrom(1, 2, 4)],
  either: [union([min(number(), 0), literal(-1)]), fc.constantFrom(-1, 0, 2)],
  code: [size(string(), 1, 2), fc.constantFrom('a', 'ab')],
  name: [string(), text],
  status: [enums(['a', 'ab']), fc.constantFrom('a', 'ab')],
  list: [size(array(string()), 1, 3), fc.array(text, { minLength: 1, maxLength: 3 })],
  numbers: [nonempty(array(max(integer(), 4))), fc.array(fc.nat(4), { minLength: 1, maxLength: 3 })],
  free: [array(string()), fc.array(text, { maxLength: 4 })],
  tags: [
    size(set(string()), 1, 2),
    fc.uniqueArray(text, { minLength: 1, maxLength: 2 }).map((all) => new Set(all)),
  ],
  open: [set(string()), members.map((all) => new Set(all))],
  ids: [set(number()), fc.uniqueArray(few, { minLength: 1, maxLength: 3 }).map((all) => new Set(all))],
  entries: [
    size(map(string(), number()), 1, 2),
    fc.constantFrom(
      new Map([['a', 1]]),
      new Map([
        ['a', 1],
        ['b', 2],
      ]),
    ),
  ],
  names: [
    record(enums(['a', 'b']) as unknown as Struct<string>, number()),
    fc.constantFrom({ a: 1 }, { b: 2 }, {}),
  ],
  pair: [tuple([string(), min(number(), 0)]), fc.tuple(text, fc.constantFrom(0, 1))],
  inner: [
    object({
      count: attribute(min(integer(), 0), { name: 'c' }),
      list: optional(size(array(number()), 1, 2)),
      note: optional(string()),
    }),
    plain(
      fc.record(
        { count: fc.nat(3), list: fc.array(few, { minLength: 1, maxLength: 2 }), note: text },
        { requiredKeys: ['count'] },
      ),
    ),
  ],
  pay: [
    union([
      object({
        kind: literal('card'),
        no: string(),
        n: number(),
        note: optional(string()),
        parts: array(string()),
      }),
      object({
        kind: enums(['iban', 'sepa']),
        iban: string(),
        n: min(integer(), 0),
        note: optional(size(string(), 1, 2)),
        parts: nonempty(array(size(string(), 1, 2))),
      }),
    ]),
    fc.oneof(
      plain(
        fc.record({ kind: fc.constant('card'), no: text, n: few, parts: fc.array(text, { maxLength: 2 }) }),
      ),
      plain(
        fc.record({
          kind: fc.constantFrom('iban', 'sepa'),
          iban: text,
          n: fc.nat(3),
          parts: fc.constantFrom(['a'], ['ab', 'a']),
        }),
      ),
    ),
  ],
  result: [
    union([
      object({ kind: literal('a'), title: string() }),
      record(string(), object({ kind: literal('b'), just: string() })),
    ]),
    fc.constantFrom({ kind: 'a', title: 't' }, { x: { kind: 'b', just: 'j' } }, {}),
  ],
  blind: [
    optional(union([object({ a: string() }), object({ a: number(), b: string() })])),
    fc.constantFrom({ a: '' }, { a: 1, b: '' }),
  ],
}

/** Structs with functions of the user's own, which an update asks of whole values alone, and values that they take. */
const functions: typeof extras = {
  odd: [refine(number(), 'not four', (value) => value !== 4), fc.constantFrom(0, 1, 3, 0.5)],
  word: [pattern(string(), /^a?b?c?$/), fc.constantFrom('a', 'ab', 'abc')],
  ordered: [
    refine(object({ low: number(), high: number() }), 'ordered', ({ low, high }) => low <= high),
    fc.constantFrom({ low: 0, high: 1 }, { low: 1, high: 1 }),
  ],
  sum: [
    refine(array(integer()), 'sum', (all) => all.reduce((one, each) => one + each, 0) < 9),
    fc.array(fc.nat(2), { maxLength: 3 }),
  ],
  even: [define('even', (value) => Number(value) % 2 === 0), fc.constantFrom(0, 2, 4)],
  either2: [
    dynamic((value) => (typeof value === 'string' ? string() : number()) as never),
    fc.oneof(text, few),
  ],
  length: [coerce(number(), string(), (given) => given.length), few],
  trim: [trimmed(string()), text],
  three: [defaulted(integer(), 3), fc.nat(5)],
  made: [
    defaulted(object({ a: number(), b: optional(string()) }), { a: 1 }),
    fc.constantFrom({ a: 2 }, { a: 1, b: 'b' }),
  ],
  bounded: [refine(max(min(integer(), 0), 5), 'not two', (value) => value !== 2), fc.constantFrom(1, 3)],
}

/** One step of an update, as plain data: numbers choose among what there is. */
interface Step {
  readonly name: string
  readonly at: number
  readonly other: number
  readonly how: number
  readonly amount: unknown
}

const names = ['set', 'setIfMissing', 'add', 'subtract', 'append', 'prepend', 'remove', 'delete', 'patch']
const anyStep: fc.Arbitrary<Step> = fc.record({
  name: fc.constantFrom(...names),
  at: fc.nat(200),
  other: fc.nat(200),
  how: fc.nat(11),
  amount: fc.constantFrom<unknown>(1, -1, 2, 0.1, -0.5, 0.30000000000000004, -4, 1n, -2n, '0.1', 'a', 100),
})

const anyEntity = (own: typeof extras, withFunctions: boolean) =>
  fc
    .tuple(anySchema, fc.subarray(Object.keys(own), { minLength: 3, maxLength: 9 }))
    // What only functions of the user's own know cannot be a condition: the guide says so.
    .filter(
      ([{ words }]) =>
        withFunctions || !/refine\(|pattern\(|define\(|dynamic\(|trimmed\(|coerce\(/.test(words),
    )
    .chain(([schema, chosen]) => {
      const item = fc
        .tuple(schema.values, ...chosen.map((name) => (own[name] as (typeof extras)[string])[1]))
        .map(([{ input }, ...values]) => ({
          ...(input as object),
          ...Object.fromEntries(chosen.map((name, index) => [name, values[index]])),
        }))
      const structs = {
        ...schema.structs,
        ...Object.fromEntries(chosen.map((name) => [name, own[name]?.[0]])),
      }
      return fc.tuple(
        fc.constant({ structs, nulls: schema.nulls, unknown: schema.unknown }),
        item,
        item,
        fc.array(anyStep, { minLength: 1, maxLength: 8 }),
        fc.boolean(),
      )
    })

type Loose = Record<string, (...args: unknown[]) => Loose> & PromiseLike<unknown>

describe('any update of any item', () => {
  const engine = withEngine()
  let table: string
  let executor: CommandExecutor

  before(async () => {
    table = engine.name('poison')
    executor = new CommandExecutor({ client: engine.client })
    await engine.client.send(
      new CreateTableCommand({
        TableName: table,
        BillingMode: 'PAY_PER_REQUEST',
        KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }],
        AttributeDefinitions: [{ AttributeName: 'id', AttributeType: 'S' }],
      }),
    )
  })

  it('leaves an item that can be read, or the item as it was', async function () {
    this.timeout(timeLimit(3_600_000))
    const { seen, tried } = await checked(anyEntity(extras, false), false)
    expect(seen.refused, 'updates that DynamoDB refused').above(0)
    if (runCount(250) >= 250) expect([...tried].sort()).deep.equal([...names].sort())
  })

  it('of structs with functions: the same of whole values; otherwise the error says that it was written', async function () {
    this.timeout(timeLimit(3_600_000))
    const { seen } = await checked(anyEntity({ ...extras, ...functions }, true), true)
    expect(seen.reported, 'updates that were written, and said so').above(0)
  })

  async function checked(someEntity: ReturnType<typeof anyEntity>, withFunctions: boolean) {
    let run = 0
    const seen = { accepted: 0, refused: 0, before: 0, large: 0, reported: 0 }
    const tried = new Set<string>()
    const property = fc.asyncProperty(someEntity, async ([schema, first, second, steps, creates]) => {
      const id = `${withFunctions ? 'f' : 'i'}${run++}`
      const entity = new Entity({
        name: 'Thing',
        table,
        attributes: { id: string(), ...schema.structs } as Record<string, AnyStruct>,
        key: { partition: 'id' },
        nulls: schema.nulls,
        unknown: schema.unknown,
      } as never)
      const things = new Repository(entity, executor)
      const item = { ...(await things.save({ ...first, id } as never)) } as Record<string, unknown>
      const other = { ...(entity.parse({ ...second, id } as never) as object) } as Record<string, unknown>
      const fresh = creates && run % 3 === 0
      const target = fresh ? `${id}-new` : id
      const before = await rawGet(engine.client, table, { id: { S: target } })
      const done: string[] = []
      let wholes = true
      let update = things.update(target as never) as unknown as Loose
      // What is refused when it is built, or overlaps an earlier change, is left out.
      for (const step of steps)
        try {
          const [next, words, whole] = stepped(update, step, item, other)
          const complete = fresh ? upserted(next, second) : next
          ;(complete as unknown as { toCommand(): unknown }).toCommand()
          update = next
          done.push(words)
          wholes &&= whole === true
          tried.add(step.name)
        } catch (error) {
          expect(error, String(error)).instanceOf(DyntasticError)
          seen.before++
        }
      if (done.length === 0) return
      if (fresh) update = upserted(update, second)
      const outcome = await Promise.resolve(update).then(
        () => undefined,
        (error: unknown) => error as Error,
      )
      const what = `${done.join(', ')}${fresh ? ' upsert' : ''} of ${inspect(before)}`
      const after = await rawGet(engine.client, table, { id: { S: target } })
      const read = await things.get(target as never).then(
        () => undefined,
        (error: unknown) => error,
      )
      if (read instanceof InvalidItemError) {
        // A decision of its own: sums from 2^53 on are refused when they are read.
        const large = read.failures.every(
          ({ message }) =>
            message.startsWith('JavaScript cannot hold this number exactly') ||
            message === 'fits no member of the union',
        )
        if (large && /\d{16}/.test(inspect(after, { depth: 12 }))) {
          seen.large++
          return
        }
        if (withFunctions && !wholes) {
          expect(outcome, what).instanceOf(InvalidItemError).property('outcome', 'written')
          seen.reported++
          return
        }
        throw new Error(`${what}: left ${inspect(after)}: ${read.message}`)
      }
      if (outcome === undefined) {
        seen.accepted++
        return
      }
      expect(outcome, `${what}: ${outcome.stack}`).instanceOf(DyntasticError)
      expect(outcome, what).property('outcome', 'nothing written')
      deepStrictEqual(after, before, what)
      seen.refused++
    })
    await holds(property, runCount(250, 500))
    console.log(`        ${JSON.stringify(seen)}`)
    expect(seen.accepted, 'updates that were accepted').above(0)
    return { seen, tried }
  }
})

function upserted(update: Loose, second: object): Loose {
  const { id: _, ...rest } = second as Record<string, unknown>
  return (update['upsert'] as (values: unknown) => Loose).call(update, rest)
}

type Steps = readonly (string | number)[]

// Every path of an item: of what it has, and one entry or element more.
function pathsOf(value: unknown, around: Steps = []): Steps[] {
  const own: Steps[] = around.length === 0 ? [] : [around]
  if (around.length > 4 || value instanceof Set || value instanceof Date || value instanceof Uint8Array)
    return own
  if (Array.isArray(value))
    return [
      ...own,
      [...around, value.length],
      ...value.flatMap((each, index) => pathsOf(each, [...around, index])),
    ]
  const entries =
    value instanceof Map
      ? [...value]
      : typeof value === 'object' && value !== null
        ? Object.entries(value)
        : []
  const more: Steps[] =
    around.length > 0 && typeof value === 'object' && value !== null ? [[...around, 'b']] : []
  return [...own, ...more, ...entries.flatMap(([name, each]) => pathsOf(each, [...around, String(name)]))]
}

function valueAt(value: unknown, steps: Steps): unknown {
  return steps.reduce<unknown>((kept, step) => {
    if (kept instanceof Map) return kept.get(step)
    // Not what an object inherits, such as `constructor`.
    return typeof kept === 'object' && kept !== null && Object.hasOwn(kept, step)
      ? Reflect.get(kept, step)
      : undefined
  }, value)
}

function stepped(
  update: Loose,
  { name, at, other, how, amount }: Step,
  item: object,
  second: object,
): [Loose, string, whole?: boolean] {
  const paths = [...pathsOf(item), ...pathsOf(second)].filter(([head]) => head !== 'id')
  const steps = paths[at % paths.length] ?? []
  const path = pathText(steps)
  const far = paths[other % paths.length] ?? []
  const otherPath = pathText(far)
  const value = valueAt(second, steps) ?? valueAt(item, steps)
  const farValue = valueAt(second, far) ?? valueAt(item, far)
  const call = (...args: unknown[]): Loose =>
    (update[name] as (...args: unknown[]) => Loose).call(update, ...args)
  if (name === 'patch') {
    const [head] = steps
    return [
      call({ [String(head)]: how > 8 ? null : valueAt(second, [head as string]) }),
      `patch(${String(head)})`,
    ]
  }
  if (name === 'remove') return [call(path), `remove(${path})`]
  if (name === 'add' || name === 'subtract' || name === 'delete') {
    const given =
      value instanceof Set && how < 9 ? [...value].slice(0, 1 + (how % 3)) : how === 9 ? farValue : amount
    return [call(path, given), `${name}(${path}, ${String(given)})`]
  }
  if (name === 'append' || name === 'prepend') {
    const given = how < 6 ? value : how < 8 ? farValue : (attr: (path: string) => unknown) => attr(otherPath)
    return [call(path, given), `${name}(${path}, ${how < 8 ? inspect(given) : otherPath})`]
  }
  const worked = operandOf(how, otherPath, path, value, amount)
  return worked === undefined
    ? [call(path, how === 3 ? farValue : value), `${name}(${path}, value)`, steps.length === 1]
    : [call(path, worked), `${name}(${path}, ${how} of ${otherPath}, ${String(amount)})`]
}

type Operand = Record<string, (other: unknown) => Operand>
type Attr = (path: string) => Operand

function operandOf(how: number, other: string, own: string, value: unknown, amount: unknown) {
  const taken = (operand: Operand, name: string, given: unknown) =>
    (operand[name] as (given: unknown) => Operand)(given)
  const table: Record<number, (attr: Attr, literal: (value: unknown) => Operand) => unknown> = {
    4: (attr) => attr(other),
    5: (attr) => taken(attr(other), 'plus', amount),
    6: (attr) => taken(attr(other), 'minus', attr(own)),
    7: (attr, literal) => taken(literal(amount), 'minus', attr(other)),
    8: (attr) => taken(attr(other), 'ifNotExists', value),
    9: (attr) => taken(taken(attr(other), 'ifNotExists', value), 'plus', amount),
    10: (attr) => taken(attr(other), 'append', value),
    11: (attr) => taken(attr(own), 'ifNotExists', attr(other)),
  }
  return table[how]
}
