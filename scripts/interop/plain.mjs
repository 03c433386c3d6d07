// Items as both libraries return them, in one form: dates as numbers, sets as sorted arrays, properties sorted.

/** The form of an item; `undefined` if there is none. */
export function plain(item) {
  if (item === null || item === undefined) return undefined
  return Object.fromEntries(
    Object.entries(item)
      .filter(([, value]) => value !== undefined)
      .map(([name, value]) => [name, plainValue(value)])
      .sort(([a], [b]) => (a < b ? -1 : 1)),
  )
}

function plainValue(value) {
  if (value instanceof Date) return value.getTime()
  return value instanceof Set ? [...value].sort() : value
}
