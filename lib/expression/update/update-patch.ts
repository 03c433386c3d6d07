// Patches: a partial item as changes. Nested objects are merged, so that what the patch does not name stays unchanged.
import { invalid } from '../../entity/codec/codec.js'
import { inheritedValue } from '../../entity/codec/properties.js'
import { isPlain } from '../../entity/struct/plain.js'
import { childrenOf } from '../../entity/struct/probe.js'
import type { AnyStruct } from '../../entity/struct/struct.js'
import { kindOf, pathText } from '../../errors/failures.js'
import { InvalidUpdateError } from '../../errors/invalid-update-error.js'
import { hasProperties } from '../../errors/option-table.js'
import { type Change, changeOf } from '../change/update-change.js'
import { inUpdate, type UpdateRoot } from '../need/update-place.js'
import { hasMembers, structAt } from '../need/update-struct.js'
import type { PathSteps } from '../path/path.js'
import { resolvePath } from '../path/resolved-path.js'

/**
 * Returns the changes of a patch: one `set` per value. Objects (of `object()`, `type()`, `record()`) are merged name by
 * name at any depth; lists, Sets, Dates, unions and values of `any()` are replaced as a whole. `null` removes, or is
 * stored if the entity stores null.
 * @throws InvalidUpdateError if a value is `undefined`, which might be intended or not, and whenever `changeOf` does.
 * @throws ValidationError if a value does not fit.
 */
export function patchChanges(root: UpdateRoot, patch: unknown): readonly Change[] {
  if (!hasProperties(patch))
    throw new InvalidUpdateError({
      entity: root.entity,
      detail: `a patch must be an object, not ${kindOf(patch)}`,
    })
  return merged(root, [], patch)
}

function merged(root: UpdateRoot, steps: PathSteps, part: object): readonly Change[] {
  return valuesOf(part, structAt(root.schema, steps)).flatMap(([name, value]) => {
    const path = [...steps, name]
    if (value === undefined) throw undefinedIn(root, path)
    const { codec } = inUpdate(root.entity, () => resolvePath(root, path))
    if (value === null && codec.parse(null, []) === invalid) return [changeOf(root, 'remove', path, [])]
    const struct = structAt(root.schema, path)
    const enters = hasProperties(value) && struct !== undefined && hasMembers(struct)
    return enters ? merged(root, path, value) : [changeOf(root, 'set', path, [value])]
  })
}

function undefinedIn(root: UpdateRoot, path: PathSteps): InvalidUpdateError {
  const detail = `patch: ${pathText(path)} is undefined; leave it out, or set it to null to remove it`
  return new InvalidUpdateError({ entity: root.entity, detail })
}

// An instance of a class may have attributes by getters.
function valuesOf(part: object, struct: AnyStruct | undefined): [name: string, value: unknown][] {
  const own: [string, unknown][] = Object.entries(part)
  if (struct === undefined || isPlain(part)) return own
  const inherited = childrenOf(struct, {}).map(([key]): [string, unknown] => {
    const name = String(key)
    return [name, inheritedValue(part, name)]
  })
  return [...own, ...inherited.filter(([name, value]) => value !== undefined && !isEnumerable(part, name))]
}

const isEnumerable = (part: object, name: string): boolean =>
  Object.prototype.propertyIsEnumerable.call(part, name)
