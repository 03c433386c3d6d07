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
  hear(tell: () => unknown): void {
    try {
      const answer = tell()
      // Most callbacks return nothing.
      if (answer !== undefined) this.listen(Promise.resolve(answer))
    } catch (error) {
      this.failed(error)
    }
  }

  /** Resolves when all promises are fulfilled or one has been rejected. Never rejects. */
  async all(): Promise<void> {
    await Promise.all(this.open).catch(() => undefined)
  }

  listen(answer: Promise<unknown>): void {
    const heard: Promise<unknown> = answer.then(
      () => this.open.delete(heard),
      (error) => {
        this.failed(error)
        throw error
      },
    )
    this.open.add(heard)
    // The error has been reported, so the rejection counts as handled.
    heard.catch(() => undefined)
  }
}
