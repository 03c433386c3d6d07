// Projections: which parts of an item a read brings back.
import type { Placeholders } from '../path/placeholders.js'
import { type PrintablePath, printPath } from '../path/printed-path.js'
import { limitedText } from './printed-condition.js'

/**
 * The text of a ProjectionExpression; `undefined` for no paths. A path that is asked for twice stands once, and a path inside
 * another that is asked for (`a.b` beside `a`) is left out, as DynamoDB refuses overlapping paths.
 * @throws InvalidConditionError for more than 4,096 bytes or 32 levels in a path.
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

/** The paths without duplicates, and without those inside another one; in the order given. */
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
