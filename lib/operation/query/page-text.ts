// Expressions of a query or a scan: printed once for all queries of one shape, only the values of each one are new.
import type { QueryCommandInput } from '@aws-sdk/client-dynamodb'
import type { EntityModel } from '../../entity/model.js'
import type { AttributeValue } from '../../entity/struct/attribute-value.js'
import { type Condition, innerCondition } from '../../expression/condition/condition.js'
import { printCondition } from '../../expression/condition/printed-condition.js'
import { printProjection } from '../../expression/condition/projection.js'
import { namesOf, Placeholders, valuesOf } from '../../expression/path/placeholders.js'
import type { PrintablePath } from '../../expression/path/printed-path.js'
import { isSameList, Shapes, ShapeWalk } from '../../expression/shape/shape-walk.js'
import { grouped, pathsOf, rootName } from '../../plan/condition/condition-tree.js'
import type { Plan } from '../../plan/source/plan.js'
import { storedNames } from '../../plan/source/source.js'
import { kindInCount } from '../../plan/template/kind-apart.js'
import { remembered } from '../../util/remembered.js'
import { keyPaths, projectedPaths } from '../ground/key-projection.js'
import type { QueryState } from './query-state.js'

/** The expressions of a request. They depend only on plan and state, so they are the same for every page of a run. */
export type PageText = Pick<
  QueryCommandInput,
  | 'KeyConditionExpression'
  | 'FilterExpression'
  | 'ProjectionExpression'
  | 'ExpressionAttributeNames'
  | 'ExpressionAttributeValues'
>

/** What is printed for a request. */
interface PageParts {
  readonly key: Condition | undefined
  readonly filter: Condition | undefined
  readonly paths: readonly PrintablePath[] | undefined
}

/** The texts of a shape, with the names of their placeholders in order. */
interface PrintedPage {
  readonly key: string | undefined
  readonly filter: string | undefined
  readonly projection: string | undefined
  readonly names: readonly string[]
}

const shapesOf = remembered((_model: EntityModel) => new Shapes<PrintedPage>())

/**
 * Prints the expressions of a run once, for all its pages.
 * @throws InvalidConditionError if an expression exceeds DynamoDB's limits.
 */
export function pageText(model: EntityModel, plan: Plan, state: QueryState, count: boolean): PageText {
  const unread = count && !isCountedHere(plan)
  const filter = unread ? countFilter(model, plan) : plan.filter
  const paths = unread ? undefined : projectedIn({ model, plan, state, count })
  const parts: PageParts = { key: plan.key, filter, paths }
  const walk = new ShapeWalk(shapesOf(model))
  follow(walk, parts)
  if (walk.known !== undefined) return pageInput(walk.known, walk.values)
  const { page, values } = printed(model, parts)
  // The values of a remembered text must be met in the order in which they are printed.
  if (isSameList(values, walk.values)) walk.remember(page)
  return pageInput(page, values)
}

function follow(walk: ShapeWalk<PrintedPage>, { key, filter, paths }: PageParts): void {
  if (key !== undefined) walk.condition(key.node)
  walk.end()
  if (filter !== undefined) walk.condition(filter.node)
  walk.end()
  if (paths !== undefined) for (const path of paths) walk.path(path)
  walk.end()
}

function printed(
  model: EntityModel,
  { key, filter, paths }: PageParts,
): { readonly page: PrintedPage; readonly values: readonly AttributeValue[] } {
  const placeholders = new Placeholders()
  const page = {
    key: key === undefined ? undefined : printCondition(key, placeholders),
    filter: filter === undefined ? undefined : printCondition(filter, placeholders),
    projection: paths === undefined ? undefined : printProjection(paths, placeholders, model.name),
    names: placeholders.named,
  }
  return { page, values: placeholders.given }
}

// Assigned one by one: spreading `{}` or one member takes ten times as long.
function pageInput(
  { key, filter, projection, names }: PrintedPage,
  values: readonly AttributeValue[],
): PageText {
  const text: PageText = {}
  const named = namesOf(names)
  const given = valuesOf(values)
  if (named !== undefined) text.ExpressionAttributeNames = named
  if (given !== undefined) text.ExpressionAttributeValues = given
  if (key !== undefined) text.KeyConditionExpression = key
  if (filter !== undefined) text.FilterExpression = filter
  if (projection !== undefined) text.ProjectionExpression = projection
  return text
}

/**
 * Whether the items of a count are read, because not all of them may be counted: each one must show its kind. Of the
 * members of a union, the keys tell whether an item of an unknown kind is theirs, and no condition can.
 */
export function isCountedHere({ sieved, kinds }: Plan): boolean {
  return sieved || (kinds.discriminator !== undefined && !kinds.plain)
}

function countFilter({ name }: EntityModel, { kinds, source, filter }: Plan): Condition | undefined {
  const marked = kindInCount(kinds, source)
  if (marked === undefined) return filter
  const node = grouped('and', filter === undefined ? [marked] : [filter.node, marked])
  return node && innerCondition(name, node)
}

interface PageShape {
  readonly model: EntityModel
  readonly plan: Plan
  readonly state: QueryState
  readonly count: boolean
}

// The key attributes are read too, so that a cursor can be created for any item; those not selected are removed again.
function projectedIn({ model, plan, state, count }: PageShape): readonly PrintablePath[] | undefined {
  const fetched = !count && isFetched(plan, state)
  if (!fetched && !count && state.select.length === 0) return undefined
  const keys = [...keyPaths([model.key, plan.source.key]), ...checkedPaths(model, plan)]
  if (fetched) return keys
  const wanted: readonly PrintablePath[] = count ? keys : state.select
  const read = projectedPaths(model, wanted)
  if (read.length === 0) return undefined
  const stored = storedNames(model, plan.source)
  // What an index does not contain as an attribute of its own is read back from its keys; what tells entities apart is
  // read if the index has it.
  const isThere = (path: PrintablePath): boolean => {
    const name = String(path.names[0])
    return stored?.has(name) !== false || (wanted.includes(path) && plan.projected?.has(name) === false)
  }
  return [...read.filter(isThere), ...keys]
}

// What the condition that is checked after reading needs, apart from keys.
function checkedPaths(model: EntityModel, { sieve, source }: Plan): readonly PrintablePath[] {
  if (sieve === undefined) return []
  const stored = storedNames(model, source)
  const names = new Set(pathsOf(sieve.node).map(rootName))
  return [...names].filter((name) => stored?.has(name)).map((name) => ({ text: name, names: [name] }))
}

/**
 * Whether whole items are fetched by key, because the index contains only part of them. An index of whole items needs
 * no fetch.
 */
export function isFetched(plan: Plan, state: QueryState): boolean {
  return state.full && plan.projected !== undefined
}
