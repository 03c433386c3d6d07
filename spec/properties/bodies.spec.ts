// Any item of any schema in any body: reading the text gives the same as JSON.parse and the codec.
import { deepStrictEqual } from 'node:assert'
import { expect } from 'chai'
import { Entity } from 'dyntastic'
import fc from 'fast-check'
import { string } from 'superstruct'
import { invalid } from '../../lib/entity/codec/codec.js'
import type { EntityModel } from '../../lib/entity/model.js'
import { isScanned, scannedItemReader } from '../../lib/entity/scan/scanned-item.js'
import type { StoredItem } from '../../lib/entity/struct/attribute-value.js'
import { type BodyReader, scanResponse } from '../../lib/entity/text/response-scan.js'
import { inputText } from '../../lib/entity/text/stored-text.js'
import { holds, runCount, timeLimit } from './property-runs.js'
import { anySchema, type RandomSchema } from './random-schemas.js'

const policies = ['drop', 'preserve', 'error'] as const

/** Ways to write one body: all are the same JSON. */
const writings: Readonly<Record<string, (text: string, order: number) => string>> = {
  'as it is': (text) => text,
  'attributes in another order': (text, order) => JSON.stringify(turned(JSON.parse(text), order)),
  'with spaces': (text) => JSON.stringify(JSON.parse(text), null, 1),
  'in ASCII': (text) =>
    text.replace(/[\u007f-\uffff]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`),
  'with needless escapes': (text) =>
    text.replace(/[es]/g, (sign) => `\\u00${sign.charCodeAt(0).toString(16)}`),
}

function turned(value: unknown, order: number): unknown {
  if (typeof value !== 'object' || value === null) return value
  if (Array.isArray(value)) return value.map((each) => turned(each, order))
  const entries = Object.entries(value).map(([name, each]) => [name, turned(each, order)] as const)
  const by = entries.length === 0 ? 0 : order % entries.length
  return Object.fromEntries([...entries.slice(by), ...entries.slice(0, by)])
}

/** An attribute that no schema knows. */
const strangers: readonly string[] = [
  '{"S":"x"}',
  '{"M":{"a":{"B":"AQI="}}}',
  '{"NULL":true}',
  '{"L":[{"N":"1"}]}',
  '{}',
  'null',
  '5',
  '{"S":5}',
]

describe('the body of a response', () => {
  it('is read from its text as JSON.parse and the codec read it', async function () {
    this.timeout(timeLimit(600_000))
    const seen = new Map<string, number>()
    const property = fc.property(
      anySchema.chain((schema) => fc.tuple(fc.constant(schema), schema.values)),
      fc.constantFrom(...policies),
      fc.constantFrom(...Object.keys(writings)),
      fc.nat(7),
      fc.option(fc.constantFrom(...strangers), { freq: 3, nil: undefined }),
      ([schema, { input }], unknown, writing, order, stranger) => {
        const model = modelOf(schema, unknown)
        const text = bodyOf(model, input, stranger)
        if (text === undefined) return
        const read = sameReading(model, Buffer.from(writings[writing]?.(text, order) ?? text))
        const what = `${writing}: ${read}`
        seen.set(what, (seen.get(what) ?? 0) + 1)
      },
    )
    await holds(property, runCount(300, 1000))
    // It is for bodies as DynamoDB writes them that it is there.
    const [own = 0, parsed = 0] = [seen.get('as it is: read'), seen.get('as it is: parsed')]
    expect(own).to.be.greaterThan(parsed)
  })

  it('is never read from text that is broken', async function () {
    this.timeout(timeLimit(600_000))
    const property = fc.property(
      anySchema.chain((schema) => fc.tuple(fc.constant(schema), schema.values)),
      fc.array(
        fc.tuple(
          fc.nat(),
          fc.constantFrom('cut', 'drop', 'double', 'change'),
          fc.integer({ min: 0, max: 255 }),
        ),
        {
          minLength: 1,
          maxLength: 3,
        },
      ),
      ([schema, { input }], damages) => {
        const model = modelOf(schema, 'drop')
        const text = bodyOf(model, input, undefined)
        if (text === undefined) return
        let bytes: Buffer = Buffer.from(text)
        for (const [where, damage, byte] of damages)
          bytes = damaged(bytes, where % bytes.length, damage, byte)
        sameReading(model, bytes)
      },
    )
    await holds(property, runCount(600, 2000))
  })

  it('is never read from a beginning of it', async function () {
    this.timeout(timeLimit(600_000))
    const property = fc.property(
      anySchema.chain((schema) => fc.tuple(fc.constant(schema), schema.values)),
      ([schema, { input }]) => {
        const model = modelOf(schema, 'drop')
        const text = bodyOf(model, input, '{"S":"x"}')
        if (text === undefined) return
        const bytes = Buffer.from(text)
        for (let length = 0; length < bytes.length; length++)
          expect(scanResponse(bytes.subarray(0, length), readersOf(model)), text.slice(0, length)).to.equal(
            undefined,
          )
      },
    )
    await holds(property, runCount(15, 30))
  })
})

function modelOf(schema: RandomSchema, unknown: (typeof policies)[number]): EntityModel {
  return new Entity({
    name: 'Thing',
    table: 'Things',
    attributes: { ...schema.structs, id: string() } as never,
    key: { partition: 'id' as never },
    nulls: schema.nulls,
    unknown,
  }) as unknown as EntityModel
}

function bodyOf(model: EntityModel, input: unknown, stranger: string | undefined): string | undefined {
  const stored = model.storedInput({ ...(input as object), id: 'i1' }, 'save')
  const item = inputText(stored)
  const whole = stranger === undefined ? item : `${item.slice(0, -1)},"stranger":${stranger}}`
  return `{"Item":${whole},"ConsumedCapacity":{"TableName":"Things","CapacityUnits":0.5}}`
}

function readersOf(model: EntityModel): ReadonlyMap<string, BodyReader> {
  const reader = scannedItemReader(model.codec)
  return new Map(reader === undefined ? [] : [['Item', reader]])
}

// Binary as bytes, and everything else as JSON.parse returns it.
function asTheSdk(text: string): Record<string, unknown> {
  return JSON.parse(text, (name, value: unknown) => {
    const bytes = (member: unknown) => new Uint8Array(Buffer.from(String(member), 'base64'))
    if (name === 'B' && typeof value === 'string') return bytes(value)
    return name === 'BS' && Array.isArray(value) ? value.map(bytes) : value
  }) as Record<string, unknown>
}

/** Reads in both ways; whether the item was read from the text. */
function sameReading(model: EntityModel, bytes: Buffer): 'read' | 'parsed' | 'stored' {
  const scanned = scanResponse(bytes, readersOf(model))
  if (scanned === undefined) return 'parsed'
  const { Item = {}, ...others } = scanned
  const { Item: stored = {}, ...expected } = asTheSdk(bytes.toString('utf8'))
  deepStrictEqual(others, expected)
  const item: object = Object(Item)
  if (!isScanned(item)) {
    deepStrictEqual(Item, stored)
    return 'stored'
  }
  const decoded = model.codec.decode({ M: stored as StoredItem }, [])
  expect(decoded).not.to.equal(invalid)
  deepStrictEqual(item.item, decoded)
  expect(Object.keys(item.item ?? {})).to.deep.equal(Object.keys(decoded as object))
  deepStrictEqual(item.stored, stored)
  return 'read'
}

function damaged(bytes: Buffer, at: number, damage: string, byte: number): Buffer {
  const [before, after] = [bytes.subarray(0, at), bytes.subarray(at + 1)]
  if (damage === 'cut') return Buffer.concat([before, Buffer.from('}')])
  if (damage === 'drop') return Buffer.concat([before, after])
  if (damage === 'double') return Buffer.concat([before, bytes.subarray(at, at + 1), bytes.subarray(at)])
  return Buffer.concat([before, Buffer.from([byte]), after])
}
