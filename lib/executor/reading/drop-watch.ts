// Development aid that reports operations that were built but never used, usually because an `await` is missing.
import type { DropWatch } from '../../operation/ground/runner.js'
import type { DroppedEvent, Notifier } from '../sending/observers.js'

/**
 * Watches operations. One that is garbage-collected before it was run, chained or read, or that is left when the
 * program ends, is reported to the observers' `onDropped`, or as a process warning if there is no such observer. This
 * captures a stack trace per operation, so it is off by default.
 */
export function dropWatch(observers: Notifier): DropWatch {
  const eventOf = new WeakMap<object, DroppedEvent>()
  const pending = new Set<DroppedEvent>()
  const registry = new FinalizationRegistry<DroppedEvent>((event) => {
    if (settle(event)) notify(event, observers)
  })

  // A short script ends before anything is garbage-collected.
  const atEnd = (): void => {
    for (const event of [...pending]) if (settle(event)) notify(event, observers)
  }
  function settle(event: DroppedEvent): boolean {
    const was = pending.delete(event)
    if (was && pending.size === 0) process.removeListener('beforeExit', atEnd)
    return was
  }

  const watch: DropWatch = {
    made(operation) {
      const event = {
        operation: `${operation.context.model.name}.${operation.name}`,
        stack: stackAbove(watch.made),
      }
      eventOf.set(operation, event)
      registry.register(operation, event, operation)
      pending.add(event)
      if (pending.size === 1) process.on('beforeExit', atEnd)
    },
    used(operation) {
      const event = eventOf.get(operation)
      if (event !== undefined && settle(event)) registry.unregister(operation)
    },
  }
  return watch
}

function notify(event: DroppedEvent, observers: Notifier): void {
  if (observers.has('onDropped')) observers.notify('onDropped', event)
  else
    process.emitWarning(`${event.operation} was built, but never run: is an 'await' missing?`, {
      type: 'DyntasticWarning',
      code: 'DYNTASTIC_DROPPED',
      detail: event.stack,
    })
}

function stackAbove(caller: DropWatch['made']): string {
  const trace: { stack?: string } = {}
  Error.captureStackTrace(trace, caller)
  return (trace.stack ?? '').split('\n').slice(1).join('\n')
}
