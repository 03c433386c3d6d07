// What a caller's `onProgress` answers: where it throws, or its promise rejects, the run is to end.

/** Listens to what `onProgress` answers each time. */
export class ProgressCallbacks {
  readonly failed: (error: unknown) => void
  /** Promises that are not fulfilled. */
  readonly open = new Set<Promise<unknown>>()

  /** @param failed called at most once each time, with what was thrown or rejected with. */
  constructor(failed: (error: unknown) => void) {
    this.failed = failed
  }

  /** Calls what tells of the progress. Never throws. */
  hear(tell: () => unknown): void {
    try {
      const answer = tell()
      // Most answer nothing.
      if (answer !== undefined) this.listen(Promise.resolve(answer))
    } catch (error) {
      this.failed(error)
    }
  }

  /** Fulfilled when all promises are, or one was rejected. Never rejects. */
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
    // It was told of: nobody else has to.
    heard.catch(() => undefined)
  }
}
