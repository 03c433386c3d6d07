// Executor option `retry`: checks it and adds the defaults.
import { aPositiveInteger, group, kind } from '../errors/option-kinds.js'
import type { OptionFault, OptionKind, OptionTable } from '../errors/option-table.js'
import { defaultRetry, type Retry, type RetryPolicy } from '../operation/ground/retry.js'

/** Attempts and pauses in milliseconds, each with a default. */
export interface RetryOption {
  /**
   * Retries of what BatchWriteItem and BatchGetItem leave unprocessed; default 6 consecutive attempts without progress,
   * pauses of 50 to 1,000 ms.
   */
  readonly unprocessed?: Partial<Retry> | undefined
  /** Retries after conflicts with transactions; default 16 attempts, pauses of 25 to 500 ms. */
  readonly conflicts?: Partial<Retry> | undefined
}

const pause = kind<number>(
  'a number of milliseconds, 0 or more',
  (value) => typeof value === 'number' && value >= 0 && value < Number.POSITIVE_INFINITY,
)

/** The attempts and pauses of one kind of retry. */
export const retryOptions: OptionTable<Partial<Retry>> = {
  attempts: {
    takes: aPositiveInteger,
    doc: 'The maximum number of requests; for unprocessed work, of consecutive requests without progress.',
  },
  base: {
    takes: pause,
    doc: 'The maximum length of the first pause, in milliseconds; it doubles with each further pause.',
  },
  most: { takes: pause, doc: 'The maximum length of any pause, in milliseconds.' },
}

/** Values of the option: attempts and pauses for each kind of retry. `base` must not be greater than `most`. */
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
        detail: `\`${place}.base\` must not be greater than \`most\`, but is ${base}, and \`most\` is ${most}`,
      }
    },
  })
}

/** The policy of an option that has been checked. */
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
