// A runner without an executor that has a place in scopes, as the executor has one.
import type { AttributeValue } from '../../lib/entity/struct/attribute-value.js'
import { currentContext } from '../../lib/executor/scope/scope-context.js'
import type { Facing } from '../../lib/operation/ground/faces.js'
import type { CallName, Calls, Request } from '../../lib/operation/ground/request.js'
import type { RunOptions } from '../../lib/operation/ground/runner.js'
import { FakeRunner } from '../operation/fake-runner.js'

/** Keeps the requests it receives, and enlists operations in the scope around them. */
export class ScopedRunner extends FakeRunner {
  enlist(operation: Facing, options: RunOptions | undefined): Promise<unknown> | undefined {
    return operation.role === 'write' ? currentContext()?.enlist(this, operation, options) : undefined
  }

  override async run<N extends CallName>(
    request: Request<N>,
    options?: RunOptions,
  ): Promise<Calls[N]['output']> {
    currentContext()?.pass(request)
    return super.run(request, options)
  }

  /** The calls so far. */
  get calls(): CallName[] {
    return this.sent.map(({ call }) => call)
  }

  /** The values of a string attribute in each transaction so far. */
  committed(name: string): (string | undefined)[][] {
    return this.sent.flatMap(({ call, input }) => {
      if (call !== 'TransactWriteItems') return []
      const { TransactItems = [] } = input as Calls['TransactWriteItems']['input']
      return [
        TransactItems.map(({ Put, Update, Delete, ConditionCheck }) => {
          const stored = Put?.Item ?? Update?.Key ?? Delete?.Key ?? ConditionCheck?.Key
          return (stored?.[name] as AttributeValue | undefined as { S?: string } | undefined)?.S
        }),
      ]
    })
  }
}
