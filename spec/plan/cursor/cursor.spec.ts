// Cursors: they come back as they were to the query that made them, and to nobody else.
import { createHash } from 'node:crypto'
import { inspect } from 'node:util'
import { expect } from 'chai'
import fc from 'fast-check'
import type { StoredItem } from '../../../lib/entity/struct/attribute-value.js'
import { InvalidCursorError } from '../../../lib/errors/invalid-cursor-error.js'
import { QueryPlanError } from '../../../lib/errors/query-plan-error.js'
import { cursorSealer } from '../../../lib/executor/reading/cursor-sealer.js'
import {
  type CursorBinding,
  type CursorPosition,
  type CursorSealer,
  readCursor,
  writeCursor,
} from '../../../lib/plan/cursor/cursor.js'
import { encodePosition } from '../../../lib/plan/cursor/cursor-position.js'
import { holds, runCount } from '../../properties/property-runs.js'
import { cpuMilliseconds } from '../../support/cpu-time.js'
import { thrown } from '../../support/rejection.js'
import { randomPosition } from '../random-positions.js'

const secret = 'sixteen bytes or more of it'
const modes: readonly [string, CursorSealer | undefined][] = [
  ['plain', undefined],
  ['signed', cursorSealer(secret)],
  ['encrypted', cursorSealer({ key: secret, encrypt: true })],
]
const strangers = [cursorSealer(`${secret}!`), cursorSealer({ key: `${secret}!`, encrypt: true })]

const binding: CursorBinding = {
  entity: 'Order',
  table: 'shop',
  source: 'byStatus',
  query: 'tenant=1',
  streams: 1,
}
const others: Record<string, CursorBinding> = {
  entity: { ...binding, entity: 'Customer' },
  table: { ...binding, table: 'shop2' },
  index: { ...binding, source: '' },
  'query, or of another tenant': { ...binding, query: 'tenant=2' },
  'binding whose strings join to the same': { ...binding, table: 'shopby', source: 'Status' },
}
const tenant: StoredItem = { pk: { S: 'TENANT#1' }, sk: { S: 'ORDER#very-visible-key' } }
const position: CursorPosition = { keys: [tenant], before: false }
// Written once, and kept: a change that no longer reads them breaks the pages that are open when it is deployed.
const earlier: Record<string, string> = {
  plain: 'AdeHiqvA3D8kkHIrQmmPEFgAAgJwawACc2sAAQMACFRFTkFOVCMxARZPUkRFUiN2ZXJ5LXZpc2libGUta2V5Gsa6Cn6R6EM',
  signed:
    'AgGbdtqoANeHiqvA3D8kkHIrQmmPEFgAAgJwawACc2sAAQMACFRFTkFOVCMxARZPUkRFUiN2ZXJ5LXZpc2libGUta2V5c7LNNyDkBIMFu2y2XyOBBA',
  encrypted:
    'AlC7RRbS9vYIdzfNzrw5XbXJyP0tFUWrhb8_7dgdUWUhDLFBAVs_8s5rrY6K6piRth-FBeDymbZM-gJBPeEG-tNqSc5jql6zW5zZzKOyik4rReob2esHK8f-IRruuskeoQ',
}
const any = (): undefined => undefined
const samePartition = ({ pk }: StoredItem): string | undefined =>
  pk !== undefined && 'S' in pk && pk.S === 'TENANT#1' ? undefined : 'it is of another partition'

function refusal(sealer: CursorSealer | undefined, text: unknown, now?: number): InvalidCursorError {
  return thrown(() => readCursor(sealer, binding, text, samePartition, now), InvalidCursorError)
}

// What somebody can make who knows this library, and no secret.
function forged(content: Uint8Array, of: CursorBinding = binding): string {
  const { entity, table, source, query } = of
  const digest = createHash('sha256')
    .update(JSON.stringify([entity, table, source, query]))
    .digest()
  const body = Buffer.concat([digest.subarray(0, 16), content])
  const checksum = createHash('sha256').update(body).digest().subarray(0, 8)
  return Buffer.concat([Uint8Array.of(1), body, checksum]).toString('base64url')
}

