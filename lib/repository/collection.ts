// A collection: several kinds of item of one table that are read together, in a group for each kind.
import { boundModel } from '../entity/bound-model.js'
import { liveModel } from '../entity/deletion-view.js'
import type { EntityModel } from '../entity/model.js'
import { definitionError } from '../entity/table/attribute-lookup.js'
import type { StoredValues } from '../entity/union-discriminator.js'
import { UnionModel } from '../entity/union-model.js'
import { tooManyArguments } from '../errors/arity.js'
import { kindOf } from '../errors/failures.js'
import type { AllOf } from '../expression/path/typed-union.js'
import type { Runner } from '../operation/ground/runner.js'
import { CollectionQuery } from '../operation/query/collection-query.js'
import type { Grouping } from '../operation/query/grouping.js'
import { QueryOperation } from '../operation/query/query.js'
import { emptyQuery } from '../operation/query/query-state.js'
import { shownAs } from '../util/shown.js'
import type { Problem } from '../util/types.js'
import type { AnyEntity } from './any-entity.js'
import { checkRepositoryParts } from './repository-options.js'

/** A group that has at most one item: made by `one()`. */
export interface One<E extends AnyEntity> {
  readonly one: E
}

/** The groups of a collection: entities by the names that results have. */
export interface CollectionGroups {
  readonly [group: string]: AnyEntity | One<AnyEntity>
}

/**
 * Declares a group of a collection that has at most one item: it is the item or `undefined`, and not an array.
 * @example new Collection({ customer: one(Customer), orders: Order }, executor)
 */
export function one<E extends AnyEntity>(entity: E): One<E> {
  if (arguments.length > 1) throw tooManyArguments('one', 1, arguments.length, { operation: 'one' })
  return Object.freeze({ one: entity })
}

/**
 * Several kinds of item that are read with one request, from one partition of a table or an index. An item's kind is
 * determined by an attribute that is another literal in each entity, or by a function, as in `Entity.oneOf`.
 * @example
 * const accounts = new Collection({ customer: one(Customer), orders: Order }, executor)
 * const { customer, orders } = await accounts.query().where('customerId').eq('c1')
 */
export class Collection<in out G extends CollectionGroups> extends shownAs<{ readonly model: EntityModel }>(
  ({ model }) => `collection of ${model.name}`,
) {
  // `in out`: the compiler compares groups, and not all that a query of theirs can do, which is too much for it.
  readonly groups: G
  readonly executor: Runner
  /** All kinds as one model. @internal */
  readonly model: UnionModel
  /** @internal */
  readonly grouping: Grouping

  /**
   * @throws EntityDefinitionError if the kinds differ in table or partition key, or if nothing tells them apart.
   * @throws InvalidOptionError if `executor` is not an executor.
   */
  constructor(
    groups: G,
    executor: Runner,
    discriminate?: (stored: StoredValues) => KindIn<G[keyof G]> | undefined,
  ) {
    super()
    const grouping = groupingOf(groups)
    this.model = new UnionModel(
      grouping.map(({ model }) => model),
      discriminate,
      'collection',
    )
    checkRepositoryParts(this.model, executor, place)
    this.groups = Object.freeze({ ...groups })
    this.grouping = grouping
    this.executor = executor
  }

  /**
   * Queries all kinds at once. Conditions on the partition key select the items; a condition on attributes that only
   * some kinds have applies to those.
   * @example await accounts.query().where('customerId').eq('c1').where('total').gt(5)
   */
  query(): CollectionQuery<AllOf<CollectionItem<G>>, CollectionItems<G>, OneName<G>, CollectionIndexes<G>> {
    if (arguments.length > 0)
      throw tooManyArguments('query', 0, arguments.length, { entity: this.model.name, operation: 'query' })
    return this.newQuery(false)
  }

  /**
   * Reads the whole table, or a whole index, in groups.
   * @example await accounts.scan() // Scan { TableName: 'shop', … }
   * @throws QueryPlanError (when run) if the option `scans` of the executor is `'forbid'`.
   */
  scan(): CollectionQuery<AllOf<CollectionItem<G>>, CollectionItems<G>, OneName<G>, CollectionIndexes<G>> {
    if (arguments.length > 0)
      throw tooManyArguments('scan', 0, arguments.length, { entity: this.model.name, operation: 'scan' })
    return this.newQuery(true)
  }

  /**
   * Returns the collection within bounds: of the items that have these values, such as those of one tenant. Each kind
   * must have the attributes.
   * @example const mine = accounts.scoped({ tenantId: 't1' })
   * @throws InvalidOptionError, with the name of the attribute, if a kind does not have it, or the value does not fit.
   */
  scoped<const B extends object>(bounds: B & CollectionBounds<G, B>): this {
    if (arguments.length > 1)
      throw tooManyArguments('scoped', 1, arguments.length, { entity: this.model.name, operation: 'scoped' })
    const copy: this = Object.create(this)
    return Object.defineProperty(copy, 'model', { value: boundModel(this.model, bounds), enumerable: true })
  }

  /** @internal */
  newQuery(
    scan: boolean,
  ): CollectionQuery<AllOf<CollectionItem<G>>, CollectionItems<G>, OneName<G>, CollectionIndexes<G>> {
    const context = { model: liveModel(this.model), runner: this.executor }
    return new CollectionQuery(new QueryOperation(context, emptyQuery(scan, this.model)), this.grouping)
  }
}

