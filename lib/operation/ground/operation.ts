// Operation: a lazy, frozen value that runs when it is awaited and always compiles to the same request.

import { itemReaders } from '../../entity/item-readers.js'
import type { EntityModel } from '../../entity/model.js'
import type { ResponseReaders } from '../../entity/text/response-scan.js'
import { tooManyArguments } from '../../errors/arity.js'
import { withOutcome } from '../../errors/dyntastic-error.js'
import type { OptionPlace } from '../../errors/option-table.js'
import { UnsupportedOperationError } from '../../errors/unsupported-operation-error.js'
import { Awaitable } from './deferred.js'
import type { BatchWriteFace, Facing, ReadFace, TransactWriteFace } from './faces.js'
import type { CallName, Calls, Request } from './request.js'
import { checkRunOptions } from './run-options.js'
import type { Runner, RunOptions } from './runner.js'

/** The entity of an operation and the runner that it runs through. */
export interface OperationContext {
  readonly model: EntityModel
  readonly runner: Runner
}

// Stack of an error that was kept since the operation was built. It shows where that was, which is more useful.
const madeInTurn = / at [^\n]*\.execute \(/

/**
 * One DynamoDB operation as a value. Nothing is sent until it is awaited (or `.execute()` is called), and each `await`
 * sends it again. Chain methods return a new operation and never change the one they are called on. It is a thenable:
 * an `async` function that returns it runs it, and it can be used wherever a Promise is expected.
 */
export abstract class Operation<N extends CallName, R> extends Awaitable<R> implements Facing {
  /** @internal */
  readonly context: OperationContext
  /** The method that created it, such as `get` or `save`. */
  readonly name: string

  /** @internal */
  constructor(context: OperationContext, name: string) {
    super()
    this.context = context
    this.name = name
    context.runner.watch?.made(this)
  }

  /** Entity and operation, for errors about options. @internal */
  get place(): OptionPlace {
    return { entity: this.context.model.name, operation: this.name }
  }

  /** Whether the items have versions of a schema. @internal */
  get isVersioned(): boolean {
    return this.context.model.members.some(({ versions }) => versions !== undefined)
  }

  /** Whether what a read has upgraded is written. @internal */
  get writesBack(): boolean {
    return this.context.model.members.some(({ versions }) => versions?.writesBack === true)
  }

  /** Names the operation and says that it has not run. Contains no key, condition or value. */
  override toString(): string {
    return `${this.context.model.name}.${this.name}, not run`
  }

  get role(): Facing['role'] {
    return 'other'
  }

  /** Returns the request of this operation, the same each time. @throws any error that is detected before sending. */
  abstract compile(): Request<N>

  /** Returns what the operation resolves to, from the response. */
  abstract decode(output: Calls[N]['output']): R

  /** What a read does with a result if the entity says that reads write back what they have upgraded. @internal */
  async finish(_result: unknown, _options: RunOptions | undefined): Promise<void> {}

  /** Handles an error of the runner: throws an error, or returns a result instead. */
  recover(error: unknown): R {
    throw error
  }

  /**
   * Runs the operation; the same as `await`.
   * @example await users.get('u1').execute({ signal: AbortSignal.timeout(500) })
   * @param options `signal` aborts it.
   * @throws AbortedError if the signal aborts.
   */
  override async execute(options?: RunOptions): Promise<R> {
    const { model, runner } = this.context
    runner.watch?.used(this)
    if (arguments.length > 1) throw tooManyArguments('execute', 1, arguments.length, this.place)
    // Most calls have no options.
    if (options !== undefined) checkRunOptions(model, this.name, options)
    let taken: Promise<unknown> | undefined
    let request: Request<N> | undefined
    try {
      taken = runner.enlist?.(this, options)
      request = taken === undefined ? this.compile() : undefined
    } catch (error) {
      // An awaited operation starts in a separate turn, where the stack does not show who awaits it; after another
      // `await` it does.
      await undefined
      if (error instanceof Error && madeInTurn.test(String(error.stack))) Error.captureStackTrace(error)
      throw error
    }
    // Inside a scope, the face of the operation tells what it resolves to.
    if (request === undefined) {
      const result = (await taken) as R
      if (this.writesBack) await this.finish(result, options)
      return result
    }
    let output: Calls[N]['output']
    try {
      const { readers } = this
      if (readers !== undefined) request.readers = readers
      output = await this.send(request, options)
    } catch (error) {
      return this.recover(error)
    }
    let result: R
    try {
      result = this.decode(output)
    } catch (error) {
      // Reading the response failed, but the write was applied.
      throw this.role === 'write' ? withOutcome(error, 'written') : error
    }
    if (this.writesBack) await this.finish(result, options)
    return result
  }

  /** Readers of the items in the response; `undefined` if it holds parts of items. @internal */
  get readers(): ResponseReaders | undefined {
    return itemReaders(this.context.model)
  }

  /** Sends the compiled request. */
  send(request: Request<N>, options: RunOptions | undefined): Promise<Calls[N]['output']> {
    return this.context.runner.run(request, options)
  }

  /** @internal */
  batchWriteFace(): BatchWriteFace {
    throw this.unsupported('batches of writes support only saves and deletes')
  }

  /** @internal */
  transactWriteFace(): TransactWriteFace {
    throw this.unsupported('transactions support only saves, creates, updates, deletes and checks')
  }

  /** @internal */
  readFace(): ReadFace {
    throw this.unsupported('batches and transactions of reads support only gets by key')
  }

  /** Returns the error for a face that the operation does not have; `wayOut` is what to do instead. */
  unsupported(why: string, wayOut = '; run this operation on its own'): UnsupportedOperationError {
    const detail = `${why}${wayOut}`
    return new UnsupportedOperationError({ entity: this.context.model.name, operation: this.name, detail })
  }

  /**
   * Returns the SDK command without sending it: a real command with a plain input.
   * @example
   * client.send(users.get('u1').toCommand())
   * // new GetItemCommand({ TableName: 'users', Key: { id: { S: 'u1' } } })
   * @throws any error that is detected before sending.
   */
  toCommand(): Calls[N]['command'] {
    this.context.runner.watch?.used(this)
    return this.context.runner.toCommand(this.compile())
  }

  /**
   * Runs the operation and returns the SDK's output, including `$metadata`.
   * @example const { Item, $metadata } = await users.get('u1').raw()
   */
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
