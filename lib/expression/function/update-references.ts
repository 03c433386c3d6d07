// References for callbacks of updates: `attr`, with the attributes as members and the functions that compute a value.

import { referencesWith } from '../chain/references.js'
import type { CallbackParts } from '../path/callback-parts.js'
import type { PathRoot } from '../path/resolved-path.js'
import type { UpdateRefs } from './typed-update-references.js'
import { drafted, operandMethod } from './update-draft.js'
import { type OperandFunctionName, operandFunctions } from './update-operand-functions.js'

/**
 * Returns the attributes of an entity as members, for values of updates: `attr.total.plus(5)`,
 * `attr.total.ifNotExists(0).minus(attr.discount)`, `attr.lines.append([line])`. It can also be called with a path, for
 * names that equal the name of a function: `attr('stats.plus')`.
 * @param parts the callback call that receives them, which remembers each operand until it is used.
 */
export function updateReferences<T>(root: PathRoot, parts?: CallbackParts): UpdateRefs<T> {
  return referencesWith(root, (key, subject) => {
    const draft = () => ({ kind: 'path', subject: subject() }) as const
    if (key === drafted) return draft()
    const known = typeof key === 'string' && Object.hasOwn(operandFunctions, key)
    // Only own names of the table get here, so the name is one of its rows.
    return known ? operandMethod(key as OperandFunctionName, draft, parts) : undefined
  }) as UpdateRefs<T>
}
