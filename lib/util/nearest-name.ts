// The known name that an unknown one was probably meant to be: the nearest by edit distance.

/** Longer names are not compared: the time it takes grows with the square of their length. */
const longestCompared = 64
/** A shorter name is a prefix of too many others to suggest one of them. */
const shortestPrefix = 3

/** Returns the known name that is nearest to an unknown one; `undefined` if none is near enough. */
export function nearestName(given: string, known: Iterable<string>): string | undefined {
  const wanted = plain(given)
  if (wanted === '' || wanted.length > longestCompared) return undefined
  let nearest: string | undefined
  let least = Number.POSITIVE_INFINITY
  let mostShared = 0
  for (const name of known) {
    if (name.length > longestCompared) continue
    const candidate = plain(name)
    const distance = distanceOf(wanted, candidate)
    const shared = sharedStart(wanted, candidate)
    // Among names that are equally near, the one with the longer common beginning wins: people misspell the ends of
    // words.
    const nearer = distance < least || (distance === least && shared > mostShared)
    if (nearer && isNear(wanted, candidate, distance)) {
      nearest = name
      least = distance
      mostShared = shared
    }
  }
  return nearest
}

/**
 * Returns "; did you mean `total`?", to be added to a sentence about an unknown name; empty if no known name is near.
 */
export function didYouMean(given: string, known: Iterable<string>): string {
  const name = nearestName(given, known)
  return name === undefined ? '' : `; did you mean \`${name}\`?`
}

// Case, underscores and hyphens do not matter: `auto_create` means `autoCreate`.
function plain(name: string): string {
  return name.replaceAll(/[_-]/g, '').toLowerCase()
}

function isNear(a: string, b: string, distance: number): boolean {
  // One edit per three letters, and at least one if the names then still have a letter in common.
  if (distance <= Math.max(1, Math.floor(Math.max(a.length, b.length) / 3)))
    return distance < Math.max(a.length, b.length)
  const [short, long] = a.length < b.length ? [a, b] : [b, a]
  return short.length >= shortestPrefix && long.startsWith(short)
}

function sharedStart(a: string, b: string): number {
  let at = 0
  while (at < a.length && a[at] === b[at]) at += 1
  return at
}

/**
 * Returns the number of edits that turn one name into the other: an added, removed or changed letter, or two letters
 * swapped.
 */
export function distanceOf(a: string, b: string): number {
  let beforeLast: number[] = []
  let last = Array.from({ length: b.length + 1 }, (_, at) => at)
  for (let i = 1; i <= a.length; i++) {
    const row = [i]
    for (let j = 1; j <= b.length; j++) {
      const same = a[i - 1] === b[j - 1]
      const edits = [(last[j] ?? 0) + 1, (row[j - 1] ?? 0) + 1, (last[j - 1] ?? 0) + (same ? 0 : 1)]
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1])
        edits.push((beforeLast[j - 2] ?? 0) + 1)
      row.push(Math.min(...edits))
    }
    beforeLast = last
    last = row
  }
  return last[b.length] ?? 0
}
