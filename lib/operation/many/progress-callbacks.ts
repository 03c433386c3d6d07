// Results of a caller's `onProgress`: if it throws or its promise rejects, the run ends.

/** Tracks the results of calls of `onProgress`. */
export class ProgressCallbacks {
  readonly failed: (error: unknown) => void
  /** Promises that are not yet fulfilled. */
  readonly open = new Set<Promise<unknown>>()

  /** @param failed called with each error that was thrown or rejected. */
  constructor(failed: (error: unknown) => void) {
    this.failed = failed
  }

  /** Calls `onProgress`. Never throws. */
  call(call: () => unknown): void {
    try {
      const result = call()
      // Most callbacks return nothing.
      if (result !== undefined) this.listen(Promise.resolve(result))
    } catch (error) {
      this.failed(error)
    }
  }

  /** Resolves when all promises are fulfilled or one has been rejected. Never rejects. */
  async all(): Promise<void> {
    await Promise.all(this.open).catch(() => undefined)
  }

  listen(result: Promise<unknown>): void {
    const settled: Promise<unknown> = result.then(
      () => this.open.delete(settled),
      (error) => {
        this.failed(error)
        throw error
      },
    )
    this.open.add(settled)
    // The error has been reported, so the rejection counts as handled.
    settled.catch(() => undefined)
  }
}
