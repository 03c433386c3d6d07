// Conditions that separate the items of one entity from those of others that lie in the same range.
import type { EntityModel } from '../../entity/model.js'
import type { TableOwner } from '../../entity/table/table.js'
import type { ConditionNode } from '../../expression/condition/condition-node.js'
import { grouped, negated } from '../condition/condition-tree.js'
import { rangeOperators } from '../condition/operator-sense.js'
import type { Source } from '../source/plan.js'
import { keyPartsOf, quotedList, sourcesOf, storedNames } from '../source/source.js'
import { rivalsIn } from './kind-rivals.js'
import { comparisonOn, keyPath } from './template-conditions.js'

/** What tells kinds apart in a read. */
export interface KindApart {
  /** What DynamoDB checks; `undefined` if the range alone is enough, or if nothing can be checked. */
  readonly filter: ConditionNode | undefined
  /** Whether items of other kinds may come along all the same, so that each one must be looked at. */
  readonly sieved: boolean
  /** Why it cannot keep kinds apart. */
  readonly refused: string | undefined
}

const alone: KindApart = Object.freeze({ filter: undefined, sieved: false, refused: undefined })

/** For a source that is not going to be read. */
export const noApart: KindApart = alone

/**
 * How a Query of a range tells kinds apart: by the range if no other entity of the table can have a key in it, else by
 * the marker. Items without a marker are of the kind whose key they have, which each item shows.
 * @param known how many pieces of the sort key's template are known; all: it is given.
 */
export function kindInRange(model: EntityModel, source: Source, known: number): KindApart {
  if (model.plain) return alone
  const rivals = rivalsIn(model, source, known)
  return rivals.length === 0 ? alone : apartBy(model, source, rivals, markedOrNot(model, source, undefined))
}

/**
 * What a count adds to the filter of a Query whose range tells kinds apart: items that other programs keep in the range
 * are left out when they are read, and nothing is read here. `undefined` if the source does not hold the marker.
 */
export function kindInCount(model: EntityModel, source: Source): ConditionNode | undefined {
  return model.plain ? undefined : markedOrNot(model, source, undefined)
}

/** How a Scan tells kinds apart: other programs may keep kinds in the table that are not defined here. */
export function kindInScan(model: EntityModel, source: Source): KindApart {
  if (model.plain) return alone
  const rivals = rivalsIn(model, source, 0)
  return apartBy(model, source, rivals, markedOrNot(model, source, keyHeads(model, source)))
}

function apartBy(
  model: EntityModel,
  source: Source,
  rivals: readonly TableOwner[],
  filter: ConditionNode | undefined,
): KindApart {
  const { kind } = model
  if (kind === undefined || isStored(model, source, kind.name))
    return { filter, sieved: true, refused: undefined }
  // Without its marker an item shows its kind by its key alone.
  const alike = rivals.filter((other) => model.mayShareKey(other))
  const refused =
    alike.length === 0
      ? undefined
      : `it does not contain '${kind.name}', which tells ${model.name} from ${quotedList(alike.map(({ entity }) => entity))}: add it to the index's projection`
  return { filter, sieved: true, refused }
}

// The filter of a Query must not name its key attributes.
function isStored(model: EntityModel, source: Source, name: string): boolean {
  if (keyPartsOf(source).some((part) => part.name === name) && name === model.kind?.name) return false
  return storedNames(model, source)?.has(name) !== false
}

function markedOrNot(
  model: EntityModel,
  source: Source,
  heads: ConditionNode | undefined,
): ConditionNode | undefined {
  const { kind } = model
  if (kind === undefined || !isStored(model, source, kind.name)) return heads
  if (model.discriminator !== undefined) return notOfOthers(model, kind.name)
  const marked = kind.values.map((S) => comparisonOn(keyPath(kind.name), 'eq', [{ S }]))
  const unmarked = comparisonOn(keyPath(kind.name), 'notExists', [])
  return grouped('or', [
    ...marked,
    grouped('and', heads === undefined ? [unmarked] : [unmarked, heads]) ?? unmarked,
  ])
}

// Kinds that no entity of the table has may be of a union: what is not known of an item is said of it.
function notOfOthers({ table, entities }: EntityModel, name: string): ConditionNode | undefined {
  const others = [...table.owners.values()].filter(({ entity }) => !entities.includes(entity))
  const marked = others.flatMap(({ kind }) =>
    (kind?.values ?? []).map((S) => comparisonOn(keyPath(name), 'eq', [{ S }])),
  )
  const condition = grouped('or', marked)
  return condition === undefined ? undefined : negated(condition)
}

// What the keys of the table begin with; a Scan may filter by key attributes.
function keyHeads(model: EntityModel, source: Source): ConditionNode | undefined {
  const { key } = sourcesOf(model)[0]
  const heads = [...key.partition, ...key.sort].flatMap(({ name, template }) => {
    const [head] = template !== undefined && 'slots' in template ? template.pieces : []
    return typeof head === 'string' && isStored(model, source, name)
      ? comparisonOn(keyPath(name), rangeOperators().start, [{ S: head }])
      : []
  })
  return grouped('and', heads)
}
