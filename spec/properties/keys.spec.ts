// Keys: two that differ never address one item, and what is stored as a key is what comes back.
import { deepStrictEqual } from 'node:assert'
import { PutItemCommand } from '@aws-sdk/client-dynamodb'
import { expect } from 'chai'
import { attribute, CommandExecutor, Entity, InvalidKeyError, Repository, ValidationError } from 'dyntastic'
import fc from 'fast-check'
import { bigint, date, instance, number, type Struct, string } from 'superstruct'
import { rawScan, withEngine } from '../support/engine.js'
import { rejection } from '../support/rejection.js'
import { normalisations } from './normalisations.js'
import { holds, runCount, timeLimit } from './property-runs.js'
import { anyDecimal } from './random-schemas.js'

/** A type of key attribute: its struct, values of it, and one text for each value that is a key of its own. */
interface KeyKind {
  readonly words: string
  readonly struct: Struct<never>
  readonly values: fc.Arbitrary<unknown>
  identity(value: never): string
}

const kinds: readonly KeyKind[] = [
  kind('text', string(), keyText(), (value: string) => value),
  kind('numbers', number(), keyNumber(), (value: number) => String(normalisations.number(value))),
  kind('bigints', bigint(), fc.bigInt({ min: -(10n ** 38n) + 1n, max: 10n ** 38n - 1n }), String),
  kind('decimals', attribute(string(), { as: 'decimal' }), anyDecimal, normalisations.decimal),
  kind('dates', date(), instants(), (value: Date) => value.toISOString()),
  kind('seconds', attribute(date(), { as: 'epochSeconds' }), wholeSeconds(), (value: Date) =>
    value.toISOString(),
  ),
  kind('binary', instance(Uint8Array), fc.uint8Array({ minLength: 1, maxLength: 4 }), (value: Uint8Array) =>
    value.join(),
  ),
]

function kind<T>(
  words: string,
  struct: Struct<T, never> | Struct<T>,
  values: fc.Arbitrary<T>,
  identity: (value: T) => string,
): KeyKind {
  return {
    words,
    struct: struct as unknown as Struct<never>,
    values,
    identity: identity as KeyKind['identity'],
  }
}

// Texts that are near each other: in letters, in case, in normal form, in what separates parts of a key.
function keyText(): fc.Arbitrary<string> {
  const near = fc.string({
    unit: fc.constantFrom('a', 'A', 'b', '#', '_', '|', '\u0000', ' ', 'é', 'e\u0301', '1', '0'),
    minLength: 1,
    maxLength: 4,
  })
  return fc.oneof(near, fc.string({ unit: 'binary', minLength: 1, maxLength: 6 }))
}

function keyNumber(): fc.Arbitrary<number> {
  const near = fc.constantFrom(
    0,
    -0,
    1,
    -1,
    0.1,
    0.30000000000000004,
    0.3,
    1e20,
    1e21,
    9007199254740991,
    9007199254740992,
    1e-130,
    1e125,
  )
  return fc.oneof(near, fc.integer({ min: -3, max: 3 }))
}

function instants(): fc.Arbitrary<Date> {
  return fc.constantFrom(0, 1, 999, 1000, 1001, -1, -1000, 1772359200000).map((time) => new Date(time))
}

// A finer one is refused in a key.
function wholeSeconds(): fc.Arbitrary<Date> {
  return instants().map(normalisations.epochSeconds)
}

