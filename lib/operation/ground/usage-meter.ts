// Usage of one run so far, and whether its budget is spent.
import { systemClock, type WaitingClock } from '../../util/waiting-clock.js'

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
  readonly clock: WaitingClock
  readonly begun: number
  requests = 0
  returned = 0
  examined = 0
  capacityUnits = 0

  constructor(budget: ReadBudget | undefined, clock: WaitingClock = systemClock) {
    this.budget = budget
    this.clock = clock
    this.begun = clock.now()
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
    return budget !== undefined && (this.requests >= (budget.requests ?? Infinity) || this.isOver)
  }

  /** Whether no request may start any more, not even one that was counted. */
  get isOver(): boolean {
    const { capacityUnits = Infinity } = this.budget ?? {}
    return this.capacityUnits >= capacityUnits || this.timeLeft <= 0
  }

  /** The time in which requests may start, in milliseconds. */
  get timeLeft(): number {
    const { milliseconds = Infinity } = this.budget ?? {}
    return this.begun + milliseconds - this.clock.now()
  }

  get usage(): ReadUsage {
    const { requests, returned, examined, capacityUnits } = this
    return Object.freeze({ requests, returned, examined, capacityUnits })
  }
}
