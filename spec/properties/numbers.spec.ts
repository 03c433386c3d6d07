// Numbers of every size: exact in both directions or refused, as the database itself takes or refuses them, and in
// its order.
import {
  CreateTableCommand,
  DynamoDBServiceException,
  PutItemCommand,
  QueryCommand,
} from '@aws-sdk/client-dynamodb'
import { expect } from 'chai'
import { attribute, CommandExecutor, Entity, InvalidItemError, Repository, ValidationError } from 'dyntastic'
import fc from 'fast-check'
import { bigint, integer, number, optional, string } from 'superstruct'
import { evaluate } from '../../lib/expression/condition/evaluation.js'
import { rawGet, rawPut, withEngine } from '../support/engine.js'
import { rejection } from '../support/rejection.js'
import { normalisations } from './normalisations.js'
import { holds, runCount, timeLimit } from './property-runs.js'

/** Decimal strings around DynamoDB's limits: 1 to 40 digits, places from 10^-135 to 10^130. */
const nearLimits = fc
  .record({
    negative: fc.boolean(),
    digits: fc.oneof(
      fc.stringMatching(/^[1-9]\d{0,16}$/),
      fc.stringMatching(/^[1-9]\d{35,39}$/),
      fc.constantFrom('1', '9'.repeat(38), '9'.repeat(39)),
    ),
    place: fc.oneof(
      fc.integer({ min: -20, max: 40 }),
      fc.integer({ min: -133, max: -127 }),
      fc.integer({ min: 123, max: 128 }),
    ),
  })
  .map(({ negative, digits, place }) => `${negative ? '-' : ''}${digits}E${place - digits.length + 1}`)

