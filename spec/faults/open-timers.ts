// Counts the timers that a piece of work leaves behind, those that do not keep the process alive included.
import { createHook } from 'node:async_hooks'
import { setTimeout as sleep } from 'node:timers/promises'

/** Counts timers made from now on. */
export interface OpenTimers {
  /**
   * Waits until none is left, five seconds at most; resolves to how many are. The SDK's pause before another attempt
   * cannot be ended: it runs out though nobody waits for it any more.
   */
  settled(): Promise<number>
  stop(): void
}

/** Starts to watch; timers that are there already do not count. */
export function watchTimers(): OpenTimers {
  const open = new Set<number>()
  let own = false
  const hook = createHook({
    init(id, type) {
      if (type === 'Timeout' && !own) open.add(id)
    },
    destroy: (id) => open.delete(id),
  }).enable()
  return {
    async settled() {
      for (let tries = 0; tries < 250 && open.size > 0; tries++) {
        own = true
        const waiting = sleep(20)
        own = false
        await waiting
      }
      return open.size
    },
    stop: () => hook.disable(),
  }
}
