// Projections: which parts of items a read returns.
import { invalid, type ServiceFailure } from '../values/service-failure.js'
import type { WireObject } from '../values/wire.js'
import { type ExpressionReader, type Path, refuseOverlaps } from './expression-reader.js'
import type { Placeholders } from './placeholders.js'
import { expressionReader } from './request-expressions.js'

/** The paths of a projection expression. Refuses paths that meet. */
export function parseProjection(reader: ExpressionReader): Path[] {
  const paths = [reader.path()]
  while (reader.accept(',')) paths.push(reader.path())
  reader.end()
  refuseOverlaps(reader, paths)
  return paths
}

/** The paths that a request selects, by ProjectionExpression or by AttributesToGet; `undefined`: all attributes. */
export function requestedPaths(input: WireObject, placeholders: Placeholders): Path[] | undefined {
  const reader = expressionReader(input, 'ProjectionExpression', placeholders)
  if (reader !== undefined) return parseProjection(reader)
  const names = input['AttributesToGet'] as string[] | undefined
  if (names === undefined) return undefined
  const twice = names.find((name, at) => names.indexOf(name) < at)
  if (twice !== undefined)
    throw invalid(`One or more parameter values were invalid: Duplicate value in attribute name: ${twice}`)
  return names.map((name) => [name])
}

/** Refuses paths that lead into key attributes: those are scalars. */
export function refuseInsideKeys(
  paths: readonly Path[],
  table: readonly string[],
  indexes: readonly string[],
): void {
  for (const path of paths) {
    const head = String(path[0])
    if (path.length < 2) continue
    if (table.includes(head)) throw insideKey('Key', head)
    if (indexes.includes(head)) throw insideKey('IndexKey', head)
  }
}

function insideKey(what: string, name: string): ServiceFailure {
  return invalid(
    `Key attributes must be scalars; list random access '[]' and map lookup '.' are not allowed: ${what}: ${name}`,
  )
}
