// Properties of reading a source apart from its key: consistency, sparse indexes, attributes that an index lacks.
import type { KeyAttributePart } from '../../entity/key/key.js'
import type { EntityModel } from '../../entity/model.js'
import type { ConditionNode } from '../../expression/condition/condition-node.js'
import { pathsOf, rootName } from '../condition/condition-tree.js'
import type { QuerySpec, Source } from './plan.js'
import { mayBeAbsent } from './presence.js'
import { checkedClauses, projectedNames, propertyOf, quotedList, storedNames } from './source.js'

/** How the items of a source fit the request. */
export interface Reading {
  /** The stored names that the items contain; `undefined` for whole items. */
  readonly projected: ReadonlySet<string> | undefined
  /** Key attributes that items may lack: items without one of them are not in the index. */
  readonly sparse: readonly KeyAttributePart[]
  /** Whether, instead, only items without all of those are not in the index, so that one of them would do. */
  readonly oneWouldDo: boolean
  /** Whether items may be missing from it: those, or those that a function of its definition leaves out. */
  readonly partial: boolean
  /** Selected attributes that DynamoDB fetches from the table (local indexes only), as properties. */
  readonly fetched: readonly string[]
  /** Why DynamoDB would reject it, each reason with what to do instead. */
  readonly refused: readonly string[]
  /** Why it is used only if the user chooses it, each reason with what to do instead. */
  readonly reserved: readonly string[]
}

/** For a source that is not going to be read. */
export const noReading: Reading = Object.freeze({
  projected: undefined,
  sparse: [],
  oneWouldDo: false,
  partial: false,
  fetched: [],
  refused: [],
  reserved: [],
})

/**
 * Finds out what reading a source involves.
 * @param filter the clauses that would be its filter.
 * @param required the stored names of the attributes that every matching item has.
 */
export function readingOf(
  model: EntityModel,
  source: Source,
  spec: QuerySpec,
  filter: readonly ConditionNode[],
  required: ReadonlySet<string>,
): Reading {
  const projected = projectedNames(model, source)
  const stored = storedNames(model, source)
  const { sparse, oneWouldDo } = source.kind === 'table' ? noReading : sparseIn(source, required)
  const absent = (
    paths: readonly { readonly names: readonly (string | number)[] }[],
    there = projected,
  ): string[] => {
    const names = new Set(paths.map(rootName).filter((name) => there?.has(name) === false))
    return [...names].map((name) => propertyOf(model, name))
  }
  // The selection applies to what full() fetches afterwards.
  const selected = spec.full ? [] : absent(spec.select)
  const fetched = source.kind === 'local' ? selected : []
  return {
    projected,
    sparse,
    oneWouldDo,
    partial: sparse.length > 0 || source.chosen === true || source.entities !== undefined,
    fetched,
    refused: refusals(
      source,
      spec,
      stored === undefined
        ? []
        : absent(checkedClauses(model, source, filter).filter.flatMap(pathsOf), stored),
      fetched.length > 0 ? [] : selected,
    ),
    reserved: reservations(source, spec, { sparse, oneWouldDo }, projected !== undefined),
  }
}

type Sparse = Pick<Reading, 'sparse' | 'oneWouldDo'>

// Of an index with partial keys, an item must lack all attributes, or one of those that it needs, to be left out. With
// those that it needs, it does not lack all.
function sparseIn({ key }: Source, required: ReadonlySet<string>): Sparse {
  const lacking = key.attributes.filter((part) => !required.has(part.name) && mayBeAbsent(part))
  const needed = lacking.filter((part) => key.needed.includes(part))
  return needed.length === 0 && lacking.length === key.attributes.length
    ? { sparse: lacking, oneWouldDo: lacking.length > 1 }
    : { sparse: needed, oneWouldDo: false }
}

/** Which items are not in a sparse index, in words: `items without 'a' or 'b'`. */
export function itemsLeftOut({ sparse, oneWouldDo }: Sparse): string {
  const names = sparse.map(({ property }) => property)
  return oneWouldDo ? `items with none of ${quotedList(names)}` : `items without ${quotedList(names, 'or')}`
}

function refusals(
  source: Source,
  { consistent }: QuerySpec,
  filtered: readonly string[],
  selected: readonly string[],
): string[] {
  const refused: string[] = []
  if (consistent && source.kind === 'global')
    refused.push('a global index cannot be read consistently: leave out consistent()')
  if (filtered.length > 0)
    refused.push(
      `it does not contain ${quotedList(filtered)}, which the filter needs: add it to the index's projection`,
    )
  if (selected.length > 0)
    refused.push(
      `it does not contain ${quotedList(selected)}, which is selected: fetch whole items with full(), or add it to the index's projection`,
    )
  return refused
}

function reservations(
  source: Source,
  { select, full }: QuerySpec,
  sparse: Sparse,
  partial: boolean,
): string[] {
  const reserved: string[] = []
  const byHand = `index('${source.label}')`
  if (sparse.sparse.length > 0) {
    const required = sparse.oneWouldDo ? 'one of them' : sparse.sparse.length > 1 ? 'each' : 'it'
    reserved.push(
      `it lacks ${itemsLeftOut(sparse)}: add exists() on ${required}, or choose it with ${byHand}`,
    )
  }
  if (source.chosen === true)
    reserved.push(`it contains only the items for which its \`when\` is true: choose it with ${byHand}`)
  if (source.entities !== undefined)
    reserved.push(`it contains only items of ${quotedList(source.entities)}: choose it with ${byHand}`)
  if (partial && select.length === 0 && !full)
    reserved.push(
      `it contains only part of each item: fetch whole items with full(), select what you need with select(), or choose it with ${byHand}`,
    )
  return reserved
}
