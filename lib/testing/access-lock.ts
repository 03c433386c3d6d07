// Who may touch the data now: many readers, or one writer, in the order in which they came.

/** Runs `work` when its turn comes, and resolves or rejects with what it does. */
export interface AccessLock {
  /** Together with other readers. */
  read<T>(work: () => Promise<T>): Promise<T>
  /** Alone: what makes conditions and transactions exact. */
  write<T>(work: () => Promise<T>): Promise<T>
}

/** A lock that nobody holds. */
export function accessLock(): AccessLock {
  let lastWrite: Promise<unknown> = Promise.resolve()
  let readers: Promise<unknown>[] = []
  return {
    read(work) {
      const turn = lastWrite.then(work)
      readers.push(turn.catch(() => {}))
      return turn
    },
    write(work) {
      const turn = Promise.all([lastWrite, ...readers]).then(work)
      readers = []
      lastWrite = turn.catch(() => {})
      return turn
    },
  }
}
