// The SDK's retries without their pauses: specs over hundreds of calls would wait minutes for those.
import type { RetryErrorInfo, RetryStrategyV2, StandardRetryToken } from '@smithy/types'

/** Retries what the SDK's standard strategy retries, `most` attempts in all, at once. */
export function quickRetries(most: number): RetryStrategyV2 {
  const token = (count: number): StandardRetryToken => ({
    getRetryCount: () => count,
    getRetryDelay: () => 0,
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
