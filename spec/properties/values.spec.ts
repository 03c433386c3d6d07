// Any value of any schema survives a save and a get through the engine, or is refused by name.
import { deepStrictEqual } from 'node:assert'
import { inspect } from 'node:util'
import { CreateTableCommand } from '@aws-sdk/client-dynamodb'
import { expect } from 'chai'
import { CommandExecutor, Entity, EntityDefinitionError, Repository, ValidationError } from 'dyntastic'
import fc from 'fast-check'
import { type Struct, string } from 'superstruct'
import type { StoredItem } from '../../lib/entity/struct/attribute-value.js'
import { equalStored } from '../../lib/expression/stored/stored-order.js'
import { asJson } from '../engine/json-form.js'
import { rawGet, withEngine } from '../support/engine.js'
import { rejection, thrown } from '../support/rejection.js'
import { failedOnce } from './failed-once.js'
import { hostile, unstorable, wrappers } from './hostile-values.js'
import { holds, runCount, timeLimit } from './property-runs.js'
import { anySchema, type Pair, type RandomSchema } from './random-schemas.js'

type AnyStruct = Struct<unknown, unknown>

describe('any value of any schema', () => {
  const engine = withEngine()
  let table: string
  let executor: CommandExecutor

  before(async () => {
    table = engine.name('values')
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

  it('comes back as it went in, after the documented normalisations and no others', async function () {
    this.timeout(timeLimit(600_000))
    let count = 0
    const property = fc.asyncProperty(
      anySchema.chain((schema) =>
        fc.tuple(fc.constant(schema), fc.array(schema.values, { minLength: 1, maxLength: 4 })),
      ),
      async ([schema, items]) => {
        const things = new Repository(entityOf(table, schema), executor)
        for (const { input, back } of items) {
          const id = `i${count++}`
          const given = { ...(input as object), id }
          const before = inspect(given, { depth: 12 })
          const saved = await things.save(given as never)
          sameItem({ ...saved }, { ...(back as object), id }, schema, 'what save resolved to')
          const read = await things.get(id as never).consistent()
          sameItem({ ...(read as object) }, { ...saved }, schema, 'what get resolved to')
          expect(inspect(given, { depth: 12 }), 'the input is left alone').to.equal(before)
          // What was read is stored as it stands; a set has no order.
          const [again, once] = [read, saved].map((item) => things.save(item as never).toCommand().input.Item)
          expect(equalStored({ M: again as StoredItem }, { M: once as StoredItem }), inspect(again)).to.equal(
            true,
          )
        }
      },
    )
    await holds(property, runCount(150, 1000))
  })

  it("is decoded from the JSON form of what is stored, as from the SDK's", function () {
    this.timeout(timeLimit(600_000))
    const property = fc.property(
      anySchema.chain((schema) => fc.tuple(fc.constant(schema), schema.values)),
      ([schema, { input }]) => {
        const entity = entityOf('json', schema)
        const item = entity.parse({ ...(input as object), id: 'a' } as never)
        const stored = entity.encode(item)
        const decoded = { ...(entity.decode(stored) as object) }
        sameItem(decoded, { ...(item as object) }, schema, "the SDK's form")
        sameItem({ ...(entity.decode(asJson(stored as never)) as object) }, decoded, schema, 'the JSON form')
        expect(entity.decodeKey(asJson(stored as never))).to.deep.equal({ id: 'a' })
      },
    )
    return holds(property, runCount(300, 2000))
  })

  for (const { words, struct, input, back } of failedOnce)
    it(`still: ${words}`, async () => {
      const things = new Repository(entityOf(table, { structs: { v: struct } }), executor)
      const id = `still ${words}`
      const before = inspect(input)
      const saved = await things.save({ id, v: input } as never)
      expect(inspect(input), 'the input is left alone').to.equal(before)
      deepStrictEqual({ ...(saved as object) }, back === undefined ? { id } : { id, v: back })
      deepStrictEqual(await things.get(id as never).consistent(), saved)
    })

  for (const { words, struct, value, may } of hostile)
    it(`${may === 'survive' ? 'keeps' : 'refuses by name, before anything is sent:'} ${words}, wherever it stands`, async () => {
      for (const [at, wrapper] of wrappers.entries()) {
        const id = `${words} ${at}`
        const wrapped = wrapper.wrap(struct, value)
        const where = `${words} in ${wrapper.words}`
        const made = entityOrRefusal(table, { v: wrapped.struct })
        if (made instanceof EntityDefinitionError) {
          expect(made.message, where).to.match(/\bv\b/)
          expect(may, where).to.equal(undefined)
          continue
        }
        const things = new Repository(made, executor)
        const input = { id, v: wrapped.value }
        if (may === 'survive') {
          const saved = await things.save(input as never)
          deepStrictEqual({ ...(saved as object) }, input, where)
          deepStrictEqual(await things.get(id as never).consistent(), saved, where)
          continue
        }
        const { failures } = await rejection(things.save(input as never), ValidationError)
        for (const { path, message } of failures) {
          expect(path, where).to.match(/^v/)
          expect(message, where).to.match(/\w+ \w+/)
        }
        expect(failures, where).not.to.have.length(0)
        expect(await rawGet(engine.client, table, { id: { S: id } }), where).to.equal(undefined)
      }
    })

  for (const { words, struct } of unstorable)
    it(`refuses ${words} at definition, at any depth, naming the place`, () => {
      for (const wrapper of wrappers) {
        // optional(never()) says that an attribute must be absent, which can be.
        if (words === 'never()' && wrapper.words.startsWith('an optional')) continue
        const define = () => entityOf(table, { structs: { v: wrapper.wrap(struct, undefined).struct } })
        expect(thrown(define, EntityDefinitionError).message, wrapper.words).to.match(/\bv\b/)
      }
    })
})

function entityOf(table: string, { structs, nulls, unknown }: Partial<RandomSchema>) {
  return new Entity({
    name: 'Random',
    table,
    attributes: { id: string(), ...structs },
    key: { partition: 'id' },
    ...(nulls === undefined ? {} : { nulls }),
    ...(unknown === undefined ? {} : { unknown }),
  })
}

function entityOrRefusal(table: string, structs: Record<string, AnyStruct>) {
  try {
    return entityOf(table, { structs })
  } catch (error) {
    if (error instanceof EntityDefinitionError) return error
    throw error
  }
}

function sameItem(
  actual: object,
  expected: Pair['back'],
  { words, nulls }: RandomSchema,
  what: string,
): void {
  deepStrictEqual(
    actual,
    expected,
    `${what}: ${inspect(actual, { depth: 9 })}\n   expected ${inspect(expected, { depth: 9 })}\n   of ${words}, nulls: ${nulls}`,
  )
}
