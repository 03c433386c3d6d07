// Outcome of a call that failed: what is known of the write behind the error.

/**
 * What is known of a write that ended in an error.
 *
 * - `'nothing written'`: nothing was written. Each attempt was refused or never sent. Reads always have this outcome.
 * - `'written'`: the write was applied. What failed came after it, such as reading the new item.
 * - `'unknown'`: an attempt may have been applied, because its response was lost. Of many writes also: some were applied and others were
 *   not; `written` and `remaining` say which.
 */
export type Outcome = 'nothing written' | 'written' | 'unknown'

/** Each outcome as messages say it. */
export const outcomeWords: Readonly<Record<Outcome, string>> = {
  'nothing written': 'nothing was written',
  written: 'the write was applied',
  unknown: 'the write may have been applied',
}
