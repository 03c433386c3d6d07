// Signs or encrypts page cursors with the executor's secret.
import {
  createCipheriv,
  createDecipheriv,
  createHmac,
  hkdfSync,
  randomBytes,
  timingSafeEqual,
} from 'node:crypto'
import { isUint8Array } from 'node:util/types'
import { group, kind, milliseconds } from '../../errors/option-kinds.js'
import { type OptionFault, type OptionKind, wrongKind } from '../../errors/option-table.js'
import type { CursorSealer } from '../../plan/cursor/cursor.js'
import { utf8Length } from '../../util/bytes.js'

/**
 * The secret for signing cursors: at least 16 bytes; strings are counted in UTF-8. It should be random (32 bytes from a
 * generator), not a password, because no key stretching is applied. All processes that share cursors need the same
 * secret.
 */
export type SecretOption = string | Uint8Array | SecretSettings

/** A secret and how to use it. */
export interface SecretSettings {
  readonly key: string | Uint8Array
  /**
   * Whether cursors are encrypted (AES-256-GCM), so that nobody can read the keys in them; default false: signed
   * (HMAC-SHA256).
   */
  readonly encrypt?: boolean | undefined
  /** How long a cursor is accepted after it was created, in milliseconds; by default it never expires. */
  readonly maxAge?: number | undefined
}

type Seal = Pick<CursorSealer, 'seal' | 'open'>

/** The minimum length of a secret in bytes. */
const leastSecret = 16
const keyBytes = 32
// Both are 128 bits: the tag size of GCM, and the truncation of HMAC-SHA256 in RFC 4868. Cursors are used in URLs, so
// they should be short.
const tagBytes = 16
const nonceBytes = 12
const cipher = 'aes-256-gcm'

const secretWords = `a string or binary of at least ${leastSecret} bytes`

const secretKey: OptionKind<string | Uint8Array> = Object.freeze({
  words: secretWords,
  fault(value: unknown, place: string): OptionFault | undefined {
    const bytes =
      typeof value === 'string' ? utf8Length(value) : isUint8Array(value) ? value.length : undefined
    if (bytes === undefined) return wrongKind(place, secretWords, value, true)
    if (bytes >= leastSecret) return undefined
    return { option: place, detail: `\`${place}\` must be ${secretWords}, but has ${bytes}` }
  },
})

const secretSettings = group<SecretSettings>({
  key: {
    takes: secretKey,
    doc: 'The secret itself: random, and the same in all processes that share cursors.',
  },
  encrypt: {
    // A secret passed here by mistake must not be shown either.
    takes: kind('true or false', (value) => typeof value === 'boolean', true),
    default: 'false',
    doc: 'Whether cursors are encrypted (AES-256-GCM) instead of only signed.',
  },
  maxAge: {
    takes: milliseconds,
    doc: 'How long a cursor is accepted after it was created, in milliseconds.',
  },
})

/** Values of the option: a secret, or settings with one. Messages never show the secret. */
export const secretKind: OptionKind<SecretOption> = Object.freeze({
  words: `${secretWords}, or { key, encrypt, maxAge }`,
  fault(value: unknown, place: string): OptionFault | undefined {
    if (typeof value === 'string' || isUint8Array(value)) return secretKey.fault(value, place)
    if (typeof value !== 'object' || value === null || Array.isArray(value))
      return wrongKind(place, this.words, value, true)
    return secretSettings.fault(value, place) ?? secretKey.fault(Reflect.get(value, 'key'), `${place}.key`)
  },
})

/**
 * The sealer of a secret that has been checked. Signing and encryption use separate keys (HKDF-SHA256), so that a
 * signed cursor never opens as an encrypted one.
 */
export function cursorSealer(secret: SecretOption): CursorSealer {
  const { key, encrypt = false, maxAge } = settingsOf(secret)
  return { ...(encrypt ? encryption(derived(key, 'encrypt')) : signature(derived(key, 'sign'))), maxAge }
}

function settingsOf(secret: SecretOption): SecretSettings {
  return typeof secret === 'object' && !isUint8Array(secret) ? secret : { key: secret }
}

function derived(secret: string | Uint8Array, use: 'sign' | 'encrypt'): Uint8Array {
  return new Uint8Array(hkdfSync('sha256', secret, '', `dyntastic cursor ${use} 1`, keyBytes))
}

// payload, tag
function signature(key: Uint8Array): Seal {
  const tagOf = (payload: Uint8Array): Buffer =>
    createHmac('sha256', key).update(payload).digest().subarray(0, tagBytes)
  return {
    seal: (payload) => Buffer.concat([payload, tagOf(payload)]),
    open(sealed) {
      const end = sealed.length - tagBytes
      if (end < 0) return undefined
      const payload = sealed.subarray(0, end)
      return timingSafeEqual(tagOf(payload), sealed.subarray(end)) ? payload : undefined
    },
  }
}

// nonce, ciphertext, tag. Random 96-bit nonces are safe for 2^32 cursors per secret (NIST SP 800-38D, section 8.3).
function encryption(key: Uint8Array): Seal {
  const options = { authTagLength: tagBytes }
  return {
    seal(payload) {
      const nonce = randomBytes(nonceBytes)
      const encrypting = createCipheriv(cipher, key, nonce, options)
      const content = [encrypting.update(payload), encrypting.final()]
      return Buffer.concat([nonce, ...content, encrypting.getAuthTag()])
    },
    open(sealed) {
      const end = sealed.length - tagBytes
      if (end < nonceBytes) return undefined
      const decrypting = createDecipheriv(cipher, key, sealed.subarray(0, nonceBytes), options)
      decrypting.setAuthTag(sealed.subarray(end))
      const content = decrypting.update(sealed.subarray(nonceBytes, end))
      try {
        return Buffer.concat([content, decrypting.final()])
      } catch {
        // The tag does not match this key and content.
        return undefined
      }
    },
  }
}
