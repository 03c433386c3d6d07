// Planned faults of the next requests.
import { anInteger, aPositiveInteger, kind, oneOf } from '../../../errors/option-kinds.js'
import { checkedArgument } from '../../../errors/option-table.js'
import { operations } from '../operations.js'
import { type Fault, type FaultKind, faultKinds, type LocalFaults } from './fault-kinds.js'
import { type Random, seededRandom } from './seeded-random.js'

const rows = {
  operation: {
    takes: kind<string>('the name of an operation, such as PutItem', (value) =>
      operations.has(String(value)),
    ),
    doc: 'The operation that fails.',
  },
  kind: { takes: oneOf(...(Object.keys(faultKinds) as FaultKind[])), doc: 'The kind of fault.' },
  times: { takes: aPositiveInteger, doc: 'The number of requests that fail.' },
  share: {
    takes: kind<number>(
      'a number from 0 to 1',
      (value) => typeof value === 'number' && value >= 0 && value <= 1,
    ),
    doc: 'The share of elements to leave unprocessed.',
  },
}

/** The row of the option `seed`. */
export const seedRow = {
  takes: anInteger(0, 2 ** 32 - 1),
  default: '1',
  doc: 'The seed of random faults.',
}

/** A plan of faults, which the engine consults. */
export class FaultPlan implements LocalFaults {
  readonly random: Random
  share = 0
  private readonly planned = new Map<string, Fault[]>()
  private conflicts = 0

  constructor(seed = 1) {
    this.random = seededRandom(seed)
  }

  next(operation: string, kind: FaultKind, times = 1): void {
    const where = { operation: 'faults.next' }
    checkedArgument(rows.operation, 'operation', operation, where)
    checkedArgument(rows.kind, 'kind', kind, where)
    checkedArgument(rows.times, 'times', times, where)
    const faults = Array.from({ length: times }, () => faultKinds[kind])
    this.planned.set(operation, [...(this.planned.get(operation) ?? []), ...faults])
  }

  leaveUnprocessed(share: number): void {
    this.share = checkedArgument(rows.share, 'share', share, { operation: 'faults.leaveUnprocessed' })
  }

  conflict(times = 1): void {
    this.conflicts += checkedArgument(rows.times, 'times', times, { operation: 'faults.conflict' })
  }

  clear(): void {
    this.planned.clear()
    this.conflicts = 0
    this.share = 0
  }

  /** Returns the fault of the next request of an operation, if any, and removes it from the plan. */
  take(operation: string): Fault | undefined {
    return this.planned.get(operation)?.shift()
  }

  /** Whether this write or transaction must conflict; removes the conflict from the plan. */
  takeConflict(): boolean {
    if (this.conflicts === 0) return false
    this.conflicts -= 1
    return true
  }
}
