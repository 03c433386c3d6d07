// The SDK's retries without their pauses: specs over hundreds of calls would wait minutes for those.
import type { RetryErrorInfo, RetryStrategyV2, StandardRetryToken } from '@smithy/types'

/** Retries what the SDK's standard strategy retries, `most` attempts in all, after `pause` milliseconds each. */
export function quickRetries(most: number, pause = 0): RetryStrategyV2 {
  const token = (count: number): StandardRetryToken => ({
    getRetryCount: () => count,
    getRetryDelay: () => pause,
    getRetryCost: () => 0,
  })
  return {
    acquireInitialRetryToken: async () => token(0),
    async refreshRetryTokenForRetry(before, { errorType }: RetryErrorInfo) {
      const next = before.getRetryCount() + 1
      if (errorType === 'CLIENT_ERROR' || next >= most) throw new Error('no more attempts')
      return token(next)
    },
    recordSuccess() {},
  }
}
