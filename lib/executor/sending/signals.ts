// Abort signals: one listener per signal, shared by all calls that use it and removed when they are done.

/** Shares one listener per signal, because Node warns of a leak if more than ten calls listen to the same one. */
export interface Signals {
  /** Calls `action` when the signal aborts. Returns a function that stops listening. */
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
