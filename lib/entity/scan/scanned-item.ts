// Items that were read from the text of a response, with their stored form in case it is needed after all.
import type { Codec, KeptTexts } from '../codec/codec.js'
import type { StoredItem } from '../struct/attribute-value.js'
import { type Body, unread } from '../text/body.js'
import type { BodyReader } from '../text/response-scan.js'
import { storedAt } from './parsed-scan.js'

const backslash = '\\'
const scanned: unique symbol = Symbol.for('dyntastic.scanned')

/** What read an item: the codec of an entity, or a selection of its attributes. */
export interface ItemCodec extends Pick<Codec, 'at' | 'scanItem'> {
  /** Makes of what was read what the selection has of it. Only selections have it. */
  readonly selected?: (read: object) => object
}

/** An item that was read from the body of a response. */
export class ScannedItem {
  readonly [scanned] = true
  readonly codec: ItemCodec
  /** Its place in the body, which lives as long as this does. */
  readonly place: { readonly body: Body; readonly at: number; readonly end: number }
  item: object | undefined
  /** Strings that are stored next to its attributes. */
  readonly kept: KeptTexts | undefined
  /** Whether it is an item of its entity, by these; `undefined` until it is known. */
  fits: boolean | undefined

  constructor(codec: ItemCodec, item: object, place: ScannedItem['place'], kept?: KeptTexts) {
    this.codec = codec
    this.item = item
    this.place = place
    this.kept = kept
    this.fits = undefined
  }

  /**
   * Returns the item, if this codec read it; `undefined` for another codec, and for the second call: each caller gets
   * an item of its own.
   */
  take(codec: ItemCodec): object | undefined {
    const { item } = this
    if (this.codec !== codec) return undefined
    this.item = undefined
    return item
  }

  /** Returns what a selection has of the item, once; `undefined` if no selection read it. */
  takePart(): object | undefined {
    const { codec } = this
    const item = codec.selected === undefined ? undefined : this.take(codec)
    return item && codec.selected?.(item)
  }

  /** The string that was kept of a stored attribute next to the item. */
  textOf(name: string): string | undefined {
    return this.kept?.texts[this.kept.names.indexOf(name)]
  }

  /**
   * Whether its text shows, without being parsed, that an attribute is absent.
   * @param name the name as `nameInBody` writes it.
   */
  lacks(name: string): boolean {
    const { body, at, end } = this.place
    // Any character of a name may be written as an escape.
    return body.next(name, at) >= end && body.next(backslash, at) >= end
  }

  /** The stored form. It was read once, so it is valid JSON. */
  get stored(): StoredItem {
    const { body, at } = this.place
    body.goTo(at)
    return storedAt(body) as StoredItem
  }
}

/** An item in a response: its stored form, or the item itself if it was read from the body. */
export type BodyItem = StoredItem | ScannedItem

/** Whether a value is a ScannedItem, by a mark, because classes do not survive every bundler. */
export function isScanned(value: object): value is ScannedItem {
  return (value as Partial<ScannedItem>)[scanned] === true
}

/** Returns the stored form of an item in either form. */
export function storedOf(item: BodyItem): StoredItem {
  return isScanned(item) ? item.stored : item
}

/**
 * Makes a reader of items with a codec. What it cannot read, and what does not fit, becomes the stored item, so that
 * decoding reports what is wrong with it. Returns `undefined` if the codec cannot read items.
 * @param names the stored strings next to the attributes that are kept.
 */
export function scannedItemReader(codec: ItemCodec, names: readonly string[] = []): BodyReader | undefined {
  const { scanItem } = codec
  if (scanItem === undefined) return undefined
  return (body) => {
    const { at } = body
    const kept = names.length === 0 ? undefined : { names, texts: [] }
    let item: unknown
    try {
      item = scanItem(body, undefined, kept)
    } catch {
      // A function of the user's own may throw, and values may be nested without end: decoding reports it.
      item = unread
    }
    if (typeof item === 'object' && item !== null)
      return new ScannedItem(codec, item, { body, at, end: body.at }, kept)
    body.goTo(at)
    return storedAt(body)
  }
}
