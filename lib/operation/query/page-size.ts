// How many items the next request reads (DynamoDB's `Limit`), where only so many matches are wanted.

/** What has been seen of a stream so far. */
export interface PagesSeen {
  readonly requests: number
  readonly examined: number
  readonly matched: number
}

/** What the next page is asked for. */
export interface PageWish {
  /** How many more matches are wanted; `undefined` for all. */
  readonly wanted: number | undefined
  /** Whether a filter stands between what is read and what matches. */
  readonly filtered: boolean
  /** The most that one request may read. */
  readonly most: number | undefined
}

/** The first guess of a filtered read, where nothing is known yet. */
const firstGuess = 4
const leastRead = 40
/** How far reading leaps ahead where nothing has matched. */
const leap = 16
/** A request reads 1 MB at the most ("Query", "Scan"): a Limit beyond what that can hold says nothing. */
const mostUseful = 100_000

/**
 * The `Limit` of the next request; `undefined` for none.
 *
 * Without a filter what is read is what matches. With one, reading begins with a guess and goes on by the hit rate, taken lower
 * than seen by half a standard deviation, and by one for what is still to come: three requests nearly always do, and read
 * about twice what they had to. A request more costs time, an item more a part of a unit.
 */
export function nextPageSize(
  { wanted, filtered, most = Infinity }: PageWish,
  seen: PagesSeen,
): number | undefined {
  const size = Math.min(most, wanted === undefined ? Infinity : filtered ? guess(wanted, seen) : wanted)
  return size <= mostUseful || size === most ? finite(size) : finite(most)
}

function guess(wanted: number, { requests, examined, matched }: PagesSeen): number {
  if (examined === 0) return Math.max(wanted * firstGuess, leastRead)
  if (matched === 0) return examined * leap
  const perMatch = examined / Math.max(matched - Math.sqrt(matched) / 2, 0.5)
  const careful = Math.ceil((wanted + Math.sqrt(wanted)) * perMatch)
  return Math.max(careful, requests > 1 ? Math.ceil(examined * 1.5) : leastRead)
}

const finite = (size: number): number | undefined => (size === Infinity ? undefined : size)
