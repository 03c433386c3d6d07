// What one run has taken so far, and whether its budget is spent.

/** How much one run may take; what is reached first ends it. */
export interface ReadBudget {
  readonly requests?: number | undefined
  /** Consumed capacity in units, as DynamoDB reports it: known after each request, so that the last one may pass it. */
  readonly capacityUnits?: number | undefined
  readonly milliseconds?: number | undefined
}

/** What one run took. */
export interface ReadUsage {
  readonly requests: number
  /** Items that came back. */
  readonly returned: number
  /** Items that DynamoDB read before the filter (ScannedCount). */
  readonly examined: number
  /** Consumed capacity in units, where DynamoDB reported it. */
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

  /** One more request is sent. It counts from now on, so that requests side by side keep to the budget. */
  begin(): void {
    this.requests++
  }

  /** What the answer to a request says. */
  add(examined: number, capacityUnits: number): void {
    this.examined += examined
    this.capacityUnits += capacityUnits
  }

  /** Whether the next request would pass the budget. */
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
