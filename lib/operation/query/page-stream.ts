// The pages of a run, one after the other: of one stream, or of several segments merged as they arrive.
import { PageReader, type ReadRun, type StoredPage, type StreamPosition } from './page-reader.js'

/**
 * Yields the pages of a run until every stream is at its end, or the budget is spent. Segments are read side by side, as many
 * at once as `concurrency` allows; each waits until its page was taken, so that memory stays constant.
 * @param positions where each stream begins; one for a query, one per segment for a scan.
 */
export async function* pageStream(
  run: ReadRun,
  positions: readonly StreamPosition[],
  concurrency: number,
): AsyncGenerator<StoredPage, void, void> {
  const waiting = readersOf(run, positions).filter((reader) => !reader.done)
  const reading = new Map<PageReader, Promise<{ reader: PageReader; page: StoredPage }>>()
  while (waiting.length > 0 || reading.size > 0) {
    while (waiting.length > 0 && reading.size < concurrency && !run.meter.spent) {
      const reader = waiting.shift()
      if (reader !== undefined) reading.set(reader, begin(reader))
    }
    if (reading.size === 0) return
    const { reader, page } = await Promise.race(reading.values())
    reading.delete(reader)
    if (!reader.done && !run.once) waiting.push(reader)
    yield page
  }
}

/** A reader for each stream: of a segment where there are several. */
export function readersOf(run: ReadRun, positions: readonly StreamPosition[]): PageReader[] {
  const total = positions.length
  return positions.map(
    (position, index) => new PageReader(run, total === 1 ? undefined : { index, total }, position),
  )
}

function begin(reader: PageReader): Promise<{ reader: PageReader; page: StoredPage }> {
  const promise = reader.next().then((page) => ({ reader, page }))
  // One that fails while another is waited for is met by the race of the next turn, or by nobody where the run has ended.
  promise.catch(() => undefined)
  return promise
}
