// Source of the keys of a batch read: an array, read when the operation is built, or an iterable, read during the run.
import { type KeyOwner, type KeyValues, readKey } from '../../entity/key/key-values.js'
import { kindOf } from '../../errors/failures.js'
import { InvalidKeyError } from '../../errors/invalid-key-error.js'
import { isError } from '../../errors/is-error.js'
import { UnsupportedOperationError } from '../../errors/unsupported-operation-error.js'
import { isTextOrBytes } from '../../util/bytes.js'
import { type Deferred, deferred, settle } from '../ground/deferred.js'

/** Any number of keys: an array, an iterable or an async iterable. */
export type Keys<K> = Iterable<K> | AsyncIterable<K>

/** The keys of one operation. */
export interface KeySource {
  readonly owner: KeyOwner
  readonly operation: string
  /** The checked keys of an array, or the error of the first invalid one; absent for other sources. */
  readonly listed?: Deferred<readonly KeyValues[]>
  /** An iterable that has not been read; removed when it is. */
  readonly stream: { keys?: Keys<unknown> }
  /** The number of keys, if the source knows it. */
  readonly total: number | undefined
}

/** Returns the source of an argument. An array is read now, an iterable when the operation runs. */
export function keySource(owner: KeyOwner, operation: string, keys: unknown): KeySource {
  const source = { owner, operation, stream: {} }
  if (Array.isArray(keys)) {
    const listed = deferred(() => Array.from(keys, (key: unknown, at) => keyAt(source, key, at)))
    return { ...source, listed, total: keys.length }
  }
  if (typeof keys !== 'object' || keys === null || isTextOrBytes(keys) || !isIterable(keys))
    return { ...source, listed: deferred(() => refuse(source, keys)), total: undefined }
  const total = keys instanceof Set || keys instanceof Map ? keys.size : undefined
  return { ...source, stream: { keys }, total }
}

/** Takes keys from the start of a source. @throws UnsupportedOperationError if an iterable was already read. */
export function keyPull(source: KeySource): KeyPull {
  const { listed, stream, owner, operation } = source
  if (listed !== undefined) return listedPull(settle(listed))
  const { keys } = stream
  if (keys === undefined)
    throw new UnsupportedOperationError({
      entity: owner.entity,
      operation,
      detail:
        'its keys come from an iterable that an earlier run has already read; pass an array to run it more than once',
    })
  delete stream.keys
  return new StreamPull(source, keys)
}

/** Takes the requested number of keys at a time. */
export interface KeyPull {
  /**
   * Appends up to `most` keys to a list that may be read in the meantime; none at the end.
   * @throws any error of the source; InvalidKeyError.
   */
  fill(keys: KeyValues[], most: number): Promise<void>
  /** Ends reading. @returns what is left of an array. */
  close(): readonly KeyValues[]
}

function listedPull(all: readonly KeyValues[]): KeyPull {
  let at = 0
  return {
    async fill(keys, most) {
      for (const key of all.slice(at, at + most)) keys.push(key)
      at += most
    },
    close: () => all.slice(at),
  }
}

class StreamPull implements KeyPull {
  readonly source: KeySource
  readonly iterator: Iterator<unknown> | AsyncIterator<unknown>
  at = 0
  state: 'open' | 'ended' | 'failed' = 'open'
  error: unknown

  constructor(source: KeySource, keys: Keys<unknown>) {
    this.source = source
    this.iterator = Symbol.asyncIterator in keys ? keys[Symbol.asyncIterator]() : keys[Symbol.iterator]()
  }

  async fill(keys: KeyValues[], most: number): Promise<void> {
    while (keys.length < most && this.state === 'open') {
      try {
        const next = this.iterator.next()
        // A value that is available immediately needs no await.
        const { done, value } = 'then' in next ? await next : next
        if (done === true) this.state = 'ended'
        else if (this.state === 'open') keys.push(this.read(await value))
      } catch (error) {
        this.state = 'failed'
        this.error = error
      }
    }
    // Keys delivered before a failure are returned first.
    if (this.state === 'failed' && keys.length === 0) throw this.error
  }

  read(value: unknown): KeyValues {
    try {
      return keyAt(this.source, value, this.at++)
    } catch (error) {
      this.close()
      throw error
    }
  }

  close(): readonly KeyValues[] {
    if (this.state !== 'open') return []
    this.state = 'ended'
    // Errors of the source no longer matter, and there is no need to wait for it.
    ended(this.iterator).catch(() => undefined)
    return []
  }
}

async function ended(iterator: Iterator<unknown> | AsyncIterator<unknown>): Promise<void> {
  await iterator.return?.()
}

function keyAt(
  { owner, operation }: Pick<KeySource, 'owner' | 'operation'>,
  key: unknown,
  at: number,
): KeyValues {
  try {
    return readKey(owner, key, operation, false)
  } catch (error) {
    if (!isError(error, InvalidKeyError)) throw error
    throw new InvalidKeyError({ entity: owner.entity, operation, detail: `keys[${at}]: ${error.detail}` })
  }
}

function refuse({ owner, operation }: Pick<KeySource, 'owner' | 'operation'>, keys: unknown): never {
  const detail = `expected an array or an iterable of keys, not ${kindOf(keys)}`
  throw new InvalidKeyError({ entity: owner.entity, operation, detail })
}

function isIterable(value: object): value is Keys<unknown> {
  return Symbol.asyncIterator in value || Symbol.iterator in value
}
