// Runners that keep to a rate: which requests wait, what is added to them, and how they end.
import { expect } from 'chai'
import { AbortedError, RequestFailedError } from 'dyntastic'
import { ratedRunner } from '../../../lib/operation/rate/rated-runner.js'
import { memberEntity } from '../../support/members.js'
import { rejection } from '../../support/rejection.js'
import { FakeRunner } from '../fake-runner.js'

describe('ratedRunner', () => {
  const { name: entity, table } = memberEntity()
  const scan = { call: 'Scan', input: { TableName: 't' }, entity, operation: 'scan', table } as const
  const put = {
    call: 'PutItem',
    input: { TableName: 't', Item: {} },
    entity,
    operation: 'save',
    table,
  } as const

  it('is the given one without a rate', () => {
    const runner = new FakeRunner()
    expect(ratedRunner(runner)).equal(runner)
    expect(ratedRunner(runner, {})).equal(runner)
  })

  it('charges reads and writes to their own rates, and requests what they consume', async () => {
    const runner = new FakeRunner({ ConsumedCapacity: { CapacityUnits: 50 } })
    const rated = ratedRunner(runner, { read: 1 })
    await rated.run(scan)
    // The read is paid for in 50 seconds; writes have no rate.
    for (let n = 0; n < 3; n++) await rated.run(put)
    expect(runner.sent.map(({ input }) => 'ReturnConsumedCapacity' in input)).deep.equal([
      true,
      false,
      false,
      false,
    ])
    const controller = new AbortController()
    const reason = new Error('enough')
    const waiting = rejection(rated.run(scan, { signal: controller.signal }), AbortedError)
    controller.abort(reason)
    expect(await waiting).include({ cause: reason, outcome: 'nothing written' })
    expect(runner.sent).length(4)
  })

  it('does not count the wait for its rate as a lack of progress', async () => {
    const runner = new FakeRunner({ ConsumedCapacity: { CapacityUnits: 1 } })
    const rated = ratedRunner(runner, { write: 20 })
    const patience = { since: performance.now() }
    await rated.run(put, { patience })
    const { since } = patience
    await rated.run(put, { patience })
    expect(patience.since).greaterThan(since)
  })

  it('goes on after a request that failed', async () => {
    let failing = true
    const runner = new FakeRunner(() => {
      if (!failing) return {}
      failing = false
      throw new RequestFailedError({ entity, operation: 'scan', detail: 'no' })
    })
    const rated = ratedRunner(runner, { read: 1_000 })
    await rejection(rated.run(scan), RequestFailedError)
    await rated.run(scan)
    expect(runner.sent).length(2)
  })
})