function positionBytes(keys: CursorPosition['keys']): Uint8Array {
  return encodePosition({ keys, before: false }, (detail) => new RangeError(detail))
}

for (const [mode, sealer] of modes)
  describe(`cursors, ${mode}`, () => {
    it('are URL-safe, JSON-safe text, and come back as they were', () => {
      fc.assert(
        fc.property(randomPosition, ({ keys, before }) => {
          const bound = { ...binding, streams: keys.length }
          const text = writeCursor(sealer, bound, { keys, before })
          expect(text).match(/^[A-Za-z0-9_-]+$/)
          expect(encodeURIComponent(JSON.parse(JSON.stringify(text)))).equal(text)
          expect(readCursor(sealer, bound, text, any)).deep.equal({ keys, before })
        }),
      )
    })

    it('one without a number of streams in its binding takes any number', () => {
      const { streams: _, ...open } = binding
      const text = writeCursor(sealer, open, { keys: [null, undefined, tenant], before: true })
      expect(readCursor(sealer, open, text, any)).deep.equal({
        keys: [null, undefined, tenant],
        before: true,
      })
    })

    for (const [what, other] of Object.entries(others))
      it(`of another ${what}: refused as foreign`, () => {
        const text = writeCursor(sealer, other, position)
        expect(readCursor(sealer, other, text, samePartition)).deep.equal(position)
        expect(refusal(sealer, text)).include({ reason: 'foreign', entity: 'Order' })
      })

    it('refuses 2,000 attacks, never with another error', async function () {
      this.timeout(600_000)
      const text = writeCursor(sealer, binding, position)
      await holds(
        fc.property(attack(text, sealer), (attempt) => {
          fc.pre(attempt !== text)
          refusal(sealer, attempt)
        }),
        runCount(2000, 50_000),
      )
    })

    it('each single flipped bit, and each truncation, is refused', () => {
      const bytes = Buffer.from(writeCursor(sealer, binding, position), 'base64url')
      for (let bit = 0; bit < bytes.length * 8; bit++) {
        const flipped = Buffer.from(bytes)
        flipped[bit >> 3] = (flipped[bit >> 3] ?? 0) ^ (1 << (bit & 7))
        refusal(sealer, flipped.toString('base64url'))
      }
      for (let end = 0; end < bytes.length; end++) {
        refusal(sealer, bytes.subarray(0, end).toString('base64url'))
        if (end > 0) refusal(sealer, bytes.subarray(end).toString('base64url'))
      }
    })

    it('has one spelling: no padding, no other alphabet, no spare bits, no space', () => {
      const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_'
      // Of three successive lengths two leave spare bits in the last letter.
      for (const sk of ['a', 'ab', 'abc']) {
        const text = writeCursor(sealer, binding, { ...position, keys: [{ ...tenant, sk: { S: sk } }] })
        for (const letter of letters) if (!text.endsWith(letter)) refusal(sealer, text.slice(0, -1) + letter)
        for (const spelt of [
          `${text}=`,
          `${text}==`,
          ` ${text}`,
          `${text}\n`,
          `${text}%`,
          `.${text}`,
          text + text,
        ])
          expect(refusal(sealer, spelt).reason).oneOf(['malformed', 'tampered'])
      }
    })

    for (const [what, value] of [
      ['undefined', undefined],
      ['null', null],
      ['a number', 7],
      ['a boolean', true],
      ['a bigint', 7n],
      ['a symbol', Symbol('cursor')],
      ['binary', Buffer.from('AQ')],
      ['an array', ['AQ']],
      ['a String object', new String('AQ')],
      ['an object with a toString', { toString: () => 'AQ', length: 2 }],
      ['a function', () => 'AQ'],
    ] as const)
      it(`${what} is malformed`, () => {
        expect(refusal(sealer, value).reason).equal('malformed')
      })

    for (const text of [
      '',
      'A',
      '{}',
      'null',
      '__proto__',
      'AAAA',
      '____',
      '\0',
      'é',
      '\ud800',
      '%00',
      'eyJpZCI6eyJTIjoiMSJ9fQ',
    ])
      it(`the text ${JSON.stringify(text)} is malformed`, () => {
        expect(refusal(sealer, text).reason).equal('malformed')
      })

    it('refuses 1 MB of anything quickly, and as much as it decodes in time by its length', () => {
      const cap = 256 * 1024
      for (const text of [
        'A'.repeat(2 ** 20),
        '='.repeat(2 ** 20),
        '\u{10FFFF}'.repeat(2 ** 19),
        `AQ${'A'.repeat(cap - 2)}`,
        `Ag${'A'.repeat(cap - 2)}`,
        'é'.repeat(cap),
        forged(new Uint8Array(190_000)),
        forged(positionBytes(Array(190_000).fill(undefined))),
      ]) {
        expect(cpuMilliseconds(() => refusal(sealer, text))).lessThan(100)
        const { message } = refusal(sealer, text)
        expect(message.includes(`longer than ${cap} characters`)).equal(text.length > cap)
      }
    })

    it('goes on being read: one that an earlier version wrote is taken', () => {
      expect(readCursor(sealer, binding, earlier[mode], samePartition)).deep.equal(position)
    })

    it('a refusal shows nothing of the cursor', () => {
      const text = writeCursor(sealer, others['table'] ?? binding, position)
      const edited = `${text.slice(0, -1)}${text.endsWith('A') ? 'Q' : 'A'}`
      const elsewhere = forged(positionBytes([{ pk: { S: 'TENANT#2' }, sk: { S: 'very-visible-key' } }]))
      for (const attempt of [text, edited, elsewhere, 'very-visible-key']) {
        const error = refusal(sealer, attempt)
        const shown = [
          error.message,
          error.stack,
          JSON.stringify(error),
          inspect(error, { depth: 10 }),
        ].join()
        expect(shown).not.match(/very-visible-key|TENANT#2/)
        expect(shown).not.contain(attempt)
      }
    })

    it('holds twelve streams at the limits of keys, and refuses to write what it would not read', () => {
      const name = (at: number): string => String(at).padStart(255, 'n')
      const wide = Array.from({ length: 10 }, (_, at) => [
        name(at),
        { B: new Uint8Array(at < 5 ? 2048 : 1024) },
      ])
      const longest: StoredItem = Object.fromEntries(wide)
      const streams = { ...binding, streams: 12 }
      const keys = Array.from({ length: 12 }, () => longest)
      const text = writeCursor(sealer, streams, { keys, before: false })
      expect(readCursor(sealer, streams, text, any).keys).deep.equal(keys)
      const many = { keys: Array.from({ length: 100 }, () => longest), before: false }
      const error = thrown(() => writeCursor(sealer, binding, many), QueryPlanError)
      expect(error).not.instanceOf(InvalidCursorError)
      expect(error.message).match(
        /^Order: a cursor of 100 streams is longer than 262144 characters; scan in fewer/,
      )
    })

    it('a key attribute that DynamoDB would not have in a key is refused when it is written', () => {
      const keys = [{ flag: { BOOL: true } }]
      const error = thrown(() => writeCursor(sealer, binding, { keys, before: false }), QueryPlanError)
      expect(error.message).equal("Order: 'flag' cannot be part of a cursor: it is not of type S, N or B")
    })
  })

// One attack on a cursor; `sealer` is the one of the executor that is attacked.
function attack(text: string, sealer: CursorSealer | undefined): fc.Arbitrary<unknown> {
  const bytes = Buffer.from(text, 'base64url')
  const at = fc.nat(bytes.length - 1)
  const letter = fc.constantFrom(...'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_=+/ .%é')
  const noise = fc.uint8Array({ minLength: 1, maxLength: 40 })
  const otherwise = Object.values(others)
  const alien = modes.map(([, other]) => other).filter((other) => other !== sealer)
  const second = Buffer.from(
    writeCursor(sealer, binding, { keys: [{ ...tenant, sk: { S: 'ORDER#another-visible' } }], before: true }),
    'base64url',
  )
  return fc.oneof(
    fc
      .tuple(at, fc.nat(7))
      .map(([byte, bit]) => base64(bytes, (copy) => copy.set([(copy[byte] ?? 0) ^ (1 << bit)], byte))),
    fc
      .tuple(at, noise)
      .map(([start, bad]) => base64(bytes, (copy) => copy.set(bad.subarray(0, copy.length - start), start))),
    fc.nat(text.length - 1).map((end) => text.slice(0, end)),
    fc.integer({ min: 1, max: text.length - 1 }).map((start) => text.slice(start)),
    noise.map((tail) => Buffer.concat([bytes, tail]).toString('base64url')),
    fc.tuple(fc.nat(text.length), letter).map(([here, one]) => text.slice(0, here) + one + text.slice(here)),
    fc
      .tuple(fc.nat(text.length - 1), letter)
      .map(([here, one]) => text.slice(0, here) + one + text.slice(here + 1)),
    // Two cursors of this very query, cut and joined.
    fc
      .integer({ min: 1, max: Math.min(bytes.length, second.length) - 1 })
      .filter((cut) => !Buffer.concat([bytes.subarray(0, cut), second.subarray(cut)]).equals(second))
      .map((cut) => Buffer.concat([bytes.subarray(0, cut), second.subarray(cut)]).toString('base64url')),
    // Of another query, in whatever form.
    fc
      .tuple(fc.constantFrom(...otherwise), fc.constantFrom(sealer, ...alien), randomPosition)
      .map(([other, by, where]) => writeCursor(by, other, where)),
    // Of this query, signed or encrypted with another secret, or in another way, or not at all.
    fc.constantFrom(...alien, ...strangers).map((by) => writeCursor(by, binding, position)),
    fc
      .constantFrom(...strangers)
      .map((by) => base64(Buffer.concat([Uint8Array.of(2), by.seal(bytes)]), () => undefined)),
    // Of this query, and with a key of another partition, or of other attributes.
    randomPosition
      .filter(({ keys }) => keys.length !== 1 || (keys[0] !== null && keys[0] !== undefined))
      .map(({ keys }) => forged(positionBytes(keys))),
    noise.map((content) => forged(content)),
    // Garbage: bytes, text, other kinds of values.
    fc
      .tuple(fc.constantFrom(0, 1, 2, 3), noise)
      .map(([form, rest]) => Buffer.from([form, ...rest]).toString('base64url')),
    fc.string({ unit: 'binary', maxLength: 200 }),
    fc.anything(),
  )
}

function base64(bytes: Uint8Array, change: (copy: Uint8Array) => void): string {
  const copy = Buffer.from(bytes)
  change(copy)
  return copy.toString('base64url')
}

describe('cursors without a secret', () => {
  it('are the same text for the same position, at any time', () => {
    expect(writeCursor(undefined, binding, position, 1)).equal(writeCursor(undefined, binding, position, 2))
  })

  it('a key of another partition, behind the right binding and checksum, is refused as tampered', () => {
    const text = forged(positionBytes([{ ...tenant, pk: { S: 'TENANT#2' } }]))
    expect(refusal(undefined, text)).include({
      reason: 'tampered',
      message: 'Order: the key in the cursor does not fit the query: it is of another partition',
    })
    expect(readCursor(undefined, binding, forged(positionBytes([tenant])), samePartition)).deep.equal(
      position,
    )
  })

  for (const [what, keys] of [
    ['two streams where one is read', [tenant, tenant]],
    ['thousands of streams', Array(5000).fill(undefined)],
  ] as [string, CursorPosition['keys']][])
    it(`${what}: refused as tampered`, () => {
      const error = refusal(undefined, forged(positionBytes(keys)))
      expect(error.reason).equal('tampered')
      expect(error.message).contain(`positions for ${keys.length} streams, but the query reads 1`)
    })

  it('bytes that are not a position, behind the right binding and checksum, are malformed', () => {
    expect(refusal(undefined, forged(Uint8Array.of(9))).reason).equal('malformed')
  })

  for (const length of [1, 2, 9, 16, 25])
    it(`${length} bytes of one are malformed: cut short`, () => {
      const text = Buffer.alloc(length, 1).toString('base64url')
      expect(refusal(undefined, text)).include({
        reason: 'malformed',
        message: 'Order: the cursor is truncated',
      })
    })

  it('never ask about keys before everything else is right', () => {
    const requested: StoredItem[] = []
    const options = (key: StoredItem): undefined => void requested.push(key)
    const keys = [tenant, null, undefined]
    const text = writeCursor(undefined, { ...binding, streams: 3 }, { keys, before: false })
    expect(() => readCursor(undefined, binding, text, options)).throws(InvalidCursorError)
    expect(requested).deep.equal([])
    readCursor(undefined, { ...binding, streams: 3 }, text, options)
    expect(requested).deep.equal([tenant])
  })

  it('stay short: a key of 30 characters in fewer than 120', () => {
    const key = { userId: { S: 'user-0123456789' }, orderId: { S: 'order-012345678' } }
    expect(writeCursor(undefined, binding, { keys: [key], before: false })).lengthOf.below(120)
  })
})

describe('cursors with a secret', () => {
  const aged = cursorSealer({ key: secret, maxAge: 60_000 })
  const now = Date.UTC(2026, 0, 1)

  it('expire after the maxAge, not before, and not for the clock of a server that is behind', () => {
    const text = writeCursor(aged, binding, position, now)
    for (const later of [-5_000, 0, 59_999, 60_000])
      expect(readCursor(aged, binding, text, samePartition, now + later)).deep.equal(position)
    for (const later of [60_001, 10 ** 12])
      expect(refusal(aged, text, now + later)).include({
        reason: 'expired',
        message: 'Order: the cursor is older than 60000 milliseconds',
      })
  })

  it('expire by a maxAge that was set after they were made', () => {
    const text = writeCursor(cursorSealer(secret), binding, position, now)
    expect(refusal(aged, text, now + 60_001).reason).equal('expired')
  })

  it('use the clock of the process if none is given', () => {
    expect(readCursor(aged, binding, writeCursor(aged, binding, position), any)).deep.equal(position)
    expect(refusal(aged, writeCursor(aged, binding, position, Date.now() - 120_000)).reason).equal('expired')
  })

  it('of another form are refused: neither signed, nor with anything to check it by', () => {
    const [plain, signed] = [writeCursor(undefined, binding, position), writeCursor(aged, binding, position)]
    expect(refusal(aged, plain)).include({ reason: 'tampered' }).property('message').contain('has a secret')
    expect(refusal(undefined, signed))
      .include({ reason: 'tampered' })
      .property('message')
      .contain('has no secret')
  })

  it('a key that does not fit although nobody changed it is foreign: the entity is another by now', () => {
    const text = writeCursor(aged, binding, { keys: [{ id: { N: '1' } }], before: false })
    expect(refusal(aged, text).reason).equal('foreign')
  })

  it('a sealer that opens to too little is taken for one that does not open', () => {
    const odd: CursorSealer = { seal: (payload) => payload, open: () => new Uint8Array(3), maxAge: undefined }
    expect(refusal(odd, writeCursor(odd, binding, position)).reason).equal('tampered')
    const short: CursorSealer = { ...odd, open: () => new Uint8Array(10) }
    expect(refusal(short, writeCursor(short, binding, position)).reason).equal('foreign')
  })
})
