// The context of a call, and what the SDK's endpoint middleware leaves in it: copied, and compared.
import { isDeepEqual } from '../../util/deep-equal.js'

/** What the SDK's rules make of their parameters. */
export interface FoundEndpoint {
  readonly url?: unknown
  readonly properties?: { readonly authSchemes?: readonly unknown[] }
}

/** The parts of the context of a call (@smithy/types) that the SDK's endpoint middleware sets. */
export interface CallContext {
  endpointV2?: FoundEndpoint
  authSchemes?: unknown
  __smithy_context?: { features?: Record<string, unknown> }
}

/** Returns a copy of a context that the middleware may change. */
export function copyOf(context: CallContext): CallContext {
  const { __smithy_context: inner } = context
  return {
    ...context,
    ...(inner && {
      __smithy_context: { ...inner, ...(inner.features && { features: { ...inner.features } }) },
    }),
  }
}

/** Whether a context is as expected. With schemes in its endpoint, the SDK has set more than that. */
export function isLikeContext(context: CallContext, { authSchemes, ...expected }: CallContext): boolean {
  return authSchemes === undefined && isLike({ ...context }, { authSchemes, ...expected })
}

/** Whether two objects have the same members. Only what the middleware makes is looked into. */
export function isLike(one: unknown, other: unknown): boolean {
  const names = Object.keys(Object(one))
  return (
    isDeepEqual(new Set(names), new Set(Object.keys(Object(other)))) &&
    names.every((name) => {
      const [value, expected] = [Reflect.get(Object(one), name), Reflect.get(Object(other), name)]
      if (Object.is(value, expected)) return true
      return name === 'endpointV2'
        ? isDeepEqual(value, expected)
        : (name === '__smithy_context' || name === 'features') && isLike(value, expected)
    })
  )
}
