import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { expect } from 'chai'
import { attribute } from 'dyntastic'
import {
  array,
  date,
  instance,
  literal,
  map,
  number,
  object,
  optional,
  record,
  set,
  string,
  tuple,
  union,
} from 'superstruct'
import { compileCodec } from '../../../lib/entity/compile/compile-codec.js'
import { ScannedItem, scannedItemReader, storedOf } from '../../../lib/entity/scan/scanned-item.js'
import { type Body, nameInBody, openBody, unread } from '../../../lib/entity/text/body.js'
import { type BodyReader, readList, scanResponse } from '../../../lib/entity/text/response-scan.js'

const options = { nulls: 'omit', unknown: 'drop' } as const
const codec = compileCodec(object({ id: string(), n: number() }), options)
const reader = scannedItemReader(codec) ?? (() => unread)
const opened = (text: string): Body => openBody(Buffer.from(text)) ?? expect.fail()

// The value that a reader has for a member of a body.
function scanned<T = ScannedItem>(body: Buffer, member: string, read: BodyReader): T {
  const response = scanResponse(body, new Map([[member, read]]))
  if (response === undefined) throw new Error('the body was not read')
  return response[member] as T
}

describe('entity/scan/scanned-item', () => {
  it('has the item once, for the codec that read it, and its stored form as often as needed', () => {
    const item = reader(opened('{"id":{"S":"a\\"b"},"n":{"N":"1"},"more":{"B":"AQ=="}}')) as ScannedItem
    const stored = { id: { S: 'a"b' }, n: { N: '1' }, more: { B: new Uint8Array([1]) } }
    expect(item).to.be.instanceOf(ScannedItem)
    expect(item.take(compileCodec(object({ id: string() }), options))).to.equal(undefined)
    expect(storedOf(item)).to.deep.equal(stored)
    expect(item.take(codec)).to.deep.equal({ id: 'a"b', n: 1 })
    expect(item.take(codec)).to.equal(undefined)
    expect(storedOf(item)).to.deep.equal(stored)
    expect(storedOf(stored)).to.equal(stored)
  })

  it('shows in its text that an attribute is absent, unless a name in it may be written with escapes', () => {
    const text =
      '[{"id":{"S":"a"},"n":{"N":"1"}},{"id":{"S":"b"},"n":{"N":"1"},"gone":{"S":"x"}},{"id":{"S":"\\u0063"},"n":{"N":"1"}}]'
    const items = readList(opened(text), reader) as ScannedItem[]
    expect(items.map((item) => item.lacks(nameInBody('gone')))).to.deep.equal([true, false, false])
    expect(items.map((item) => item.lacks(nameInBody('id')))).to.deep.equal([false, false, false])
  })

  it('becomes the stored item if it does not fit, and others after it are read', () => {
    const text = '[{"id":{"S":"a\\""},"n":{"S":"no"}},{"id":{"S":"b\\""},"n":{"N":"2"}}]'
    const [first, second] = readList(opened(text), reader) as unknown[]
    expect(first).to.deep.equal({ id: { S: 'a"' }, n: { S: 'no' } })
    expect((second as ScannedItem).item).to.deep.equal({ id: 'b"', n: 2 })
  })

  it('is read again by decoding where a function of the user throws', () => {
    const throwing = compileCodec(object({ id: string() }), options)
    const broken = scannedItemReader({
      ...throwing,
      scanItem: () => {
        throw new RangeError('deep')
      },
    })
    expect(broken?.(opened('{"id":{"S":"a"}}'))).to.deep.equal({ id: { S: 'a' } })
    expect(scannedItemReader({ ...throwing, scanItem: undefined })).to.equal(undefined)
  })

  for (const megabytes of [1, 16])
    it(`reads a body of ${megabytes} MB`, function () {
      this.timeout(60_000)
      const filling = 'x'.repeat(100_000)
      const items = Array.from({ length: megabytes * 10 }, (_, n) => ({
        id: { S: `${n} ü "${filling}` },
        n: { N: String(n) },
      }))
      const body = Buffer.from(JSON.stringify({ Items: items }))
      const all = scanned<ScannedItem[]>(body, 'Items', (opened) => readList(opened, reader))
      expect(all.map(({ item }) => item)).to.deep.equal(
        items.map(({ id, n }) => ({ id: id.S, n: Number(n.N) })),
      )
    })

  it('keeps no body alive by the strings of its items', function () {
    this.timeout(60_000)
    setFlagsFromString('--expose-gc')
    const gc = runInNewContext('gc') as () => void
    const every = compileCodec(
      object({
        long: string(),
        short: string(),
        wide: string(),
        escaped: string(),
        tags: set(string()),
        list: array(string()),
        names: record(string(), string()),
        pairs: map(string(), string()),
        either: union([string(), number()]),
        shape: union([
          object({ kind: literal('a'), n: number() }),
          object({ kind: literal('b'), text: string() }),
        ]),
        pair: tuple([string(), number()]),
        amounts: set(attribute(string(), { as: 'decimal' })),
        amount: attribute(string(), { as: 'decimal' }),
        bytes: instance(Uint8Array),
        parts: set(instance(Uint8Array)),
        at: date(),
        none: optional(string()),
      }),
      options,
    )
    const read = scannedItemReader(every) as BodyReader
    const text = (n: number) => `a text of more than thirteen characters, ${n}`
    const bodyOf = (n: number): Buffer => {
      const S = text(n)
      const item = {
        long: { S },
        short: { S: `s${n}` },
        wide: { S: `日本 ${S}` },
        escaped: { S: `"${S}"` },
        tags: { SS: [S, `${S}!`] },
        list: { L: [{ S }] },
        names: { M: { [S]: { S } } },
        pairs: { M: { [S]: { S } } },
        either: { S },
        shape: { M: { text: { S }, kind: { S: 'b' } } },
        pair: { L: [{ S }, { N: '1' }] },
        amounts: { NS: [`1234567890123.${n + 1}1`] },
        amount: { N: `1234567890123.${n + 1}1` },
        bytes: { B: Buffer.from(S).toString('base64') },
        parts: { BS: [Buffer.from(S).toString('base64')] },
        at: { S: '2026-01-01T00:00:00.000Z' },
      }
      const filling = { S: `"${'f'.repeat(1_000_000)}` }
      return Buffer.from(JSON.stringify({ Item: item, Other: { filling } }))
    }
    for (const name of ['pair', 'amounts', 'amount', 'bytes', 'parts'])
      expect(every.at(name)?.codec.scan, `${name} has a reader`).to.be.a('function')
    const kept: unknown[] = []
    gc()
    const before = process.memoryUsage().heapUsed
    for (let n = 0; n < 60; n++) kept.push(scanned(bodyOf(n), 'Item', read).take(every))
    gc()
    const grown = process.memoryUsage().heapUsed - before
    expect(kept).to.have.length(60)
    expect(kept[7]).to.include({ long: text(7), escaped: `"${text(7)}"`, amount: '1234567890123.81' })
    // 60 bodies are 60 MB.
    expect(grown).to.be.lessThan(3_000_000)
  })
})
