// What is left of a batch around a function when it fails: beside what its last request left, all that was collected and not sent.

import { AbortedError } from '../errors/interrupted.js'
import { isError } from '../errors/is-error.js'
import { UnprocessedError } from '../errors/unprocessed-error.js'
import { hide } from '../errors/veil.js'

/** The error of a batch, with all that is left (`remaining`) and how much was written in all of its requests. */
export function withUnsent(error: unknown, unsent: readonly unknown[], before: number): unknown {
  if (isError(error, AbortedError)) {
    const { remaining = [], written = 0 } = error
    hide(error, 'remaining', [...remaining, ...unsent])
    return Object.assign(error, { written: before + written })
  }
  if (!isError(error, UnprocessedError) || unsent.length + before === 0) return error
  const { entity, failures, message, remaining, written = 0, cause } = error
  return new UnprocessedError({
    operation: 'batch',
    detail: `${message.slice(message.indexOf(': ') + 2)}; ${before} writes were done in requests before, and ${unsent.length} more were collected and not sent`,
    entity,
    remaining: [...remaining, ...unsent],
    written: before + written,
    failures,
    cause,
  })
}