describe('keys', () => {
  const engine = withEngine()
  let executor: CommandExecutor

  before(() => {
    executor = new CommandExecutor({ client: engine.client })
  })

  for (const [at, partition] of kinds.entries()) {
    const sort = kinds[(at + 2) % kinds.length] as KeyKind
    it(`${partition.words} with ${sort.words}: as many items as there are keys, each found by its own`, async function () {
      this.timeout(timeLimit(600_000))
      const Thing = new Entity({
        name: 'Thing',
        table: engine.name('keys'),
        attributes: { p: partition.struct, s: sort.struct, mark: string() },
        key: { partition: 'p', sort: 's' } as never,
      })
      const things = new Repository(Thing, executor)
      await things.createTable()
      const keys = fc.array(fc.record({ p: partition.values, s: sort.values }), {
        minLength: 2,
        maxLength: 8,
      })
      let run = 0
      const property = fc.asyncProperty(keys, async (list) => {
        run++
        const marks = new Map<string, string>()
        for (const [index, { p, s }] of list.entries()) {
          const mark = `${run}-${index}`
          const saved = await things.save({ p, s, mark } as never)
          marks.set(JSON.stringify([partition.identity(p as never), sort.identity(s as never)]), mark)
          const back = await things.get({ p: Reflect.get(saved, 'p'), s: Reflect.get(saved, 's') } as never)
          deepStrictEqual(back, saved)
        }
        // A key that was given twice is one item, with what was saved last; no other key has touched it.
        const found = await Promise.all(list.map(async (key) => things.getOrThrow(key as never).consistent()))
        for (const [index, { p, s }] of list.entries()) {
          const identity = JSON.stringify([partition.identity(p as never), sort.identity(s as never)])
          expect(Reflect.get(found[index] as object, 'mark'), identity).to.equal(marks.get(identity))
        }
        await Promise.all(list.map(async (key) => things.delete(key as never)))
        expect(await rawScan(engine.client, Thing.table.name)).to.have.length(0)
      })
      await holds(property, runCount(8, 100))
    })
  }

  it('0, -0 and 0.0 are one key; 1 and 1.0 are', async () => {
    const Numbered = new Entity({
      name: 'Numbered',
      table: engine.name('zero'),
      attributes: { n: attribute(string(), { as: 'decimal' }), mark: string() },
      key: { partition: 'n' },
    })
    const items = new Repository(Numbered, executor)
    for (const [index, n] of ['0', '-0', '0.0', '1', '1.0', '1E0'].entries())
      await items.save({ n, mark: String(index) })
    expect(await rawScan(engine.client, Numbered.table.name)).to.have.length(2)
    expect((await items.getOrThrow('-0.00')).mark).to.equal('2')
    expect((await items.getOrThrow('01')).mark).to.equal('5')
  })

  it('half a surrogate pair is refused in a key, where it would make different keys equal', async () => {
    const { notes, table } = await textKeys()
    for (const key of ['a\ud800', '\udfffa', 'a\ud800\ud800', '\udc00\ud800']) {
      expect((await rejection(notes.get({ p: key, s: 's' }), InvalidKeyError)).message).to.match(
        /'p'.*surrogate/,
      )
      await rejection(notes.delete({ p: 'p', s: key }), InvalidKeyError)
      const { failures } = await rejection(notes.save({ p: key, s: 's' }), ValidationError)
      expect(failures.map(({ path }) => path)).to.deep.equal(['p'])
    }
    expect(await rawScan(engine.client, table)).to.have.length(0)
  })

  const characters: readonly (readonly [string, string, number])[] = [
    ['letters', 'a', 1],
    ['letters of two bytes', 'é', 2],
    ['letters of three bytes', '€', 3],
    ['letters of four bytes', '\u{1f600}', 4],
  ]
  for (const [words, character, bytes] of characters)
    it(`2,048 bytes of a partition key and 1,024 of a sort key are taken, and one more is refused: ${words}`, async () => {
      const { notes, table } = await textKeys()
      for (const [side, most] of [
        ['p', 2048],
        ['s', 1024],
      ] as const) {
        const fitting = padded(character, bytes, most)
        const key = { p: 'p', s: 's', [side]: fitting }
        await notes.save(key)
        expect(await notes.get(key)).to.not.equal(undefined)
        // The database agrees about both sides of the border.
        const raw = (value: string) => ({ p: { S: 'p' }, s: { S: 's' }, [side]: { S: value } })
        await engine.client.send(new PutItemCommand({ TableName: table, Item: raw(fitting) }))
        const long = `${fitting}a`
        await rejection(engine.client.send(new PutItemCommand({ TableName: table, Item: raw(long) })), Error)
        const refusal = await rejection(notes.get({ ...key, [side]: long }), InvalidKeyError)
        expect(refusal.message)
          .to.include(`'${side}'`)
          .and.include(`${most + 1} bytes`)
        await rejection(notes.delete({ ...key, [side]: long }), InvalidKeyError)
        const { failures } = await rejection(notes.save({ ...key, [side]: long }), ValidationError)
        expect(failures.map(({ path }) => path)).to.deep.equal([side])
      }
    })

  it('an empty key is refused, as the database refuses it', async () => {
    const { notes, table } = await textKeys()
    await rejection(notes.get({ p: '', s: 's' }), InvalidKeyError)
    await rejection(notes.save({ p: 'p', s: '' }), ValidationError)
    await rejection(
      engine.client.send(new PutItemCommand({ TableName: table, Item: { p: { S: '' }, s: { S: 's' } } })),
      Error,
    )
  })

  async function textKeys() {
    const Note = new Entity({
      name: 'Note',
      table: engine.name('texts'),
      attributes: { p: string(), s: string() },
      key: { partition: 'p', sort: 's' },
    })
    const notes = new Repository(Note, executor)
    await notes.createTable()
    return { notes, table: Note.table.name }
  }
})

function padded(character: string, bytes: number, most: number): string {
  const whole = character.repeat(Math.floor(most / bytes))
  return whole + 'a'.repeat(most - Buffer.byteLength(whole))
}
