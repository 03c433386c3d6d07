// What becomes of a request whose first attempt failed.
import { expect } from 'chai'
import { TableNotFoundError } from '../../../lib/errors/table-not-found-error.js'
import { notifierOf } from '../../../lib/executor/sending/observers.js'
import { noAttempts } from '../../../lib/executor/sending/outcome.js'
import type { Way } from '../../../lib/executor/sending/send.js'
import { sharedSignals } from '../../../lib/executor/sending/signals.js'
import { socketWaits } from '../../../lib/executor/sending/socket-waits.js'
import { afterFailure, type Creator } from '../../../lib/executor/tables/after-failure.js'
import { defaultRetry } from '../../../lib/operation/ground/retry.js'
import { get, put, rejection } from '../requests.js'

const missing = () => new TableNotFoundError({ entity: 'Thing', operation: 'save', detail: 'no table' })

/** A way on which each request resolves to the next of these outputs. */
function way(outputs: readonly object[]) {
  const sent: object[] = []
  const client = { send: async (command: object) => outputs[sent.push(command) - 1] }
  const rules = {
    limits: { attempt: 1_000, total: 5_000 },
    signals: sharedSignals(),
    plans: new WeakMap(),
    waits: socketWaits(),
    bodies: 'own' as const,
    client: client as never,
  }
  const clients = { for: () => client as never, destroy() {} }
  const made: Way = { clients, rules, notifier: notifierOf([]), signal: undefined, attempts: noAttempts() }
  return { way: made, sent }
}

function creator(created: boolean | Error, may = true) {
  const log: string[] = []
  const made: Creator = {
    retry: defaultRetry,
    mayCreate: () => may,
    async create() {
      log.push('create')
      if (created instanceof Error) throw created
      return created
    },
  }
  return { made, log }
}

const failed = (error: unknown) => ({ error, last: performance.now() + 5_000, patience: undefined })

describe('executor/after-failure', () => {
  it('creates the missing table, and sends the request once more', async () => {
    const { made, log } = creator(true)
    const { way: on, sent } = way([{ $metadata: {} }])
    expect(await afterFailure(made, put(), on, failed(missing()))).to.deep.equal({ $metadata: {} })
    expect(log).to.deep.equal(['create'])
    expect(sent).to.have.length(1)
  })

  it('takes the time of the creation from no limit of the call', async () => {
    const patience = { since: performance.now() }
    const { since } = patience
    const { made } = creator(true)
    made.create = () => new Promise((resolve) => setTimeout(() => resolve(true), 20))
    await afterFailure(made, put(), way([{ $metadata: {} }]).way, { ...failed(missing()), patience })
    expect(patience.since - since).to.be.at.least(15)
  })

  it('throws the error if no table may be created, and any other error', async () => {
    for (const error of [missing(), new Error('other')]) {
      const { made } = creator(false)
      const { way: on, sent } = way([])
      expect(await rejection(afterFailure(made, put(), on, failed(error)))).to.equal(error)
      expect(sent).to.deep.equal([])
    }
  })

  it('resolves to the result of an empty table where the request has one, and tables may be created', async () => {
    const withoutTable = { $metadata: {} }
    const request = { ...get(), withoutTable }
    expect(await afterFailure(creator(true).made, request, way([]).way, failed(missing()))).to.equal(
      withoutTable,
    )
    const error = missing()
    const { made } = creator(false, false)
    expect(await rejection(afterFailure(made, request, way([]).way, failed(error)))).to.equal(error)
  })
})
