// Front of an engine: records requests and applies planned faults.

import { type Engine, type EngineResponse, operationOf } from '../engine.js'
import { cancelled } from '../items/cancellation.js'
import { failure } from '../values/service-failure.js'
import type { WireObject } from '../values/wire.js'
import { connectionReset, refusal } from './fault-kinds.js'
import type { FaultPlan } from './fault-plan.js'
import { isBatch, runInPart } from './partial-batches.js'

/** A request as it arrived. */
export interface KeptRequest {
  /** `PutItem`, for example. */
  readonly operation: string
  /** The JSON of the request: binary values are base64 text. */
  readonly input: WireObject
}

/** The last requests are kept, and no more than this many. */
const mostRequests = 10_000

const writes = ['PutItem', 'UpdateItem', 'DeleteItem']
const transactions = ['TransactWriteItems', 'TransactGetItems']

interface ArrivedRequest {
  readonly operation: string
  readonly body: string
}

export class EngineFront {
  private arrived: ArrivedRequest[] = []
  private fail: (error: Error) => void = () => {}
  private readonly never: Promise<EngineResponse>

  constructor(
    readonly engine: Engine,
    readonly plan: FaultPlan,
  ) {
    this.never = new Promise((_, reject) => {
      this.fail = reject
    })
    this.never.catch(() => {})
  }

  /** The last requests, oldest first. */
  get requests(): readonly KeptRequest[] {
    return this.arrived
      .slice(-mostRequests)
      .map(({ operation, body }) => ({ operation, input: inputOf(body) }))
  }

  /** Responds to a request, now or later; rejects if the connection is to be lost. */
  respond(target: string, body: string): EngineResponse | Promise<EngineResponse> {
    const operation = operationOf(target)
    this.keep({ operation, body })
    const fault = this.plan.take(operation)
    if (fault !== undefined) return fault(() => this.run(operation, target, body), this.never)
    return this.run(operation, target, body)
  }

  /** Forgets the requests. */
  forgetRequests(): void {
    this.arrived = []
  }

  /** Stops the engine, and ends the requests that hang. */
  stop(): void {
    this.engine.stop()
    this.fail(connectionReset())
  }

  private run(operation: string, target: string, body: string): EngineResponse {
    const conflicts = writes.includes(operation) || transactions.includes(operation)
    if (conflicts && this.plan.takeConflict()) return this.conflict(operation, body)
    const run = (text: string) => this.engine.respond(target, text)
    const { share, random } = this.plan
    return share > 0 && isBatch(operation) ? runInPart(operation, body, { share, random, run }) : run(body)
  }

  private conflict(operation: string, body: string): EngineResponse {
    const Message = 'Transaction is ongoing for the item'
    if (writes.includes(operation)) return refusal(failure('TransactionConflictException', Message))
    const actions = inputOf(body)['TransactItems']
    const count = Array.isArray(actions) ? actions.length : 0
    const chosen = Math.floor(this.plan.random() * count)
    return refusal(
      cancelled(
        Array.from({ length: count }, (_, at) =>
          at === chosen ? { Code: 'TransactionConflict', Message } : { Code: 'None' },
        ),
      ),
    )
  }

  private keep(request: ArrivedRequest): void {
    this.arrived.push(request)
    if (this.arrived.length >= 2 * mostRequests) this.arrived = this.arrived.slice(-mostRequests)
  }
}

function inputOf(body: string): WireObject {
  try {
    return Object(JSON.parse(body)) as WireObject
  } catch {
    return {}
  }
}
