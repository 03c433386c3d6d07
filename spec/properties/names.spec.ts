// Odd names address exactly the attribute of that name, or are refused by name.
import { deepStrictEqual } from 'node:assert'
import { CreateTableCommand } from '@aws-sdk/client-dynamodb'
import { expect } from 'chai'
import {
  attribute,
  CommandExecutor,
  ConditionFailedError,
  Entity,
  EntityDefinitionError,
  InvalidConditionError,
  Repository,
  ValidationError,
} from 'dyntastic'
import fc from 'fast-check'
import { any, object, optional, record, type Struct, string } from 'superstruct'
import type { AttributeValue } from '../../lib/entity/struct/attribute-value.js'
import { pathText } from '../../lib/errors/failures.js'
import { type PathSteps, parsePath } from '../../lib/expression/path/path.js'
import { rawGet, rawPut, withEngine } from '../support/engine.js'
import { rejection, thrown } from '../support/rejection.js'
import { oddNames, refusedNames } from './odd-names.js'
import { holds, runCount, timeLimit } from './property-runs.js'

/** Where an odd name may stand: each kind of place has a value of its own for each name. */
const places = ['top', 'alias', 'record', 'object'] as const
type Place = (typeof places)[number]

interface Spot {
  readonly place: Place
  readonly name: string
}

const anySpot = fc.record({ place: fc.constantFrom(...places), name: fc.constantFrom(...oddNames) })
const prefix = (name: string): string => `top ${name}`

