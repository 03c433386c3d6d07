// Read policy of an executor, from its options: scans, concurrency and cursors.
import type { ReadPolicy, ScanPolicy, ScanWarning } from '../../operation/ground/runner.js'
import type { Notifier } from '../sending/observers.js'
import { type Signals, sharedSignals } from '../sending/signals.js'
import { cursorSealer, type SecretOption } from './cursor-sealer.js'

/** The options that affect reads. */
export interface ReadOptions {
  readonly scans?: ScanPolicy | undefined
  readonly concurrency?: number | undefined
  readonly secret?: SecretOption | undefined
}

/**
 * The maximum number of query shapes that are remembered, so that programs that build ever new queries do not leak
 * memory.
 */
const mostShapes = 1_000

/** The read policy of an executor whose options have been checked. */
export function readPolicy(
  options: ReadOptions,
  observers: Notifier,
  signals: Signals = sharedSignals(),
): ReadPolicy {
  const { scans = 'warn', concurrency = 8, secret } = options
  const shapes = new Set<string>()
  return {
    scans,
    concurrency,
    sealer: secret === undefined ? undefined : cursorSealer(secret),
    listen: (signal, action) => signals.listen(signal, action),
    warn(warning) {
      const shape = `${warning.entity} ${warning.query}`
      if (shapes.has(shape) || shapes.size >= mostShapes) return
      shapes.add(shape)
      notify(observers, warning)
    },
  }
}

function notify(observers: Notifier, warning: ScanWarning): void {
  if (observers.has('onScan')) observers.notify('onScan', warning)
  else process.emitWarning(warning.message, { type: 'DyntasticWarning', code: 'DYNTASTIC_SCAN' })
}
