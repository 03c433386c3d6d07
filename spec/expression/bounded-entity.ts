// Changes of an entity made for one spec, and whether what they need holds on an item.
import { object } from 'superstruct'
import { compileCodec } from '../../lib/entity/compile/compile-codec.js'
import type { StoredItem } from '../../lib/entity/struct/attribute-value.js'
import type { AnyStruct } from '../../lib/entity/struct/struct.js'
import { type Change, changeOf } from '../../lib/expression/change/update-change.js'
import { holds } from '../../lib/expression/condition/evaluation.js'
import type { UpdateFunctionName } from '../../lib/expression/function/update-functions.js'
import { updateNeeds } from '../../lib/expression/need/update-growth.js'
import type { UpdateRoot } from '../../lib/expression/need/update-place.js'

/** Where the paths of an entity of these attributes begin. */
export function rootOf(attributes: Record<string, unknown>): UpdateRoot {
  const schema = object(attributes as never) as unknown as AnyStruct
  return {
    entity: 'Bounded',
    codec: compileCodec(schema, { nulls: 'omit', unknown: 'drop' }),
    schema,
    fixed: [],
  }
}

/** Makes changes of one root. */
export const changing =
  (root: UpdateRoot) =>
  (name: UpdateFunctionName, path: string, ...args: unknown[]): Change =>
    changeOf(root, name, path, args)

/** The needs of the changes that the item does not meet, as text; empty if DynamoDB would accept the update. */
export function unmet(changes: readonly Change[], item: StoredItem): string[] {
  return updateNeeds(changes)
    .filter(({ node }) => !holds(node, item))
    .map(({ words }) => words)
}
