// Projections: the parts of an item that a read returns.
import type { Placeholders } from '../path/placeholders.js'
import { type PrintablePath, printPath } from '../path/printed-path.js'
import { limitedText } from './printed-condition.js'

/**
 * Returns the text of a ProjectionExpression; `undefined` if there are no paths. A path that is given twice is printed
 * once, and a path inside another one (`a.b` when `a` is given too) is left out, because DynamoDB rejects overlapping
 * paths.
 * @throws InvalidConditionError if it has more than 4,096 bytes, or a path with more than 32 levels.
 */
export function printProjection(
  paths: readonly PrintablePath[],
  placeholders: Placeholders,
  entity?: string,
): string | undefined {
  const widest = widestPaths(paths)
  if (widest.length === 0) return undefined
  const text = widest.map((path) => printPath(path, placeholders, entity)).join(', ')
  return limitedText(text, 'projection', entity)
}

/** Returns the paths without duplicates and without paths inside another one, in the given order. */
export function widestPaths<P extends PrintablePath>(paths: readonly P[]): P[] {
  const first = new Map<string, P>()
  for (const path of paths) {
    const key = keyOf(path, path.names.length)
    if (!first.has(key)) first.set(key, path)
  }
  return [...first.values()].filter((path) => {
    for (let length = 1; length < path.names.length; length++)
      if (first.has(keyOf(path, length))) return false
    return true
  })
}

const keyOf = ({ names }: PrintablePath, length: number): string => JSON.stringify(names.slice(0, length))
