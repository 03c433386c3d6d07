// Where the keys of a read of many come from: an array, read when the operation is built, or an iterable, read once and as it goes.
import { type KeyOwner, type KeyValues, readKey } from '../../entity/key/key-values.js'
import { kindOf } from '../../errors/failures.js'
import { InvalidKeyError } from '../../errors/invalid-key-error.js'
import { isError } from '../../errors/is-error.js'
import { UnsupportedOperationError } from '../../errors/unsupported-operation-error.js'
import { type Deferred, deferred, settle } from '../ground/deferred.js'

/** Any number of keys: an array, an iterable or an async iterable. */
export type Keys<K> = Iterable<K> | AsyncIterable<K>

/** The keys of one operation. */
export interface KeySource {
  readonly owner: KeyOwner
  readonly operation: string
  /** The keys of an array, checked, or the error of the first that is none; absent for all else. */
  readonly listed?: Deferred<readonly KeyValues[]>
  /** An iterable that is not yet read; it is taken out when it is. */
  readonly stream: { keys?: Keys<unknown> }
  /** How many keys there are, where the source can tell. */
  readonly total: number | undefined
}

/** The keys of an argument: an array is read now, an iterable when the operation runs. */
export function keySource(owner: KeyOwner, operation: string, keys: unknown): KeySource {
  const source = { owner, operation, stream: {} }
  if (Array.isArray(keys)) {
    const listed = deferred(() => Array.from(keys, (key: unknown, at) => keyAt(source, key, at)))
    return { ...source, listed, total: keys.length }
  }
  // Text and binary are iterables, too, and one key each: their characters and bytes are never meant.
  if (typeof keys !== 'object' || keys === null || keys instanceof Uint8Array || !isIterable(keys))
    return { ...source, listed: deferred(() => refuse(source, keys)), total: undefined }
  const total = keys instanceof Set || keys instanceof Map ? keys.size : undefined
  return { ...source, stream: { keys }, total }
}

/** Takes keys of a source, from its start. @throws UnsupportedOperationError for an iterable that was read before. */
export function keyPull(source: KeySource): KeyPull {
  const { listed, stream, owner, operation } = source
  if (listed !== undefined) return listedPull(settle(listed))
  const { keys } = stream
  if (keys === undefined)
    throw new UnsupportedOperationError({
      entity: owner.entity,
      operation,
      detail:
        'its keys come from an iterable, which can be read once, and was read by an earlier run; give an array to run it again',
    })
  delete stream.keys
  return new StreamPull(source, keys)
}

/** Takes keys, as many at a time as are asked for. */
export interface KeyPull {
  /** Adds up to so many keys to a list that may be read meanwhile; none at the end. @throws what the source throws; InvalidKeyError. */
  fill(keys: KeyValues[], most: number): Promise<void>
  /** Ends it; what is left of an array. */
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
        // What is there at once need not be waited for.
        const { done, value } = 'then' in next ? await next : next
        if (done === true) this.state = 'ended'
        else if (this.state === 'open') keys.push(this.read(await value))
      } catch (error) {
        this.state = 'failed'
        this.error = error
      }
    }
    // What came before a failure is read before it is met.
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
    // The source has nothing to say any more that anybody could do something about, nor need it be waited for.
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
    const detail = error.message.slice(`${owner.entity}.${operation}: `.length)
    throw new InvalidKeyError({ entity: owner.entity, operation, detail: `keys[${at}]: ${detail}` })
  }
}

function refuse({ owner, operation }: Pick<KeySource, 'owner' | 'operation'>, keys: unknown): never {
  const detail = `it takes an array or an iterable of keys, not ${kindOf(keys)}`
  throw new InvalidKeyError({ entity: owner.entity, operation, detail })
}

function isIterable(value: object): value is Keys<unknown> {
  return Symbol.asyncIterator in value || Symbol.iterator in value
}
