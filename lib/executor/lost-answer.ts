// Answers that were lost on the way: of a write it is then not known whether it was applied.

const lostAnswer = Symbol.for('dyntastic.lostAnswer')

/** Stands for an error after which a write that must not be applied twice is not sent again: the SDK knows no reason to retry it. */
export class LostAnswer extends Error {
  /** What happened. Not the `cause`: the SDK looks into causes for reasons to try again. */
  readonly lost: unknown
  readonly [lostAnswer] = true

  constructor(lost: unknown) {
    super('the answer was lost')
    this.name = 'LostAnswer'
    this.lost = lost
  }
}

/** Whether a value is a LostAnswer; by a mark, as classes do not survive every bundler. */
export function isLostAnswer(value: unknown): value is LostAnswer {
  return Reflect.get(Object(value), lostAnswer) === true
}

/** Connections that were never made, certificates that were not accepted and requests that could not be written: nothing was sent. */
const unsent = new RegExp(
  `^(?:${[
    'ECONNREFUSED|ENOTFOUND|EAI_AGAIN|EHOSTUNREACH|ENETUNREACH',
    'CERT_.+|UNABLE_TO_.+|DEPTH_ZERO_SELF_SIGNED_CERT|SELF_SIGNED_CERT_IN_CHAIN|ERR_TLS_CERT_.+',
    'ERR_INVALID_(?:CHAR|HTTP_TOKEN|PROTOCOL|URL)',
  ].join('|')})$`,
)

/**
 * Whether an attempt may have been applied, although it failed: the one judgement of it. A refusal (4xx) and a connection that was never made
 * say that it was not; whatever else ends an attempt says nothing.
 */
export function isLost(error: unknown): boolean {
  if (error instanceof SyntaxError) return true
  const { $metadata, code } = Object(error) as { $metadata?: { httpStatusCode?: number }; code?: unknown }
  const status = $metadata?.httpStatusCode ?? 0
  if (status >= 500) return true
  return status < 400 && !unsent.test(String(code))
}

/**
 * The same of an error that is not known to have ended an attempt, such as a stand-in for a client throws: only what names a fault of the
 * connection (`ECONNRESET`, `HPE_INVALID_CONSTANT`, `ERR_HTTP2_STREAM_ERROR`) or came with an answer is taken for one.
 */
export function seemsLost(error: unknown): boolean {
  const { $metadata, code } = Object(error) as { $metadata?: { httpStatusCode?: number }; code?: unknown }
  const known = error instanceof SyntaxError || $metadata?.httpStatusCode !== undefined
  return isLost(error) && (known || /^(?:E|HPE_)[A-Z\d_]+$/.test(String(code)))
}
