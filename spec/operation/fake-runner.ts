// A runner without an executor: keeps the requests, and returns scripted outputs.
import { toCommand } from '../../lib/executor/sending/commands.js'
import type { CallName, Calls, Request } from '../../lib/operation/ground/request.js'
import type { DropWatch, Runner, RunOptions } from '../../lib/operation/ground/runner.js'

/** The result of a request: an output, or an error to reject with. */
export type FakeReply = object | Error

/** Keeps each request with its options, in the order of sending. */
export class FakeRunner implements Runner {
  readonly sent: Request[] = []
  readonly options: (RunOptions | undefined)[] = []
  readonly watch: DropWatch | undefined
  reply: FakeReply | ((request: Request) => FakeReply)

  constructor(response: FakeReply | ((request: Request) => FakeReply) = {}, watch?: DropWatch) {
    this.reply = response
    this.watch = watch
  }

  async run<N extends CallName>(request: Request<N>, options?: RunOptions): Promise<Calls[N]['output']> {
    this.sent.push(request)
    this.options.push(options)
    const { reply } = this
    const given = typeof reply === 'function' ? reply(request) : reply
    if (given instanceof Error) throw given
    return { $metadata: {}, ...given }
  }

  toCommand<N extends CallName>(request: Request<N>): Calls[N]['command'] {
    return toCommand(request)
  }
}
