// Progress and report of a backfill.

/** How many items there are of each version. */
export type VersionCounts = Readonly<Record<number, number>>

/** What a backfill has done so far. */
export interface BackfillProgress {
  /** Items of the entity that were examined, without those that were deleted meanwhile. */
  readonly items: number
  /** How many of them the backfill has written in the current version. */
  readonly upgraded: number
  /** How many of them could not be upgraded. */
  readonly failed: number
  /** The number of items by their version, as the backfill has left them. */
  readonly versions: VersionCounts
}

/** An item that could not be upgraded, and why. */
export interface BackfillFailure {
  readonly key: Readonly<Record<string, unknown>>
  /** Its version; `undefined` if it has none that can be read. */
  readonly version: number | undefined
  readonly error: unknown
}

/** The result of a backfill. */
export interface BackfillReport extends BackfillProgress {
  /** The items of this run that could not be upgraded, at most the first 1,000. */
  readonly failures: readonly BackfillFailure[]
}
