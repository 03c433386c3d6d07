// What seals cursors: opens what it sealed and nothing else, and shows no key where it encrypts.
import { inspect } from 'node:util'
import { expect } from 'chai'
import fc from 'fast-check'
import { DyntasticError } from '../../lib/errors/dyntastic-error.js'
import { cursorSealer, type SecretOption } from '../../lib/executor/cursor-sealer.js'
import { writeCursor } from '../../lib/plan/cursor.js'
import { thrown } from '../support/rejection.js'

const key = 'a secret of 26 characters!'
const payload = Buffer.from('payload')
const secrets: readonly [string, SecretOption][] = [
  ['signed, by text', key],
  ['signed, by binary', Buffer.alloc(16, 7)],
  ['signed, by settings', { key: new Uint8Array(32).fill(1), encrypt: false }],
  ['encrypted, by text', { key, encrypt: true }],
  ['encrypted, by binary', { key: Buffer.alloc(64, 9), encrypt: true, maxAge: 1000 }],
]

describe('cursorSealer', () => {
  for (const [what, secret] of secrets) {
    const sealer = cursorSealer(secret)

    it(`${what}: opens what it sealed, whatever that is`, () => {
      fc.assert(
        fc.property(fc.uint8Array({ maxLength: 2000 }), (bytes) => {
          const opened = sealer.open(sealer.seal(bytes))
          expect(opened && Uint8Array.from(opened)).deep.equal(Uint8Array.from(bytes))
        }),
      )
    })

    it(`${what}: opens nothing that was changed, cut, or made up`, () => {
      const sealed = sealer.seal(payload)
      for (let bit = 0; bit < sealed.length * 8; bit++) {
        const flipped = Uint8Array.from(sealed)
        flipped[bit >> 3] = (flipped[bit >> 3] ?? 0) ^ (1 << (bit & 7))
        expect(sealer.open(flipped)).equal(undefined)
      }
      for (let end = 0; end < sealed.length; end++) {
        expect(sealer.open(sealed.subarray(0, end))).equal(undefined)
        if (end > 0) expect(sealer.open(sealed.subarray(end))).equal(undefined)
      }
      expect(sealer.open(Buffer.concat([sealed, Buffer.alloc(1)]))).equal(undefined)
      fc.assert(fc.property(fc.uint8Array({ maxLength: 100 }), (noise) => sealer.open(noise) === undefined))
    })

    it(`${what}: opens nothing of another secret, nor of this one used otherwise`, () => {
      for (const [other, otherSecret] of secrets) {
        const opened = cursorSealer(otherSecret).open(sealer.seal(payload))
        expect(opened !== undefined, other).equal(other === what)
      }
    })
  }

  it('a text and its bytes in UTF-8 are one secret', () => {
    const text = 'ключ ключ ключ'
    expect(cursorSealer(Buffer.from(text)).open(cursorSealer(text).seal(payload))).deep.equal(payload)
  })

  it('has the maxAge that it was given, and none where none was', () => {
    expect(cursorSealer({ key, maxAge: 5 }).maxAge).equal(5)
    expect(cursorSealer({ key, maxAge: Number.POSITIVE_INFINITY }).maxAge).equal(Number.POSITIVE_INFINITY)
    expect(cursorSealer({ key }).maxAge).equal(undefined)
    expect(cursorSealer(key).maxAge).equal(undefined)
  })

  it('signs the same each time, encrypts never the same', () => {
    const [signs, encrypts] = [cursorSealer(key), cursorSealer({ key, encrypt: true })]
    expect(signs.seal(payload)).deep.equal(signs.seal(payload))
    const seals = Array.from({ length: 100 }, () => Buffer.from(encrypts.seal(payload)).toString('hex'))
    expect(new Set(seals).size).equal(100)
  })

  it('an encrypted cursor shows nothing of a key: as text, decoded, in any alphabet', () => {
    const marker = 'visible-marker-of-a-key'
    const binary = Buffer.from('0123456789abcdef0123456789abcdef', 'hex')
    const position = {
      keys: [{ customerId: { S: marker }, at: { N: '1234567890123456789' }, photo: { B: binary } }],
      before: false,
    }
    const binding = { entity: 'Order', table: 'shop', source: 'byMarker', query: marker }
    const shown = (secret: SecretOption): string => {
      const text = writeCursor(cursorSealer(secret), binding, position)
      const bytes = Buffer.from(text, 'base64url')
      return [
        text,
        bytes.toString('latin1'),
        bytes.toString('utf8'),
        bytes.toString('utf16le'),
        bytes.toString('hex'),
      ].join()
    }
    const open = shown(key)
    const closed = shown({ key, encrypt: true })
    for (const secretText of [marker, 'customerId', '1234567890123456789', binary.toString('hex')]) {
      expect(open).contain(secretText)
      for (const spelt of [secretText, Buffer.from(secretText).toString('hex'), ...inBase64(secretText)])
        expect(closed).not.contain(spelt)
    }
  })

  for (const [what, secret, why] of [
    ['an empty text', '', 'has 0 bytes, and needs 16 at least'],
    ['fifteen letters', 'x'.repeat(15), 'has 15 bytes, and needs 16 at least'],
    ['fifteen bytes', Buffer.alloc(15), 'has 15 bytes, and needs 16 at least'],
    ['a short key in settings', { key: 'short', encrypt: true }, 'has 5 bytes, and needs 16 at least'],
    ['a number', 7, 'and its key is a number'],
    ['null', null, 'and its key is null'],
    ['undefined', undefined, 'and its key is undefined'],
    ['settings without a key', { encrypt: true }, 'and its key is undefined'],
    ['an array', [key], 'and its key is undefined'],
    ['an encrypt that is text', { key, encrypt: 'yes' }, 'has an encrypt of true or false, not a string'],
    ['a maxAge of zero', { key, maxAge: 0 }, 'has a maxAge that is no positive number of milliseconds'],
    ['a maxAge below zero', { key, maxAge: -1 }, 'has a maxAge that is no positive number'],
    ['a maxAge that is no number', { key, maxAge: Number.NaN }, 'has a maxAge that is no positive number'],
    ['a maxAge that is text', { key, maxAge: '1h' }, 'has a maxAge that is no positive number'],
  ] as [string, never, string][])
    it(`${what}: refused`, () => {
      const error = thrown(() => cursorSealer(secret), DyntasticError)
      expect(error.message)
        .match(/^the executor option secret /)
        .and.contain(why)
    })

  it('sixteen bytes are enough, however few letters they are', () => {
    expect(() => cursorSealer('x'.repeat(16))).not.throw()
    expect(() => cursorSealer('é'.repeat(8))).not.throw()
  })

  it('never shows the secret: neither refused, nor inspected', () => {
    const error = thrown(() => cursorSealer({ key, encrypt: 'marker' as never }), DyntasticError)
    const sealers = [cursorSealer(key), cursorSealer({ key, encrypt: true })]
    const shown = [error, ...sealers]
      .map((each) => inspect(each, { depth: 10 }) + JSON.stringify(each))
      .join()
    expect(shown).not.contain(key).and.not.contain('marker')
  })
})

// The middles of a text in base64, at each of the three places in a group of bytes.
function inBase64(text: string): string[] {
  return [0, 1, 2].map((shift) => {
    const spelt = Buffer.concat([Buffer.alloc(shift), Buffer.from(text)]).toString('base64url')
    return spelt.slice(4, -4)
  })
}
