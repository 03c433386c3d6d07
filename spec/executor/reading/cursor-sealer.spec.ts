// What seals cursors: opens what it sealed and nothing else, and shows no key where it encrypts.
import { inspect } from 'node:util'
import { expect } from 'chai'
import fc from 'fast-check'
import { cursorSealer, type SecretOption, secretKind } from '../../../lib/executor/reading/cursor-sealer.js'
import { writeCursor } from '../../../lib/plan/cursor/cursor.js'

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

  it('a string and its bytes in UTF-8 are one secret', () => {
    const text = 'ключ ключ ключ'
    expect(cursorSealer(Buffer.from(text)).open(cursorSealer(text).seal(payload))).deep.equal(payload)
  })

  it('has the given maxAge, or none', () => {
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

  for (const [what, secret, option, why] of [
    ['an empty string', '', 'secret', 'but has 0'],
    ['fifteen letters', 'x'.repeat(15), 'secret', 'but has 15'],
    ['fifteen bytes', Buffer.alloc(15), 'secret', 'but has 15'],
    ['a short key in settings', { key: 'short', encrypt: true }, 'secret.key', 'but has 5'],
    ['a number', 7, 'secret', 'but is a number'],
    ['null', null, 'secret', 'but is null'],
    ['settings without a key', { encrypt: true }, 'secret.key', 'but is undefined'],
    ['an array', [key], 'secret', 'but is an array'],
    [
      'an encrypt that is a string',
      { key, encrypt: 'yes' },
      'secret.encrypt',
      'true or false, but is a string',
    ],
    ['a maxAge of zero', { key, maxAge: 0 }, 'secret.maxAge', 'milliseconds'],
    ['a maxAge below zero', { key, maxAge: -1 }, 'secret.maxAge', 'milliseconds'],
    ['a maxAge that is not a number', { key, maxAge: Number.NaN }, 'secret.maxAge', 'milliseconds'],
    ['a maxAge that is a string', { key, maxAge: '1h' }, 'secret.maxAge', 'milliseconds'],
    ['a misspelled setting', { key, encrpyt: true }, 'secret.encrpyt', 'did you mean `secret.encrypt`?'],
  ] as const)
    it(`${what}: refused`, () => {
      const fault = secretKind.fault(secret, 'secret')
      expect(fault?.option).equal(option)
      expect(fault?.detail).contain(why)
    })

  it('sixteen bytes are enough, however few letters they are', () => {
    for (const secret of [
      'x'.repeat(16),
      'é'.repeat(8),
      Buffer.alloc(16),
      { key: 'x'.repeat(16), encrypt: true, maxAge: 5 },
    ])
      expect(secretKind.fault(secret, 'secret')).equal(undefined)
  })

  it('never shows the secret: neither refused, nor inspected', () => {
    const faults = [{ key, encrypt: 'marker' }, [key], { key: 'marker' }, 'marker'].map((each) =>
      secretKind.fault(each, 'secret'),
    )
    expect(faults).not.contain(undefined)
    const sealers = [cursorSealer(key), cursorSealer({ key, encrypt: true })]
    const shown = [...faults, ...sealers]
      .map((each) => inspect(each, { depth: 10 }) + JSON.stringify(each))
      .join()
    expect(shown).not.contain(key).and.not.contain('marker')
  })
})

// The middles of a string in base64, at each of the three places in a group of bytes.
function inBase64(text: string): string[] {
  return [0, 1, 2].map((shift) => {
    const spelt = Buffer.concat([Buffer.alloc(shift), Buffer.from(text)]).toString('base64url')
    return spelt.slice(4, -4)
  })
}
