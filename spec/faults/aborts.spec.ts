// Calls aborted at random moments, faults or not: they end at once, say what they know, and leave nothing behind.
import { getEventListeners } from 'node:events'
import { setTimeout as sleep } from 'node:timers/promises'
import { expect } from 'chai'
import { AbortedError, DyntasticError, Entity, Repository } from 'dyntastic'
import { string } from 'superstruct'
import { announce, runCount, seed } from '../properties/property-runs.js'
import { rawGet, withEngine } from '../support/engine.js'
import { onEachTransport } from '../support/transports.js'
import { inParallel, watchLateness } from './deadlines.js'
import { clientWithFaults } from './fault-client.js'
import { randomNumbers, randomPlan } from './fault-plan.js'
import { watchTimers } from './open-timers.js'

const percent = { hang: 10, appliedHang: 10, delay: 30, lost: 5, error: 10 } as const
/** How long after the abort a call may still take, besides what this process was late. */
const promptly = 50

onEachTransport('aborted calls', (CommandExecutor) => {
  const engine = withEngine()

  it('reject at once with the reason, send nothing more, and leave no listener and no timer', async function () {
    this.timeout(300_000)
    const total = runCount(100, 1000)
    announce(`${total} calls`)
    const Note = new Entity({
      name: 'Note',
      table: engine.name('aborts'),
      attributes: { id: string(), text: string() },
      key: { partition: 'id' },
    })
    await new Repository(Note, new CommandExecutor({ client: engine.client })).createTable()
    const plan = randomPlan(seed, percent)
    const client = await clientWithFaults(engine.client, plan)
    const notes = new Repository(Note, new CommandExecutor({ client }))
    const random = randomNumbers(seed)
    const moments = Array.from({ length: total }, () => (random() < 0.1 ? undefined : random() * 120))
    const tally = { aborted: 0, finished: 0 }
    const timers = watchTimers()
    const lateness = watchLateness()

    const ends = await inParallel(moments, 16, async (moment) => {
      const id = `a${tally.aborted + tally.finished}-${random()}`
      const controller = new AbortController()
      const reason = new Error('enough')
      let abortedAt: number | undefined
      const abort = () => {
        abortedAt = performance.now()
        controller.abort(reason)
      }
      // Without a moment it is aborted before it is called.
      const timer = moment === undefined ? abort() : setTimeout(abort, moment)
      const end = await notes
        .save({ id, text: 'x' })
        .execute({ signal: controller.signal })
        .then(
          () => undefined,
          (error: unknown) => error,
        )
      const after = abortedAt === undefined ? 0 : performance.now() - abortedAt
      clearTimeout(timer ?? undefined)
      const sent = plan.log.filter(({ body }) => body.includes(id)).length
      expect(getEventListeners(controller.signal, 'abort')).to.have.length(0)
      tally[end instanceof AbortedError ? 'aborted' : 'finished']++
      return { id, end, after, sent, reason, early: moment === undefined }
    })
    const late = lateness.stop()
    await sleep(100)
    for (const { id, end, after, sent, reason, early } of ends) {
      const stored = await rawGet(engine.client, Note.table.name, { id: { S: id } })
      const requests = plan.log.filter(({ body }) => body.includes(id)).length
      expect(requests, 'no request after the end').to.equal(sent)
      expect(after, 'milliseconds after the abort').to.be.below(promptly + late)
      if (end === undefined) {
        expect(stored?.['text']?.S, 'acknowledged').to.equal('x')
        continue
      }
      if (!(end instanceof DyntasticError)) throw end
      if (!(end instanceof AbortedError)) continue
      expect(end.cause).to.equal(reason)
      expect(end.outcome).to.equal(sent === 0 ? 'nothing written' : 'unknown')
      if (early) expect(sent).to.equal(0)
      if (end.outcome === 'nothing written') expect(stored).to.equal(undefined)
    }
    client.destroy()
    expect(await timers.settled(), 'timers left').to.equal(0)
    timers.stop()
    expect(tally.aborted).to.be.above(total / 5)
    expect(tally.finished).to.be.above(0)
  })
})