describe('numbers', () => {
  const engine = withEngine()
  let table: string
  let executor: CommandExecutor

  before(async () => {
    table = engine.name('numbers')
    executor = new CommandExecutor({ client: engine.client })
    await engine.client.send(
      new CreateTableCommand({
        TableName: table,
        BillingMode: 'PAY_PER_REQUEST',
        KeySchema: [
          { AttributeName: 'id', KeyType: 'HASH' },
          { AttributeName: 'n', KeyType: 'RANGE' },
        ],
        AttributeDefinitions: [
          { AttributeName: 'id', AttributeType: 'S' },
          { AttributeName: 'n', AttributeType: 'N' },
        ],
      }),
    )
  })

  const key = (id: string) => ({ id: { S: id }, n: { N: '0' } })
  const base = { id: string(), n: number() }
  const on = <T extends object>(attributes: T) =>
    new Entity({
      name: 'Number',
      table,
      attributes: { ...base, ...attributes } as never,
      key: { partition: 'id', sort: 'n' } as never,
    })

  async function takes(id: string, N: string): Promise<boolean> {
    try {
      await engine.client.send(new PutItemCommand({ TableName: table, Item: { ...key(id), v: { N } } }))
      return true
    } catch (error) {
      if (error instanceof DynamoDBServiceException && error.name === 'ValidationException') return false
      throw error
    }
  }

  it('decimals are stored exactly, or refused where the database refuses them', async function () {
    this.timeout(timeLimit(300_000))
    const items = new Repository(on({ v: attribute(string(), { as: 'decimal' }) }), executor)
    let run = 0
    const seen = { kept: 0, refused: 0 }
    const property = fc.asyncProperty(nearLimits, async (v) => {
      const id = `d${run++}`
      const [possible, end] = await Promise.all([
        takes(`${id}-raw`, v),
        ending(items.save({ id, n: 0, v } as never)),
      ])
      expect(end === true, `${v}: ${end}`).to.equal(possible)
      if (end !== true) {
        expect(end).to.be.an.instanceof(ValidationError)
        seen.refused++
        return
      }
      seen.kept++
      const read = await items.get({ id, n: 0 } as never)
      expect(Reflect.get(Object(read), 'v')).to.equal(normalisations.decimal(v))
      const stored = await rawGet(engine.client, table, key(id))
      expect(normalisations.decimal(stored?.['v']?.N ?? '')).to.equal(normalisations.decimal(v))
    })
    await holds(property, runCount(80, 1000))
    expect(seen.kept).to.be.above(0)
    expect(seen.refused).to.be.above(0)
  })

  it('JavaScript numbers come back as they are, or are refused where the database refuses them', async function () {
    this.timeout(timeLimit(300_000))
    const items = new Repository(on({ v: number() }), executor)
    let run = 0
    const doubles = fc.oneof(
      fc.double({ noNaN: true, noDefaultInfinity: true }),
      nearLimits.map(Number),
      fc.constantFrom(
        -0,
        Number.MAX_VALUE,
        Number.MIN_VALUE,
        Number.EPSILON,
        2 ** 53,
        2 ** 53 + 2,
        1e21,
        1e-7,
        123456789012345680000,
      ),
    )
    const property = fc.asyncProperty(doubles, async (v) => {
      const id = `f${run++}`
      const [possible, end] = await Promise.all([
        takes(`${id}-raw`, String(v)),
        ending(items.save({ id, n: 0, v } as never)),
      ])
      expect(end === true, `${v}: ${end}`).to.equal(possible)
      if (end !== true) {
        expect(end).to.be.an.instanceof(ValidationError)
        return
      }
      const read = await items.get({ id, n: 0 } as never)
      expect(Object.is(Reflect.get(Object(read), 'v'), normalisations.number(v)), String(v)).to.equal(true)
    })
    await holds(property, runCount(80, 1000))
  })

  it('bigints of up to 38 digits come back as they are, longer ones only if zeros end them', async function () {
    this.timeout(timeLimit(300_000))
    const items = new Repository(on({ v: bigint() }), executor)
    let run = 0
    const large = fc
      .tuple(fc.bigInt({ min: -(10n ** 40n), max: 10n ** 40n }), fc.nat(100))
      .map(([digits, zeros]) => digits * 10n ** BigInt(zeros))
    const property = fc.asyncProperty(
      fc.oneof(large, fc.bigInt({ min: -(2n ** 64n), max: 2n ** 64n })),
      async (v) => {
        const id = `b${run++}`
        const [possible, end] = await Promise.all([
          takes(`${id}-raw`, String(v)),
          ending(items.save({ id, n: 0, v } as never)),
        ])
        expect(end === true, `${v}: ${end}`).to.equal(possible)
        if (end !== true) {
          expect(end).to.be.an.instanceof(ValidationError)
          return
        }
        const read = await items.get({ id, n: 0 } as never)
        expect(Reflect.get(Object(read), 'v')).to.equal(v)
      },
    )
    await holds(property, runCount(60, 1000))
  })

  it('a stored number is read exactly, by number() as the nearest one if it has a fraction below 2^53, or not at all', async function () {
    this.timeout(timeLimit(300_000))
    const Reader = on({
      f: optional(number()),
      i: optional(integer()),
      b: optional(bigint()),
      d: attribute(optional(string()), { as: 'decimal' }),
    })
    const items = new Repository(Reader, executor)
    let run = 0
    const kept = { f: 0, i: 0, b: 0, d: 0 }
    const property = fc.asyncProperty(nearLimits, async (N) => {
      const id = `r${run++}`
      fc.pre(await takes(id, N))
      await rawPut(engine.client, table, { ...key(id), f: { N }, i: { N }, b: { N }, d: { N } })
      const canonical = normalisations.decimal(N)
      const exact = normalisations.decimal(String(Number(N))) === canonical
      const sum = canonical.includes('.') && Math.abs(Number(N)) <= 2 ** 53
      // What the type really can hold: no more and no less.
      const holdable = {
        f: exact || sum,
        i: exact && Number.isInteger(Number(N)),
        b: !canonical.includes('.'),
        d: true,
      }
      for (const [name, possible] of Object.entries(holdable) as [keyof typeof kept, boolean][]) {
        const read = items.get({ id, n: 0 } as never).select(name as never)
        if (!possible) {
          const { failures } = await rejection(read, InvalidItemError)
          expect(failures.map(({ path }) => path)).to.deep.equal([name])
          continue
        }
        kept[name]++
        const value: unknown = Reflect.get(Object(await read), name)
        if (name === 'f' && !exact) expect(value, N).to.equal(Number(N))
        else expect(normalisations.decimal(String(value)), `${N} as ${name}`).to.equal(canonical)
      }
    })
    await holds(property, runCount(60, 500))
    expect(
      Object.values(kept).every((count) => count > 0),
      JSON.stringify(kept),
    ).to.equal(true)
  })

  it('the evaluator orders numbers as a sort key does', async function () {
    this.timeout(timeLimit(300_000))
    const Ordered = on({ v: attribute(optional(string()), { as: 'decimal' }) })
    let run = 0
    const legal = nearLimits.filter((text) => /^-?\d{1,38}E/.test(text) && inRange(text))
    const lists = fc.uniqueArray(
      fc.oneof(legal, fc.constantFrom('0', '1', '1.5', '-1', '10', '1E-130', '-1E-130')),
      {
        minLength: 2,
        maxLength: 12,
        selector: normalisations.decimal,
      },
    )
    const property = fc.asyncProperty(lists, async (texts) => {
      const id = `o${run++}`
      for (const N of texts) await rawPut(engine.client, table, { id: { S: id }, n: { N }, v: { S: N } })
      const page = await engine.client.send(
        new QueryCommand({
          TableName: table,
          KeyConditionExpression: 'id = :id',
          ExpressionAttributeValues: { ':id': { S: id } },
        }),
      )
      const ordered = (page.Items ?? []).map((item) => item['v']?.S ?? '')
      expect(ordered).to.have.length(texts.length)
      for (const [at, N] of ordered.entries())
        for (const [other, operand] of ordered.entries()) {
          const stored = { v: { N } }
          const compared = (operator: 'lt' | 'lte' | 'eq' | 'gt' | 'gte') =>
            evaluate(
              Ordered.condition((attr) => (attr as unknown as Refs).v[operator](operand)),
              stored,
            )
          expect(compared('lt'), `${N} < ${operand}`).to.equal(at < other)
          expect(compared('lte'), `${N} <= ${operand}`).to.equal(at <= other)
          expect(compared('eq'), `${N} = ${operand}`).to.equal(at === other)
          expect(compared('gt'), `${N} > ${operand}`).to.equal(at > other)
          expect(compared('gte'), `${N} >= ${operand}`).to.equal(at >= other)
        }
    })
    await holds(property, runCount(10, 200))
  })
})

// True, or the error that the work rejected with.
async function ending(work: PromiseLike<unknown>): Promise<unknown> {
  try {
    await work
    return true
  } catch (error) {
    return error
  }
}

interface Refs {
  readonly v: Record<'lt' | 'lte' | 'eq' | 'gt' | 'gte', (value: string) => never>
}

function inRange(text: string): boolean {
  const [digits = '', exponent = '0'] = text.replace('-', '').split('E')
  const place = digits.length + Number(exponent) - 1
  return place >= -130 && place <= 125
}
