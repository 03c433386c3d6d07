// The executor option `retry`, checked and completed.
import { aPositiveInteger, group, kind } from '../errors/option-kinds.js'
import type { OptionFault, OptionKind, OptionTable } from '../errors/option-table.js'
import { defaultRetry, type Retry, type RetryPolicy } from '../operation/ground/retry.js'

/** Attempts and milliseconds, each with a default. */
export interface RetryOption {
  /** Of what BatchWriteItem and BatchGetItem leave unprocessed; default 6 attempts in a row without progress, pauses of 50 to 1,000 ms. */
  readonly unprocessed?: Partial<Retry> | undefined
  /** Of conflicts with transactions; default 16 attempts, pauses of 25 to 500 ms. */
  readonly conflicts?: Partial<Retry> | undefined
}

const pause = kind<number>(
  'a number of milliseconds from 0',
  (value) => typeof value === 'number' && value >= 0 && value < Number.POSITIVE_INFINITY,
)

/** Attempts and pauses of one kind. */
export const retryOptions: OptionTable<Partial<Retry>> = {
  attempts: {
    takes: aPositiveInteger,
    doc: 'The most requests; of unprocessed work, the most in a row without progress.',
  },
  base: {
    takes: pause,
    doc: 'The first pause is at most this long, in milliseconds; later ones are twice as long each.',
  },
  most: { takes: pause, doc: 'No pause is longer than this, in milliseconds.' },
}

/** What the option takes: for each kind of retry, attempts and pauses of which the first is not the longest. */
export const retryKind: OptionKind<RetryOption> = group<RetryOption>({
  unprocessed: { takes: retryOf('unprocessed'), doc: 'Retries of what a batch left unprocessed.' },
  conflicts: { takes: retryOf('conflicts'), doc: 'Retries after conflicts with transactions.' },
})

function retryOf(name: keyof RetryPolicy): OptionKind<Partial<Retry>> {
  const rows = group(retryOptions)
  return Object.freeze({
    words: rows.words,
    fault(value: unknown, place: string): OptionFault | undefined {
      const fault = rows.fault(value, place)
      if (fault !== undefined) return fault
      const { base, most } = completed(name, value as Partial<Retry>)
      if (base <= most) return undefined
      return {
        option: `${place}.base`,
        detail: `\`${place}.base\` must not be above \`most\`, but is ${base}, and \`most\` is ${most}`,
      }
    },
  })
}

/** The policy of an option that was checked. */
export function retryPolicy(option: RetryOption = {}): RetryPolicy {
  return Object.freeze({
    unprocessed: completed('unprocessed', option.unprocessed),
    conflicts: completed('conflicts', option.conflicts),
  })
}

function completed(name: keyof RetryPolicy, given: Partial<Retry> = {}): Retry {
  const { attempts, base, most } = given
  const usual = defaultRetry[name]
  return Object.freeze({
    attempts: attempts ?? usual.attempts,
    base: base ?? usual.base,
    most: most ?? usual.most,
  })
}
