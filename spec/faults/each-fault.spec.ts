// Each fault by itself: what a save, a create, a delete and a get come to, and what is stored afterwards.
import { expect } from 'chai'
import {
  type CommandExecutor,
  DyntasticError,
  Entity,
  ItemExistsError,
  Repository,
  RequestFailedError,
  ThrottledError,
  TimeoutError,
  VersionConflictError,
} from 'dyntastic'
import { integer, string } from 'superstruct'
import { patience, rawGet, withEngine } from '../support/engine.js'
import { rejection } from '../support/rejection.js'
import { onEachTransport } from '../support/transports.js'
import { clientWithFaults } from './fault-client.js'
import { type FaultName, type FaultPlan, lastingPlan, scriptedPlan } from './fault-plan.js'

const timeout = { attempt: 100 * patience, total: 3_000 * patience }

/** What one fault comes to: how many requests are sent, and whether the call fails. */
const expected: Record<
  FaultName,
  { readonly requests: number; readonly fails: boolean; readonly applied: boolean; readonly refused?: true }
> = {
  none: { requests: 1, fails: false, applied: true },
  delay: { requests: 1, fails: false, applied: true },
  // Repeated by the SDK, and well the second time.
  lost: { requests: 2, fails: false, applied: true },
  reset: { requests: 2, fails: false, applied: true },
  error: { requests: 2, fails: false, applied: true },
  appliedError: { requests: 2, fails: false, applied: true },
  throttle: { requests: 2, fails: false, applied: true },
  refused: { requests: 2, fails: false, applied: true },
  // Refused permanently.
  skew: { requests: 1, fails: true, applied: false, refused: true },
  gateway: { requests: 2, fails: false, applied: true },
  hang: { requests: 2, fails: false, applied: true },
  appliedHang: { requests: 2, fails: false, applied: true },
  cut: { requests: 2, fails: false, applied: true },
  // An invalid response: the SDK does not repeat the request, and the write was applied.
  truncated: { requests: 1, fails: true, applied: true },
  garbage: { requests: 1, fails: true, applied: true },
  html: { requests: 1, fails: true, applied: true },
}

onEachTransport('one fault', (CommandExecutor) => {
  const engine = withEngine()
  let table: string

  before(async () => {
    table = engine.name('fault')
    await new Repository(noteEntity(table), new CommandExecutor({ client: engine.client })).createTable()
  })

  async function through<T>(
    plan: FaultPlan,
    work: (notes: ReturnType<typeof notesOn>) => Promise<T>,
  ): Promise<T> {
    const client = await clientWithFaults(engine.client, plan)
    try {
      return await work(notesOn(new CommandExecutor({ client, timeout })))
    } finally {
      client.destroy()
    }
  }
  const notesOn = (executor: CommandExecutor) => new Repository(noteEntity(table), executor)
  const versionedOn = (executor: CommandExecutor) => new Repository(versionedEntity(table), executor)
  const textOf = async (id: string) => (await rawGet(engine.client, table, { id: { S: id } }))?.['text']?.S

  for (const [fault, { requests, fails, applied, refused }] of Object.entries(expected) as [
    FaultName,
    (typeof expected)[FaultName],
  ][]) {
    it(`${fault}: a save ${fails ? 'fails by name' : 'succeeds'} after ${requests} ${requests === 1 ? 'request' : 'requests'}`, async () => {
      const plan = scriptedPlan(fault)
      const id = `save-${fault}`
      const end = await through(plan, (notes) =>
        notes.save({ id, text: 'x' }).then(
          () => undefined,
          (error: unknown) => error,
        ),
      )
      expect(plan.log).to.have.length(requests)
      expect(end instanceof RequestFailedError, String(end)).to.equal(fails)
      if (!fails) expect(end).to.equal(undefined)
      // The raw response may contain anything, a page of HTML or half of an item: the message does not quote it.
      if (end instanceof RequestFailedError && refused === undefined)
        expect(end.message).to.match(/not valid DynamoDB JSON/)
      expect(await textOf(id)).to.equal(applied ? 'x' : undefined)
    })

    it(`${fault}: a get returns the item or fails, and never misses it`, async () => {
      const id = `get-${fault}`
      await notesOn(new CommandExecutor({ client: engine.client })).save({ id, text: 'there' })
      const plan = scriptedPlan(fault)
      const end = await through(plan, (notes) =>
        notes.get(id).then(
          (item) => item?.text,
          (error: unknown) => error,
        ),
      )
      if (fails) expect(end).to.be.an.instanceof(RequestFailedError)
      else expect(end).to.equal('there')
    })
  }

  for (const fault of ['lost', 'appliedError', 'cut', 'appliedHang'] as const) {
    it(`${fault}: a create recognises its own write, and resolves`, async () => {
      const id = `create-${fault}`
      const plan = scriptedPlan(fault)
      const made = await through(plan, (notes) => notes.create({ id, text: 'mine' }))
      expect({ ...made }).to.deep.equal({ id, text: 'mine' })
      expect(plan.log).to.have.length(2)
    })

    it(`${fault}: a create that meets another item says so, and that it does not know all`, async () => {
      const id = `taken-${fault}`
      await notesOn(new CommandExecutor({ client: engine.client })).save({ id, text: 'theirs' })
      const error = await through(scriptedPlan(fault), (notes) =>
        rejection(notes.create({ id, text: 'mine' }), ItemExistsError),
      )
      // A refusal that is cut short is a refusal still: its status has arrived.
      const outcome = fault === 'cut' ? 'nothing written' : 'unknown'
      expect(error).to.include({ outcome })
      expect(error.message).to.include(
        outcome === 'unknown' ? 'may have been applied' : 'nothing was written',
      )
      expect(await textOf(id)).to.equal('theirs')
    })

    it(`${fault}: a save with a version is applied once, and says that it does not know whose the new version is`, async () => {
      const id = `version-${fault}`
      const direct = versionedOn(new CommandExecutor({ client: engine.client }))
      const first = await direct.save({ id, text: 'one' })
      const client = await clientWithFaults(engine.client, scriptedPlan(fault))
      const faulty = versionedOn(new CommandExecutor({ client, timeout }))
      const error = await rejection(faulty.save({ ...first, text: 'two' }), VersionConflictError)
      client.destroy()
      // Another writer of the same version may have written the same: only the caller can tell, from the item.
      expect(error).to.include({ outcome: 'unknown' })
      expect(error.message).to.include('may have been applied')
      expect({ ...(error.item as object) }).to.deep.equal({ id, text: 'two', revision: 2 })
      expect(await direct.getOrThrow(id).consistent()).to.deep.equal(error.item)
      const outdated = await rejection(direct.save({ ...first, text: 'three' }), VersionConflictError)
      expect(Reflect.get(outdated, 'outcome'), 'a conflict at the first attempt wrote nothing').to.equal(
        'nothing written',
      )
    })

    it(`${fault}: a delete is done`, async () => {
      const id = `delete-${fault}`
      await notesOn(new CommandExecutor({ client: engine.client })).save({ id, text: 'x' })
      await through(scriptedPlan(fault), (notes) => notes.delete(id).execute())
      expect(await textOf(id)).to.equal(undefined)
    })
  }
})

