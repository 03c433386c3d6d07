// Listens to users' abort signals: one listener per signal, however many calls share it, and none once the calls are done.

/** Shares one listener per signal: Node warns of a leak when more than ten calls at a time listen to the same one. */
export interface Signals {
  /** Calls `action` when the signal aborts; the function that comes back ends that. */
  listen(signal: AbortSignal, action: () => void): () => void
}

/** The signals of one executor. */
export function sharedSignals(): Signals {
  const actionsOf = new WeakMap<AbortSignal, { actions: Set<() => void>; onAbort: () => void }>()

  function start(signal: AbortSignal): { actions: Set<() => void>; onAbort: () => void } {
    const actions = new Set<() => void>()
    const onAbort = (): void => {
      actionsOf.delete(signal)
      for (const action of [...actions]) action()
    }
    const shared = { actions, onAbort }
    actionsOf.set(signal, shared)
    signal.addEventListener('abort', onAbort, { once: true })
    return shared
  }

  return {
    listen(signal, action) {
      const { actions, onAbort } = actionsOf.get(signal) ?? start(signal)
      actions.add(action)
      return () => {
        actions.delete(action)
        if (actions.size > 0) return
        signal.removeEventListener('abort', onAbort)
        actionsOf.delete(signal)
      }
    },
  }
}
