// Items that were read from the text of a response, with their stored form for whoever needs it after all.
import type { Codec } from '../codec/codec.js'
import type { StoredItem } from '../struct/attribute-value.js'
import { type Body, unread } from '../text/body.js'
import type { BodyReader } from '../text/response-scan.js'
import { storedAt } from './parsed-scan.js'

const scanned: unique symbol = Symbol.for('dyntastic.scanned')

/** An item that was read from the body of a response. */
export class ScannedItem {
  readonly [scanned] = true
  readonly codec: Codec
  /** Where it stands in the body, which lives as long as this does. */
  readonly place: { readonly body: Body; readonly at: number }
  item: object | undefined

  constructor(codec: Codec, item: object, place: ScannedItem['place']) {
    this.codec = codec
    this.item = item
    this.place = place
  }

  /**
   * The item, if a codec read it; `undefined` for another codec, and the second time: whoever gets an item gets one of
   * their own.
   */
  take(codec: Codec): object | undefined {
    const { item } = this
    if (this.codec !== codec) return undefined
    this.item = undefined
    return item
  }

  /** Its stored form. It was read once, so it is JSON. */
  get stored(): StoredItem {
    const { body, at } = this.place
    body.goTo(at)
    return storedAt(body) as StoredItem
  }
}

/** Whether a value is a ScannedItem; by a mark, as classes do not survive every bundler. */
export function isScanned(value: object): value is ScannedItem {
  return (value as Partial<ScannedItem>)[scanned] === true
}

/** The stored form of what stands for an item. */
export function storedOf(item: StoredItem | ScannedItem): StoredItem {
  return isScanned(item) ? item.stored : item
}

/**
 * Reads an item with a codec; what it cannot read, and what does not fit, becomes the stored item, for decoding to say
 * what is wrong with it. `undefined` if the codec has no way to read items.
 */
export function itemReader(codec: Codec): BodyReader | undefined {
  const { scanItem } = codec
  if (scanItem === undefined) return undefined
  return (body) => {
    const { at } = body
    const item = attempt(() => scanItem(body))
    if (typeof item === 'object' && item !== null) return new ScannedItem(codec, item, { body, at })
    body.goTo(at)
    return storedAt(body)
  }
}

// A function of the user's own may throw, and values may be nested without end: decoding meets the same, where it is
// told.
function attempt(read: () => unknown): unknown {
  try {
    return read()
  } catch {
    return unread
  }
}
