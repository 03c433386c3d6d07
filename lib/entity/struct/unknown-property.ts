// Messages for properties that no struct names, for which superstruct only reports the type `never`.
import { didYouMean } from '../../util/nearest-name.js'
import type { Failure, FailurePath } from './failure.js'
import { childrenOf } from './probe.js'
import type { AnyStruct } from './struct.js'
import { clearMember, unionMembers } from './union-members.js'

const expectsNever = /^Expected a value of type `never`/

/** Returns the failure with the name that was probably meant; other failures unchanged. */
export function namedFailure(schema: AnyStruct, input: unknown, failure: Failure): Failure {
  const { path, message } = failure
  const name = path.at(-1)
  if (typeof name !== 'string' || !expectsNever.test(message)) return failure
  const known = namesAt(schema, input, path)
  // A property that is declared as never() is known, and must be absent.
  if (known?.includes(name)) return failure
  return {
    path,
    message: `there is no attribute '${name}'${didYouMean(name, known ?? [])}`,
    value: failure.value,
  }
}

// Returns the names in the object that contains the last step of a path; `undefined` if its struct cannot be found, as
// in a union of which no member is clear.
function namesAt(schema: AnyStruct, input: unknown, path: FailurePath): readonly string[] | undefined {
  let struct = schema
  let value = input
  for (const step of path.slice(0, -1)) {
    // The last one: a record lists its names first, and then its values.
    const entry = childrenOf(meantBy(struct, value), value).findLast(([key]) => key === step)
    if (entry === undefined) return undefined
    value = entry[1]
    struct = entry[2]
  }
  const meant = meantBy(struct, value)
  // Without the value, which has names that the struct does not have.
  return childrenOf(meant, {}).map(([key]) => String(key))
}

function meantBy(struct: AnyStruct, value: unknown): AnyStruct {
  const members = unionMembers(struct)
  const clear = members === undefined ? undefined : clearMember(members, value)
  return clear === undefined ? struct : meantBy(clear, value)
}
