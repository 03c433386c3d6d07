// Outcome of a call that failed: what is known about the write behind the error.

/**
 * What is known about a write that ended in an error.
 *
 * - `'nothing written'`: nothing was written. Each attempt was rejected or never sent. Reads always have this outcome.
 * - `'written'`: the write was applied. What failed came after it, such as reading the new item.
 * - `'unknown'`: an attempt may have been applied, because its response was lost. For many writes, it can also mean
 *   that some were applied and others were not; `written` and `remaining` say which.
 */
export type Outcome = 'nothing written' | 'written' | 'unknown'

/** Each outcome in the words of messages. */
export const outcomeWords: Readonly<Record<Outcome, string>> = {
  'nothing written': 'nothing was written',
  written: 'the write was applied',
  unknown: 'the write may have been applied',
}
