// Reading of items of several kinds from the text of a response, by what tells the kinds apart.
import { type Body, nameInBody } from '../text/body.js'
import type { BodyReader } from '../text/response-scan.js'
import { storedAt } from './parsed-scan.js'
import { isScanned, type ScannedItem } from './scanned-item.js'

/** One kind of item. */
export interface ScannedMember {
  /** The text of each stored value that its items have in the attribute that tells the kinds apart: `{"S":"cat"}`. */
  readonly marks: readonly string[]
  readonly read: BodyReader
  /** Whether an item that was read is one of this kind. */
  isOwn(item: ScannedItem): boolean
}

/**
 * Makes a reader of items of several kinds. It tries the kind whose mark stands first after the beginning of an item.
 * That may be in a nested map, or in the next item, so what was read counts only if it is an item of the kind;
 * everything else becomes the stored item.
 * @param name the stored name of the attribute that tells the kinds apart.
 */
export function memberItemReader(name: string, members: readonly ScannedMember[]): BodyReader {
  const memberAt = markFinder(
    name,
    members.flatMap((member) => member.marks.map((mark) => [mark, member] as const)),
  )
  return (body) => {
    const { at } = body
    const member = memberAt(body)
    if (member === undefined) return storedAt(body)
    const item = member.read(body)
    if (typeof item !== 'object' || item === null || !isScanned(item) || member.isOwn(item)) return item
    body.goTo(at)
    return storedAt(body)
  }
}

/**
 * Makes a function that returns what belongs to the mark that stands first after the place; `undefined` if none does.
 * @param name the stored name under which the marks are.
 */
export function markFinder<T>(
  name: string,
  marks: readonly (readonly [mark: string, of: T])[],
): (body: Body) => T | undefined {
  const token = nameInBody(name)
  const byMark = new Map(marks.map(([mark, of]) => [asBytes(mark), of] as const))
  const lengths = [...new Set([...byMark.keys()].map(({ length }) => length))]
  return (body) => {
    const from = body.next(token, body.at) + token.length
    for (let at = 0; at < lengths.length; at++) {
      const found = byMark.get(body.text.slice(from, from + (lengths[at] as number)))
      if (found !== undefined) return found
    }
    return undefined
  }
}

// The text of a body has one character for each byte.
function asBytes(text: string): string {
  return Buffer.from(text).toString('latin1')
}
