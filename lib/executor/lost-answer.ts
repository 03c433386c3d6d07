// Answers that were lost on the way: of a write it is then not known whether it was applied.

/** Stands for an error after which a write that must not be applied twice is not sent again: the SDK knows no reason to retry it. */
export class LostAnswer extends Error {
  /** What happened. Not the `cause`: the SDK looks into causes for reasons to try again. */
  readonly lost: unknown

  constructor(lost: unknown) {
    super('the answer was lost')
    this.name = 'LostAnswer'
    this.lost = lost
  }
}

/** Connections that were never made: nothing was sent. */
const unsent: ReadonlySet<unknown> = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
])

/** Whether an attempt may have been applied, although it failed. A refusal (4xx) and a connection that was refused say that it was not. */
export function isLost(error: unknown): boolean {
  if (error instanceof SyntaxError) return true
  const { $metadata, code } = Object(error) as { $metadata?: { httpStatusCode?: number }; code?: unknown }
  const status = $metadata?.httpStatusCode ?? 0
  if (status >= 500) return true
  return status < 400 && !unsent.has(code)
}
