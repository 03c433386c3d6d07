// What is left of a batch around a function when it fails: what its last request left, and all that was collected and not sent.
import { retold, withOutcome } from '../../errors/dyntastic-error.js'
import { AbortedError } from '../../errors/interrupted.js'
import { isError } from '../../errors/is-error.js'
import type { Outcome } from '../../errors/outcome.js'
import { UnprocessedError } from '../../errors/unprocessed-error.js'
import { hide } from '../../errors/veil.js'

/** The error of a batch, with all that is left (`remaining`) and how much was written in all of its requests. */
export function withUnsent(error: unknown, unsent: readonly unknown[], before: number): unknown {
  if (unsent.length + before === 0) return error
  const outcomeDetail = `${before} writes were done in requests before, and ${unsent.length} more were collected and not sent`
  if (isError(error, AbortedError)) {
    const { remaining = [], written = 0 } = error
    hide(error, 'remaining', [...remaining, ...unsent])
    const outcome = ofAll(error.outcome, before)
    return Object.assign(before === 0 ? error : retold(error, { outcome, outcomeDetail }), {
      written: before + written,
    })
  }
  if (!isError(error, UnprocessedError))
    return before === 0 ? error : withOutcome(error, 'unknown', outcomeDetail)
  const { entity, failures, detail, remaining, written = 0, cause } = error
  return new UnprocessedError({
    operation: 'batch',
    detail,
    outcome: ofAll(error.outcome, before + (error.outcome === 'written' ? written : 0)),
    outcomeDetail,
    entity,
    remaining: [...remaining, ...unsent],
    written: before + written,
    failures,
    cause,
  })
}

// Of writes that were done in part neither can be said that nothing was written, nor that all was.
function ofAll(outcome: Outcome, before: number): Outcome {
  return before === 0 ? outcome : 'unknown'
}
