// Result of a SELECT: each attribute under the last name of its path.
import { type Path, refuseOverlaps } from '../expressions/expression-reader.js'
import { valueAt } from '../expressions/item-path.js'
import { invalid } from '../values/service-failure.js'
import type { WireItem } from '../values/wire.js'
import type { SelectStatement } from './language/statement.js'
import type { Term } from './language/terms.js'
import { placeText } from './language/tokens.js'

/** The paths of a SELECT, and the items that it makes. */
export interface Selection {
  /** `undefined`: all attributes. */
  readonly paths: readonly Path[] | undefined
  readonly show: (item: WireItem) => WireItem
}

/** Throws a ValidationException for a projection with names that meet, or with more than paths. */
export function selectionOf({ projection }: SelectStatement): Selection {
  if (projection === undefined) return { paths: undefined, show: (item) => item }
  const columns = projection.map(pathOf).map((path) => ({ path, name: nameOf(path) }))
  const twice = columns.find(({ name }, at) => columns.findIndex((one) => one.name === name) < at)
  if (twice !== undefined) throw invalid(`Duplicate identifiers in select clause: ${twice.name}`)
  const paths = columns.map(({ path }) => path)
  refuseOverlaps({ refusal: invalid }, paths)
  return {
    paths,
    show: (item) =>
      Object.fromEntries(
        columns.flatMap(({ path, name }) => {
          const value = valueAt(item, path)
          return value === undefined ? [] : [[name, value]]
        }),
      ),
  }
}

function pathOf(term: Term): Path {
  if (term.kind === 'all') throw invalid("Changing item's hierarchy while reading isn't supported")
  if (term.kind !== 'path') throw invalid(`Unexpected path component ${placeText(term.place)}`)
  return term.path
}

// `m.b[1]` is `b[1]`.
function nameOf(path: Path): string {
  const from = path.findLastIndex((step) => typeof step === 'string')
  return path
    .slice(from)
    .map((step) => (typeof step === 'number' ? `[${step}]` : step))
    .join('')
}