onEachTransport('a fault that lasts', (CommandExecutor) => {
  const engine = withEngine()

  async function failureOf(fault: FaultName, what: 'save' | 'get', total: number) {
    const client = await clientWithFaults(engine.client, lastingPlan(fault))
    const notes = new Repository(
      noteEntity(engine.name('lasting')),
      new CommandExecutor({ client, timeout: { attempt: 60, total } }),
    )
    const work = what === 'get' ? notes.get('a') : notes.save({ id: 'a', text: 'x' })
    try {
      return await rejection(work, DyntasticError)
    } finally {
      client.destroy()
    }
  }

  it('error: RequestFailedError with the status and the attempts', async () => {
    const error = await failureOf('error', 'save', 3_000)
    expect(error).to.be.an.instanceof(RequestFailedError)
    expect(error).to.include({ httpStatus: 500, entity: 'Note', operation: 'save' })
    expect(Reflect.get(error, 'attempts')).to.be.above(1)
  })

  it('reset: RequestFailedError', async () => {
    expect(await failureOf('reset', 'save', 3_000)).to.be.an.instanceof(RequestFailedError)
  })

  it('throttle: ThrottledError, nothing written, whether the limit comes first or the attempts run out', async () => {
    for (const what of ['save', 'get'] as const) {
      const error = await failureOf('throttle', what, 50)
      expect(error).to.be.an.instanceof(ThrottledError)
      expect(error).to.include({ outcome: 'nothing written' })
      expect(error.message).to.match(/was throttled \(.*attempts?\), and no response within 50 ms/)
    }
    const client = await clientWithFaults(engine.client, lastingPlan('throttle'), { maxAttempts: 1 })
    const notes = new Repository(noteEntity(engine.name('lasting')), new CommandExecutor({ client }))
    expect(await rejection(notes.save({ id: 'a', text: 'x' }), ThrottledError)).to.include({ attempts: 1 })
    client.destroy()
  })

  it('hang: TimeoutError; a write may have been applied, a read has written nothing', async () => {
    const write = await failureOf('hang', 'save', 200)
    expect(write).to.be.an.instanceof(TimeoutError)
    expect(write).to.include({ outcome: 'unknown' })
    const read = await failureOf('hang', 'get', 200)
    expect(read).to.be.an.instanceof(TimeoutError)
    expect(read).to.include({ outcome: 'nothing written' })
  })
})

function noteEntity(table: string) {
  return new Entity({
    name: 'Note',
    table,
    attributes: { id: string(), text: string() },
    key: { partition: 'id' },
  })
}

function versionedEntity(table: string) {
  return noteEntity(table).extend({ attributes: { revision: integer() }, version: 'revision' })
}
