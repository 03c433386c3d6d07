// Changes of an entity made for one spec, and whether what they need holds on an item.
import { object } from 'superstruct'
import type { StoredItem } from '../../lib/entity/attribute-value.js'
import type { AnyStruct } from '../../lib/entity/codecs/struct.js'
import { compileCodec } from '../../lib/entity/compile-codec.js'
import { holds } from '../../lib/expression/evaluation.js'
import { type Change, changeOf } from '../../lib/expression/update-change.js'
import type { UpdateFunctionName } from '../../lib/expression/update-functions.js'
import { updateNeeds } from '../../lib/expression/update-growth.js'
import type { UpdateRoot } from '../../lib/expression/update-place.js'

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

/** What the changes need and the item does not meet, in words; empty if DynamoDB would take the update. */
export function unmet(changes: readonly Change[], item: StoredItem): string[] {
  return updateNeeds(changes)
    .filter(({ node }) => !holds(node, item))
    .map(({ words }) => words)
}
