// Suites that run on each transport of an executor, from one list.
import { expect } from 'chai'
import { CommandExecutor, type ExecutorOptions, type TransportName } from 'dyntastic'

/** What sends the requests of a suite. A transport without a row does not compile. */
const rows: Readonly<Record<TransportName, { readonly suffix: string }>> = {
  sdk: { suffix: '' },
  direct: { suffix: ', on the direct transport' },
}

/** What a suite says of the clients that it uses. */
export interface TransportSuite {
  /**
   * Whether there are clients among them that the direct transport does not serve: mocks, and clients with
   * middleware.
   */
  readonly refused?: boolean
}

/**
 * Describes a suite once for each transport. Executors of the class that it gets send through that transport; a suite
 * whose clients are served proves at its end that they were.
 */
export function onEachTransport(
  title: string,
  suite: (this: Mocha.Suite, Executor: typeof CommandExecutor) => void,
  { refused = false }: TransportSuite = {},
): void {
  for (const [transport, { suffix }] of Object.entries(rows))
    describe(title + suffix, function () {
      const reasons: string[] = []
      let made = 0
      const Executor = class extends CommandExecutor {
        constructor(options: ExecutorOptions = {}) {
          const watch = { onTransportFallback: ({ reason }: { reason: string }) => reasons.push(reason) }
          super(
            transport === 'sdk'
              ? options
              : { transport: 'direct', ...options, observers: [...(options.observers ?? []), watch] },
          )
          made++
        }
      }
      // Errors and logs name the class.
      Object.defineProperty(Executor, 'name', { value: CommandExecutor.name })
      suite.call(this, Executor)

      if (transport === 'direct' && !refused)
        after('no request went through the SDK', () => {
          expect(made, 'executors of the suite').to.be.above(0)
          expect(reasons).to.deep.equal([])
        })
    })
}
