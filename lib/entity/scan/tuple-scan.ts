// Reading of tuples from the text of a response.
import { invalid, type Scan } from '../codec/codec.js'
import { standing, stepTo, type Trail } from '../codec/trail.js'
import { tokenOf, unread } from '../text/body.js'
import { endedList, nextElement } from './list-scan.js'

/** One position of a tuple: its reader, and what is there if the list ends before it. */
export interface ScannedPlace {
  readonly scan: Scan
  /** Returns `invalid` if the position must not be absent. */
  absent(trail: Trail | undefined): unknown
}

/** Makes the reader of `{"L":[…]}`, with a reader for each position. */
export function tupleScan(places: readonly ScannedPlace[], contextual: boolean): Scan {
  const opening = tokenOf('{"L":[')
  return (body, trail) => {
    if (!body.pass(opening)) return unread
    const list: unknown[] = []
    const here = contextual ? standing(trail, list) : undefined
    let index = 0
    for (; ; index++) {
      const more = nextElement(body, index === 0)
      if (more === unread) return unread
      if (more === false) break
      const place = places[index]
      const value = place === undefined ? unread : place.scan(body, here && stepTo(here, index, undefined))
      if (value === unread) return unread
      list.push(value)
    }
    for (; index < places.length; index++) {
      const value = places[index]?.absent(here && stepTo(here, index, undefined))
      if (value === invalid) return unread
      if (value !== undefined) list.push(value)
    }
    return endedList(body, list)
  }
}