/** The bounds of a collection: values of attributes that each of its kinds has. */
export type CollectionBounds<G extends CollectionGroups, B> = {
  readonly [K in keyof B]: K extends keyof CollectionItem<G>
    ? Exclude<CollectionItem<G>[K], undefined | null>
    : Problem<`'${K & string}' is not an attribute of each kind`>
}

/** The entity of a group. */
export type KindIn<T> = T extends One<infer E> ? E : T extends AnyEntity ? T : never

/** The item of each group. */
export type CollectionItems<G extends CollectionGroups> = { [L in keyof G]: KindIn<G[L]>['ITEM'] }

/** The items of all groups, as a union. */
export type CollectionItem<G extends CollectionGroups> = KindIn<G[keyof G]>['ITEM']

/** The names of the groups that have at most one item. */
export type OneName<G extends CollectionGroups> = {
  [L in keyof G]: G[L] extends One<AnyEntity> ? L : never
}[keyof G]

type IndexName<E extends AnyEntity> = E extends unknown ? keyof E['INDEX_ITEMS'] : never

/** The items of each group in each index: none of a kind that does not have the index. */
export type CollectionIndexes<G extends CollectionGroups> = {
  [N in IndexName<KindIn<G[keyof G]>>]: {
    [L in keyof G]: KindIn<G[L]>['INDEX_ITEMS'] extends { readonly [K in N]: infer T } ? T : never
  }
}

const place = {
  operation: 'Collection',
  usage: 'new Collection({ customer: one(Customer), orders: Order }, executor)',
}

function groupingOf(groups: unknown): Grouping {
  const context = { entity: 'Collection' }
  if (typeof groups !== 'object' || groups === null || Array.isArray(groups))
    throw definitionError(
      context,
      `it takes an object of entities, such as { customer: one(Customer), orders: Order }, not ${kindOf(groups)}`,
    )
  return Object.entries(groups).flatMap(([name, given]: [string, unknown]) => {
    const only: unknown = Object(given).one
    const isOne = only !== undefined
    const model = (isOne ? only : given) as EntityModel
    if (typeof Object(model).decodeItem !== 'function')
      throw definitionError(context, `'${name}' is ${kindOf(model)}, and not an Entity or one(Entity)`)
    // A union is a group of several kinds.
    const models = 'members' in model ? (model.members as readonly EntityModel[]) : [model]
    return models.map((kind) => Object.freeze({ name, model: kind, one: isOne }))
  })
}
