// How many bytes an item takes in DynamoDB, to refuse one that is too large before it is sent.
import { utf8Length } from '../util/bytes.js'
import type { AttributeValue, StoredItem } from './attribute-value.js'

/** DynamoDB's limit of one item, names included ("Item size": 400 KB). */
export const maxItemBytes = 409_600

/** The size of an item where it may pass the limit, else `undefined`: a quick upper bound comes first. */
export function itemBytesOver(stored: StoredItem, limit: number): number | undefined {
  if (mapSize(stored, atMost) <= limit) return undefined
  const bytes = mapSize(stored, utf8Length)
  return bytes > limit ? bytes : undefined
}

// A UTF-16 unit takes at most three bytes of UTF-8.
const atMost = (text: string): number => text.length * 3

type Measure = (text: string) => number

// Plain loops: this runs over each attribute of each item that is written.
function mapSize(map: StoredItem, measure: Measure, each = 0): number {
  let size = 0
  for (const name in map) {
    const value = map[name]
    if (value !== undefined) size += each + measure(name) + valueSize(value, measure)
  }
  return size
}

function listSize(list: readonly AttributeValue[], measure: Measure): number {
  let size = 0
  for (const value of list) size += 1 + valueSize(value, measure)
  return size
}

// "Item sizes and formats": lists and maps take 3 bytes and 1 for each element. A number takes 2 to 22 bytes, by its
// digits: the least is counted in the end, so that no item is refused that DynamoDB would store.
function valueSize(value: AttributeValue, measure: Measure): number {
  if ('S' in value) return measure(value.S)
  if ('N' in value) return numberSize(measure)
  if ('M' in value) return 3 + mapSize(value.M, measure, 1)
  if ('L' in value) return 3 + listSize(value.L, measure)
  if ('SS' in value) return value.SS.reduce((sum, each) => sum + measure(each), 0)
  if ('NS' in value) return value.NS.length * numberSize(measure)
  if ('BS' in value) return value.BS.reduce((sum, each) => sum + each.length, 0)
  if ('B' in value) return value.B.length
  return 1
}

function numberSize(measure: Measure): number {
  return measure === atMost ? 22 : 2
}
