// Processor time of work that must not grow with its input: a busy machine adds nothing to it, as it does to the time
// of a clock.

/**
 * The least processor time of three runs, in milliseconds: what the collector and the compiler add in one of them is
 * not the work's.
 */
export function cpuMilliseconds(work: () => unknown, runs = 3): number {
  const times = Array.from({ length: runs }, () => {
    const start = process.cpuUsage()
    work()
    const { user, system } = process.cpuUsage(start)
    return (user + system) / 1_000
  })
  return Math.min(...times)
}

/** Starts to measure. Returns a function that returns the processor time spent since, in milliseconds. */
export function processorTime(): () => number {
  const start = process.cpuUsage()
  return () => {
    const { user, system } = process.cpuUsage(start)
    return (user + system) / 1_000
  }
}
