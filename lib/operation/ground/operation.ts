// What every operation is: a lazy, frozen value that runs when it is awaited, and compiles to the same request each time.

import type { EntityModel } from '../../entity/model.js'
import { tooManyArguments } from '../../errors/arity.js'
import { withOutcome } from '../../errors/dyntastic-error.js'
import type { OptionPlace } from '../../errors/option-table.js'
import { UnsupportedOperationError } from '../../errors/unsupported-operation-error.js'
import { Awaitable } from './awaitable.js'
import type { BatchWriteFace, Facing, ReadFace, TransactWriteFace } from './faces.js'
import type { CallName, Calls, Request } from './request.js'
import { checkRunOptions } from './run-options.js'
import type { Runner, RunOptions } from './runner.js'

/** What an operation stands on: its entity and what it runs through. */
export interface OperationContext {
  readonly model: EntityModel
  readonly runner: Runner
}

// An error that was kept since the operation was built shows where that was, which is worth more.
const madeInTurn = / at [^\n]*\.execute \(/

/**
 * One DynamoDB operation as a value. Nothing is sent until it is awaited (or `.execute()` is called); each await sends it
 * anew. Chain methods answer a new operation and never change the one they were called on. It is a thenable: returned from
 * an `async` function it runs, and it can stand wherever a Promise is expected.
 */
export abstract class Operation<N extends CallName, R> extends Awaitable<R> implements Facing {
  /** @internal */
  readonly context: OperationContext
  /** The method that made it: `get`, `save`. */
  readonly name: string

  /** @internal */
  constructor(context: OperationContext, name: string) {
    super()
    this.context = context
    this.name = name
    context.runner.watch?.made(this)
  }

  /** What errors of its options name. @internal */
  get place(): OptionPlace {
    return { entity: this.context.model.name, operation: this.name }
  }

  /** Which operation it is, and that it is a value: without key, conditions and values. */
  override toString(): string {
    return `${this.context.model.name}.${this.name}, not run`
  }

  get role(): Facing['role'] {
    return 'other'
  }

  /** The request that this operation becomes; the same each time. @throws the errors that are raised before sending. */
  abstract compile(): Request<N>

  /** What an answer means. */
  abstract decode(output: Calls[N]['output']): R

  /** What an error of the runner means; throws it, or answers instead of it. */
  recover(error: unknown): R {
    throw error
  }

  /**
   * Runs the operation; the same as `await`.
   * @param options `signal` aborts it.
   */
  override async execute(options?: RunOptions): Promise<R> {
    const { model, runner } = this.context
    runner.watch?.used(this)
    checkRunOptions(model, this.name, options)
    let taken: Promise<unknown> | undefined
    let request: Request<N> | undefined
    try {
      taken = runner.enlist?.(this, options)
      request = taken === undefined ? this.compile() : undefined
    } catch (error) {
      // Awaited, an operation begins in a turn of its own, where no stack shows who awaits it; after another one it does.
      await undefined
      if (error instanceof Error && madeInTurn.test(String(error.stack))) Error.captureStackTrace(error)
      throw error
    }
    // What it resolves to there is what the operation's face says.
    if (request === undefined) return (await taken) as R
    let output: Calls[N]['output']
    try {
      output = await this.send(request, options)
    } catch (error) {
      return this.recover(error)
    }
    try {
      return this.decode(output)
    } catch (error) {
      // What fails now is the reading of the response: the write was applied.
      throw this.role === 'write' ? withOutcome(error, 'written') : error
    }
  }

  /** Sends what it compiled to. */
  send(request: Request<N>, options: RunOptions | undefined): Promise<Calls[N]['output']> {
    return this.context.runner.run(request, options)
  }

  /** @internal */
  batchWriteFace(): BatchWriteFace {
    throw this.unsupported('a batch of writes holds saves and deletes')
  }

  /** @internal */
  transactWriteFace(): TransactWriteFace {
    throw this.unsupported('a transaction holds saves, creates, updates, deletes and checks')
  }

  /** @internal */
  readFace(): ReadFace {
    throw this.unsupported('a read of many holds gets by key')
  }

  /** The error for a face that it does not have. */
  unsupported(why: string): UnsupportedOperationError {
    const detail = `${why}; this operation has to run on its own`
    return new UnsupportedOperationError({ entity: this.context.model.name, operation: this.name, detail })
  }

  /** The SDK command, not sent: a real command with a plain input. @throws the errors that are raised before sending. */
  toCommand(): Calls[N]['command'] {
    this.context.runner.watch?.used(this)
    return this.context.runner.toCommand(this.compile())
  }

  /** Runs the operation and answers the SDK's own output, with its `$metadata`. */
  async raw(options?: RunOptions): Promise<Calls[N]['output']> {
    if (arguments.length > 1) throw tooManyArguments('raw', 1, arguments.length, this.place)
    this.context.runner.watch?.used(this)
    checkRunOptions(this.context.model, this.name, options)
    const request = this.compile()
    try {
      return await this.send(request, options)
    } catch (error) {
      this.recover(error)
      throw error
    }
  }
}
