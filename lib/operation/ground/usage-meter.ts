// Usage of one run so far, and whether its budget is spent.

/** The limits of one run. The run ends when the first limit is reached. */
export interface ReadBudget {
  readonly requests?: number | undefined
  /**
   * Consumed capacity in units, as DynamoDB reports it. It is only known after each request, so the last request may
   * exceed the limit.
   */
  readonly capacityUnits?: number | undefined
  readonly milliseconds?: number | undefined
}

/** The usage of one run. */
export interface ReadUsage {
  readonly requests: number
  /** Items returned. */
  readonly returned: number
  /** Items that DynamoDB read before applying the filter (ScannedCount). */
  readonly examined: number
  /** Consumed capacity in units, if DynamoDB reported it. */
  readonly capacityUnits: number
}

/** Counts the requests, items and capacity of one run. */
export class UsageMeter {
  readonly budget: ReadBudget | undefined
  readonly begun: number = performance.now()
  requests = 0
  returned = 0
  examined = 0
  capacityUnits = 0

  constructor(budget: ReadBudget | undefined) {
    this.budget = budget
  }

  /** Counts another request. It is counted when it starts, so that parallel requests stay within the budget. */
  begin(): void {
    this.requests++
  }

  /** Adds the counts of a response. */
  add(examined: number, capacityUnits: number): void {
    this.examined += examined
    this.capacityUnits += capacityUnits
  }

  /** Whether another request would exceed the budget. */
  get spent(): boolean {
    const { budget } = this
    if (budget === undefined) return false
    const { requests = Infinity, capacityUnits = Infinity, milliseconds = Infinity } = budget
    return (
      this.requests >= requests ||
      this.capacityUnits >= capacityUnits ||
      performance.now() - this.begun >= milliseconds
    )
  }

  get usage(): ReadUsage {
    const { requests, returned, examined, capacityUnits } = this
    return Object.freeze({ requests, returned, examined, capacityUnits })
  }
}