describe('odd names', () => {
  const engine = withEngine()
  let table: string
  let executor: CommandExecutor

  before(async () => {
    table = engine.name('names')
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

  /** An item in which every place of every name has a value that says which place it is. */
  async function everywhere() {
    const repository = new Repository(oddEntity(table), executor)
    const all = (place: Place) => Object.fromEntries(oddNames.map((name) => [name, markOf({ place, name })]))
    const aliased = Object.fromEntries(
      oddNames.map((name) => [aliasOf(name), markOf({ place: 'alias', name })]),
    )
    const item = { id: 'all', ...all('top'), ...aliased, record: all('record'), object: all('object') }
    await repository.save(item as never)
    return { repository, item: item as never }
  }

  it('are in the database exactly as they are', async () => {
    await everywhere()
    const stored = await rawGet(engine.client, table, { id: { S: 'all' } })
    for (const name of oddNames) {
      expect(stored?.[name], name).to.deep.equal({ S: markOf({ place: 'top', name }) })
      expect(stored?.[prefix(name)], name).to.deep.equal({ S: markOf({ place: 'alias', name }) })
      expect(stored?.['record']?.M?.[name], name).to.deep.equal({ S: markOf({ place: 'record', name }) })
      expect(stored?.['object']?.M?.[name], name).to.deep.equal({ S: markOf({ place: 'object', name }) })
    }
    expect(Object.keys(stored ?? {})).to.have.length(oddNames.length * 2 + 3)
  })

  it('a condition on two of them guards those two', async function () {
    this.timeout(timeLimit(300_000))
    const { repository, item } = await everywhere()
    // Operations are values: one save, and each run its own conditions on it.
    const write = repository.save(item)
    const save = () => write
    const property = fc.asyncProperty(anySpot, anySpot, async (one, other) => {
      const [first, second] = [pathOf(one), pathOf(other)]
      await on(on(save(), first).eq(markOf(one)), second).eq(markOf(other))
      await save().if((attr) => reached(attr, first).eq(markOf(one)))
      if (same(one, other)) return
      // Each with the value of the other: a placeholder that both share would let it pass.
      const mixed = on(on(save(), first).eq(markOf(other)), second).eq(markOf(one))
      const { failed } = await rejection(mixed, ConditionFailedError)
      expect(failed.map(({ path, actual }) => ({ path, actual }))).to.deep.equal([
        { path: first, actual: markOf(one) },
        { path: second, actual: markOf(other) },
      ])
    })
    await holds(property, runCount(60, 1000))
  })

  it('are members of references, where no operator has the name', async () => {
    const { repository, item } = await everywhere()
    const operators = ['size', 'type', 'in', 'between']
    for (const name of oddNames) {
      // The text and the member are two ways to the same place.
      const byPath = repository.entity.condition((attr) => reached(attr, pathText([name])).exists())
      const byMember = repository.entity.condition(
        (attr) => (attr as unknown as Record<string, Operators>)[name]?.exists() as never,
      )
      expect(String(byMember), name).to.equal(String(byPath))
      if (operators.includes(name)) continue
      await repository.save(item).if((attr) => {
        const members = Reflect.get(attr, 'record') as unknown as Record<string, Operators>
        return (members[name] as Operators).eq(markOf({ place: 'record', name })) as never
      })
    }
  })

  it('a projection returns the requested ones, and nothing else', async function () {
    this.timeout(timeLimit(300_000))
    const { repository } = await everywhere()
    const property = fc.asyncProperty(
      fc.uniqueArray(anySpot, { minLength: 1, maxLength: 4, selector: pathOf }),
      async (spots) => {
        const read = await repository.get('all' as never).select(...(spots.map(pathOf) as never[]))
        const expected: Record<string, unknown> = {}
        for (const spot of spots) {
          if (spot.place === 'top') expected[spot.name] = markOf(spot)
          else if (spot.place === 'alias') expected[aliasOf(spot.name)] = markOf(spot)
          else expected[spot.place] = { ...(expected[spot.place] as object), [spot.name]: markOf(spot) }
        }
        deepStrictEqual(read, expected)
      },
    )
    await holds(property, runCount(60, 1000))
  })

  it('a path of any steps leads where it says', async function () {
    this.timeout(timeLimit(300_000))
    const Free = new Entity({
      name: 'Free',
      table,
      attributes: { id: string(), free: optional(any()) },
      key: { partition: 'id' },
    })
    const frees = new Repository(Free, executor)
    const name = fc.oneof(
      fc.constantFrom(...oddNames),
      fc.string({ unit: 'grapheme', minLength: 1, maxLength: 5 }),
    )
    const step = fc.oneof({ weight: 3, arbitrary: name }, { weight: 1, arbitrary: fc.nat(3) })
    let run = 0
    const property = fc.asyncProperty(fc.array(step, { maxLength: 6 }), async (steps) => {
      fc.pre(!steps.includes('__proto__'))
      const path = pathText(['free', ...steps])
      expect(parsePath(path)).to.deep.equal(['free', ...steps])
      const id = `p${run++}`
      await rawPut(engine.client, table, { id: { S: id }, free: nested(steps, { S: 'here' }) as never })
      const read = await frees.get(id).select(path as never)
      expect(read, path).to.not.equal(undefined)
      await rejection(
        frees.delete(id).if((attr) => reached(attr, path).eq('elsewhere') as never),
        ConditionFailedError,
      )
      await frees.delete(id).if((attr) => reached(attr, path).eq('here') as never)
    })
    await holds(property, runCount(60, 1000))
  })

  for (const [why, name] of refusedNames)
    it(`${why}: refused by name as an attribute, an alias, a member, a record name and a step of a path`, async () => {
      const define = (attributes: Record<string, unknown>) => () =>
        new Entity({
          name: 'Bad',
          table,
          attributes: { id: string(), ...attributes } as never,
          key: { partition: 'id' } as never,
        })
      thrown(define(own(name, string())), EntityDefinitionError)
      thrown(() => define({ p: attribute(string(), { name }) })(), EntityDefinitionError)
      thrown(define({ p: object(own(name, string())) }), EntityDefinitionError)
      const { repository } = await everywhere()
      const input = { id: 'bad', record: own(name, 'x') }
      const { failures } = await rejection(repository.save(input as never), ValidationError)
      // And no attribute that is absent is taken for what objects inherit.
      for (const { path } of failures) expect(path).to.match(/^record/)
      expect(failures).not.to.have.length(0)
      expect(await rawGet(engine.client, table, { id: { S: 'bad' } })).to.equal(undefined)
      // Such a name cannot be in the database: a condition on it could never hold.
      const failure = thrown(
        () =>
          repository.entity.condition((attr) => reached(attr, pathText(['record', name])).eq('x') as never),
        InvalidConditionError,
      )
      expect(failure.message).to.match(/name|surrogate/)
    })

  it('__proto__ that another program stored is read without becoming a prototype', async () => {
    const admin = own('__proto__', { M: { isAdmin: { BOOL: true } } }) as Record<string, AttributeValue>
    const Loose = new Entity({
      name: 'Loose',
      table,
      attributes: { id: string(), meta: record(string(), any()), free: any() },
      key: { partition: 'id' },
      unknown: 'preserve',
    })
    await rawPut(engine.client, table, {
      id: { S: 'proto' },
      meta: { M: admin },
      free: { M: admin },
    } as never)
    const read = await new Repository(Loose, executor).getOrThrow('proto')
    for (const value of [read, read.meta, read.free as object]) {
      expect(Reflect.get(value, 'isAdmin')).to.equal(undefined)
      expect(Object.getPrototypeOf(value)).to.equal(Object.prototype)
    }
  })

  it('a name of 255 bytes can be that of a key, and one of 256 is refused, as the database refuses it', async () => {
    const keyed = (name: string) => () =>
      new Entity({
        name: 'Keyed',
        table: engine.name('keyed'),
        attributes: { id: attribute(string(), { name }) },
        key: { partition: 'id' },
      })
    const named = (attributes: object, indexes: object) => () =>
      new Entity({
        name: 'Keyed',
        table: 'keyed',
        attributes: { id: string(), ...attributes },
        key: { partition: 'id' },
        indexes,
      } as never)
    for (const [character, count] of [
      ['n', 255],
      ['é', 127],
    ] as const) {
      const most = character.repeat(count)
      const items = new Repository(keyed(most)(), executor)
      await items.save({ id: 'x' })
      expect(await items.get('x')).to.deep.equal({ id: 'x' })
      const long = `${most}${character}`
      expect(thrown(keyed(long), EntityDefinitionError).message).to.include('255')
      const attributes = { long: attribute(optional(string()), { name: long }) }
      thrown(named(attributes, { byLong: { partition: 'long' } }), EntityDefinitionError)
      const projecting = { byOther: { partition: 'other', projection: ['long'] } }
      thrown(named({ ...attributes, other: optional(string()) }, projecting), EntityDefinitionError)
      const input = { ...items.toCreateTableInput(), TableName: engine.name('long') }
      const refused = engine.client.send(
        new CreateTableCommand({
          ...input,
          KeySchema: [{ AttributeName: long, KeyType: 'HASH' }],
          AttributeDefinitions: [{ AttributeName: long, AttributeType: 'S' }],
        }),
      )
      await rejection(refused, Error)
    }
  })

  it('a name that no attribute has is refused, whatever objects inherit', () => {
    const Plain = new Entity({ name: 'Plain', table, attributes: { id: string() }, key: { partition: 'id' } })
    for (const name of ['constructor', 'toString', 'hasOwnProperty', '__proto__', '', 'nothing']) {
      const make = () => Plain.condition((attr) => reached(attr, pathText([name])).eq('x') as never)
      expect(thrown(make, InvalidConditionError).message).to.include(`'${name}'`)
      thrown(
        () => new Repository(Plain, executor).get('x').select(pathText([name]) as never),
        InvalidConditionError,
      )
    }
  })
})

describe('strings that are not paths', () => {
  const root = new Entity({
    name: 'Root',
    table: 'roots',
    attributes: { id: string(), rec: record(string(), string()), b: optional(object({ b: string() })) },
    key: { partition: 'id' },
  })

  it('are refused, or are read whole: no character is dropped', async () => {
    const text = fc.oneof(
      fc.string({
        unit: fc.constantFrom('a', 'b', '.', '[', ']', "'", '"', '\\', '0', '1', ' ', '!', '$', 'é'),
        maxLength: 12,
      }),
      fc.string({ unit: 'binary', maxLength: 8 }),
    )
    const property = fc.property(text, (path) => {
      let steps: PathSteps
      try {
        steps = parsePath(path, 'Root')
      } catch (error) {
        expect(error).to.be.an.instanceof(InvalidConditionError)
        expect((error as Error).message).to.match(/^Root: .*(path|list index)/)
        return
      }
      expect(parsePath(pathText(steps))).to.deep.equal(steps)
      // Each character is part of a name, or of the grammar around one.
      const letters = (all: string): string => [...all.replace(/[.[\]'"\\]/g, '')].sort().join('')
      expect(letters(steps.join(''))).to.equal(letters(path))
    })
    await holds(property, runCount(300, 5000))
  })

  for (const path of ['rec.a b', 'rec.prénom', 'rec.a$b', 'rec.é'])
    it(`${path}: addresses the whole name`, () => {
      const condition = root.condition((attr) => reached(attr, path).eq('x') as never)
      expect(String(condition)).to.equal(`${pathText(parsePath(path))} = (value)`)
      expect(parsePath(path)).to.deep.equal(['rec', path.slice(4)])
    })

  for (const path of [
    'b!.b',
    'b..b',
    '.b',
    'b.',
    'b[',
    'b[a]',
    'b[-1]',
    'b[01]',
    "b['b",
    "b['b']c",
    '[0]',
    'b]',
    "b['\\b']",
  ])
    it(`${path}: refused`, () => {
      thrown(() => root.condition((attr) => reached(attr, path).eq('x') as never), InvalidConditionError)
    })

  const growing: Record<string, (length: number) => string> = {
    letters: (length) => 'a'.repeat(length),
    'letters and one wrong character': (length) => `${'a'.repeat(length - 1)}]`,
    steps: (length) => 'a.'.repeat(length / 2),
    brackets: (length) => '['.repeat(length),
    indexes: (length) => `a${'[0]'.repeat(length / 3)}`,
    'one long index': (length) => `a[${'1'.repeat(length)}]`,
    'an open quote': (length) => `a['${'\\\\'.repeat(length / 2)}`,
    'quoted names': (length) => `a${"['a.b']".repeat(length / 7)}`,
    spaces: (length) => ' '.repeat(length),
  }
  for (const [words, make] of Object.entries(growing))
    it(`${words}: ten times the text takes nowhere near a hundred times as long`, () => {
      const [small, large] = [make(10_000), make(100_000)]
      const best = { small: Number.POSITIVE_INFINITY, large: Number.POSITIVE_INFINITY }
      // The best of many rounds is the work itself: the more the machine has to do, the more rounds it takes.
      for (let round = 0; round < 60; round++) {
        best.small = Math.min(best.small, readingTime(small))
        best.large = Math.min(best.large, readingTime(large))
        // A tenth of a millisecond and less is noise.
        if (round > 3 && best.large < 40 * Math.max(best.small, 0.1)) return
      }
      expect.fail(`${best.small} ms for 10,000 characters, ${best.large} ms for 100,000`)
    })
})

function readingTime(text: string): number {
  const start = performance.now()
  try {
    parsePath(text)
  } catch (error) {
    if (!(error instanceof InvalidConditionError)) throw error
  }
  return performance.now() - start
}

/** An entity with each odd name as a property, a stored name, a record name and a member. */
function oddEntity(table: string) {
  const structs = Object.fromEntries(oddNames.map((name) => [name, optional(string())]))
  const aliases = oddNames.map((name) => [
    aliasOf(name),
    attribute(optional(string()), { name: prefix(name) }),
  ])
  return new Entity({
    name: 'Odd',
    table,
    attributes: {
      id: string(),
      ...(structs as Record<string, Struct<string | undefined>>),
      ...(Object.fromEntries(aliases) as Record<string, Struct<string | undefined>>),
      record: optional(record(string(), string())),
      object: optional(object(structs)),
    } as never,
    key: { partition: 'id' } as never,
  })
}

const aliasOf = (name: string): string => `alias of ${name}`

function markOf({ place, name }: Spot): string {
  return `${place} ${oddNames.indexOf(name)}`
}

function pathOf({ place, name }: Spot): string {
  if (place === 'top') return pathText([name])
  return place === 'alias' ? pathText([aliasOf(name)]) : pathText([place, name])
}

const same = (one: Spot, other: Spot): boolean => pathOf(one) === pathOf(other)

/** The operators of a path, for names that no type knows. */
interface Operators {
  eq(value: string): never
  exists(): never
}

interface Conditional<W> {
  if(path: never): unknown
  readonly __w?: W
}

function on<W extends Conditional<unknown>>(write: W, path: string): { eq(value: string): W } {
  return write.if(path as never) as { eq(value: string): W }
}

function reached(attr: unknown, path: string): Operators {
  return (attr as (path: string) => Operators)(path)
}

/** An object with one own property, whatever its name. */
function own(name: string, value: unknown): Record<string, never> {
  return Object.defineProperty({}, name, { value, enumerable: true, writable: true, configurable: true })
}

function nested(steps: PathSteps, value: AttributeValue): AttributeValue {
  return steps.reduceRight<AttributeValue>((inner, step) => {
    if (typeof step === 'string') return { M: { [step]: inner, other: { S: 'other' } } }
    return { L: [...Array.from({ length: step }, (): AttributeValue => ({ S: 'filler' })), inner] }
  }, value)
}
